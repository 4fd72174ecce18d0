"""Successive releases of one table: attacked as a whole, each with the equations it had.

A figure that was not revised is one unknown in all of them; a revised one is another in
each. So cells that only one release has, or has with another value, stand beside the
others under the release's number, in a dimension of their own. What a release withheld
stays withheld while its figure is the same: shown later, it would give away through the
older margins what it once shielded.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from scipy import sparse

from stocktake.indicators.disclosure.linked import Linked
from stocktake.indicators.disclosure.table import Bools, Ints, Known, Table


RELEASE = "release"
NOW = "now"


@dataclass(frozen=True)
class Vintage:
    """One release of a table with its true values, and what of it was hidden."""

    table: Table
    hidden: Bools  # over all cells, those not in the file included


@dataclass(frozen=True)
class _Placed:
    """Where the cells of one release are among all cells; new ones have their own."""

    place: Ints
    fresh: Ints  # the cells that no release placed before had so


def stack(now: Table, before: Sequence[Vintage]) -> Linked:
    """A table about to be published with those published before, the oldest first.

    ``withheld`` of the answer are the cells that an earlier release hides.
    """
    known = _Register(now)
    placed = [known.place(each.table) for each in before]
    tables = [each.table for each in before]
    order = _given_first(now, tables, placed)
    table = _joined(now, tables, placed, order)
    public = np.zeros(table.size, dtype=bool)
    withheld = np.zeros(table.size, dtype=bool)
    for each, where in zip(before, placed, strict=True):
        cells = order[where.place]
        given = each.table.known == Known.VALUE
        public[cells[given & ~each.hidden]] = True
        withheld[cells[given & each.hidden]] = True
    revised = sum(len(each.fresh) for each in placed)
    return Linked(table, now.given, public, revised, withheld & ~public)


class _Register:
    """Cells by their codes and values, each with its place among all cells."""

    def __init__(self, now: Table) -> None:
        self.size = now.size
        self._held: dict[tuple[object, ...], int] = {
            _fact(now, cell): cell for cell in range(now.size)
        }

    def place(self, table: Table) -> _Placed:
        """The places of a release's cells; what is not there yet is added at the end."""
        places, fresh = np.empty(table.size, dtype=np.int64), []
        for cell in range(table.size):
            at = self._held.setdefault(_fact(table, cell), self.size)
            places[cell] = at
            if at == self.size:
                self.size += 1
                fresh.append(cell)
        return _Placed(places, np.array(fresh, dtype=np.int64))


def _fact(table: Table, cell: int) -> tuple[object, ...]:
    """What makes a figure the same in two releases: codes, value, whether it is known."""
    known = int(table.known[cell])
    return (table.key(cell), known, round(float(table.values[cell]), 6))


def _given_first(
    now: Table, tables: Sequence[Table], placed: Sequence[_Placed]
) -> Ints:
    """The place of each cell once those that a file holds stand before the others."""
    given = np.arange(now.size) < now.given
    marks = [given]
    for table, where in zip(tables, placed, strict=True):
        marks.append(where.fresh < table.given)
    absent = ~np.concatenate(marks)
    found = np.empty(len(absent), dtype=np.int64)
    found[np.argsort(absent, kind="stable")] = np.arange(len(absent))
    return found


def _joined(
    now: Table, tables: Sequence[Table], placed: Sequence[_Placed], order: Ints
) -> Table:
    """All cells and all equations as one table, with the release as a dimension."""
    everything = [now, *tables]
    rows = [np.arange(now.size), *(each.fresh for each in placed)]
    names = tuple(
        (
            now.total,
            *sorted(set().union(*(t.names[i] for t in everything)) - {now.total}),
        )
        for i in range(len(now.dimensions))
    )
    vintages = (NOW, *(str(number + 1) for number in range(len(tables))))
    codes = np.concatenate(
        [
            np.column_stack([_recoded(t, names)[r], np.full(len(r), number)])
            for number, (t, r) in enumerate(zip(everything, rows, strict=True))
        ]
    )
    back = np.argsort(order)
    width = len(order)
    maps = [order[: now.size], *(order[each.place] for each in placed)]
    return replace(
        now,
        dimensions=(*now.dimensions, RELEASE),
        names=(*names, vintages),
        codes=codes[back],
        values=np.concatenate([t.values[r] for t, r in zip(everything, rows, strict=True)])[back],
        known=np.concatenate([t.known[r] for t, r in zip(everything, rows, strict=True)])[back],
        equations=_equations(everything, maps, width),
        given=sum(int((r < t.given).sum()) for t, r in zip(everything, rows, strict=True)),
        columns=_columns(everything, rows),
        parents=_parents(now, names),
    )  # fmt: skip


def _recoded(table: Table, names: tuple[tuple[str, ...], ...]) -> Ints:
    """The codes of a table as positions in the names of all tables."""
    columns = []
    for i, known in enumerate(names):
        at = {name: n for n, name in enumerate(known)}
        places = np.array([at[name] for name in table.names[i]], dtype=np.int64)
        columns.append(places[table.codes[:, i]])
    return np.column_stack(columns)


def _equations(
    tables: Sequence[Table], maps: Sequence[Ints], width: int
) -> sparse.csr_matrix:
    """The equations of all tables over all cells, each once."""
    seen: set[bytes] = set()
    kept = []
    for table, places in zip(tables, maps, strict=True):
        entries = table.equations.tocoo()
        moved = sparse.csr_matrix(
            (entries.data, (entries.row, places[entries.col])),
            shape=(table.equations.shape[0], width),
        )
        moved.sort_indices()
        fresh = []
        for row in range(moved.shape[0]):
            part = slice(moved.indptr[row], moved.indptr[row + 1])
            told = moved.indices[part].tobytes() + moved.data[part].tobytes()
            if told not in seen:
                seen.add(told)
                fresh.append(row)
        kept.append(moved[fresh])
    return sparse.csr_matrix(sparse.vstack(kept))


def _columns(
    tables: Sequence[Table], rows: Sequence[Ints]
) -> dict[str, np.ndarray[tuple[int], np.dtype[np.float64]]]:
    """Further columns of the cells that a file holds."""
    return {
        name: np.concatenate(
            [t.columns[name][r[r < t.given]] for t, r in zip(tables, rows, strict=True)]
        )
        for name in tables[0].columns
    }


def _parents(
    now: Table, names: tuple[tuple[str, ...], ...]
) -> tuple[tuple[int, Ints], ...]:
    """The hierarchies of the new table over the names of all."""
    found = []
    for i, parent in now.parents:
        at = {name: n for n, name in enumerate(names[i])}
        over = np.full(len(names[i]), -1, dtype=np.int64)
        for code, head in enumerate(parent.tolist()):
            if head >= 0:
                over[at[now.names[i][code]]] = at[now.names[i][head]]
        found.append((i, over))
    return tuple(found)
