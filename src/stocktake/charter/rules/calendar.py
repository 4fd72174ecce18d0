"""The calendar: which rounds there are and when each strand's reports are due."""

from collections import Counter
from datetime import date, timedelta
from typing import Annotated

import msgspec

from stocktake.charter.rules.near import near
from stocktake.kernel.errors import NotFound
from stocktake.kernel.periods import months_later


Months = Annotated[int, msgspec.Meta(ge=6, le=120)]
Days = Annotated[int, msgspec.Meta(ge=0, le=3650)]


class Window(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """When a strand may deliver, in days about the day on which its report is due.

    It opens with the period at the earliest. After the grace nothing is taken but by
    exception; corrections that were asked for are taken until it closes.
    """

    opens_before: Days
    grace: Days
    closes_after: Days

    def __post_init__(self) -> None:
        if self.closes_after < self.grace:
            msg = f"closes_after ({self.closes_after}) is shorter than grace ({self.grace})"
            raise ValueError(msg)


class Calendar(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """When the compact begins, how long it runs, how often each strand reports (months)."""

    begins: date
    duration_months: Annotated[int, msgspec.Meta(ge=6, le=600)]
    state_period_months: Months
    expert_period_months: Months
    state_window: Window = Window(365, 30, 180)
    expert_window: Window = Window(180, 30, 120)
    reply_days: Days = 28  # in which a State may reply to experts before publication


class RoundDates(msgspec.Struct, frozen=True):
    """One round: its days, and the days on which reports are due."""

    code: str  # the year in which State reports are due; "2020-1" if several a year
    first: date
    last: date
    state_due: date
    expert_due: tuple[date, ...]


def _ends(begins: date, period: int, duration: int) -> list[date]:
    """The last days of the periods; the last period ends with the compact."""
    months = [*range(period, duration, period), duration]
    return [months_later(begins, month) - timedelta(days=1) for month in months]


def _codes(ends: list[date], period: int) -> list[str]:
    """Years, numbered within the year where a year can hold several rounds."""
    years = Counter(day.year for day in ends)
    if period >= 12 and max(years.values()) == 1:
        return [str(day.year) for day in ends]
    seen: Counter[int] = Counter()
    codes = []
    for day in ends:
        seen[day.year] += 1
        codes.append(f"{day.year}-{seen[day.year]}")
    return codes


def rounds(calendar: Calendar) -> tuple[RoundDates, ...]:
    """All rounds of the compact, oldest first.

    A round is one State period; it holds the expert due dates that fall inside it.
    """
    duration = calendar.duration_months
    ends = _ends(calendar.begins, calendar.state_period_months, duration)
    experts = _ends(calendar.begins, calendar.expert_period_months, duration)
    firsts = [calendar.begins, *(day + timedelta(days=1) for day in ends[:-1])]
    codes = _codes(ends, calendar.state_period_months)
    return tuple(
        RoundDates(
            code, first, last, last, tuple(d for d in experts if first <= d <= last)
        )
        for code, first, last in zip(codes, firsts, ends, strict=True)
    )


def dates_of(calendar: Calendar, code: str) -> RoundDates:
    """The round of this code, or a refusal that lists the rounds there are."""
    found = {dates.code: dates for dates in rounds(calendar)}
    if code not in found:
        near_codes = near(code, found)
        hint = f" Did you mean {', '.join(near_codes)}?" if near_codes else ""
        msg = f"There is no round {code!r}.{hint} The rounds are {', '.join(found)}."
        raise NotFound(msg)
    return found[code]


def round_on(calendar: Calendar, day: date) -> RoundDates | None:
    """The round a day lies in; None before the compact begins and after it ends."""
    return next((r for r in rounds(calendar) if r.first <= day <= r.last), None)
