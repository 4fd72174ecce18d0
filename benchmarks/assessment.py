"""Assess a world of series at once, beside the same rule looped over pandas frames.

200 States x 60 indicators x 20 breakdowns x 30 years: 240,000 series, 7.2 million points
(one in ten blank), made with a fixed seed; every scale, with and without targets. Ours
runs every measure of change over all of them, and the default verdict with its five
reruns. The peer runs one rule (growth with and without a target, no reruns) on a sample,
one series at a time as an indicator site does when it is built: filter the frame, find
the base and the current year, look the values up, compute. Its time for all series is
reckoned from the sample.

    python benchmarks/assessment.py [--series 240000] [--sample 1000]
"""

import argparse
import math
import os
import resource
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from stocktake.assessment.methods import (
    default,
    destatis,
    escap_api,
    escap_csi,
    eurostat,
    linear_pace,
    statcan,
    unsd_2023,
)
from stocktake.assessment.methods.grid import Grid, Terms, pairs, window
from stocktake.assessment.methods.judging import SCALES
from stocktake.assessment.methods.pairs import Pairs
from stocktake.assessment.verdicts import Scale


YEARS = 30
FIRST, AS_OF, DUE = 1995, 2025, 2030
METHODS = (
    "statcan",
    "linear-pace",
    "eurostat",
    "eurostat, edition 2017",
    "unsd-2023",
    "escap-csi",
    "escap-api",
    "destatis",
)


@dataclass(frozen=True)
class Timed:
    """Seconds of the processor and by the wall."""

    cpu: float
    wall: float


def timed(call: Callable[[], Any]) -> tuple[Any, Timed]:
    """What a call answers, and how long it took."""
    cpu, wall = time.process_time(), time.perf_counter()
    answer = call()
    return answer, Timed(time.process_time() - cpu, time.perf_counter() - wall)


def world(count: int) -> tuple[Grid, Terms]:
    """Series that drift and shake, and what is wanted of each."""
    rng = np.random.default_rng(5)
    start = rng.lognormal(3, 1, count)
    steps = rng.normal(0, 0.04, (count, YEARS)) + rng.normal(0, 0.02, (count, 1))
    values = start[:, None] * np.exp(np.cumsum(steps, axis=1))
    scale = rng.choice(len(SCALES), count, p=[0.5, 0.3, 0.08, 0.02, 0.1])
    bounded, ordinal, binary = (
        scale == SCALES.index(one)
        for one in (Scale.BOUNDED, Scale.ORDINAL, Scale.BINARY)
    )
    values[bounded] = 100 * values[bounded] / (values[bounded] + 30)
    values[ordinal] = np.clip(np.round(values[ordinal] / 10), 1, 4)
    values[binary] = values[binary] > 20
    direction = rng.choice([1.0, -1.0], count)
    target = np.where(
        direction > 0, values[:, 0] * rng.uniform(1, 2, count), values[:, 0] / 2
    )
    target[rng.random(count) < 0.1] = 0
    target[ordinal] = 3
    target[rng.random(count) < 0.5] = np.nan
    values[rng.random(values.shape) < 0.1] = np.nan
    terms = Terms(
        direction=direction,
        target=target,
        target_year=np.full(count, float(DUE)),
        limit=np.where(bounded, np.where(direction > 0, 100.0, 0.0), np.nan),
        baseline=np.full(count, float(FIRST)),
        error=np.full(count, np.nan),
        scale=scale.astype(np.int8),
    )
    return Grid(FIRST, values, np.zeros(values.shape, dtype=bool)), terms


