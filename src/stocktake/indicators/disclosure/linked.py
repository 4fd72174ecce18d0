"""Tables that share cells, and successive releases of one: attacked as a whole.

What one table withholds another may give away: by publishing the cell, or by the
equations of both together. So tables are joined into one, in which a dimension that a
table lacks stands at its total, and a cell is hidden only where no table shows it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from stocktake.indicators.disclosure import making
from stocktake.indicators.disclosure.files import Sheet
from stocktake.indicators.disclosure.needs import Needs, doubt, needs
from stocktake.indicators.disclosure.policy import Policy
from stocktake.indicators.disclosure.table import Bools, Known, Table
from stocktake.kernel.errors import Refused


@dataclass(frozen=True)
class Linked:
    """The joined table; the cells of the first table come first, in its order."""

    table: Table
    own: int  # how many cells the first table has
    public: Bools  # cells that an earlier table shows with the value they still have
    revised: int  # cells that an earlier table shows with another value
    withheld: Bools | None = (
        None  # cells that an earlier release hides; None: not known
    )

    @property
    def free(self) -> Bools:
        """The cells that the first table may still withhold to any effect."""
        mark = ~self.public
        mark[self.own :] = False
        return mark

    def kept(self, policy: Policy) -> Needs:
        """What the cells that earlier tables withhold must keep.

        Of earlier releases the values are known, and their sensitive cells keep what all
        such cells keep. Of other tables they are not, so each that may be sensitive keeps
        an interval as wide as the levels of the policy together.
        """
        table = self.table
        if self.withheld is not None:
            found = needs(table, policy)
            return found.of((found.cells >= self.own) & self.withheld[found.cells])
        cells = np.flatnonzero(table.known[: table.given] == Known.BLANK)
        cells = cells[cells >= self.own]
        wide = doubt(policy, len(cells))
        lower = np.minimum(table.values[cells], wide / 2)
        return Needs(cells, lower, wide - lower)


def link(first: Sheet, others: Sequence[Sheet], policy: Policy) -> Linked:
    """Join a table with those already published.

    Raises ``Refused`` where the tables contradict each other beyond revision.
    """
    place = {key: i for i, key in enumerate(first.keys)}
    keys, values = list(first.keys), list(first.values)
    shown, revised = set(), 0
    for other in others:
        for key, value in zip(other.keys, other.values, strict=True):
            at = place.setdefault(key, len(keys))
            if at == len(keys):
                keys.append(key)
                values.append(value)
                continue
            mine = values[at]
            if value is None:
                continue
            if mine is None or abs(mine - value) <= 1e-9:
                values[at] = value
                shown.add(at)
            else:
                revised += 1
    table = _made(first, keys, values, policy)
    public = np.zeros(table.size, dtype=bool)
    public[sorted(shown)] = True
    return Linked(table, len(first.keys), public, revised)


def _made(
    first: Sheet,
    keys: list[tuple[str, ...]],
    values: list[float | None],
    policy: Policy,
) -> Table:
    """The joined table, or a refusal that says it is the joining that fails."""
    columns = {
        name: np.concatenate([column, np.zeros(len(keys) - len(column))])
        for name, column in first.columns.items()
    }
    try:
        return making.make(
            keys,
            values,
            dimensions=policy.dimensions,
            total=policy.total,
            hierarchies=policy.trees,
            tolerance=policy.tolerance,
            columns=columns,
        )
    except Refused as error:
        msg = f"Together with the tables already published: {error}"
        raise Refused(msg) from error
