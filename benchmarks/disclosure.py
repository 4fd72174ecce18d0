"""Measure protection and attack of tables of counts by origin, destination and age.

The tables are synthetic (a gravity model with Poisson counts, all margins, fixed seed)
and have the shapes and, as near as a scale can bring it, the numbers of small cells of
an earlier trial: 405, 726, 4,410, 13,454 and 52,094 cells. Cells of 1 to 4 are small;
an outsider must be left with one below and one above.

    python benchmarks/disclosure.py [--largest 52094]
"""

import argparse
import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from scipy.stats import poisson

from stocktake.indicators.disclosure import auditing, making, protecting
from stocktake.indicators.disclosure.determined import determined
from stocktake.indicators.disclosure.needs import needs
from stocktake.indicators.disclosure.policy import Policy, Threshold
from stocktake.indicators.disclosure.table import Table


T = TypeVar("T")
SHAPES = {
    (8, 8, 4): 24.537511066398167,
    (10, 10, 5): 53.55666917706897,
    (20, 20, 9): 0.6991688721737565,
    (30, 30, 13): 138.8951686963622,
    (60, 60, 13): 150.32151413110978,
}
POLICY = Policy(dimensions=("origin", "destination", "age"), rule=Threshold(min=5))


@dataclass(frozen=True)
class Timed:
    """Seconds that a call took."""

    cpu: float
    wall: float


def timed(call: Callable[[], T]) -> tuple[T, Timed]:
    """What a call answers, and how long it took."""
    cpu, wall = time.process_time(), time.perf_counter()
    answer = call()
    return answer, Timed(time.process_time() - cpu, time.perf_counter() - wall)


def counts(shape: tuple[int, int, int], scale: float) -> np.ndarray:
    """Counts with all margins; the same scale makes the same counts."""
    rng = np.random.default_rng(1)
    origins, destinations = (
        rng.lognormal(0, 1.6, shape[0]),
        rng.lognormal(0, 1.6, shape[1]),
    )
    ages = rng.dirichlet(np.full(shape[2], 4.0))
    mean = origins[:, None, None] * destinations[None, :, None] * ages[None, None, :]
    mean = mean * rng.lognormal(0, 0.5, shape)
    whole = poisson.ppf(rng.random(shape), mean * scale)
    for axis in range(3):
        whole = np.concatenate([whole.sum(axis, keepdims=True), whole], axis=axis)
    return whole


def table(shape: tuple[int, int, int]) -> Table:
    """The table of one shape."""
    whole = counts(shape, SHAPES[shape])
    names = [
        ["_T", *(f"{letter}{i}" for i in range(1, size))]
        for letter, size in zip("ODA", whole.shape, strict=True)
    ]
    keys = [
        (names[0][i], names[1][j], names[2][k]) for i, j, k in np.ndindex(whole.shape)
    ]
    return making.make(keys, whole.ravel().tolist(), dimensions=POLICY.dimensions)


def measure(shape: tuple[int, int, int]) -> None:
    """Protect by each method that is practicable, attack, print the rows."""
    whole, made = timed(lambda: table(shape))
    wanted = needs(whole, POLICY)
    print(
        f"\n{whole.size:,} cells, {len(wanted.cells):,} sensitive, "
        f"{int((whole.values == 0).sum()):,} zeros; built in {made.cpu:.1f} s CPU; "
        f"load {os.getloadavg()[0]:.1f}"
    )
    best = None
    for name, limit in (("chosen by the program", protecting.EXACT), ("covering", 0)):
        protecting.EXACT = limit
        done, took = timed(lambda: protecting.protect(whole, POLICY))
        weight = float(whole.values[list(done.secondaries)].sum())
        best = done if best is None else best
        print(
            f"| protect, {name}: {done.method} | {took.cpu:.1f} s CPU, {took.wall:.1f} s"
            f" | {len(done.secondaries)} secondaries, value {weight:,.0f} |"
        )
        if done.method == "covering" and name != "covering":
            break
    protecting.EXACT = 100_000
    assert best is not None
    fixed, took = timed(lambda: determined(whole.equations, best.hidden))
    exposed = len(np.intersect1d(fixed, wanted.cells))
    print(
        f"| null space, {int(best.hidden.sum()):,} withheld | {took.cpu:.1f} s CPU,"
        f" {took.wall:.1f} s | {exposed} sensitive cells determined |"
    )
    found, took = timed(lambda: auditing.audit(whole, POLICY, hidden=best.hidden))
    print(
        f"| audit | {took.cpu:.1f} s CPU, {took.wall:.1f} s | {found.violations}"
        f" violations; {found.method} |"
    )


def main() -> None:
    """Run the shapes up to the size asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--largest", type=int, default=60_000)
    largest = parser.parse_args().largest
    for shape in SHAPES:
        if np.prod([size + 1 for size in shape]) <= largest:
            measure(shape)


if __name__ == "__main__":
    main()
