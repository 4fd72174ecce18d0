"""How well verdicts stand: each series judged again with one choice made otherwise."""

import math
from dataclasses import dataclass
from typing import Final

import numpy as np

from stocktake.assessment.methods.grid import (
    NOWHERE,
    Grid,
    Places,
    Terms,
    Window,
    pairs,
)
from stocktake.assessment.methods.judging import (
    LABELS,
    Judged,
    Rule,
    judge,
    other,
)
from stocktake.assessment.methods.pairs import Codes, Flags, Floats, Pairs


SHORTEST: Final = 3  # years between two points that are compared
FEWEST: Final = 5  # points of a Theil-Sen line
SLOPES: Final = 1_000_000  # slopes held at once
HOLDS: Final = 0.8  # below this share the alternative is named
DIGITS: Final = 12  # significant digits of the ends of a line, about
LARGEST: Final = 300
TENS: Final = np.array([float(f"1e{size}") for size in range(LARGEST + 1)])
CHOICES: Final = (
    "base year + 1",
    "base year - 1",
    "last but one year",
    "the other rule",
    "Theil-Sen line",
)


@dataclass(frozen=True, slots=True)
class Again:
    """One rerun of every series: where the data allow it, under which rule, with what result."""

    allowed: Flags
    rule: Codes
    judged: Judged


@dataclass(frozen=True, slots=True)
class Holding:
    """``k`` of ``n`` reruns give the same label; the alternative is -1 where none is named."""

    k: Codes
    n: Codes
    alternative: Codes
    reruns: tuple[Again, ...]  # in the order of CHOICES


def holding(
    view: Grid, terms: Terms, period: Window, rule: Codes, label: Codes
) -> Holding:
    """Rerun every series that has a rule, and count how often its label stays."""
    reruns = (
        *_moved(view, terms, period, rule),
        _other(view, terms, period, rule),
        _line(view, terms, period, rule),
    )
    n, k = np.zeros(len(rule), np.int8), np.zeros(len(rule), np.int8)
    votes = np.zeros((len(LABELS), len(rule)), np.int8)
    for again in reruns:
        same = again.judged.label == label
        n += again.allowed
        k += again.allowed & same
        for code in range(len(LABELS)):
            votes[code] += again.allowed & ~same & (again.judged.label == code)
    shaky = k < HOLDS * n
    alternative = np.where(shaky, votes.argmax(axis=0), -1).astype(np.int8)
    return Holding(k, n, alternative, reruns)


def _moved(
    view: Grid, terms: Terms, period: Window, rule: Codes
) -> tuple[Again, Again, Again]:
    known = np.isfinite(view.values)
    rows, columns = np.arange(len(rule)), np.arange(view.values.shape[1])
    later = _there(known, period.base + 1, period.base)
    earlier = _there(known, period.base - 1, period.base)
    new_way = view.breaks[rows, np.maximum(period.base, 0)]
    earlier = np.where(new_way, NOWHERE, earlier)
    before = known & (columns < period.latest[:, None])
    before &= columns > period.base[:, None]
    last = view.values.shape[1] - 1 - before[:, ::-1].argmax(axis=1)
    last = np.where(before.any(axis=1), last, NOWHERE)
    return (
        _again(view, terms, rule, (later, period.latest)),
        _again(view, terms, rule, (earlier, period.latest)),
        _again(view, terms, rule, (period.base, last)),
    )


def _there(known: Flags, place: Places, base: Places) -> Places:
    """The place where there is a value, else nowhere."""
    inside = (base >= 0) & (place >= 0) & (place < known.shape[1])
    at = np.where(inside, place, 0)
    found: Places = np.where(inside & known[np.arange(len(place)), at], place, NOWHERE)
    return found


def _again(
    view: Grid, terms: Terms, rule: Codes, places: tuple[Places, Places]
) -> Again:
    seen = pairs(view, terms, *places)
    allowed = (rule != Rule.NONE) & (places[0] >= 0) & (places[1] >= 0)
    allowed &= (seen.span >= SHORTEST) & _same_sign(seen, rule)
    return Again(allowed, rule, judge(seen, terms, rule))


