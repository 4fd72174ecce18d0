"""Cells of a table into numbers, years and directions, or refused by their column."""

import math
import re
from collections.abc import Sequence

from stocktake.assessment.methods.rules import Row, Unreadable


LARGEST, SMALLEST = 1e30, 1e-30  # no figure lies beyond them, and products overflow
BLANK = frozenset({"", "..", "na", "n/a", "nan", "none", "null"})
NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?")
FOUR = r"(1[89]\d\d|2[01]\d\d)"
YEAR = re.compile(FOUR + r"(\.0+)?")
YEARS = re.compile(FOUR + r"\s*[-/–]\s*(\d{2}|\d{4})")  # 2013-2015: the first counts
WAYS = {"1": 1, "+1": 1, "1.0": 1, "up": 1, "-1": -1, "-1.0": -1, "down": -1}
NEITHER = frozenset({"0", "0.0"})
TRUTHS = {"1": True, "true": True, "yes": True, "0": False, "false": False, "no": False}
POINT = re.compile(r"\(?" + FOUR + r"\s*[:,]\s*([^\s();:,]+)\)?")


def name(row: Row, names: Sequence[str]) -> str:
    """The spelling of a column that this row uses; the first where it uses none."""
    return next((one for one in names if one in row), names[0])


def word(row: Row, *names: str) -> str:
    """The text of a cell without spaces around it; empty where it is blank or absent."""
    text = (row.get(name(row, names)) or "").strip()
    return "" if text.lower() in BLANK else text


def number(row: Row, *names: str) -> float:
    """The number in a cell; NaN where it is blank or absent."""
    text = word(row, *names)
    return as_number(text, name(row, names)) if text else math.nan


def as_number(text: str, column: str) -> float:
    """A number written with a point, as ``-14.5`` or ``2e3``; anything else is refused."""
    if not NUMBER.fullmatch(text):
        told = (
            f"{text!r} is not a number. Write it with a point and without spaces,"
            " as 14.5; leave the cell empty where there is no value."
        )
        raise Unreadable(column, told)
    value = float(text)
    if value and not SMALLEST <= abs(value) <= LARGEST:
        told = f"{text} is no figure: it lies beyond {SMALLEST:g} and {LARGEST:g}. Check its unit."
        raise Unreadable(column, told)
    return value


def year(row: Row, *names: str) -> float:
    """The year in a cell, the first of a span of years; NaN where it is blank or absent."""
    text = word(row, *names)
    if not text:
        return math.nan
    found = YEAR.fullmatch(text) or YEARS.fullmatch(text)
    if not found:
        told = f"{text!r} is not a year. Write four digits, as 2024, or 2013-2015."
        raise Unreadable(name(row, names), told)
    return float(found[1])


def direction(row: Row, column: str = "direction") -> float:
    """1 where more is better, -1 where less is; NaN where it is blank or neither."""
    text = word(row, column).lower()
    if not text or text in NEITHER:
        return math.nan
    if text not in WAYS:
        told = f"{text!r} is no direction. Write 1 where more is better, -1 where less is better."
        raise Unreadable(column, told)
    return float(WAYS[text])


def flag(row: Row, column: str) -> bool:
    """Yes or no; no where the cell is blank or absent."""
    text = word(row, column).lower()
    if text and text not in TRUTHS:
        told = f"{text!r} is neither yes nor no. Write 1 or 0."
        raise Unreadable(column, told)
    return TRUTHS.get(text, False)


def numbers(row: Row, column: str) -> tuple[float, ...]:
    """Numbers with spaces or semicolons between them; NaN for one that is not known."""
    words = re.split(r"[\s;]+", word(row, column))
    return tuple(
        math.nan if one.lower() in BLANK else as_number(one, column)
        for one in words
        if one
    )


def points(row: Row, column: str = "points") -> tuple[tuple[int, float], ...]:
    """Years with values, as ``2015:7.4 2018:7.0``, in the order of the years."""
    text = word(row, column)
    if POINT.sub("", text).strip(" ,;"):
        told = f"{text!r} is no series. Write year:value pairs with spaces between, as 2015:7.4 2018:7.0."
        raise Unreadable(column, told)
    pairs = [(int(at), value) for at, value in POINT.findall(text)]
    years = [at for at, _ in pairs]
    twice = sorted({at for at in years if years.count(at) > 1})
    if twice:
        raise Unreadable(
            column, f"the year {twice[0]} stands twice. Keep one value for each year."
        )
    return tuple(
        (at, as_number(value, column))
        for at, value in sorted(pairs)
        if value.lower() not in BLANK
    )
