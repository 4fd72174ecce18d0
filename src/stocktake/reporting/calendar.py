"""When each strand delivers, who is late, and what a changed calendar changes. Pure."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import pairwise

from stocktake.charter.rules import Calendar, RoundDates, Window
from stocktake.reporting.rules import Strand


@dataclass(frozen=True, slots=True, order=True)
class Deadlines:
    """The days of one report: it may come from ``opens``, in time until ``grace_until``."""

    opens: date
    due: date
    grace_until: date
    closes: date  # after it not even corrections are taken


@dataclass(frozen=True, slots=True, order=True)
class Owed:
    """Who owes a report when."""

    sender: str
    strand: Strand
    days: Deadlines


class Standing(StrEnum):
    """How things stand with one report that is owed."""

    NOT_OPEN = "not open"
    OPEN = "open"
    IN_GRACE = "in grace"  # the day has passed, the grace has not
    EXCEPTED = "excepted"  # late, and allowed to be
    OVERDUE = "overdue"
    DELIVERED = "delivered"
    DELIVERED_LATE = "delivered late"


@dataclass(frozen=True, slots=True)
class Replan:
    """What changes when obligations are planned anew."""

    add: tuple[Owed, ...]
    drop: tuple[Owed, ...]


def state_days(calendar: Calendar, dates: RoundDates) -> Deadlines:
    """The days of the State strand in a round."""
    return _days(calendar.state_window, dates.first, dates.state_due)


def expert_days(calendar: Calendar, dates: RoundDates) -> tuple[Deadlines, ...]:
    """The days of each expert year (or half-year) that lies in a round."""
    before = (dates.first - timedelta(days=1), *dates.expert_due)
    return tuple(
        _days(calendar.expert_window, last + timedelta(days=1), due)
        for last, due in pairwise(before)
    )


def _days(window: Window, first: date, due: date) -> Deadlines:
    return Deadlines(
        opens=max(first, due - timedelta(days=window.opens_before)),
        due=due,
        grace_until=due + timedelta(days=window.grace),
        closes=due + timedelta(days=window.closes_after),
    )


def owed(
    calendar: Calendar,
    dates: RoundDates,
    *,
    states: Iterable[str],
    organisations: Iterable[str],
) -> tuple[Owed, ...]:
    """Who owes what in a round: each State one report, each organisation one a year."""
    of_states = [
        Owed(state, Strand.STATE, state_days(calendar, dates)) for state in states
    ]
    of_experts = [
        Owed(organisation, Strand.EXPERT, days)
        for organisation in organisations
        for days in expert_days(calendar, dates)
    ]
    return tuple(sorted([*of_states, *of_experts]))


def replan(
    existing: Collection[Owed],
    wanted: Collection[Owed],
    *,
    reported: Collection[Owed],
    today: date,
) -> Replan:
    """What a changed calendar changes: only what is still to come and has no report.

    ``reported`` are those of the existing that have one. Nobody who was planned before
    is given a new day in the past.
    """
    settled = {one for one in existing if one.days.due < today or one in reported}
    senders = {(one.sender, one.strand) for one in existing}
    answered = {_report(one) for one in settled}
    add = {
        one
        for one in set(wanted) - set(existing)
        if _report(one) not in answered
        and (one.days.due >= today or (one.sender, one.strand) not in senders)
    }
    drop = set(existing) - settled - set(wanted)
    return Replan(tuple(sorted(add)), tuple(sorted(drop)))


def _report(one: Owed) -> tuple[str, Strand, date | None]:
    """Which report it is: a State owes one a round, an expert one for each day."""
    return (
        one.sender,
        one.strand,
        one.days.due if one.strand is Strand.EXPERT else None,
    )


def days_overdue(days: Deadlines, today: date) -> int:
    """Days since a report was due, 0 while the grace lasts."""
    return (today - days.due).days if today > days.grace_until else 0


def standing(
    days: Deadlines,
    *,
    delivered: date | None,
    today: date,
    excepted_until: date | None = None,
) -> Standing:
    """How one report stands on a day.

    Delivered within an exception is delivered late still: an exception permits, it
    does not make late early.
    """
    if delivered is not None:
        late = delivered > days.grace_until
        return Standing.DELIVERED_LATE if late else Standing.DELIVERED
    if today < days.opens:
        return Standing.NOT_OPEN
    if today <= days.due:
        return Standing.OPEN
    if today <= days.grace_until:
        return Standing.IN_GRACE
    excepted = excepted_until is not None and today <= excepted_until
    return Standing.EXCEPTED if excepted else Standing.OVERDUE


def delivery(
    days: Deadlines, others: Iterable[Deadlines], came: Iterable[date]
) -> date | None:
    """Which of a sender's deliveries answers this obligation: the first in its own window.

    A window lasts until that of the sender's next report opens; what came before the
    first one belongs to the first.
    """
    opens = sorted({one.opens for one in others} | {days.opens})
    place = opens.index(days.opens)
    begin = date.min if place == 0 else days.opens
    end = opens[place + 1] if place + 1 < len(opens) else date.max
    return min((day for day in came if begin <= day < end), default=None)


def why_not_now(
    days: Deadlines | None,
    *,
    today: date,
    correction: bool,
    excepted_until: date | None,
) -> str:
    """Why a report is not taken today, in words; empty where it is.

    ``days`` None: nobody is owed this report, so nothing is late.
    """
    if days is None or (excepted_until is not None and today <= excepted_until):
        return ""
    if today < days.opens:
        return f"Reports are taken from {days.opens}."
    last = days.closes if correction else days.grace_until
    if today <= last:
        return ""
    what = "Corrections were" if correction else "It was"
    return (
        f"{what} due {last if correction else days.due}"
        f"{'' if correction else f', with grace until {last}'}. A late report takes an"
        " exception with a name and a reason: stocktake rounds except."
    )
