"""How wide the outsider's intervals are at least: all cells of a table at once.

An interval by linear programs takes seconds for each cell of a large table. Witnesses
prove a width for thousands of cells together; what they prove is never too much.
"""

from collections.abc import Callable

import numpy as np
from scipy import sparse

from stocktake.indicators.disclosure.nearby import Places, around
from stocktake.indicators.disclosure.needs import Needs
from stocktake.indicators.disclosure.table import Bools, Floats, Table
from stocktake.indicators.disclosure.witnesses import Cover, limits, search, solve


Progress = Callable[[str, int, int], None]
TRIES = 40


def prove(table: Table, hidden: Bools, wanted: Needs, *, progress: Progress) -> Cover:
    """Witnesses for as many of the needs as can be had; the others stay open."""
    cover = Cover(table, wanted)
    rng = np.random.default_rng(20181210)
    free = np.zeros(table.size)
    least = int(hidden.sum()) // 200
    for _ in range(TRIES):
        if not len(cover.open):
            break
        signs = rng.choice([-1.0, 1.0], len(wanted.cells))
        if search(cover, hidden, cost=free, signs=signs) <= least:
            break
    places, columns = Places(table), sparse.csc_matrix(table.equations)
    price = np.where(hidden, 0.0, np.inf)
    open_ = cover.open
    for done, need in enumerate(open_):
        for side, sign in ((1, 1.0), (0, -1.0)):
            if not cover.met[need, side]:
                level = float((wanted.lower, wanted.upper)[side][need]) * sign
                _alone(cover, (places, columns), int(need), level, price)
        progress("proving", done + 1, len(open_))
    return cover


def _alone(
    cover: Cover,
    where: tuple[Places, sparse.csc_matrix],
    need: int,
    level: float,
    price: Floats,
) -> None:
    """Look for a witness of one need in the part of the table around it."""
    table, (places, columns) = cover.table, where
    cell = int(cover.wanted.cells[need])
    for wide in (1.0, 2.5):
        cells = around(table, places, cell, price, wide=wide)
        low, high = limits(table, cover.wanted, cells)
        at = np.flatnonzero(cells == cell)
        low[at] = high[at] = level
        zeros = np.zeros(len(cells))
        moved = solve(columns[:, cells].tocsr(), (low, high), (zeros, zeros))
        if moved is not None and cover.take(cells, moved):
            return
