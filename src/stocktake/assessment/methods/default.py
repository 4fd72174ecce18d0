"""The default verdict: which rule runs, what it says, and how well that stands."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from stocktake.assessment.definitions.rules import Definition
from stocktake.assessment.methods import default_card, default_rows, telling
from stocktake.assessment.methods.grid import (
    Grid,
    Terms,
    Window,
    grid,
    pairs,
    window,
)
from stocktake.assessment.methods.judging import (
    CANNOT,
    CONTEXT,
    LABELS,
    RULES,
    SCALES,
    Rule,
    choose,
    judge,
)
from stocktake.assessment.methods.pairs import Codes, Floats, Pairs
from stocktake.assessment.methods.rules import Method, Result, Row
from stocktake.assessment.methods.stability import (
    CHOICES,
    SHORTEST,
    Holding,
    holding,
)
from stocktake.assessment.verdicts import (
    Grade,
    Rerun,
    Scale,
    Series,
    Stability,
    Verdict,
)


NAME: Final = "default"
VERSION: Final = "1"
OLDEST: Final = 4  # years between the last value and the day it is judged
CHUNK: Final = 2048  # series at once, so that their slopes fit the processor's cache


@dataclass(frozen=True, slots=True)
class Assessed:
    """Verdicts of many series as arrays; NaN where there is no number."""

    label: Codes  # index of LABELS
    value: Floats
    score: Floats
    rule: Codes  # index of RULES
    why: Codes  # index of telling.WHY: why a series cannot be assessed
    seen: Pairs  # the two points that were compared
    period: Window
    holding: Holding


def assess_grid(view: Grid, terms: Terms, *, as_of: float) -> Assessed:
    """Judge all series of a grid; ``as_of`` NaN: the age of the last value is not looked at."""
    period = window(view, terms)
    seen = pairs(view, terms, period.base, period.latest)
    why = _why(seen, period, as_of)
    able = (why == 0) & np.isfinite(terms.direction)
    rule = np.where(able, choose(seen, terms, period), Rule.NONE).astype(np.int8)
    judged = judge(seen, terms, rule)
    label = np.where(able, judged.label, CANNOT)
    label = np.where(np.isnan(terms.direction), CONTEXT, label).astype(np.int8)
    return Assessed(
        label=label,
        value=np.where(able, judged.value, np.nan),
        score=np.where(able, judged.score, np.nan),
        rule=rule,
        why=why,
        seen=seen,
        period=period,
        holding=holding(view, terms, period, rule, label),
    )


def _why(seen: Pairs, period: Window, as_of: float) -> Codes:
    return np.select(
        [
            period.points == 0,
            period.points == 1,
            seen.span < SHORTEST,
            as_of - seen.year > OLDEST,
            period.broken,
        ],
        [1, 2, 3, 4, 5],
        0,
    ).astype(np.int8)


def terms(series: Sequence[Series], definitions: Sequence[Definition]) -> Terms:
    """What each definition wants of its series, as arrays."""
    table = np.array(
        [_term(one, of) for one, of in zip(series, definitions, strict=True)]
    ).reshape(-1, 6)
    scale = np.array([SCALES.index(of.scale) for of in definitions], np.int8)
    direction, target, due, limit, baseline, error = np.ascontiguousarray(table.T)
    return Terms(direction, target, due, limit, baseline, error, scale)


def _term(one: Series, of: Definition) -> tuple[float, ...]:
    target, due = math.nan, of.horizon
    if of.target is not None:
        target, due = of.target.value, of.target.year or of.horizon
    elif of.scale == Scale.BINARY and of.direction:
        target = 1.0 if of.direction > 0 else 0.0
    return (
        of.direction or math.nan,
        target,
        due,
        math.nan if of.natural_limit is None else of.natural_limit,
        of.baseline_year,
        math.nan if one.error is None else one.error,
    )


def assess(series: Series, definition: Definition, *, as_of: int) -> Verdict:
    """The verdict on one series; for many at once ``assess_all`` is far quicker."""
    return assess_all([series], [definition], as_of=as_of)[0]


def assess_all(
    series: Sequence[Series],
    definitions: Sequence[Definition],
    *,
    as_of: int | None,
) -> tuple[Verdict, ...]:
    """Verdicts on many series, each with its definition, in the order given.

    ``as_of``: the year in which they are judged; None: the age of the last value is not
    looked at. The same series gives the same verdict alone and among others.
    """
    year = math.nan if as_of is None else float(as_of)
    whole, wanted = grid(series), terms(series, definitions)
    verdicts: list[Verdict] = []
    for start in range(0, len(series), CHUNK):
        rows = slice(start, start + CHUNK)
        found = assess_grid(whole.part(rows), wanted.part(rows), as_of=year)
        told = telling.columns(found.seen)
        for at, (one, of) in enumerate(
            zip(series[rows], definitions[rows], strict=True)
        ):
            numbers = {**telling.facts(told, found.period.points, at), "as_of": as_of}
            named = {"unit": one.unit, "source": one.source, "vintage": one.vintage}
            grade = one.grade or of.grade
            verdicts.append(_verdict(found, at, numbers, named, grade))
    return tuple(verdicts)


def _verdict(
    found: Assessed,
    at: int,
    numbers: telling.Facts,
    named: Mapping[str, str],
    grade: Grade | None,
) -> Verdict:
    label = LABELS[found.label[at]]
    rule = RULES[found.rule[at]]
    value = telling.plain(found.value[at])
    return Verdict(
        label=label,
        value=value,
        score=telling.plain(found.score[at]),
        rule=f"{NAME}@{VERSION}: {rule}",
        arithmetic=telling.arithmetic(numbers, rule=rule, value=value, label=label),
        inputs={**numbers, **named},
        stability=_stability(found.holding, at),
        grade=grade,
        reason=telling.reason(numbers, int(found.why[at]), label=label, value=value),
    )


def _stability(holds: Holding, at: int) -> Stability:
    other = int(holds.alternative[at])
    return Stability(
        k=int(holds.k[at]),
        n=int(holds.n[at]),
        alternative=None if other < 0 else LABELS[other],
        reruns=tuple(
            Rerun(
                choice,
                RULES[again.rule[at]],
                LABELS[again.judged.label[at]],
                telling.plain(again.judged.value[at]),
            )
            for choice, again in zip(CHOICES, holds.reruns, strict=True)
            if again.allowed[at]
        ),
    )


def _run(rows: Sequence[Row]) -> Sequence[Result]:
    asked = default_rows.read(rows)
    results: list[Result] = [{}] * len(rows)
    for year in sorted({one.as_of for one in asked}, key=lambda at: at or 0):
        places = [at for at, one in enumerate(asked) if one.as_of == year]
        verdicts = assess_all(
            [asked[at].series for at in places],
            [asked[at].definition for at in places],
            as_of=year,
        )
        for at, verdict in zip(places, verdicts, strict=True):
            results[at] = default_rows.result(verdict, asked[at].series.grade)
    return results


METHOD = Method(
    name=NAME,
    version=VERSION,
    run=_run,
    shapes=default_rows.SHAPES,
    card=default_card.CARD,
)
