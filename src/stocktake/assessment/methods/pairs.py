"""A base and a current value for each of many series, as flat arrays; NaN where blank."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from stocktake.assessment.methods import cells
from stocktake.assessment.methods.rules import Result, Row, Unreadable


Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Codes = NDArray[np.int8]

HORIZON = 2030.0
BASE = ("base_value", "base")
YEAR = ("current_year", "cur_year")
VALUE = ("current_value", "cur", "current")


@dataclass(frozen=True, slots=True)
class Pairs:
    """Two values of each series and what is wanted of it; all arrays of one length."""

    base_year: Floats
    base: Floats
    year: Floats
    value: Floats
    direction: Floats  # 1, -1, NaN
    target: Floats
    target_year: Floats
    limit: Floats

    @property
    def span(self) -> Floats:
        """Years from the base to the latest value."""
        return self.year - self.base_year

    @property
    def met(self) -> Flags:
        """Whether the latest value is at the target or beyond; False without a target."""
        ahead: Flags = self.direction * (self.value - self.target) >= 0
        return ahead

    @property
    def complete(self) -> Flags:
        """Whether two values, their years and a direction are known."""
        return np.isfinite(self.direction + self.base + self.value + self.span)


def read(rows: Sequence[Row]) -> Pairs:
    """Rows with the columns of ``columns.COLUMNS`` as arrays; an unreadable cell is refused by its row."""
    table = np.empty((len(rows), 8))
    for number, row in enumerate(rows, 1):
        try:
            table[number - 1] = _one(row)
        except Unreadable as error:
            raise Unreadable(error.column, error.told, row=number) from error
    return Pairs(*(np.ascontiguousarray(column) for column in table.T))


def _one(row: Row) -> tuple[float, ...]:
    due = cells.year(row, "target_year")
    return (
        cells.year(row, "base_year"),
        cells.number(row, *BASE),
        cells.year(row, *YEAR),
        cells.number(row, *VALUE),
        cells.direction(row),
        cells.number(row, "target"),
        HORIZON if math.isnan(due) else due,
        cells.number(row, "limit"),
    )


def power(bases: Floats, exponents: Floats) -> Floats:
    """Powers by the C library, one value at a time; NaN where a base is NaN.

    Vector units round differently from machine to machine, and a last digit decides where
    two rates are almost equal.
    """
    known = ~np.isnan(bases)
    pairs = map(math.pow, bases[known].tolist(), exponents[known].tolist())
    powers = np.full(len(bases), np.nan)
    powers[known] = np.fromiter(pairs, float, int(known.sum()))
    return powers


def growth(ratio: Floats, years: Floats) -> Floats:
    """The yearly rate that leads to ``ratio`` in so many years: ratio^(1/years) - 1.

    NaN for a ratio below zero or less than one year.
    """
    with np.errstate(invalid="ignore"):
        usable = (ratio >= 0) & np.isfinite(ratio) & (years >= 1)
    return (
        power(np.where(usable, ratio, np.nan), divide(np.ones(len(years)), years)) - 1
    )


def divide(above: Floats, below: Floats) -> Floats:
    """A quotient, NaN where the divisor is 0."""
    with np.errstate(all="ignore"):
        quotient: Floats = np.where(below == 0, np.nan, above / below)
    return quotient


def pick(cases: Sequence[tuple[Flags, object]], size: int) -> list[object]:
    """For each of ``size`` rows the answer of the first case that holds, else None."""
    answers: list[object] = [None] * size
    for holds, answer in reversed(cases):
        for at in np.flatnonzero(holds).tolist():
            answers[at] = answer
    return answers


def results(columns: Mapping[str, Sequence[object] | Floats]) -> list[Result]:
    """Columns as one result a row; NaN and infinity become None, years and directions whole numbers.

    A reason is left out where there is none.
    """
    plain = {name: _plain(name, column) for name, column in columns.items()}
    told: list[Result] = []
    for row in zip(*plain.values(), strict=True):
        one = dict(zip(plain, row, strict=True))
        if one.get("reason") is None:
            one.pop("reason", None)
        told.append(one)
    return told


def _plain(name: str, column: Sequence[object] | Floats) -> Sequence[object]:
    if not isinstance(column, np.ndarray):
        return column
    whole = name.endswith("year") or name == "direction"
    if column.dtype != np.float64:
        return list(column.tolist())
    return [
        None if not math.isfinite(one) else int(one) if whole else one
        for one in column.tolist()
    ]


def inputs(pairs: Pairs) -> dict[str, Floats]:
    """What was read, under the names that results carry it by."""
    return {
        "base_year": pairs.base_year,
        "base": pairs.base,
        "current_year": pairs.year,
        "current": pairs.value,
        "direction": pairs.direction,
        "target": pairs.target,
        "target_year": np.where(np.isfinite(pairs.target), pairs.target_year, np.nan),
        "limit": pairs.limit,
    }
