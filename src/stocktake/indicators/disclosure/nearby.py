"""The part of a table around one cell: where its cheapest protection is looked for."""

from itertools import product

import numpy as np

from stocktake.indicators.disclosure.codes import mix
from stocktake.indicators.disclosure.table import Floats, Ints, Table


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
        order = np.argsort(cost, kind="stable")
        order = order[np.isfinite(cost[order])]
        chosen.append(order[:most])
    grid = np.array(list(product(*chosen)), dtype=np.int64)
    cells = places.find(grid)
    cells = cells[cells >= 0]
    return cells[np.isfinite(price[cells])]
