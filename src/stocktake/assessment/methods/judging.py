"""Which rule fits a series, and what it says of two of its points; all series at once."""

from dataclasses import dataclass
from enum import IntEnum
from typing import Final

import numpy as np

from stocktake.assessment.methods import linear_pace, statcan
from stocktake.assessment.methods.grid import Terms, Window
from stocktake.assessment.methods.pairs import (
    Codes,
    Flags,
    Floats,
    Pairs,
    divide,
    growth,
)
from stocktake.assessment.verdicts import Label, Scale


SCALES: Final = tuple(Scale)
EXACT: Final = 9  # digits before a value meets a cut-off
KEPT: Final = 12  # digits of a value; what follows is rounding noise

# Worst first: where several labels are as frequent, the first is named.
LABELS: Final = (
    Label.MOVING_AWAY,
    Label.NOT_MET,
    Label.LITTLE_MOVEMENT,
    Label.TOO_SLOW,
    Label.MET_MOVING_AWAY,
    Label.ON_TRACK,
    Label.MET,
    Label.CONTEXT,
    Label.CANNOT_ASSESS,
)
AWAY, NOT_MET, LITTLE, SLOW, MET_AWAY, ON_TRACK, MET, CONTEXT, CANNOT = range(9)


class Rule(IntEnum):
    """How a value is reached; results carry the words of ``RULES``."""

    NONE = 0
    GROWTH = 1  # section 2 of the methods: actual against required growth
    LINEAR = 2
    SIGN = 3  # no target and no meaningful rate: which way, and beyond the error or not
    STEPS = 4  # ordinal and binary scales
    RELATIVE = (
        5  # only to test GROWTH without a target: yearly change as a share of the base
    )


RULES: Final = ("none", "statcan", "linear-pace", "sign", "steps", "linear-rate")


@dataclass(frozen=True, slots=True)
class Judged:
    """Label (index of ``LABELS``), value and score of each series; NaN where there is none."""

    label: Codes
    value: Floats
    score: Floats


def choose(pairs: Pairs, terms: Terms, period: Window) -> Codes:
    """The rule that fits each series: growth where rates mean something, else linear."""
    aimed = np.isfinite(pairs.target)
    growable = can_grow(pairs) & period.one_sign
    ratio, bounded = (
        terms.scale == SCALES.index(one) for one in (Scale.RATIO, Scale.BOUNDED)
    )
    stepped = np.isin(
        terms.scale, [SCALES.index(Scale.ORDINAL), SCALES.index(Scale.BINARY)]
    )
    return np.select(
        [stepped, growable & (ratio | (bounded & ~aimed)), aimed],
        [Rule.STEPS, Rule.GROWTH, Rule.LINEAR],
        Rule.SIGN,
    ).astype(np.int8)


def can_grow(pairs: Pairs) -> Flags:
    """Whether base, latest value and target (where there is one) are all above 0 or all below."""
    without = np.isnan(pairs.target)
    able: Flags = (pairs.base * pairs.value > 0) & (
        without | (pairs.base * pairs.target > 0)
    )
    return able


def other(rule: Codes, pairs: Pairs, period: Window) -> Codes:
    """The rule that tests the chosen one, NONE where the data allow no other."""
    aimed = np.isfinite(pairs.target)
    return np.select(
        [
            (rule == Rule.GROWTH) & aimed,
            rule == Rule.GROWTH,
            (rule == Rule.LINEAR) & can_grow(pairs) & period.one_sign,
        ],
        [Rule.LINEAR, Rule.RELATIVE, Rule.GROWTH],
        Rule.NONE,
    ).astype(np.int8)