def _same_sign(seen: Pairs, rule: Codes) -> Flags:
    fits: Flags = (rule != Rule.GROWTH) | (seen.base * seen.value > 0)
    return fits


def _other(view: Grid, terms: Terms, period: Window, rule: Codes) -> Again:
    seen = pairs(view, terms, period.base, period.latest)
    instead = other(rule, seen, period)
    return Again(instead != Rule.NONE, instead, judge(seen, terms, instead))


def _line(view: Grid, terms: Terms, period: Window, rule: Codes) -> Again:
    """The same rule on the ends of the Theil-Sen line through all points of the period."""
    fit = (period.points >= FEWEST) & np.isin(
        rule, [Rule.GROWTH, Rule.LINEAR, Rule.SIGN]
    )
    start, slope = np.full(len(rule), np.nan), np.full(len(rule), np.nan)
    rows = np.flatnonzero(fit)
    start[rows], slope[rows] = theil_sen(view.values[rows], period.base[rows])
    seen = pairs(view, terms, period.base, period.latest)
    ends = Pairs(
        base_year=seen.base_year,
        base=_significant(start),
        year=seen.year,
        value=_significant(start + slope * seen.span),
        direction=seen.direction,
        target=seen.target,
        target_year=seen.target_year,
        limit=seen.limit,
    )
    signs = (rule != Rule.GROWTH) | (
        (ends.base * seen.base > 0) & (ends.value * seen.base > 0)
    )
    return Again(fit & signs, rule, judge(ends, terms, rule))


def theil_sen(values: Floats, base: Places) -> tuple[Floats, Floats]:
    """Value in the base year and yearly slope of each series' Theil-Sen line.

    The slope is the median of the slopes between all pairs of points from the base on,
    the level the median of what remains; blanks are left out.
    """
    level, slope = np.full(len(values), np.nan), np.full(len(values), np.nan)
    width = values.shape[1]
    step = max(1, SLOPES // max(1, width * (width - 1) // 2))
    for start in range(0, len(values), step):
        rows = slice(start, start + step)
        level[rows], slope[rows] = _lines(values[rows], base[rows])
    return level, slope


def _lines(values: Floats, base: Places) -> tuple[Floats, Floats]:
    columns = np.arange(values.shape[1])
    seen = np.where(columns >= base[:, None], values, np.nan)
    used = np.isfinite(seen).any(axis=0)
    columns, seen = columns[used], seen[:, used]
    later, earlier = np.tril_indices(len(columns), -1)
    slopes = (seen[:, later] - seen[:, earlier]) / (columns[later] - columns[earlier])
    slope = _medians(slopes)
    level = _medians(seen - slope[:, None] * (columns - base[:, None]))
    return level, slope


def _medians(values: Floats) -> Floats:
    """The median of each row without its blanks."""
    counts = np.isfinite(values).sum(axis=1)
    medians = np.full(len(values), np.nan)
    for count in np.unique(counts[counts > 0]).tolist():
        rows = slice(None) if (counts == count).all() else counts == count
        low, high = (count - 1) // 2, count // 2
        parted = np.partition(values[rows], sorted({low, high}), axis=1)
        medians[rows] = (parted[:, low] + parted[:, high]) / 2
    return medians


def _significant(values: Floats) -> Floats:
    """Values without the last digits, which are rounding noise of the medians."""
    _, twos = np.frexp(np.nan_to_num(values))
    size = np.ceil(twos * math.log10(2)).astype(int)  # digits before the point
    places = np.clip(DIGITS - size, -LARGEST, LARGEST)
    up, down = TENS[np.maximum(places, 0)], TENS[np.maximum(-places, 0)]
    rounded: Floats = np.round(values * up / down) / up * down
    return rounded
