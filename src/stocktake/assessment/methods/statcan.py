"""Actual against required growth: the rule of Statistics Canada and Open SDG."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from stocktake.assessment.methods import cells, statcan_card
from stocktake.assessment.methods.pairs import (
    Codes,
    Flags,
    Floats,
    Pairs,
    divide,
    growth,
    inputs,
    pick,
    power,
    read,
    results,
)
from stocktake.assessment.methods.rules import Method, Result, Row, each


STAND_IN: Final = 0.001  # for a base or a target of 0, as the rule is coded
POWER: Final = 4.44  # of the natural-limit factor
MIDDLE, HIGH = 0.005, 0.015  # yearly rates without a target, times the factor
PACE_MIDDLE, PACE_HIGH = 0.6, 0.95  # shares of the required rate
EXACT: Final = 12  # digits before a value meets a cut-off

STATUSES: Final = (
    "not_available",
    "deterioration",
    "limited_progress",
    "moderate_progress",
    "substantial_progress",
    "target_achieved",
)
NOT_AVAILABLE, DETERIORATION, LIMITED, MODERATE, SUBSTANTIAL, ACHIEVED = range(6)


@dataclass(frozen=True, slots=True)
class Progress:
    """What the rule finds for each series, with every number on the way."""

    value: Floats
    score: Floats
    status: Codes
    actual: Floats  # yearly growth from base to latest
    required: Floats  # yearly growth from base to target
    factor: Floats  # natural-limit factor C
    base_used: Floats  # the stand-in where the base is 0
    target_used: Floats


def assess(pairs: Pairs) -> Progress:
    """Progress of each series, with or without a target, by Open SDG's rule of 2.4.0."""
    base = np.where(pairs.base == 0, STAND_IN, pairs.base)
    target = np.where(pairs.target == 0, STAND_IN, pairs.target)
    aimed = np.isfinite(target)
    ready = pairs.complete & (pairs.span >= 1) & (base * pairs.value >= 0)
    actual = growth(np.where(ready, divide(pairs.value, base), np.nan), pairs.span)
    required = growth(divide(target, base), pairs.target_year - pairs.base_year)
    wanted = np.where(base < 0, -1.0, 1.0) * pairs.direction * actual
    value = np.where(aimed, divide(wanted, np.abs(required)), wanted)
    achieved = ready & aimed & (pairs.direction * (pairs.value - target) >= 0)
    factor = limit_factor(pairs, base)
    score = np.where(aimed, pace_score(value), rate_score(value, factor))
    status = np.where(aimed, pace_band(value), rate_band(value, factor))
    status = np.where(achieved, ACHIEVED, np.where(ready, status, NOT_AVAILABLE))
    return Progress(
        value=np.where(ready, value, np.nan),
        score=np.where(achieved, 5.0, np.where(ready, score, np.nan)),
        status=status.astype(np.int8),
        actual=actual,
        required=np.where(ready & aimed, required, np.nan),
        factor=np.where(ready & ~aimed, factor, np.nan),
        base_used=base,
        target_used=target,
    )


def limit_factor(pairs: Pairs, base: Floats) -> Floats:
    """C: how far the cut-offs shrink near a limit in the wanted direction; 1 elsewhere."""
    limit, start = np.abs(pairs.limit), np.abs(base)
    wanted = (pairs.direction > 0) | (pairs.limit <= base)
    near = np.isfinite(limit) & wanted & (start < 2 * limit)
    share = np.where(
        start <= limit, divide(start, limit), divide(2 * limit - start, limit)
    )
    shrunk = 1 - power(np.where(near, share, np.nan), np.full(len(share), POWER))
    factor: Floats = np.where(near, shrunk, 1.0)
    return factor


def pace_score(value: Floats) -> Floats:
    """Score of a share of the required pace, -5 to 5, with the constants as published."""
    score: Floats = np.where(
        value >= PACE_MIDDLE,
        np.minimum(7.1429 * value - 4.2857, 5),
        np.maximum(4.1667 * value - 2.5, -5),
    )
    return score


def rate_score(value: Floats, factor: Floats) -> Floats:
    """Score of a yearly rate without a target, -5 to 5."""
    rise = divide(value, factor)
    cases = [value < 0, factor == 0, rise < MIDDLE, rise < HIGH, rise >= HIGH]
    scores = [
        np.maximum(125 * value - 2.5, -5),
        np.full_like(value, 5.0),
        500 * rise - 2.5,
        250 * rise - 1.25,
        np.minimum(500 * rise - 5, 5),
    ]
    return np.select(cases, scores, np.nan)


def pace_band(value: Floats) -> Codes:
    """The band of a share of the required pace; not available where there is no value."""
    cuts = [0, PACE_MIDDLE, PACE_HIGH]
    return _band(np.round(value, EXACT), [np.full_like(value, cut) for cut in cuts])


def rate_band(value: Floats, factor: Floats) -> Codes:
    """The band of a yearly rate; at the limit itself whatever does not fall is on track."""
    cuts = [np.zeros_like(value), MIDDLE * factor, HIGH * factor]
    return _band(np.round(value, EXACT), [np.round(cut, EXACT) for cut in cuts])


def _band(value: Floats, cuts: Sequence[Floats]) -> Codes:
    passed = sum((value >= cut).astype(np.int8) for cut in cuts)
    band: Codes = np.where(np.isnan(value), NOT_AVAILABLE, passed + 1).astype(np.int8)
    return band


def _reasons(pairs: Pairs, found: Progress) -> list[object]:
    cases: list[tuple[Flags, object]] = [
        (np.isnan(pairs.base), "the base value is blank"),
        (np.isnan(pairs.value), "the latest value is blank"),
        (np.isnan(pairs.direction), "no direction is given"),
        (np.isnan(pairs.span), "a year is blank"),
        (pairs.span < 1, "fewer than two years with values"),
        (found.base_used * pairs.value < 0, "base and latest value differ in sign"),
        (
            np.isfinite(found.target_used) & (found.required == 0),
            "the target equals the base value, so no growth is required",
        ),
        (
            np.isfinite(found.target_used) & np.isnan(found.value),
            "no rate leads from the base value to the target",
        ),
    ]
    unknown = np.isnan(found.value)
    return pick([(holds & unknown, told) for holds, told in cases], len(unknown))


def _run(rows: Sequence[Row]) -> Sequence[Result]:
    if rows and "x" in rows[0]:
        return _anchors(rows)
    pairs = read(rows)
    found = assess(pairs)
    return results(
        {
            "value": found.value,
            "score": found.score,
            "status": [STATUSES[code] for code in found.status],
            **inputs(pairs),
            "base_used": found.base_used,
            "target_used": found.target_used,
            "cagr_actual": found.actual,
            "cagr_required": found.required,
            "limit_factor": found.factor,
            "reason": _reasons(pairs, found),
        }
    )


def _anchor(row: Row) -> Result:
    value = np.array([cells.number(row, "x")])
    aimed = cells.word(row, "kind") == "target"
    whole = np.ones(1)
    score = pace_score(value) if aimed else rate_score(value, whole)
    band = pace_band(value) if aimed else rate_band(value, whole)
    reason = "no value is given" if np.isnan(value[0]) else None
    return results(
        {
            "value": value,
            "score": score,
            "status": [STATUSES[band[0]]],
            "reason": [reason],
        }
    )[0]


_anchors = each(_anchor)

METHOD = Method(
    name="statcan",
    version="1",
    run=_run,
    shapes=(("kind", "x"),),
    card=statcan_card.CARD,
)
