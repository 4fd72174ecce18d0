"""What people are told and when: before a report is due, once after, and at some steps. Pure."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from stocktake.accounts.rules import Acting, Permission
from stocktake.reporting.calendar import Deadlines
from stocktake.reporting.rules import Step, Strand


class Event(StrEnum):
    """Why somebody is told; kept with parameters, so that any language can say it."""

    DUE_60 = "due-60"
    DUE_30 = "due-30"
    DUE_7 = "due-7"
    OVERDUE = "overdue"
    CORRECTION_REQUESTED = "correction-requested"
    ACCEPTED = "accepted"
    REPLY_OPENED = "reply-opened"


Parameters = Mapping[str, str | int]


@dataclass(frozen=True, slots=True)
class Notice:
    """One thing to tell a person: about what (a URN), why, and the facts that it says."""

    about: str
    event: Event
    parameters: Parameters


# From so many days before a report is due; the last one that has begun is sent.
BEFORE: Final[Mapping[Event, int]] = {
    Event.DUE_60: 60,
    Event.DUE_30: 30,
    Event.DUE_7: 7,
}
_ORDER: Final = (*BEFORE, Event.OVERDUE)

# Who is told what: whoever may do what comes next.
_WORKS: Final[Mapping[Strand, tuple[Permission, ...]]] = {
    Strand.STATE: (Permission.REPORT_EDIT, Permission.REPORT_CLEAR),
    Strand.EXPERT: (Permission.CLAIM_EDIT,),
}

# The steps that people are told of at once.
TOLD: Final[Mapping[Step, Event]] = {
    Step.REQUEST_CORRECTION: Event.CORRECTION_REQUESTED,
    Step.ACCEPT: Event.ACCEPTED,
    Step.OPEN_REPLY: Event.REPLY_OPENED,
}
TOLD_LATE: Final = timedelta(days=14)  # a step that long ago is news to nobody


def due(
    days: Deadlines, *, today: date, excepted_until: date | None = None
) -> Event | None:
    """The reminder whose time it is for a report that has not come; None where none is.

    After the last day of an exception, or else the day it was due, until the round
    takes not even corrections any more.
    """
    last = max(days.due, excepted_until or days.due)
    if today > last:
        return Event.OVERDUE if today <= max(days.closes, last) else None
    left = (days.due - today).days
    begun = [event for event, before in BEFORE.items() if left <= before]
    return begun[-1] if begun and today <= days.due else None


def is_news(event: Event, sent: Collection[Event]) -> bool:
    """Whether neither this reminder nor a later one was sent: a missed day is made up once."""
    if event not in _ORDER:
        return event not in sent
    return not any(
        one in _ORDER and _ORDER.index(one) >= _ORDER.index(event) for one in sent
    )


def concerns(by: Acting, sender: str, strand: Strand) -> bool:
    """Whether somebody works on what this sender owes: their own area, by a scoped role."""
    return sender in by.areas and any(
        by.may(permission, area=sender) for permission in _WORKS[strand]
    )


def may_reply(by: Acting, state: str) -> bool:
    """Whether somebody replies for a State to what experts say about it."""
    return state in by.areas and by.may(Permission.CLAIM_REPLY, area=state)
