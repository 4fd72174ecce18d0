"""SDMX time periods: their first and last day, and the order they sort in."""

import calendar
import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Final

from stocktake.kernel.errors import Refused
from stocktake.kernel.periods import Period, months_later, span


_AROUND: Final = 60  # years before and after those that are seen
_MONTHS: Final = {"A": 12, "S": 6, "T": 4, "Q": 3, "M": 1}
_FORMS: Final = {
    "year": re.compile(r"(\d{4})(?:-A1)?"),
    "part": re.compile(r"(\d{4})-([STQM])(\d{1,2})"),
    "month": re.compile(r"(\d{4})-(\d\d)"),
    "week": re.compile(r"(\d{4})-W(\d{1,2})"),
    "day": re.compile(r"(\d{4})-(\d\d)-(\d\d)"),
    "ordinal": re.compile(r"(\d{4})-D(\d{3})"),
}
_MOMENT: Final = re.compile(
    r"(\d{4}-\d\d-\d\d)T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)?"
)
_RANGE: Final = re.compile(
    r"(\d{4}-\d\d-\d\d)(?:T[\d:.]+)?/P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)D)?"
)


@lru_cache(maxsize=4096)
def period(text: str) -> Period:
    """The days a time period covers; Refused when it is none of SDMX's forms.

    Forms: ``2024``, ``2024-A1``, ``2024-S1``, ``2024-T1``, ``2024-Q3``, ``2024-05``,
    ``2024-M05``, ``2024-W09``, ``2024-02-29``, ``2024-D060``, a moment, and a range
    such as ``2024-01-01/P3M``.
    """
    try:
        found = _period(text)
    except ValueError:
        found = None
    if found is None:
        msg = (
            f"{text!r} is no time period. Write a year 2024, a half 2024-S1, a quarter "
            "2024-Q3, a month 2024-05, a week 2024-W09 or a day 2024-02-29."
        )
        raise Refused(msg)
    return found


def _period(text: str) -> Period | None:
    for name, form in _FORMS.items():
        found = form.fullmatch(text)
        if found:
            return _READ[name](*found.groups())
    found = _MOMENT.fullmatch(text)
    if found:
        day = datetime.fromisoformat(text).date()
        return Period(day, day)
    found = _RANGE.fullmatch(text)
    return _range(*found.groups()) if found else None


def _part(year: str, kind: str, number: str) -> Period | None:
    """One of the parts of a year, counted from 1."""
    months, place = _MONTHS[kind], int(number)
    if not 1 <= place <= 12 // months:
        return None
    return span(date(int(year), (place - 1) * months + 1, 1), months)


def _month(year: str, month: str) -> Period:
    last = calendar.monthrange(int(year), int(month))[1]
    return Period(date(int(year), int(month), 1), date(int(year), int(month), last))


def _week(year: str, week: str) -> Period:
    first = date.fromisocalendar(int(year), int(week), 1)
    return Period(first, first + timedelta(days=6))


def _day(year: str, month: str, day: str) -> Period:
    found = date(int(year), int(month), int(day))
    return Period(found, found)


def _ordinal(year: str, number: str) -> Period | None:
    found = date(int(year), 1, 1) + timedelta(days=int(number) - 1)
    return Period(found, found) if found.year == int(year) else None


def _range(
    first: str, years: str | None, months: str | None, days: str | None
) -> Period | None:
    begins = date.fromisoformat(first)
    length = 12 * int(years or 0) + int(months or 0)
    ends = months_later(begins, length) + timedelta(days=int(days or 0) - 1)
    return Period(begins, ends) if ends >= begins else None


_READ: Final[dict[str, Callable[..., Period | None]]] = {
    "year": lambda year: span(date(int(year), 1, 1), 12),
    "part": _part,
    "month": _month,
    "week": _week,
    "day": _day,
    "ordinal": _ordinal,
}


def is_period(text: str) -> bool:
    """Whether a text is a time period.

    >>> is_period("2024-Q3"), is_period("2024-Q5"), is_period("2024-13")
    (True, False, False)
    """
    try:
        period(text)
    except Refused:
        return False
    return True


def order(text: str) -> tuple[date, date, str]:
    """What time periods are sorted by: first day, longer before shorter."""
    found = period(text)
    return (found.first, date.max - (found.last - date.min), text)


def alike(seen: Iterable[str]) -> tuple[str, ...]:
    """All periods of the same forms as some, from decades before to decades after, in order.

    >>> [text for text in alike(["2020", "2021-Q3"]) if text.startswith("2021")]
    ['2021', '2021-Q1', '2021-Q2', '2021-Q3', '2021-Q4']
    """
    told = tuple(seen)
    years = [int(text[:4]) for text in told]
    ends = {end for text in told for end in _ends_like(text[4:])}
    texts = (
        f"{year:04}{end}"
        for year in range(max(1, min(years) - _AROUND), min(9999, max(years) + _AROUND))
        for end in ends
    )
    return tuple(sorted(filter(is_period, texts), key=order))


def _ends_like(end: str) -> set[str]:
    """What can stand behind a year in the place of this; days and ranges only as they are."""
    found = re.fullmatch(r"(-[STQMWA]?)(\d{1,2})", end)
    if found is None:
        return {end}
    return {f"{found[1]}{n:0{len(found[2])}}" for n in range(1, 54)} | {end}


def within(text: str, *, start: str = "", end: str = "") -> bool:
    """Whether a period lies between two others, both included."""
    found = period(text)
    return (not start or found.first >= period(start).first) and (
        not end or found.last <= period(end).last
    )


def normalized(texts: Iterable[str]) -> Mapping[str, str]:
    """Time periods of several lengths in one way: the finest of ISO 8601 that some need.

    Years stay years where there is nothing else; with whole months among them each is
    its last month, with shorter ones its last day.

    >>> dict(normalized(["2019", "2020-Q3"]))
    {'2019': '2019-12', '2020-Q3': '2020-09'}
    """
    spans = {text: period(text) for text in texts}
    form = max((_fineness(each) for each in spans.values()), default=0)
    letters = (4, 7, 10)[form]
    return {text: f"{each.last}"[:letters] for text, each in spans.items()}


def _fineness(span: Period) -> int:
    """0: a calendar year; 1: whole months; 2: days."""
    if span.first.day != 1 or (span.last + timedelta(days=1)).day != 1:
        return 2
    year = (span.first.month, span.last.month, span.last.year - span.first.year)
    return 0 if year == (1, 12, 0) else 1
