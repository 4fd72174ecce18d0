"""Many series as one array, and the two points of each that a verdict compares."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from stocktake.assessment.methods.pairs import Flags, Floats, Pairs
from stocktake.assessment.verdicts import Series


Places = NDArray[np.int64]
NOWHERE = -1  # a place that is not there


@dataclass(frozen=True, slots=True)
class Grid:
    """Series by consecutive years; NaN where a year has no value, never 0."""

    first_year: int
    values: Floats  # series by years
    breaks: Flags  # True in the first year of a new way of measuring

    @property
    def years(self) -> Floats:
        """The year of each column."""
        return self.first_year + np.arange(self.values.shape[1], dtype=float)

    def at(self, places: Places) -> Floats:
        """The value of each series at its place; NaN where the place is nowhere."""
        rows = np.arange(len(self.values))
        return np.where(places < 0, np.nan, self.values[rows, places])

    def year(self, places: Places) -> Floats:
        """The year of each place; NaN where it is nowhere."""
        return np.where(places < 0, np.nan, self.first_year + places.astype(float))

    def part(self, rows: slice) -> "Grid":
        """Some of the series, without copying them."""
        return replace(self, values=self.values[rows], breaks=self.breaks[rows])


def grid(series: Sequence[Series]) -> Grid:
    """Series as an array from the first to the last year that any of them has."""
    years = [at for one in series for at, _ in one.points]
    first, last = (min(years), max(years)) if years else (0, 0)
    values = np.full((len(series), last - first + 1), np.nan)
    breaks = np.zeros(values.shape, dtype=bool)
    for row, one in enumerate(series):
        for at, value in one.points:
            values[row, at - first] = value
        for at in one.breaks:
            if first <= at <= last:
                breaks[row, at - first] = True
    return Grid(first, values, breaks)


@dataclass(frozen=True, slots=True)
class Terms:
    """What is wanted of each series; all arrays of one length, NaN where nothing is."""

    direction: Floats  # 1, -1, NaN: no verdict
    target: Floats
    target_year: Floats  # the horizon where the target names none
    limit: Floats
    baseline: Floats  # the year progress is counted from
    error: Floats  # published measurement error, in the unit of the values
    scale: NDArray[np.int8]  # index of SCALES

    def part(self, rows: slice) -> "Terms":
        """The terms of some of the series."""
        return Terms(
            direction=self.direction[rows],
            target=self.target[rows],
            target_year=self.target_year[rows],
            limit=self.limit[rows],
            baseline=self.baseline[rows],
            error=self.error[rows],
            scale=self.scale[rows],
        )


@dataclass(frozen=True, slots=True)
class Window:
    """Where the judged period of each series begins and ends, and what lies between."""

    base: Places
    latest: Places
    points: Places  # how many values there are from base to latest
    one_sign: Flags  # whether all of them are above 0, or all below
    broken: Flags  # whether the way of measuring changed in between


def window(view: Grid, terms: Terms) -> Window:
    """From the first value in or after the baseline year to the last value there is."""
    known = np.isfinite(view.values)
    after = known & (view.years >= terms.baseline[:, None])
    base = np.where(after.any(axis=1), after.argmax(axis=1), NOWHERE)
    width = view.values.shape[1]
    latest = np.where(
        after.any(axis=1), width - 1 - after[:, ::-1].argmax(axis=1), NOWHERE
    )
    above = (after & (view.values > 0)).sum(axis=1)
    below = (after & (view.values < 0)).sum(axis=1)
    points = after.sum(axis=1)
    inside = view.breaks & (np.arange(width) > base[:, None])
    inside &= np.arange(width) <= latest[:, None]
    return Window(
        base,
        latest,
        points,
        (points > 0) & ((above == points) | (below == points)),
        np.asarray(inside.any(axis=1)),
    )


def pairs(view: Grid, terms: Terms, base: Places, latest: Places) -> Pairs:
    """The values at two places of each series, with what is wanted of it."""
    return Pairs(
        base_year=view.year(base),
        base=view.at(base),
        year=view.year(latest),
        value=view.at(latest),
        direction=terms.direction,
        target=terms.target,
        target_year=terms.target_year,
        limit=terms.limit,
    )
