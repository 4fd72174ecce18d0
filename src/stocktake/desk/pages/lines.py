"""A block in a list of the way through a report."""

from dataclasses import dataclass

from stocktake.desk.pages.reports import Report
from stocktake.reporting.questionnaires.views import BlockLine


@dataclass(frozen=True, slots=True)
class Line:
    """One block on the way: how far it is, and whether this person may write there."""

    view: BlockLine
    href: str
    state: str  # done, begun, open
    writable: bool


def line_of(report: Report, line: BlockLine) -> Line:
    """A block of an outline with its address."""
    progress = line.progress
    state = "done" if progress.complete else "begun"
    return Line(
        line,
        report.url("block", item=line.item),
        state if progress.answered else "open",
        report.may_write(line.item),
    )
