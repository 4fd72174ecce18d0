"""Periods of whole months, as calendars of reporting use them."""

import calendar
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """A span of days, first and last included."""

    first: date
    last: date

    def __post_init__(self) -> None:
        if self.last < self.first:
            msg = f"A period cannot end ({self.last}) before it begins ({self.first})."
            raise ValueError(msg)

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last


def months_later(day: date, months: int) -> date:
    """The same day of the month so many months later, or the month's last day.

    >>> months_later(date(2024, 8, 31), 6)
    datetime.date(2025, 2, 28)
    """
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))


def span(first: date, months: int) -> Period:
    """The period of so many months that begins on a day."""
    return Period(first, months_later(first, months) - timedelta(days=1))
