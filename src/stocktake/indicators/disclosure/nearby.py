"""The part of a table around one cell: where its cheapest protection is looked for."""

from itertools import product

import numpy as np

from stocktake.indicators.disclosure.codes import mix
from stocktake.indicators.disclosure.table import Bools, Floats, Ints, Table


AROUND = {1: 400, 2: 30, 3: 8, 4: 5, 5: 4}  # codes per dimension, by dimensions


class Places:
    """Cells by their codes."""

    def __init__(self, table: Table) -> None:
        """Sort the codes once."""
        self._sizes = [len(names) for names in table.names]
        mixed = mix(table.codes, self._sizes)
        self._order = np.argsort(mixed)
        self._mixed = mixed[self._order]

    def find(self, codes: Ints) -> Ints:
        """The cell of each row of codes; -1 where there is none."""
        wanted = mix(codes, self._sizes)
        at = np.minimum(np.searchsorted(self._mixed, wanted), len(self._mixed) - 1)
        found: Ints = np.where(self._mixed[at] == wanted, self._order[at], -1)
        return found


def around(
    table: Table, places: Places, cell: int, price: Floats, *, wide: float = 1.0
) -> Ints:
    """Cells in the grid of the codes that are cheapest on the lines through a cell.

    ``price`` is zero for hidden cells and infinite for those that cannot be hidden;
    ``wide`` takes more codes where a first try was too narrow.
    """
    here = table.codes[cell]
    most = max(2, round(AROUND.get(len(here), 3) * wide))
    chosen: list[Ints] = []
    for i, names in enumerate(table.names):
        line = np.tile(here, (len(names), 1))
        line[:, i] = np.arange(len(names))
        found = places.find(line)
        cost = np.where(found >= 0, price[found], np.inf)
        cost[here[i]] = -1.0
        chosen.append(_codes(table, i, int(here[i]), cost, most))
    grid = np.array(list(product(*chosen)), dtype=np.int64)
    cells = places.find(grid)
    cells = cells[cells >= 0]
    return cells[np.isfinite(price[cells])]


def _codes(table: Table, dimension: int, code: int, cost: Floats, most: int) -> Ints:
    """The codes of one dimension to look at: the cheapest at each level above a code.

    Moving a cell moves its sums, unless something beside it moves back; so those
    above the code are there, and beside each of them the cheapest of the same family.
    """
    fit = np.isfinite(cost)
    picked: list[Ints] = [np.array([code])]
    ladders = [_ladder(p, code) for i, p in table.parents if i == dimension]
    levels = [level for ladder in ladders for level in ladder] or [fit]
    for level in levels:
        family = np.flatnonzero(level & fit)
        order = np.argsort(cost[family], kind="stable")
        picked.append(family[order[: max(2, most // len(levels))]])
    found: Ints = np.unique(np.concatenate(picked))
    return found


def _ladder(parent: Ints, code: int) -> list[Bools]:
    """The families of a code, of its parent, and so on, each with its head."""
    levels = []
    if (parent == code).any():
        levels.append(parent == code)
    while parent[code] >= 0:
        head = int(parent[code])
        level = parent == head
        level[head] = True
        levels.append(level)
        code = head
    return levels
