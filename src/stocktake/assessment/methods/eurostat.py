"""Eurostat's bands for actual against required growth, thresholds by edition."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

import numpy as np

from stocktake.assessment.methods import cells
from stocktake.assessment.methods.columns import COLUMNS
from stocktake.assessment.methods.pairs import (
    Codes,
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
from stocktake.assessment.methods.rules import Card, Method, Result, Row, each


EXACT: Final = 12  # digits before a value meets a cut-off


@dataclass(frozen=True, slots=True)
class Bands:
    """Lower ends (they belong to the band above) and the words below and above each."""

    cuts: tuple[float, ...]  # rising
    words: tuple[str, ...]  # one more than cuts

    def codes(self, values: Floats) -> Codes:
        """The band of each value by its number, -1 where there is no value."""
        found = np.searchsorted(self.cuts, np.round(values, EXACT), side="right")
        codes: Codes = np.where(np.isnan(values), -1, found).astype(np.int8)
        return codes


WITH_TARGET: Final = Bands(
    (0.0, 0.6, 0.95),
    (
        "movement away",
        "insufficient progress",
        "moderate progress",
        "significant progress",
    ),
)
AWAY: Final = ("significant movement away", "moderate movement away")
AHEAD: Final = ("moderate progress", "significant progress")
NEUTRAL: Final = Bands((-0.01, -0.001, 0.001, 0.01), (*AWAY, "neutral", *AHEAD))
NO_NEUTRAL: Final = Bands((-0.01, 0.0, 0.01), (*AWAY, *AHEAD))
GOAL: Final = Bands((-2.5, -0.25, 0.25, 2.5), (*AWAY, "neutral", *AHEAD))
# What the Basque statistics office prints for the same bands; kept to compare, not to use.
EUSTAT = MappingProxyType(
    {
        "movement away": "significant_deterioration",
        "insufficient progress": "moderate_deterioration",
        "significant movement away": "significant_deterioration",
        "moderate movement away": "moderate_deterioration",
        "neutral": "no_progress",
        "moderate progress": "moderate_progress",
        "significant progress": "significant_progress",
    }
)


@dataclass(frozen=True, slots=True)
class Progress:
    """What the rule finds for each series, with every number on the way."""

    value: Floats
    score: Floats
    band: Codes
    actual: Floats
    required: Floats
    met: Flags  # target reached, or standing at a natural limit


def assess(pairs: Pairs, without_target: Bands = NEUTRAL) -> Progress:
    """Progress of each series; undefined where base or target is 0 or signs differ."""
    aimed = np.isfinite(pairs.target)
    ready = pairs.complete & (pairs.span >= 1) & (pairs.base * pairs.value >= 0)
    ready &= (pairs.base != 0) & (~aimed | (pairs.target != 0))
    actual = growth(
        np.where(ready, divide(pairs.value, pairs.base), np.nan), pairs.span
    )
    required = growth(
        divide(pairs.target, pairs.base), pairs.target_year - pairs.base_year
    )
    wanted = np.where(pairs.base < 0, -1.0, 1.0) * pairs.direction * actual
    value = np.where(aimed, divide(wanted, np.abs(required)), wanted)
    at_limit = ~aimed & (pairs.base == pairs.limit) & (wanted >= 0)
    met = pairs.complete & (pairs.span >= 1) & (pairs.met | at_limit)
    band = np.where(aimed, WITH_TARGET.codes(value), without_target.codes(value))
    best = np.where(aimed, len(WITH_TARGET.cuts), len(without_target.cuts))
    score = np.where(aimed, target_score(value), rate_score(value))
    return Progress(
        value=value,
        score=np.where(met, 5.0, score),
        band=np.where(met, best, band).astype(np.int8),
        actual=actual,
        required=np.where(aimed, required, np.nan),
        met=met,
    )


def target_score(value: Floats) -> Floats:
    """Score of a share of the required growth: 0 at 60 %, 5 from 130 % up, -5 from -60 % down."""
    score: Floats = np.where(
        value >= 0.6,
        np.minimum((5 / 0.7) * (value - 0.6), 5),
        np.maximum((5 / 1.2) * (value + 0.6) - 5, -5),
    )
    return score


def rate_score(value: Floats) -> Floats:
    """Score of a yearly rate: 2.5 for each per cent, at most 5 either way."""
    return np.clip(2.5 * (value * 100), -5, 5)


def run_with(without_target: Bands) -> Callable[[Sequence[Row]], Sequence[Result]]:
    """Run the rule over rows with the no-target bands of one edition."""

    def run(rows: Sequence[Row]) -> Sequence[Result]:
        if rows and "rule" in rows[0]:
            return each(lambda row: _threshold(row, without_target))(rows)
        pairs = read(rows)
        return results(_columns(pairs, assess(pairs, without_target), without_target))

    return run


def _columns(
    pairs: Pairs, found: Progress, without: Bands
) -> dict[str, Sequence[object] | Floats]:
    words = [
        None if code < 0 else (WITH_TARGET if aimed else without).words[code]
        for code, aimed in zip(
            found.band.tolist(), np.isfinite(pairs.target).tolist(), strict=True
        )
    ]
    return {
        "value": found.value,
        "score": found.score,
        "status": words,
        **inputs(pairs),
        "cagr_actual": found.actual,
        "cagr_required": found.required,
        "met": list(found.met.tolist()),
        "eustat_status": [EUSTAT[word] if word else None for word in words],
        "reason": _reasons(pairs, found),
    }


def _reasons(pairs: Pairs, found: Progress) -> list[object]:
    differ = (pairs.base * pairs.value < 0) | (pairs.base * pairs.target < 0)
    cases: list[tuple[Flags, object]] = [
        (np.isnan(pairs.base), "the base value is blank"),
        (np.isnan(pairs.value), "the latest value is blank"),
        (np.isnan(pairs.direction), "no direction is given"),
        (np.isnan(pairs.span), "a year is blank"),
        (pairs.span < 1, "fewer than two years with values"),
        (pairs.base == 0, "a growth rate from 0 is not defined"),
        (pairs.target == 0, "a growth rate to 0 is not defined"),
        (differ, "values or target differ in sign"),
        (found.required == 0, "the target equals the base value"),
        (np.isnan(found.value), "no rate leads from the base value to the target"),
    ]
    unknown = np.isnan(found.value)
    return pick([(holds & unknown, told) for holds, told in cases], len(unknown))


def _threshold(row: Row, without_target: Bands) -> Result:
    """A row of a table of thresholds: the band that begins at its lower end."""
    kinds = {
        "with_target_ratio": WITH_TARGET,
        "no_target_cagr_dirn": without_target,
        "goal_score": GOAL,
    }
    bands = kinds.get(cells.word(row, "rule"))
    text = cells.word(row, "lower_incl")
    if not bands or not text:
        return {
            "value": None,
            "score": None,
            "status": None,
            "reason": f"the rule is one of {', '.join(kinds)}; a lower end is needed",
        }
    low = -math.inf if text == "-inf" else cells.as_number(text, "lower_incl")
    value = np.array([low])
    scores = {"with_target_ratio": target_score, "no_target_cagr_dirn": rate_score}
    score = scores.get(cells.word(row, "rule"), lambda same: np.maximum(same, -5))
    return {
        "value": None if low == -math.inf else low,
        "score": float(score(value)[0]),
        "status": bands.words[int(bands.codes(value)[0])],
    }


SHAPES: Final = (("rule", "lower_incl"),)
EDGE_CASES: Final = (
    "A target that is reached counts as significant progress, score 5; the value still shows the trend.",
    "Without a target, a base at its natural limit that does not fall counts the same.",
    "Base or target 0, or values of different sign: not assessed.",
    "A target equal to the base that is not held: not assessed.",
    "Fewer than two years with values: not assessed. A lower end belongs to the band above it.",
)
LIMITS: Final = (
    "Standing still scores 0 without a target and -2.5 with one: the two kinds of score share no zero.",
    "`eustat_status` shows how the Basque office words the bands: it calls slow progress deterioration.",
    "Windows of Eurostat's report (5 and 15 years) are the choice of whoever prepares the rows.",
)
FORMULA: Final = (
    "actual = (latest/base)^(1/years) - 1; required = (target/base)^(1/(target year - base"
    " year)) - 1; value = direction * actual / |required|, without a target direction *"
    " actual. Bands with a target 0.95, 0.60, 0; without {cuts}. Score with a target: 5"
    " above 1.3, (5/0.7)(value - 0.6) from 0.6, (5/1.2)(value + 0.6) - 5 below, at least"
    " -5; without: 2.5 for each per cent, between -5 and 5."
)

METHOD = Method(
    name="eurostat",
    version="1",
    run=run_with(NEUTRAL),
    shapes=SHAPES,
    card=Card(
        what=(
            "Eurostat's reading of the growth ratio, with a neutral band for values"
            " without a target that hardly move."
        ),
        formula=FORMULA.format(cuts="1 %, 0.1 %, -0.1 %, -1 %"),
        source=(
            "Eurostat, Sustainable development in the European Union (bands with a target,"
            " as Open SDG restates them); bands without a target and scores as the Basque"
            " statistics office EUSTAT codes them (EUSTAT-DES/data at 00a0109c, read in"
            " 2026), to be checked against the annex of Eurostat's current edition."
        ),
        edge_cases=EDGE_CASES,
        limits=LIMITS,
        columns=COLUMNS,
    ),
)
