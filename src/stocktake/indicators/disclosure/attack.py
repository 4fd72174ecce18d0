"""The outsider: what can be derived of a hidden cell from what is published.

The outsider knows the published cells, that parts add up to their margins, and that
nothing is below zero. Everything is written in deviations from the true values: a
deviation that all equations and limits allow is a table that could be true as well.
"""

from collections.abc import Callable
from threading import Thread
from typing import Any

import highspy
import numpy as np
from scipy import sparse

from stocktake.indicators.disclosure.table import Bools, Floats, Ints


INFINITE = highspy.kHighsInf
_OPTIMAL = highspy.HighsModelStatus.kOptimal
_UNBOUNDED = (
    highspy.HighsModelStatus.kUnbounded,
    highspy.HighsModelStatus.kUnboundedOrInfeasible,
)


def quiet(**options: bool | float | str) -> Any:
    """A solver that prints nothing, with these options."""
    # The base class: the derived one greets on standard output, where JSON is to go.
    solver = highspy.highs._Highs()  # type: ignore[attr-defined]  # noqa: SLF001
    solver.setOptionValue("output_flag", False)  # noqa: FBT003  # the solver's own call
    for name, value in options.items():
        solver.setOptionValue(name, value)
    return solver


def run(solver: Any) -> None:
    """Solve beside the main thread, so that an interrupt is heard while it runs."""
    work = Thread(target=solver.run, daemon=True)
    work.start()
    while work.is_alive():
        work.join(0.2)


def program(
    matrix: sparse.spmatrix,
    cost: Floats,
    columns: tuple[Floats, Floats],
    rows: tuple[Floats, Floats],
) -> Any:
    """A linear program as the solver wants it: cost, limits of columns and of rows."""
    by_column = sparse.csc_matrix(matrix)
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = len(cost), by_column.shape[0]
    lp.col_cost_ = cost
    lp.col_lower_, lp.col_upper_ = columns
    lp.row_lower_, lp.row_upper_ = rows
    lp.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    lp.a_matrix_.start_ = by_column.indptr
    lp.a_matrix_.index_ = by_column.indices
    lp.a_matrix_.value_ = by_column.data
    return lp


class Attacker:
    """Linear programs over one set of cells; only the goal changes between questions.

    ``cells`` are the columns: those that are hidden or could be.
    """

    def __init__(
        self, equations: sparse.csr_matrix, cells: Ints, lower: Floats, upper: Floats
    ) -> None:
        """Set the program up with limits of the deviation of each cell."""
        system = equations[:, cells]
        system = system[np.diff(system.indptr) > 0]
        zeros = np.zeros(system.shape[0])
        # Without presolve, and by the primal simplex, a new goal starts from the last
        # basis: 14 to 50 times faster here than the solver's defaults.
        self._solver = quiet(presolve="off", solver="simplex", simplex_strategy=4)
        self._solver.passModel(
            program(system, np.zeros(len(cells)), (lower, upper), (zeros, zeros))
        )
        self._place = {int(cell): i for i, cell in enumerate(cells)}
        self._goal = -1

    def limit(self, lower: Floats, upper: Floats) -> None:
        """Set new limits for all cells."""
        everything = np.arange(len(lower), dtype=np.int32)
        self._solver.changeColsBounds(len(lower), everything, lower, upper)

    def reach(self, cell: int, direction: int) -> float:
        """How far the cell can deviate up (1) or down (-1); infinite when unbounded."""
        place = self._place[cell]
        if self._goal >= 0:
            self._solver.changeColCost(self._goal, 0.0)
        self._solver.changeColCost(place, -float(direction))
        self._goal = place
        self._solver.run()
        status = self._solver.getModelStatus()
        if status in _UNBOUNDED:
            return INFINITE
        if status != _OPTIMAL:
            # A warm start can fail on numbers; from nothing it does not.
            self._solver.clearSolver()
            self._solver.run()
            if self._solver.getModelStatus() in _UNBOUNDED:
                return INFINITE
        return -float(self._solver.getObjectiveValue())

    def reasons(self) -> Floats:
        """Reduced costs at the last answer: which limits of which cells hold it back."""
        return np.asarray(self._solver.getSolution().col_dual)


def intervals(
    equations: sparse.csr_matrix,
    values: Floats,
    hidden: Bools,
    asked: Ints,
    progress: Callable[[str, int, int], None],
) -> tuple[Floats, Floats]:
    """The derivable interval of each cell asked, as lowest and highest value."""
    cells = np.flatnonzero(hidden)
    attacker = Attacker(equations, cells, -values[cells], np.full(len(cells), INFINITE))
    low, high = values[asked].copy(), values[asked].copy()
    for i, cell in enumerate(asked.tolist()):
        low[i] -= attacker.reach(cell, -1)
        high[i] += attacker.reach(cell, 1)
        progress("intervals", i + 1, len(asked))
    return low, high
