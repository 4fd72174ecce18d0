"""Proofs that cells are protected: other tables that could be true as well.

A witness is a deviation from the true values that all equations allow and that leaves
nothing below zero. It differs from zero in hidden cells only, so the outsider cannot
rule it out; each sensitive cell that it moves far enough is protected in that direction.
One witness proves many cells at once, which is what makes large tables practicable.
"""

from dataclasses import dataclass, field

import highspy
import numpy as np
from scipy import sparse

from stocktake.indicators.disclosure.attack import program, quiet
from stocktake.indicators.disclosure.needs import Needs
from stocktake.indicators.disclosure.table import Bools, Floats, Ints, Table


NEAR = 2e-6
SPARE = 1.0
FINISHED = (highspy.HighsModelStatus.kOptimal, highspy.HighsModelStatus.kUnknown)
LARGE = 3000  # columns from which the interior point method is the faster one


@dataclass
class Cover:
    """Which needs have a witness, and which cells the witnesses use."""

    table: Table
    wanted: Needs
    met: Bools = field(init=False)  # (needs, 2): below, above
    by: Ints = field(init=False)  # (needs, 2): which witness; -1 none, -2 not needed
    used: list[Ints] = field(default_factory=list)  # cells of each witness
    down: Floats = field(init=False)  # how far witnesses moved each cell of the table
    up: Floats = field(init=False)

    def __post_init__(self) -> None:
        """Needs of nothing are met from the start."""
        levels = np.stack([self.wanted.lower, self.wanted.upper], axis=1)
        self.met = levels <= NEAR
        self.by = np.where(self.met, -2, -1)
        self.down, self.up = np.zeros(self.table.size), np.zeros(self.table.size)

    def copy(self) -> "Cover":
        """The same proofs, to go on from in another way."""
        twin = Cover(self.table, self.wanted)
        twin.met, twin.by, twin.used = self.met.copy(), self.by.copy(), self.used.copy()
        twin.down, twin.up = self.down.copy(), self.up.copy()
        return twin

    @property
    def open(self) -> Ints:
        """The needs that lack a witness in one direction at least."""
        return np.flatnonzero(~self.met.all(axis=1))

    def take(self, cells: Ints, moved: Floats) -> int:
        """Learn from a witness and from its opposite; how many needs are newly met."""
        news = 0
        for sign in (1.0, -1.0):
            values = self.table.values[cells]
            if ((sign * moved) < -values * (1 + 1e-9) - NEAR).any():
                continue
            whole = np.zeros(self.table.size)
            whole[cells] = sign * moved
            self.down, self.up = (
                np.maximum(self.down, -whole),
                np.maximum(self.up, whole),
            )
            at = whole[self.wanted.cells]
            reached = np.stack(
                [-at >= self.wanted.lower - NEAR, at >= self.wanted.upper - NEAR],
                axis=1,
            )
            fresh = reached & ~self.met
            if fresh.any():
                self.met |= fresh
                self.by[fresh] = len(self.used)
                news += int(fresh.sum())
        if news:
            self.used.append(cells[np.abs(moved) > NEAR])
        return news

    def forget(self, witnesses: list[int]) -> None:
        """Needs proved by these witnesses are open again."""
        lost = np.isin(self.by, witnesses)
        self.by[lost] = -1
        self.met &= ~lost


def limits(table: Table, wanted: Needs, cells: Ints) -> tuple[Floats, Floats]:
    """How far a witness may move each cell: not below zero, not without end.

    Cells that can go down as far as up are kept even, so that the opposite of a witness
    is a witness too.
    """
    far = float(max(wanted.lower.max(initial=0.0), wanted.upper.max(initial=0.0)))
    values = table.values[cells]
    low = np.minimum(values, 4 * far)
    high = np.full(len(cells), 4 * far)
    even = values >= far
    return -low, np.where(even, low, high)


def search(cover: Cover, hidden: Bools, *, cost: Floats, signs: Floats) -> int:
    """Look for one witness of as many open needs as can be had together.

    ``signs`` says in which direction each need is tried. ``cost`` is what moving a
    hidden cell by one costs, so that dear ones are left alone where others do.
    """
    table, wanted = cover.table, cover.wanted
    cells = np.flatnonzero(hidden)
    low, high = limits(table, wanted, cells)
    place = np.full(table.size, -1)
    place[cells] = np.arange(len(cells))
    want = np.zeros(len(cells))
    open_ = cover.open
    at = place[wanted.cells[open_]]
    want[at] = signs[open_]
    level = np.maximum(wanted.lower, wanted.upper)[open_] * SPARE
    low[at] = np.maximum(low[at], -level)
    high[at] = np.minimum(high[at], level)
    moved = solve(
        table.equations[:, cells], (low, high), (want, cost[cells]), inner=True
    )
    return 0 if moved is None else cover.take(cells, moved)


def solve(
    equations: sparse.csr_matrix,
    bounds: tuple[Floats, Floats],
    aims: tuple[Floats, Floats],
    *,
    inner: bool = False,
) -> Floats | None:
    """The deviation with most gain and least cost; None when the limits allow none.

    The columns of ``equations`` are the cells; what a dear cell costs is counted up as
    well as down, for which its column is there twice. ``inner`` takes the interior point
    method where that is faster: it moves more cells than it must, which costs nothing
    where all of them are hidden already.
    """
    (low, high), (want, cost) = bounds, aims
    dear = np.flatnonzero(cost > 0)
    system = equations[np.diff(equations.tocsr().indptr) > 0]
    both = sparse.hstack([system, -system[:, dear]], format="csc")
    up = low.copy()
    up[dear] = 0.0
    lower = np.concatenate([up, np.zeros(len(dear))])
    upper = np.concatenate([high, -low[dear]])
    price = np.concatenate([cost - want, cost[dear] + want[dear]])
    large = inner and len(price) > LARGE
    solver = quiet(solver="ipm" if large else "simplex", run_crossover="off")
    zeros = np.zeros(system.shape[0])
    solver.passModel(program(both, price, (lower, upper), (zeros, zeros)))
    solver.run()
    if solver.getModelStatus() not in FINISHED:
        return None
    found = np.asarray(solver.getSolution().col_value)
    moved = found[: len(cost)].copy()
    moved[dear] -= found[len(cost) :]
    moved[np.abs(moved) < NEAR] = 0.0
    off = np.abs(system @ moved).max(initial=0.0)
    return moved if off < 100 * NEAR else None
