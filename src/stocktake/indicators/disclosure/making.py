"""Build a table from cells, or say what keeps it from being one."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import highspy
import numpy as np
from scipy import sparse

from stocktake.indicators.disclosure.attack import INFINITE, program, quiet
from stocktake.indicators.disclosure.codes import (
    Parents,
    Tree,
    close,
    encode,
    mix,
    names_of,
    trees_of,
)
from stocktake.indicators.disclosure.table import (
    Bools,
    Floats,
    Ints,
    Known,
    Table,
)
from stocktake.kernel.errors import Refused


SHOWN = 5  # places that a message lists


def make(  # the parts of a table
    keys: Sequence[tuple[str, ...]],
    values: Sequence[float | None],
    *,
    dimensions: tuple[str, ...],
    total: str = "_T",
    hierarchies: Mapping[str, Sequence[Parents]] | None = None,
    tolerance: float = 0.0,
    columns: Mapping[str, Floats] | None = None,
) -> Table:
    """Build a table from cells, or refuse what is no table.

    ``None`` is a value that is not available. Raises ``Refused`` for a cell given
    twice, a negative value, and margins that do not add up; the message says where.
    """
    if not keys:
        msg = "The table has no cells."
        raise Refused(msg)
    known = [tuple((hierarchies or {}).get(name, ())) for name in dimensions]
    names = [
        names_of({key[i] for key in keys}, total, known[i])
        for i in range(len(dimensions))
    ]
    trees = [t for i, n in enumerate(names) for t in trees_of(i, n, known[i])]
    codes = encode(keys, names)
    given = np.array([np.nan if v is None else v for v in values], dtype=np.float64)
    _refuse_twice(keys, codes, [len(n) for n in names])
    _refuse_negative(keys, given)
    empty = Table(
        dimensions,
        tuple(names),
        total,
        codes,
        given,
        np.zeros(len(given), dtype=np.int8),
        sparse.csr_matrix((0, len(given))),
        len(given),
        columns or {},
        tuple((tree.dimension, tree.parent) for tree in trees),
    )
    table = _closed(empty, codes, trees)
    unknown = _unknown_children(table, trees, tolerance)
    if len(unknown):
        table = _closed(empty, np.concatenate([codes, unknown]), trees)
    return _settled(table, tolerance)


def _closed(empty: Table, codes: Ints, trees: Sequence[Tree]) -> Table:
    """The table with its missing margins; unknown values are not numbers yet."""
    cells, equations = close(codes, trees, [len(names) for names in empty.names])
    values = np.full(len(cells), np.nan)
    values[: empty.given] = empty.values
    known = np.full(len(cells), Known.ABSENT, dtype=np.int8)
    known[: empty.given] = np.where(np.isnan(empty.values), Known.BLANK, Known.VALUE)
    return replace(
        empty,
        codes=cells,
        values=_derived(values, equations),
        known=known,
        equations=equations,
    )


def _derived(values: Floats, equations: sparse.csr_matrix) -> Floats:
    """Values with every unknown that follows from one equation, again and again."""
    values = values.copy()
    pattern = abs(equations)
    while np.isnan(values).any():
        missing = np.isnan(values)
        single = np.flatnonzero(pattern @ missing.astype(float) == 1)
        if not len(single):
            break
        rest = equations[single] @ np.where(missing, 0.0, values)
        entries = equations[single].tocoo()
        unknown = missing[entries.col]
        row, last = entries.row[unknown], entries.col[unknown]
        values[last] = -rest[row] * entries.data[unknown]
    return values


def _unknown_children(table: Table, trees: Sequence[Tree], tolerance: float) -> Ints:
    """Inner cells not in the file whose margins do not add up without them."""
    off = _residuals(table) > _slack(table, tolerance)
    if not off.any():
        return table.codes[:0]
    heads = np.flatnonzero(
        np.asarray((table.equations[off] < 0).sum(axis=0)).ravel() > 0
    )
    sizes = [len(names) for names in table.names]
    there = mix(table.codes, sizes)
    wanted = []
    for tree in trees:
        i = tree.dimension
        for head, children in tree.families:
            above = table.codes[heads[table.codes[heads, i] == head]]
            below = np.repeat(above, len(children), axis=0)
            below[:, i] = np.tile(children, len(above))
            wanted.append(below[~np.isin(mix(below, sizes), there)])
    found: Ints = np.unique(np.concatenate(wanted), axis=0)
    return found


def _residuals(table: Table) -> Floats:
    """By how much each equation misses, the parent above the sum; unknown: 0."""
    missed: Floats = -(table.equations @ table.values)
    return np.nan_to_num(missed, nan=0.0)


def _slack(table: Table, tolerance: float) -> Floats:
    """What each equation may miss: the tolerance, and what floats lose."""
    size = abs(table.equations) @ np.nan_to_num(table.values)
    slack: Floats = tolerance + 1e-9 * np.maximum(size, 1.0)
    return slack


def _settled(table: Table, tolerance: float) -> Table:
    """The table with a value for every cell, or refuse it and say where it fails."""
    off = np.flatnonzero(np.abs(_residuals(table)) > _slack(table, tolerance))
    if len(off):
        raise Refused(_which_fail(table, off))
    values = table.values
    missing = np.isnan(values)
    if missing.any():
        values = values.copy()
        values[missing] = _any_values(table, missing)
    if (values < -1e-6).any():
        where = ", ".join(
            table.title(i) for i in np.flatnonzero(values < -1e-6)[:SHOWN]
        )
        msg = f"The other cells leave less than nothing for {where}."
        raise Refused(msg)
    return replace(table, values=np.maximum(values, 0.0))


def _any_values(table: Table, missing: Bools) -> Floats:
    """Values for the unknown cells with which all margins add up.

    The interior point method without crossover gives values in the middle of what is
    possible rather than in a corner: the best place to look around from.
    """
    rows = np.flatnonzero(abs(table.equations) @ missing.astype(float) > 0)
    system = table.equations[rows]
    wanted = -(system @ np.where(missing, 0.0, table.values))
    size = int(missing.sum())
    solver = quiet(solver="ipm", run_crossover="off")
    free = (np.zeros(size), np.full(size, INFINITE))
    solver.passModel(
        program(system[:, missing], np.zeros(size), free, (wanted, wanted))
    )
    solver.run()
    if solver.getModelStatus() == highspy.HighsModelStatus.kInfeasible:
        msg = (
            "The margins contradict each other: no values of the cells that are not"
            " available make all of them add up. Correct the table first."
        )
        raise Refused(msg)
    return np.asarray(solver.getSolution().col_value)


def _which_fail(table: Table, off: Ints) -> str:
    """The message about margins that do not add up."""
    lines = []
    for row in off[:SHOWN]:
        line = table.equations[row]
        head = int(line.indices[line.data < 0][0])
        total = float(
            (line.data[line.data > 0] * table.values[line.indices[line.data > 0]]).sum()
        )
        lines.append(
            f"{table.title(head)} is {table.values[head]:g}, its parts add up to {total:g}"
        )
    more = f"; and {len(off) - SHOWN} more" if len(off) > SHOWN else ""
    return (
        f"{len(off)} margins do not add up: {'; '.join(lines)}{more}. Correct the table,"
        " or allow for rounding with `tolerance` in the policy."
    )


def _refuse_twice(
    keys: Sequence[tuple[str, ...]], codes: Ints, sizes: Sequence[int]
) -> None:
    """Refuse a table that gives a cell twice."""
    mixed = mix(codes, sizes)
    _, first, count = np.unique(mixed, return_index=True, return_counts=True)
    if (count > 1).any():
        cell = first[count > 1].min()
        msg = f"Cell {'/'.join(keys[cell])} is given more than once."
        raise Refused(msg)


def _refuse_negative(keys: Sequence[tuple[str, ...]], values: Floats) -> None:
    """Refuse what is no count or magnitude."""
    wrong = np.flatnonzero((values < 0) | np.isinf(values))
    if len(wrong):
        where = ", ".join("/".join(keys[i]) for i in wrong[:SHOWN])
        msg = (
            f"{len(wrong)} cells are negative or infinite, such as {where}. Disclosure"
            " control is for counts and amounts: take them out or publish them apart."
        )
        raise Refused(msg)