def measures(view: Grid, terms: Terms) -> Iterator[Any]:
    """Every measure of change but the default, over one part of the series."""
    period = window(view, terms)
    seen = pairs(view, terms, period.base, period.latest)
    yield statcan.assess(seen)
    yield linear_pace.pace(seen)
    yield eurostat.assess(seen)
    yield eurostat.assess(seen, eurostat.NO_NEUTRAL)
    yield unsd_2023.assess(seen)
    even = np.zeros(len(seen.base), dtype=bool)
    yield escap_csi.index(seen.base, seen.value, seen.target, seen.direction, even)
    weight = escap_api.weights(view.years, view.values)
    line = escap_api.predict(view.years, view.values, weight, terms.target_year)
    yield escap_api.gap(line, seen.base, seen.target, seen.direction)
    last = np.full(len(seen.base), float(FIRST + YEARS - 1))
    yield destatis.forecast(
        view.values, last, seen.target, terms.target_year, seen.direction
    )


def parts(count: int) -> list[slice]:
    """The series in parts that fit the processor's cache."""
    size = default.CHUNK
    return [slice(at, at + size) for at in range(0, count, size)]


def all_measures(view: Grid, terms: Terms) -> int:
    """Run every measure of change; how many results there are."""
    return sum(
        1
        for rows in parts(len(view.values))
        for _ in measures(view.part(rows), terms.part(rows))
    )


def one_rule(view: Grid, terms: Terms) -> int:
    """Only the rule that the peer runs, from the series to the verdict."""
    found = 0
    for rows in parts(len(view.values)):
        part, wanted = view.part(rows), terms.part(rows)
        period = window(part, wanted)
        seen = pairs(part, wanted, period.base, period.latest)
        found += int(np.isfinite(statcan.assess(seen).score).sum())
    return found


def defaults(view: Grid, terms: Terms) -> tuple[int, int, int]:
    """The default verdict with stability; how many are assessed, reruns, and shaky ones."""
    assessed = reruns = shaky = 0
    for rows in parts(len(view.values)):
        found = default.assess_grid(view.part(rows), terms.part(rows), as_of=AS_OF)
        assessed += int((found.rule > 0).sum())
        reruns += int(found.holding.n.sum())
        shaky += int((found.holding.alternative >= 0).sum())
    return assessed, reruns, shaky


def peer(view: Grid, terms: Terms, count: int) -> tuple[int, Timed]:
    """The growth rule, series by series over pandas frames."""
    import pandas as pd  # noqa: PLC0415  # for the peer alone

    frame = pd.DataFrame(
        {
            "series": np.repeat(np.arange(count), YEARS),
            "Year": np.tile(np.arange(FIRST, FIRST + YEARS), count),
            "Value": view.values[:count].ravel(),
        }
    )
    groups = dict(list(frame.groupby("series")))

    def loop() -> int:
        done = 0
        for key in range(count):
            wanted = {
                "direction": terms.direction[key],
                "target": terms.target[key],
                "limit": terms.limit[key],
            }
            done += looped(groups[key], wanted) is not None
        return done

    return timed(loop)


def looped(frame: Any, wanted: dict[str, float]) -> float | None:
    """One series: base and current value looked up in its frame, then the rule."""
    frame = frame[frame["Year"] >= FIRST].dropna(subset=["Value"])
    if frame.empty or frame["Year"].duplicated().any():
        return None
    base_year, year = frame["Year"].min(), frame["Year"].max()
    if year - base_year < 1:
        return None
    base = frame.loc[frame["Year"] == base_year, "Value"].to_numpy()[0] or 0.001
    value = frame.loc[frame["Year"] == year, "Value"].to_numpy()[0]
    if base * value < 0:
        return None
    return scored(base, value, year - base_year, {**wanted, "time": DUE - base_year})


def scored(
    base: float, value: float, span: int, wanted: dict[str, float]
) -> float | None:
    """The rule itself, for two values that lie so many years apart."""
    way, target = wanted["direction"], wanted["target"] or 0.001
    actual = way * ((value / base) ** (1 / span) - 1)
    if math.isnan(target):
        return growth_score(actual, factor(base, wanted))
    if way * (value - target) >= 0:
        return 5.0
    required = (target / base) ** (1 / wanted["time"]) - 1
    if not required:
        return None
    share = actual / abs(required)
    return (
        min(7.1429 * share - 4.2857, 5)
        if share >= 0.6
        else max(4.1667 * share - 2.5, -5)
    )


