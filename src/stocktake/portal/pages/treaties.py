"""Where a State stands on the treaties that the review looks at."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from stocktake.actors import queries as actors
from stocktake.actors.rules import Status
from stocktake.actors.status import StatusRow
from stocktake.portal.pages.frame import language


@dataclass(frozen=True, slots=True)
class TreatyRow:
    """One treaty and where the State stands."""

    name: str
    status: str
    since: str
    reservations: int
    known: bool


def treaties(state: str, on: date) -> tuple[TreatyRow, ...]:
    """Where a State stands on each treaty on a day. Two queries."""
    names = {one.code: one.name(language()) for one in actors.instruments()}
    return tuple(
        _row(names[row.instrument], row)
        for row in actors.statuses_of_state(state, on=on)
    )


def _row(name: str, row: StatusRow) -> TreatyRow:
    words = {
        Status.PARTY: _("Party"),
        Status.SIGNATORY: _("Signed, not ratified"),
        Status.WITHDRAWN: _("Withdrawn"),
        Status.NO_ACTION: _("No action known"),
        Status.DISPUTED: _("Sources disagree"),
        Status.NO_DATA: _("No data"),
    }
    return TreatyRow(
        name,
        words[row.status],
        row.since[:4] if row.since[:1].isdigit() else "",
        row.reservations,
        row.status is not Status.NO_DATA,
    )
