"""The 2023 progress chart of the UN Statistics Division: does the pace bring enough change?"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from stocktake.assessment.methods.columns import COLUMNS
from stocktake.assessment.methods.pairs import (
    Flags,
    Floats,
    Pairs,
    divide,
    growth,
    inputs,
    pick,
    read,
    results,
)
from stocktake.assessment.methods.rules import Card, Method, Result, Row


EXACT: Final = 12
ON_TRACK, FAIR = 0.95, 0.10  # shares of the needed change
FAST, SLOW = 0.02, 0.005  # yearly rates in the wanted direction
STATUSES: Final = (
    "not assessed",
    "stagnation or regression",
    "fair progress, acceleration needed",
    "met or on track",
)


@dataclass(frozen=True, slots=True)
class Progress:
    """What the rule finds for each series, with every number on the way."""

    value: Floats  # the share of the needed change; without a target the yearly rate
    score: Floats  # 3, 2, 1
    actual: Floats
    expected: Floats  # the value in the target year at the present rate
    ratio: Floats
    met: Flags
    lost: Flags  # met in the base year, no longer met


def assess(pairs: Pairs) -> Progress:
    """Progress of each series; a target that is met needs no rate."""
    aimed = np.isfinite(pairs.target)
    ready = pairs.complete & (pairs.span >= 1)
    met = ready & pairs.met
    lost = ready & aimed & ~met & (pairs.direction * (pairs.base - pairs.target) >= 0)
    actual = np.where(
        ready, growth(divide(pairs.value, pairs.base), pairs.span), np.nan
    )
    with np.errstate(all="ignore"):
        carried = pairs.value * (1 + actual) ** (pairs.target_year - pairs.year)
    projected = aimed & ~met & ~lost
    expected = np.where(projected, carried, np.nan)
    ratio = divide(expected - pairs.base, pairs.target - pairs.base)
    sign = np.where(pairs.base < 0, -1.0, 1.0)
    rate = np.where(aimed, np.nan, sign * pairs.direction * actual)
    score = np.where(aimed, _score(ratio, FAIR, ON_TRACK), _score(rate, SLOW, FAST))
    return Progress(
        value=np.where(aimed, ratio, np.where(np.isnan(rate), np.nan, actual)),
        score=np.where(met, 3.0, np.where(lost, 1.0, score)),
        actual=actual,
        expected=expected,
        ratio=ratio,
        met=met,
        lost=lost,
    )


def _score(value: Floats, fair: float, good: float) -> Floats:
    exact = np.round(value, EXACT)
    return np.select([np.isnan(value), exact < fair, exact < good], [np.nan, 1, 2], 3.0)


def _run(rows: Sequence[Row]) -> Sequence[Result]:
    pairs = read(rows)
    found = assess(pairs)
    unknown = np.isnan(found.value)
    reasons = pick(
        [
            (unknown & found.met, "the target is met: no change is needed"),
            (found.lost, "the target was met in the base year and is no longer"),
            (unknown & np.isnan(pairs.base), "the base value is blank"),
            (unknown & np.isnan(pairs.value), "the latest value is blank"),
            (unknown & np.isnan(pairs.direction), "no direction is given"),
            (unknown & np.isnan(pairs.span), "a year is blank"),
            (unknown & (pairs.span < 1), "fewer than two years with values"),
            (unknown & (pairs.base == 0), "a growth rate from 0 is not defined"),
            (unknown, "base and latest value differ in sign"),
        ],
        len(unknown),
    )
    scores = [None if np.isnan(one) else int(one) for one in found.score]
    return results(
        {
            "value": found.value,
            "score": scores,
            "status": [STATUSES[one or 0] for one in scores],
            **inputs(pairs),
            "cagr_a": found.actual,
            "expected_2030": found.expected,
            "ratio": found.ratio,
            "met": list(found.met.tolist()),
            "reason": reasons,
        }
    )


METHOD = Method(
    name="unsd-2023",
    version="1",
    run=_run,
    card=Card(
        what=(
            "Projects the value to 2030 at its present rate of growth and asks which share"
            " of the needed change that brings; the General Assembly's audience knows it"
            " from the SDG progress chart."
        ),
        formula=(
            "rate = (latest/base)^(1/years) - 1; expected = latest * (1 + rate)^(2030 -"
            " latest year); value = (expected - base)/(target - base). Score 3 from 0.95 or"
            " where the target is met, 2 from 0.10, else 1. Without a target, by the rate in"
            " the wanted direction: 3 from 2 %, 2 from 0.5 %, else 1; the value is the rate."
        ),
        source=(
            "Technical note of the 2023 progress chart, as the Basque statistics office"
            " EUSTAT restates it (EUSTAT-DES/site, metodologia.md at 10f3c702, read in"
            " 2026); the note itself was not read."
        ),
        edge_cases=(
            "A target that is met scores 3 and has no value.",
            "A target met in the base year and no longer: score 1 (our reading; the ratio would mislead).",
            "A base of 0 or a change of sign: not assessed, unless the target is met.",
            "Fewer than two years with values: not assessed.",
        ),
        limits=(
            "EUSTAT's own additions are left out: within one point of 0 % or 100 % as met, yes/no as met or stagnation.",
            "The office may decide by expert judgement; the rule does not.",
            "Growth carried on to 2030 overshoots where a value moves fast.",
        ),
        columns={name: told for name, told in COLUMNS.items() if name != "[limit]"},
    ),
)