def factor(base: float, wanted: dict[str, float]) -> float:
    """The natural-limit factor of one series."""
    limit = wanted["limit"]
    if math.isnan(limit) or base >= 2 * limit:
        return 1.0
    near = base / limit if base <= limit else (2 * limit - base) / limit
    return 1 - near**4.44


def growth_score(rate: float, shrunk: float) -> float:
    """The score of one yearly rate."""
    if rate < 0:
        return max(125 * rate - 2.5, -5)
    if not shrunk:
        return 5.0
    if rate < 0.005 * shrunk:
        return 500 * rate / shrunk - 2.5
    return (
        250 * rate / shrunk - 1.25
        if rate < 0.015 * shrunk
        else min(500 * rate / shrunk - 5, 5)
    )


def agreement(view: Grid, terms: Terms, count: int) -> int:
    """How many of the peer's scores are ours, to 1e-6: both must do the same work."""
    import pandas as pd  # noqa: PLC0415

    part, wanted = view.part(slice(0, count)), terms.part(slice(0, count))
    period = window(part, wanted)
    seen: Pairs = pairs(part, wanted, period.base, period.latest)
    ours = statcan.assess(seen).score
    years = np.arange(FIRST, FIRST + YEARS)
    same = 0
    for key in range(count):
        frame = pd.DataFrame({"Year": years, "Value": part.values[key]})
        asked = {
            "direction": wanted.direction[key],
            "target": wanted.target[key],
            "limit": wanted.limit[key],
        }
        theirs = looped(frame, asked)
        mine = ours[key]
        same += (theirs is None and math.isnan(mine)) or (
            theirs is not None and abs(theirs - mine) < 1e-6
        )
    return same


def main() -> None:
    """Measure, and print rows for docs/benchmarks.md."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--series", type=int, default=240_000)
    parser.add_argument("--sample", type=int, default=1000)
    asked = parser.parse_args()
    view, terms = world(asked.series)
    print(
        f"{asked.series:,} series, {view.values.size:,} points, {os.cpu_count()} cores,"
        f" load {os.getloadavg()[0]:.1f}\n\n"
        "| what | processor seconds | seconds |\n| --- | --- | --- |"
    )
    _, rule = timed(lambda: one_rule(view, terms))
    print(f"| the growth rule alone | {rule.cpu:.2f} | {rule.wall:.2f} |")
    _, others = timed(lambda: all_measures(view, terms))
    print(
        f"| {len(METHODS)} measures of change | {others.cpu:.2f} | {others.wall:.2f} |"
    )
    (assessed, reruns, shaky), judged = timed(lambda: defaults(view, terms))
    print(f"| default verdict with stability | {judged.cpu:.2f} | {judged.wall:.2f} |")
    whole, ours = others.wall + judged.wall, others.cpu + judged.cpu
    print(f"| **all methods and stability** | {ours:.2f} | **{whole:.2f}** |")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    done, took = peer(view, terms, asked.sample)
    times = asked.series / asked.sample
    print(
        f"| peer, the growth rule alone, {asked.sample:,} series | {took.cpu:.2f} | {took.wall:.2f} |"
    )
    print(
        f"| peer, reckoned for all series | {took.cpu * times:,.0f} | {took.wall * times:,.0f} |\n"
    )
    print(
        f"{assessed:,} assessed, {reruns:,} reruns, {shaky:,} with another label named."
        f" Peak memory {peak:,.0f} MB. The peer scored {done:,}; {agreement(view, terms, asked.sample):,}"
        f" of {asked.sample:,} agree. Ratio of processor seconds, the same rule:"
        f" {took.cpu * times / rule.cpu:,.0f}; all of ours against its one rule:"
        f" {took.cpu * times / ours:,.0f}; by the wall {took.wall * times / whole:,.0f}."
    )


if __name__ == "__main__":
    main()
