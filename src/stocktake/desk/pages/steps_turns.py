"""Opening and closing a round: what will happen, before somebody confirms it."""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from stocktake.design.words import day
from stocktake.desk.pages.frames import Frame, Link
from stocktake.desk.pages.steps_rounds import CalendarRow, calendar_row
from stocktake.geography import queries as geography
from stocktake.kernel.errors import NotFound
from stocktake.reporting import queries
from stocktake.reporting.rules import Strand


@dataclass(frozen=True, slots=True)
class TurnPage:
    """A round before it is opened, reopened or closed."""

    frame: Frame
    row: CalendarRow
    opens: bool
    will: tuple[str, ...]


def turn_page(code: str, *, opens: bool, today: date) -> TurnPage:
    """The round and what will happen. Six queries at most."""
    row = calendar_row(code)
    if not opens and row.opened is None:
        msg = f"Round {code!r} is not open."
        raise NotFound(msg)
    title = _("Open the round") if opens else _("Close the round")
    trail = (
        Link(_("Desk"), reverse("desk:home")),
        Link(_("Rounds"), reverse("desk:rounds")),
        Link(title),
    )
    said = _opened(row) if opens else _closed(row, today)
    return TurnPage(Frame(title, "desk", trail, row.opened), row, opens, said)


def _opened(row: CalendarRow) -> tuple[str, ...]:
    if row.opened:
        return (
            _("Reports can be submitted in this round again."),
            _("Its days stay as they are: who is late needs an exception."),
        )
    return (
        _("%(number)s States owe a report in this round.")
        % {"number": len(geography.states())},
        _("States can answer from today and submit from %(day)s.")
        % {"day": day(row.days.opens)},
        _("Organisations that opted in owe a report for each expert year."),
    )


def _closed(row: CalendarRow, today: date) -> tuple[str, ...]:
    rows = [
        one
        for one in queries.round_status(row.code, today=today)
        if one.strand is Strand.STATE
    ]
    missing = sum(one.delivered is None for one in rows)
    return (
        _("Nothing is submitted in this round any more, corrections neither."),
        _("State reports that have not come: %(number)s.") % {"number": missing},
        _("Drafts stay as they are, and the round can be opened again."),
    )
