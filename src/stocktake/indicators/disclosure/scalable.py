"""Secondary suppression of large tables: witnesses first, cells only where they lack.

Most sensitive cells of a large table protect each other. A few linear programs over the
hidden cells prove that for nearly all; for the rest, the cheapest witness in the part
of the table around them says which cells to hide as well. Then cells that no witness
needs are released, and the dear ones are tried to be done without.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy import sparse

from stocktake.indicators.disclosure.nearby import Places, around
from stocktake.indicators.disclosure.needs import Needs
from stocktake.indicators.disclosure.table import Bools, Floats, Ints, Table
from stocktake.indicators.disclosure.witnesses import (
    NEAR,
    Cover,
    limits,
    search,
)
from stocktake.indicators.disclosure.witnesses import (
    solve as solve_witness,
)
from stocktake.kernel.errors import Refused


Progress = Callable[[str, int, int], None]
WIDER = (1.0, 3.0, 8.0)  # the last stands for the whole table
DEAR = 10.0  # times the median weight: from there on a wider part is worth looking at


@dataclass
class _State:
    """What is hidden, and what has been proved of it."""

    cover: Cover
    hidden: Bools


class Covering:
    """One run over one table."""

    def __init__(
        self, table: Table, wanted: Needs, *, may: Bools, must: Bools, weight: Floats
    ) -> None:
        """``must`` is hidden in any case, ``may`` could be hidden at its weight."""
        self.table, self.wanted = table, wanted
        self.may, self.must, self.weight = may, must, weight
        self.dear = DEAR * float(np.median(weight[may])) if may.any() else 0.0
        self.places = Places(table)
        self.columns = sparse.csc_matrix(table.equations)
        self.rng = np.random.default_rng(20181210)
        self.state = _State(Cover(table, wanted), must.copy())
        self._begun = self.state

    def start(self) -> None:
        """Prove what the cells hidden in any case protect by themselves."""
        free = np.zeros(self.table.size)
        self.prove(self.state, cost=free, least=int(self.must.sum()) // 200)
        self._begun = _State(self.state.cover.copy(), self.state.hidden.copy())

    def finish(self, progress: Progress, *, effort: int = 800) -> Bools:
        """Hide cells of small weight for the rest; proved, not always the least.

        ``effort`` is how many small programs are spent on doing with less.
        """
        open_ = self.state.cover.open
        for done, need in enumerate(open_):
            if not self.state.cover.met[need].all():
                self.repair(self.state, int(need))
            progress("repairing", done + 1, len(open_))
        self.spare(effort, progress)
        again = self.release(self._begun)
        better = self.cost(again.hidden) < self.cost(self.state.hidden)
        return again.hidden if better else self.state.hidden

    def cost(self, hidden: Bools) -> float:
        """The weight of the cells hidden beyond those that must be."""
        return float(self.weight[hidden & ~self.must].sum())

    def prove(self, state: _State, *, cost: Floats, least: int, tries: int = 1) -> None:
        """Witnesses from whole-table programs, until they bring too little."""
        vain = 0
        while len(state.cover.open) and vain < tries:
            signs = self.rng.choice([-1.0, 1.0], len(self.wanted.cells))
            gain = 4.0 * float(cost.max(initial=1.0))
            news = search(state.cover, state.hidden, cost=cost, signs=gain * signs)
            vain = vain + 1 if news <= least else 0

    def repair(self, state: _State, need: int) -> None:
        """Hide the cheapest cells around one need that give it its witnesses."""
        wanted = self.wanted
        for side, sign in ((1, 1.0), (0, -1.0)):
            if state.cover.met[need, side]:
                continue
            level = float((wanted.lower, wanted.upper)[side][need])
            cell = int(wanted.cells[need])
            found = self._witness(state, cell, sign * level)
            if found is None:
                raise Refused(_hopeless(self.table, cell))
            cells, moved = found
            state.hidden[cells] = True
            state.cover.take(cells, moved)

    def _witness(
        self, state: _State, cell: int, level: float
    ) -> tuple[Ints, Floats] | None:
        """The cheapest witness of one cell in the part of the table around it.

        Where that is dear, a wider part is looked at, and of that only what is cheaper
        than what was found, in the end in the whole table.
        """
        price = np.where(state.hidden, 0.0, np.where(self.may, self.weight, np.inf))
        best, least = None, np.inf
        for wide in WIDER:
            if wide < WIDER[-1]:
                cells = around(self.table, self.places, cell, price, wide=wide)
            else:
                cells = np.flatnonzero(np.isfinite(price))
            cells = cells[price[cells] <= least]
            moved = self._cheapest(cells, price[cells], cell, level)
            if moved is not None:
                touched = np.abs(moved) > NEAR
                added = float(price[cells[touched]].sum())
                if added < least:
                    best, least = (cells[touched], moved[touched]), added
            if least <= self.dear:
                break
        return best

    def _cheapest(
        self, cells: Ints, price: Floats, cell: int, level: float
    ) -> Floats | None:
        """The cheapest deviation of ``cells`` that moves ``cell`` by ``level``."""
        low, high = limits(self.table, self.wanted, cells)
        at = np.flatnonzero(cells == cell)
        low[at] = high[at] = level
        if level < 0:
            low[at] = level
        system = self.columns[:, cells].tocsr()
        return solve_witness(system, (low, high), (np.zeros(len(cells)), price))

    def release(self, start: _State) -> _State:
        """Find the witnesses again, leaving the dear cells alone; release the unused."""
        again = _State(start.cover.copy(), self.state.hidden.copy())
        while len(again.cover.open):
            before = len(again.cover.open)
            used = self.used(again.cover)
            cost = np.where(again.hidden & ~self.must & ~used, self.weight, 0.0)
            self.prove(again, cost=cost, least=0, tries=1)
            if len(again.cover.open) == before:
                break
        again.hidden &= self.must | self.used(again.cover)
        for need in again.cover.open:
            self.repair(again, int(need))
        return again

    def used(self, cover: Cover) -> Bools:
        """The cells that any witness that counts uses."""
        mark = np.zeros(self.table.size, dtype=bool)
        for witness in set(cover.by[cover.by >= 0].tolist()):
            mark[cover.used[witness]] = True
        return mark

    def spare(self, budget: int, progress: Progress) -> None:
        """Try to do without each secondary, the dearest first; keep what is cheaper."""
        done = 0
        while done < budget:
            cells = np.flatnonzero(self.state.hidden & ~self.must)
            cells = cells[np.argsort(-self.weight[cells], kind="stable")]
            before = self.cost(self.state.hidden)
            for cell in cells:
                if done >= budget:
                    return
                if self.state.hidden[cell]:
                    done += self._without(int(cell))
                    progress("sparing", min(done, budget), budget)
            if self.cost(self.state.hidden) >= before - NEAR:
                return

    def _without(self, cell: int) -> int:
        """Protect the needs that lean on a cell in another way, if that is cheaper."""
        old = self.state
        fresh = _State(old.cover.copy(), old.hidden.copy())
        fresh.cover.forget([n for n, used in enumerate(old.cover.used) if cell in used])
        fresh.hidden[cell] = False
        held, self.may[cell] = bool(self.may[cell]), False
        open_ = fresh.cover.open
        try:
            for need in open_:
                self.repair(fresh, int(need))
                if self.cost(fresh.hidden) >= self.cost(old.hidden):
                    break
            else:
                fresh.hidden &= self.must | self.used(fresh.cover)
                self.state = fresh
        except Refused:
            pass
        finally:
            self.may[cell] = held
        return max(len(open_), 1)


def _hopeless(table: Table, cell: int) -> str:
    """The message for a cell that nothing can protect."""
    return (
        f"{table.title(cell)} cannot be protected by what may be hidden. Take cells from"
        " `safe`, set `zeros: withhold`, or publish a coarser table."
    )
