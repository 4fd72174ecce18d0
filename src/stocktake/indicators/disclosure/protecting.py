"""Protect a table: the one maker of ``Protected``."""

from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic
from typing import NewType

import numpy as np

from stocktake.indicators.disclosure import exact, scalable
from stocktake.indicators.disclosure.needs import Needs, matching, needs
from stocktake.indicators.disclosure.policy import Policy
from stocktake.indicators.disclosure.table import Bools, Floats, Known, Table


EXACT = (
    100_000  # open sensitive cells times cells up to which the exact method is tried
)
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell as it may be published; a withheld value is None, never zero."""

    key: tuple[str, ...]
    value: float | None


Protected = NewType("Protected", tuple[Cell, ...])


@dataclass(frozen=True)
class Outcome:
    """A protected table and the figures about how it was protected."""

    table: Protected
    hidden: Bools  # over the cells of the table, absent ones included
    primaries: tuple[int, ...]
    secondaries: tuple[int, ...]
    method: str
    seconds: float
    value: float  # of all cells given
    value_withheld: float


def quietly(_stage: str, _done: int, _total: int) -> None:
    """Progress for nobody."""


def protect(table: Table, policy: Policy, *, progress: Progress = quietly) -> Outcome:
    """Withhold the sensitive cells of a table, and what would give them away.

    Raises ``Refused`` when the policy leaves too little to hide.
    """
    began = monotonic()
    wanted = needs(table, policy)
    must, may = roles(table, policy, wanted)
    hidden, method = _hide(table, policy, wanted, must, may, progress)
    return outcome(table, wanted, hidden, method, monotonic() - began)


def roles(table: Table, policy: Policy, wanted: Needs) -> tuple[Bools, Bools]:
    """Which cells are hidden in any case, and which could be."""
    must = table.known != Known.VALUE
    must[wanted.cells] = True
    may = ~must & ~matching(table, policy.safe)
    if policy.zeros == "publish":
        may &= table.values > 0
    return must, may


def weights(table: Table, policy: Policy) -> Floats:
    """What it costs to hide each cell."""
    if policy.weight == "cells":
        return np.ones(table.size)
    return np.maximum(table.values, 1.0)


def outcome(
    table: Table, wanted: Needs, hidden: Bools, method: str, seconds: float
) -> Outcome:
    """The protected table with its figures; unknown cells are withheld by nature."""
    given = np.zeros(table.size, dtype=bool)
    given[: table.given] = table.known[: table.given] == Known.VALUE
    primary = np.zeros(table.size, dtype=bool)
    primary[wanted.cells] = True
    cells = tuple(
        Cell(
            table.key(i), None if hidden[i] or not given[i] else float(table.values[i])
        )
        for i in range(table.given)
    )
    return Outcome(
        table=Protected(cells),
        hidden=hidden,
        primaries=tuple(int(i) for i in wanted.cells),
        secondaries=tuple(int(i) for i in np.flatnonzero(hidden & given & ~primary)),
        method=method,
        seconds=round(seconds, 3),
        value=float(table.values[given].sum()),
        value_withheld=float(table.values[given & hidden].sum()),
    )


def _hide(  # one choice of method
    table: Table,
    policy: Policy,
    wanted: Needs,
    must: Bools,
    may: Bools,
    progress: Progress,
) -> tuple[Bools, str]:
    """The cells to hide and the method that chose them."""
    if not len(wanted.cells):
        return must, "nothing to protect"
    weight = weights(table, policy)
    run = scalable.Covering(table, wanted, may=may, must=must, weight=weight)
    run.start()
    open_ = run.state.cover.open
    if not len(open_):
        return must, "none needed"
    if len(open_) * table.size <= EXACT:
        chosen = np.zeros(len(wanted.cells), dtype=bool)
        chosen[open_] = True
        choice = exact.solve(
            table,
            wanted.of(chosen),
            may=may,
            must=must,
            weight=weight,
            progress=progress,
        )
        if choice.optimal:
            return choice.hidden, "exact"
    return run.finish(progress), "covering"