def judge(pairs: Pairs, terms: Terms, rule: Codes) -> Judged:
    """What each series' rule says of its two points, the target first of all."""
    aimed = np.isfinite(pairs.target)
    rates = ~aimed & ((rule == Rule.GROWTH) | (rule == Rule.RELATIVE))
    factor = statcan.limit_factor(pairs, pairs.base)
    value = np.round(_value(pairs, rule), KEPT)
    label = np.select(
        [rates, aimed],
        [_rate_label(value, factor), _pace_label(value)],
        _sign_label(value, terms.error),
    )
    decided = _decided(pairs, terms)
    label = np.where(decided >= 0, decided, label)
    label = np.where(_at_the_end(pairs), ON_TRACK, label)
    shown = (decided < 0) | (decided == MET) | (decided == MET_AWAY)
    paced = shown & (terms.scale != SCALES.index(Scale.BINARY))
    score = np.select(
        [(label == MET) | (label == MET_AWAY), rates, aimed],
        [
            np.full_like(value, 5.0),
            statcan.rate_score(value, factor),
            statcan.pace_score(value),
        ],
        np.nan,
    )
    return Judged(
        label.astype(np.int8),
        np.where(paced, value, np.nan),
        np.where(shown, score, np.nan),
    )


def _value(pairs: Pairs, rule: Codes) -> Floats:
    aimed = np.isfinite(pairs.target)
    grown = rule == Rule.GROWTH
    sign = np.where(pairs.base < 0, -1.0, 1.0) * pairs.direction
    actual = growth(
        np.where(grown, divide(pairs.value, pairs.base), np.nan), pairs.span
    )
    required = growth(
        np.where(grown, divide(pairs.target, pairs.base), np.nan),
        pairs.target_year - pairs.base_year,
    )
    change = pairs.direction * (pairs.value - pairs.base) + 0.0  # never -0
    return np.select(
        [grown & aimed, grown, rule == Rule.RELATIVE, aimed],
        [
            divide(sign * actual, np.abs(required)),
            sign * actual,
            divide(divide(change, np.abs(pairs.base)), pairs.span),
            linear_pace.pace(pairs),
        ],
        change,
    )


def _decided(pairs: Pairs, terms: Terms) -> Codes:
    """Labels that stand before any pace is looked at; -1 where the pace decides."""
    aimed = np.isfinite(pairs.target)
    met = pairs.met
    worse = pairs.direction * (pairs.value - pairs.base) < 0
    was_met = pairs.direction * (pairs.base - pairs.target) > 0
    out_of_time = aimed & (pairs.year >= pairs.target_year)
    binary = terms.scale == SCALES.index(Scale.BINARY)
    return np.select(
        [
            met & worse,
            met,
            aimed & was_met,
            aimed & ((pairs.base == pairs.target) | out_of_time | binary),
        ],
        [MET_AWAY, MET, AWAY, NOT_MET],
        -1,
    ).astype(np.int8)


def _at_the_end(pairs: Pairs) -> Flags:
    """Whether nothing better is possible: at the natural limit, and no target to judge by."""
    end: Flags = np.isnan(pairs.target) & (pairs.value == pairs.limit)
    return end


def _pace_label(value: Floats) -> Codes:
    cuts = (0, statcan.PACE_MIDDLE, statcan.PACE_HIGH)
    return _between(value, [np.full_like(value, cut) for cut in cuts])


def _rate_label(value: Floats, factor: Floats) -> Codes:
    middle, high = (
        np.round(cut * factor, EXACT) for cut in (statcan.MIDDLE, statcan.HIGH)
    )
    return _between(value, [np.zeros_like(value), middle, high])


def _between(value: Floats, cuts: list[Floats]) -> Codes:
    low, middle, high = cuts
    value = np.round(value, EXACT)
    return np.select(
        [np.isnan(value), value < low, value < middle, value < high],
        [CANNOT, AWAY, LITTLE, SLOW],
        ON_TRACK,
    ).astype(np.int8)


def _sign_label(value: Floats, error: Floats) -> Codes:
    within = np.abs(value) <= np.nan_to_num(error, nan=0.0)
    return np.select(
        [np.isnan(value), within, value < 0], [CANNOT, LITTLE, AWAY], ON_TRACK
    ).astype(np.int8)
