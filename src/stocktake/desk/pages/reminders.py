"""What somebody was told, in the language of the page: their reminders, new ones first."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from stocktake.accounts.rules import Acting
from stocktake.desk.pages.frames import Frame
from stocktake.jobs.reminder_words import Said, said
from stocktake.reporting import queries
from stocktake.reporting.queries import ReminderRow
from stocktake.reporting.reminding import Event


SHOWN: Final = 100
# What the next of these says makes the one before it old.
_ORDER: Final[Mapping[Event, int]] = {
    event: place
    for place, event in enumerate(
        (Event.DUE_60, Event.DUE_30, Event.DUE_7, Event.OVERDUE)
    )
}


@dataclass(frozen=True, slots=True)
class Told:
    """One reminder: its words, its day, whether it is new to its reader."""

    said: Said
    day: date
    new: bool


@dataclass(frozen=True, slots=True)
class Reminders:
    """The reminders of one person, and whether any can be marked as read."""

    rows: tuple[Told, ...]
    unread: int


@dataclass(frozen=True, slots=True)
class RemindersPage:
    """All that somebody was told."""

    frame: Frame
    reminders: Reminders


def reminders_for(by: Acting, *, today: date, new_only: bool = False) -> Reminders:
    """What somebody was told; without an account, what is due. Two queries, and a name each.

    ``new_only`` keeps what they have not read, the newest about each report.
    """
    if not by.person:
        due = queries.due_for(by, today=today)
        rows = [
            Told(said(one.event, one.parameters, on=today), today, new=True)
            for one in due[:SHOWN]
        ]
        return Reminders(tuple(rows), 0)
    found: Iterable[ReminderRow] = queries.reminders(
        person=by.person, unread=new_only, limit=SHOWN
    )
    if new_only:
        found = newest(found)
    rows = [
        Told(said(one.event, one.parameters, on=today), one.day, one.read_at is None)
        for one in found
    ]
    return Reminders(tuple(rows), queries.unread(by.person))


def newest(rows: Iterable[ReminderRow]) -> tuple[ReminderRow, ...]:
    """The last that was said about each report."""
    kept: dict[str, ReminderRow] = {}
    for one in rows:
        there = kept.get(one.about)
        if there is None or _ORDER.get(one.event, 0) > _ORDER.get(there.event, 0):
            kept[one.about] = one
    return tuple(kept.values())


def reminders_page(by: Acting, *, title: str, today: date) -> RemindersPage:
    """The page of everything that somebody was told."""
    return RemindersPage(Frame(title), reminders_for(by, today=today))
