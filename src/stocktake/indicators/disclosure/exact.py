"""Secondary suppression of least weight, exactly: capacity cuts and integer programs.

After Fischetti and Salazar-Gonzalez: a choice of cells protects a sensitive cell when
no proof of the outsider holds it back; each proof that does is a cut over the choice.
"""

from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic

import highspy
import numpy as np
from scipy import sparse

from stocktake.indicators.disclosure.attack import (
    INFINITE,
    Attacker,
    program,
    quiet,
    run,
)
from stocktake.indicators.disclosure.needs import Needs
from stocktake.indicators.disclosure.table import Bools, Floats, Table
from stocktake.kernel.errors import Refused


SMALL = 1e-6
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Choice:
    """The hidden cells; whether their weight is proved to be the least."""

    hidden: Bools
    optimal: bool
    rounds: int
    bound: float


@dataclass
class _Cuts:
    """Cuts gathered so far, each a row over the candidate cells."""

    rows: list[Floats]
    levels: list[float]
    seen: set[bytes]

    def add(self, row: Floats, level: float) -> bool:
        """Keep a cut scaled to one; False when it is known."""
        scaled: Floats = np.round(np.minimum(row / level, 1.0), 9).astype(np.float64)
        mark = scaled.tobytes()
        if mark in self.seen:
            return False
        self.seen.add(mark)
        self.rows.append(scaled)
        self.levels.append(1.0)
        return True


class _Search:
    """One search: the outsider, the cuts, the cells that may be chosen."""

    def __init__(
        self, table: Table, wanted: Needs, may: Bools, must: Bools, weight: Floats
    ) -> None:
        """``must``: hidden whatever happens; ``may``: could be hidden as well."""
        self.cells = np.flatnonzero(may | must)
        self.fixed = must[self.cells]
        self.weight = np.where(self.fixed, 0.0, weight[self.cells])
        self.value = table.values[self.cells]
        self.wanted = wanted
        self.wide = 2.0 * float(table.values.max(initial=1.0)) + float(
            np.max(wanted.upper, initial=1.0)
        )
        self.attacker = Attacker(
            table.equations, self.cells, -self.value, np.full(len(self.cells), INFINITE)
        )
        self.cuts = _Cuts([], [], set())

    def separate(self, chosen: Floats, *, wide: float) -> int:
        """Add the cut of every need that the (fractional) choice does not meet."""
        self.attacker.limit(-self.value * chosen, wide * chosen)
        added = 0
        wanted = self.wanted
        for cell, lower, upper in zip(
            wanted.cells, wanted.lower, wanted.upper, strict=True
        ):
            for direction, level in ((-1, lower), (1, upper)):
                if level <= SMALL:
                    continue
                if self.attacker.reach(int(cell), direction) < level - SMALL * level:
                    added += self._cut(level)
        return added

    def _cut(self, level: float) -> bool:
        """The cut that the outsider's last proof gives."""
        held = self.attacker.reasons()
        row = np.where(held > SMALL, held * self.value, 0.0)
        row = np.where(held < -SMALL, level, row)
        row[self.fixed] = 0.0
        # Fixed cells are hidden in any case: what they give is taken from the level.
        given = held[self.fixed] * self.value[self.fixed]
        spare = level - float(given[held[self.fixed] > SMALL].sum())
        return self.cuts.add(row, spare) if spare > SMALL else False


class _Master:
    """The program over the choice: least weight that satisfies all cuts so far."""

    def __init__(self, weight: Floats, fixed: Bools) -> None:
        """Start without cuts; fixed cells are chosen."""
        self._solver = quiet(mip_rel_gap=0.0, mip_abs_gap=1e-6)
        empty = sparse.csr_matrix((0, len(weight)))
        none = np.zeros(0)
        columns = (fixed.astype(float), np.ones(len(weight)))
        self._solver.passModel(program(empty, weight, columns, (none, none)))
        self._size = len(weight)
        self._taken = 0

    def solve(
        self, cuts: _Cuts, *, whole: bool, seconds: float
    ) -> tuple[Floats, float, bool]:
        """The choice, its weight (or what is proved of it), and whether it is best."""
        for row, level in zip(
            cuts.rows[self._taken :], cuts.levels[self._taken :], strict=True
        ):
            at = np.flatnonzero(row).astype(np.int32)
            self._solver.addRow(level, INFINITE, len(at), at, row[at])
        self._taken = len(cuts.rows)
        kind = (
            highspy.HighsVarType.kInteger if whole else highspy.HighsVarType.kContinuous
        )
        everything = np.arange(self._size, dtype=np.int32)
        self._solver.changeColsIntegrality(
            self._size, everything, np.full(self._size, kind)
        )
        spent = self._solver.getRunTime()
        self._solver.setOptionValue("time_limit", spent + max(seconds, 0.1))
        run(self._solver)
        status = self._solver.getModelStatus()
        if status == highspy.HighsModelStatus.kInfeasible:
            raise _Impossible
        chosen = np.asarray(self._solver.getSolution().col_value)
        best = status == highspy.HighsModelStatus.kOptimal
        bound = float(self._solver.getObjectiveValue())
        if not best and whole:
            bound = float(self._solver.getInfo().mip_dual_bound)
        return chosen, bound, best


class _Impossible(Exception):
    """No choice satisfies the cuts."""


def solve(
    table: Table,
    wanted: Needs,
    *,
    may: Bools,
    must: Bools,
    weight: Floats,
    progress: Progress,
    seconds: float = 60.0,
) -> Choice:
    """Hide the cells of least weight that protect all needs.

    ``must`` holds the sensitive cells and those not published in any case; ``may`` those
    that could be hidden. Raises ``Refused`` when hiding all of them is not enough. When
    time runs out, ``optimal`` is False and ``hidden`` may not protect yet.
    """
    search = _Search(table, wanted, may, must, weight)
    master = _Master(search.weight, search.fixed)
    until = monotonic() + seconds
    hidden = np.zeros(table.size, dtype=bool)
    try:
        chosen, rounds = _relaxed(search, master, until)
        while True:
            left = until - monotonic()
            chosen, bound, best = master.solve(search.cuts, whole=True, seconds=left)
            rounds += 1
            progress("cuts", len(search.cuts.rows), len(search.cuts.rows))
            chosen = np.round(chosen)
            hidden[search.cells] = chosen > 0.5
            added = search.separate(chosen, wide=search.wide)
            if not added or monotonic() > until:
                return Choice(hidden, best and not added, rounds, bound)
    except _Impossible as error:
        raise Refused(_HOPELESS) from error


_HOPELESS = (
    "Hiding every cell that may be hidden does not protect the sensitive ones. Take cells"
    " from `safe`, set `zeros: withhold`, or publish a coarser table."
)


def _relaxed(search: _Search, master: _Master, until: float) -> tuple[Floats, int]:
    """Cuts of the relaxation until none is missing or its bound stands still."""
    chosen = search.fixed.astype(float)
    rounds, still, last = 0, 0, -1.0
    level = float(max(search.wanted.lower.max(), search.wanted.upper.max()))
    while search.separate(chosen, wide=level) and monotonic() < until:
        chosen, bound, _ = master.solve(
            search.cuts, whole=False, seconds=until - monotonic()
        )
        rounds += 1
        still = still + 1 if bound < last + 1e-3 * abs(last) else 0
        last = bound
        if still >= 4:
            break
    return chosen, rounds
