"""Protect a table: the one maker of ``Protected``."""

from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic

import numpy as np

from stocktake.indicators.disclosure import exact, rounding, scalable
from stocktake.indicators.disclosure.linked import Linked
from stocktake.indicators.disclosure.needs import Needs, matching, needs
from stocktake.indicators.disclosure.policy import Policy
from stocktake.indicators.disclosure.protected import Cell, Protected
from stocktake.indicators.disclosure.table import Bools, Floats, Known, Table
from stocktake.kernel.errors import Refused


EXACT = (
    100_000  # open sensitive cells times cells up to which the exact method is tried
)
Progress = Callable[[str, int, int], None]


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

    @property
    def withheld(self) -> int:
        """How many cells of the file are withheld, for either reason."""
        return len(self.secondaries) + sum(
            bool(self.hidden[cell]) for cell in self.primaries
        )


def quietly(_stage: str, _done: int, _total: int) -> None:
    """Progress for nobody."""


def protect(
    table: Table,
    policy: Policy,
    *,
    linked: Linked | None = None,
    progress: Progress = quietly,
) -> Outcome:
    """Withhold the sensitive cells of a table, and what would give them away.

    With ``linked``, whose table it then is, also what would together with the tables
    already published; only cells of the first table are withheld. Raises ``Refused``
    when the policy leaves too little to hide, or a sensitive cell is already public.
    """
    began = monotonic()
    if policy.rounding is not None:
        return _rounded(table, policy, policy.rounding.base, linked)
    wanted = needs(table, policy)
    free = np.ones(table.size, dtype=bool) if linked is None else linked.free
    if linked is not None:
        wanted = wanted.of(wanted.cells < linked.own)
    _refuse_public(table, wanted, free)
    must, may = roles(table, policy, wanted)
    primaries = wanted
    if linked is not None and linked.withheld is not None:
        must |= linked.withheld
    may &= free & ~must
    if linked is not None:
        wanted = wanted + linked.kept(policy)
    hidden, method = _hide(table, policy, wanted, must, may, progress)
    given = table.given if linked is None else linked.own
    return outcome(table, primaries, hidden, method, monotonic() - began, given)


def _refuse_public(table: Table, wanted: Needs, free: Bools) -> None:
    """Refuse what no withholding can undo."""
    open_ = wanted.cells[~free[wanted.cells]]
    if len(open_):
        msg = (
            f"{len(open_)} sensitive cells are already public in an earlier table, such"
            f" as {table.title(int(open_[0]))}. Nothing can hide them now: withdraw that"
            " table, or make them `exempt` and say why."
        )
        raise Refused(msg)


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
    table: Table,
    wanted: Needs,
    hidden: Bools,
    method: str,
    seconds: float,
    count: int,
) -> Outcome:
    """The protected table with its figures; unknown cells are withheld by nature."""
    given = np.zeros(table.size, dtype=bool)
    given[:count] = table.known[:count] == Known.VALUE
    primary = np.zeros(table.size, dtype=bool)
    primary[wanted.cells] = True
    cells = tuple(
        Cell(
            table.key(i), None if hidden[i] or not given[i] else float(table.values[i])
        )
        for i in range(count)
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


def _rounded(table: Table, policy: Policy, base: int, linked: Linked | None) -> Outcome:
    """The table rounded instead; refused when that leaves a sensitive cell too narrow."""
    began = monotonic()
    if linked is not None:
        msg = "Rounding does not look at other tables; withhold cells instead."
        raise Refused(msg)
    wanted = needs(table, policy)
    shown = rounding.rounded(table, base)
    sensitive = np.zeros(table.size, dtype=bool)
    sensitive[wanted.cells] = True
    lacks = (
        rounding.reach(table, shown, base, sensitive)
        < wanted.lower + wanted.upper - 1e-6
    )
    if lacks.any():
        msg = (
            f"Rounded to base {base}, {int(lacks.sum())} sensitive cells can still be"
            f" derived too well, such as {table.title(int(wanted.cells[lacks][0]))}."
            " Take a larger base, or withhold cells."
        )
        raise Refused(msg)
    given = table.known[: table.given] == Known.VALUE
    cells = tuple(
        Cell(table.key(i), float(shown[i]) if given[i] else None)
        for i in range(table.given)
    )
    return Outcome(
        table=Protected(cells),
        hidden=table.known != Known.VALUE,
        primaries=tuple(int(i) for i in wanted.cells),
        secondaries=(),
        method=f"controlled rounding to base {base}",
        seconds=round(monotonic() - began, 3),
        value=float(table.values[: table.given][given].sum()),
        value_withheld=0.0,
    )
