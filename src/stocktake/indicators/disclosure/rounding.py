"""Controlled rounding: all cells to multiples of a base, margins still adding up.

An alternative to withholding, for counts. Cells that are multiples already stay; every
other goes to one of the two multiples beside it, and where no such rounding adds up, to
one further away. Chosen is the one that moves the table least.
"""

import highspy
import numpy as np
from scipy import sparse

from stocktake.indicators.disclosure.attack import Attacker, program, quiet, run
from stocktake.indicators.disclosure.table import Bools, Floats, Known, Table
from stocktake.kernel.errors import Refused


STEPS = (0, 1, 3)  # how many multiples beyond the neighbours are allowed, in turn
SECONDS = 60.0


def rounded(table: Table, base: int) -> Floats:
    """The rounded value of each cell; unknown cells take part and stay unknown.

    Raises ``Refused`` when none is found in a minute; withhold cells then.
    """
    for beyond in STEPS:
        found = _solve(table, base, beyond)
        if found is not None:
            return found
    msg = (
        f"No rounding to base {base} keeps the margins of these {table.size} cells"
        " within the limits tried. Take `rounding` out of the policy: cells are then"
        " withheld instead."
    )
    raise Refused(msg)


def _solve(table: Table, base: int, beyond: int) -> Floats | None:
    """The rounding with least movement, multiples as far as ``beyond`` allowed."""
    low = np.floor(table.values / base + 1e-9)
    high = np.ceil(table.values / base - 1e-9)
    loose = (high > low) | (table.known != Known.VALUE) | (beyond > 0)
    bottom = np.where(loose, np.maximum(low - beyond, 0.0), low)
    top = np.where(loose, high + beyond, high)
    # The distance to the true value, as the larger of two lines: one more column a cell.
    size = table.size
    one = sparse.identity(size, format="csr")
    none = sparse.csr_matrix(table.equations.shape)
    matrix = sparse.vstack(
        [
            sparse.hstack([table.equations, none]),
            sparse.hstack([-base * one, one]),
            sparse.hstack([base * one, one]),
        ]
    )
    endless = np.full(size, highspy.kHighsInf)
    zeros = np.zeros(table.equations.shape[0])
    rows = (
        np.concatenate([zeros, -table.values, table.values]),
        np.concatenate([zeros, endless, endless]),
    )
    columns = (
        np.concatenate([bottom, np.zeros(size)]),
        np.concatenate([top, endless]),
    )
    cost = np.concatenate([np.zeros(size), np.ones(size)])
    solver = quiet(time_limit=SECONDS, mip_rel_gap=0.05)
    solver.passModel(program(matrix, cost, columns, rows))
    whole = np.arange(size, dtype=np.int32)
    solver.changeColsIntegrality(
        size, whole, np.full(size, highspy.HighsVarType.kInteger)
    )
    run(solver)
    if solver.getInfo().primal_solution_status != FEASIBLE:
        return None
    found: Floats = np.round(np.asarray(solver.getSolution().col_value)[:size]) * base
    return found


FEASIBLE = 2  # the solver's word for a solution that satisfies everything


def reach(table: Table, shown: Floats, base: int, sensitive: Bools) -> Floats:
    """The width of what an outsider can derive of each sensitive cell, in order.

    The outsider knows the base, that counts are whole, and that a rounded value lies
    less than a base from the true one (more where the rounding had to go further).
    """
    step = max(base - 1.0, float(np.abs(shown - table.values).max(initial=0.0)))
    low = np.maximum(shown - step, 0.0) - table.values
    high = shown + step - table.values
    attacker = Attacker(table.equations, np.arange(table.size), low, high)
    return np.array(
        [
            attacker.reach(int(cell), 1) + attacker.reach(int(cell), -1)
            for cell in np.flatnonzero(sensitive)
        ]
    )
