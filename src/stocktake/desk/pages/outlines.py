"""The way through a report: sections with their progress, and what the checks find."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext as _

from stocktake.desk.pages.frames import (
    Editing,
    Frame,
    Link,
    Marked,
    Writing,
    frame_of,
    report_name,
    sender_name,
    what_of,
    writer_name,
)
from stocktake.desk.pages.lines import Line, line_of
from stocktake.desk.pages.reports import Report
from stocktake.geography.queries import is_illustrative
from stocktake.reporting import queries
from stocktake.reporting.questionnaires import (
    Fault,
    Progress,
    SectionView,
    Severity,
    said,
)


EVER: Final = timedelta(days=36_500)
FEW: Final = 200  # faults of one severity that a page lists


@dataclass(frozen=True, slots=True)
class Chapter:
    """One section with its blocks."""

    view: SectionView
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class ReportPage:
    """A report at a glance."""

    frame: Frame
    report: Report
    sender: str
    chapters: tuple[Chapter, ...]
    total: Progress
    editing: Editing
    editors: tuple[Writing, ...]  # everybody who ever wrote, the latest first
    goes_on: Line | None  # the first block that is not complete


def report_page(report: Report, *, language: str, at: datetime) -> ReportPage:
    """Sections, blocks, progress, who wrote. Eight queries."""
    sections = queries.outline(report.draft.key, language=language)
    chapters = tuple(
        Chapter(section, tuple(line_of(report, line) for line in section.blocks))
        for section in sections
    )
    lines = [line for chapter in chapters for line in chapter.lines]
    unfinished = (one for one in lines if one.writable and one.state != "done")
    return ReportPage(
        frame=Frame(
            report_name(report),
            "desk",
            (Link(_("Desk"), reverse("desk:home")), Link(report_name(report))),
            Marked(is_illustrative(report.draft.sender)),
        ),
        report=report,
        sender=sender_name(report.draft.sender, report.draft.strand, language),
        chapters=chapters,
        total=sum((s.progress for s in sections), Progress()),
        editing=Editing.of(report, at=at, language=language),
        editors=editors(report, at=at, language=language),
        goes_on=next(unfinished, None),
    )


def editors(report: Report, *, at: datetime, language: str) -> tuple[Writing, ...]:
    """Everybody who wrote in a report, and where last. Two queries."""
    rows = queries.recent_editors(report.draft.key, at=at, within=EVER)
    return tuple(
        Writing(
            writer_name(row.name),
            what_of(report, row.address, language),
            report.place(row.address),
            row.at,
        )
        for row in rows
    )


@dataclass(frozen=True, slots=True)
class FaultLine:
    """One thing to put right, and where."""

    href: str
    where: str
    text: str


@dataclass(frozen=True, slots=True)
class Faults:
    """All faults that weigh the same; a very long list is cut."""

    severity: Severity
    lines: tuple[FaultLine, ...]
    total: int


@dataclass(frozen=True, slots=True)
class ChecksPage:
    """What stands between a report and its submission."""

    frame: Frame
    report: Report
    groups: tuple[Faults, ...]
    total: Progress
    blocked: bool


def checks_page(report: Report, *, language: str) -> ChecksPage:
    """Faults by severity, the heaviest first, and how complete the report is. Five queries."""
    found = queries.faults(report.draft.key)
    groups = tuple(
        group
        for severity in reversed(Severity)
        if (group := _faults(report, found, severity, language)).total
    )
    return ChecksPage(
        frame=frame_of(report, _("Checks")),
        report=report,
        groups=groups,
        total=queries.completeness(report.draft.key).total,
        blocked=any(one.severity is Severity.BLOCKER for one in found),
    )


def _faults(
    report: Report, found: tuple[Fault, ...], severity: Severity, language: str
) -> Faults:
    mine = [one for one in found if one.severity is severity]
    return Faults(severity, tuple(_told(report, mine[:FEW], language)), len(mine))


def _told(report: Report, found: list[Fault], language: str) -> Iterator[FaultLine]:
    for one in found:
        yield FaultLine(
            report.place(one.address),
            what_of(report, one.address, language),
            said(one, language, report.draft.questionnaire),
        )
