"""Starting a State's report: a new one is filled in from all that is known."""

from datetime import datetime

from stocktake.accounts.rules import Acting
from stocktake.desk.pages.reports import Report, report
from stocktake.jobs import prefill
from stocktake.reporting import actions
from stocktake.reporting.rules import Strand


def start(
    round_code: str, sender: str, *, by: Acting, at: datetime
) -> tuple[Report, int]:
    """The report of a State in a round, and how many of its answers were filled in now.

    What is under way already is returned as it is.
    """
    draft = actions.start_draft(
        round_code, sender=sender, strand=Strand.STATE, by=by, at=at
    )
    filled = prefill.fill_in_new(draft.key, by=by, at=at)
    names = {
        "round_code": draft.round,
        "sender": draft.sender,
        "strand": draft.strand,
        "version": draft.version,
    }
    return report(names, by=by), sum(filled.values())
