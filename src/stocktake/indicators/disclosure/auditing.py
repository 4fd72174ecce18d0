"""Attack a table that is about to be published, as an outsider would."""

from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic

import numpy as np

from stocktake.indicators.disclosure.attack import intervals
from stocktake.indicators.disclosure.needs import Needs, needs, suspects
from stocktake.indicators.disclosure.policy import Policy
from stocktake.indicators.disclosure.table import Bools, Floats, Ints, Known, Table


TINY = 1e-6
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Interval:
    """What an outsider can derive of one withheld cell."""

    key: tuple[str, ...]
    lower: float
    upper: float
    missing: float  # how much doubt is missing to what the policy asks; 0 when enough
    violation: str  # why it is one; empty when it is none


@dataclass(frozen=True)
class Audit:
    """What was attacked, how, and what gave way; intervals are worst first."""

    cells: int
    withheld: int
    intervals: tuple[Interval, ...]
    published: tuple[tuple[str, ...], ...]  # sensitive cells that are not withheld
    method: str
    seconds: float

    @property
    def violations(self) -> int:
        """How many cells are less protected than the policy asks."""
        return len(self.published) + sum(bool(i.violation) for i in self.intervals)


def quietly(_stage: str, _done: int, _total: int) -> None:
    """Progress for nobody."""


def audit(
    table: Table,
    policy: Policy,
    *,
    hidden: Bools | None = None,
    progress: Progress = quietly,
) -> Audit:
    """Attack a table.

    With ``hidden``, the table holds the true values, and each sensitive cell must keep
    the doubt of the policy. Without, the table is what was published, its unknown
    cells are those attacked, and a cell fails when no value that the rule calls
    sensitive would be protected by its interval.
    """
    began = monotonic()
    wanted = needs(table, policy)
    if hidden is None:
        hidden = table.known != Known.VALUE
        asked = np.flatnonzero(hidden[: table.given])
        rows = _against_rule(table, policy, hidden, asked)
    else:
        rows = _against_needs(table, hidden, wanted)
    open_ = wanted.cells[~hidden[wanted.cells]]
    rows = sorted(rows, key=_worst)
    return Audit(
        cells=table.given,
        withheld=int((hidden[: table.given]).sum()),
        intervals=tuple(rows),
        published=tuple(table.key(int(i)) for i in open_),
        method="every withheld cell: two linear programs over the whole table",
        seconds=round(monotonic() - began, 3),
    )


def _worst(row: Interval) -> tuple[bool, float, float, tuple[str, ...]]:
    """The order of a report: violations first, then what is missing most."""
    return (not row.violation, -row.missing, row.upper - row.lower, row.key)


def _against_needs(table: Table, hidden: Bools, wanted: Needs) -> list[Interval]:
    """Intervals of all withheld cells beside what the sensitive ones need."""
    asked = np.flatnonzero(
        hidden[: table.given] & (table.known == Known.VALUE)[: table.given]
    )
    low, high = intervals(table.equations, table.values, hidden, asked)
    below, above = np.zeros(table.size), np.zeros(table.size)
    below[wanted.cells], above[wanted.cells] = wanted.lower, wanted.upper
    value = table.values[asked]
    missing = np.maximum(low - (value - below[asked]), 0.0) + np.maximum(
        value + above[asked] - high, 0.0
    )
    missing[below[asked] + above[asked] == 0] = 0.0
    return _rows(table, asked, low, high, missing)


def _against_rule(
    table: Table, policy: Policy, hidden: Bools, asked: Ints
) -> list[Interval]:
    """Intervals of all withheld cells beside the values that the rule calls sensitive."""
    low, high = intervals(table.equations, table.values, hidden, asked)
    return _rows(table, asked, low, high, suspects(policy, low, high))


def _rows(
    table: Table, asked: Ints, low: Floats, high: Floats, missing: Floats
) -> list[Interval]:
    """The report lines of attacked cells."""
    return [
        Interval(
            table.key(int(cell)),
            lower=round(float(below), 6) + 0.0,
            upper=round(float(above), 6),
            missing=round(float(lack), 6),
            violation=_why(below, above, lack),
        )
        for cell, below, above, lack in zip(asked, low, high, missing, strict=True)
    ]


def _why(low: float, high: float, missing: float) -> str:
    """Why an interval is a violation."""
    if missing <= TINY * 10:
        return ""
    return "determined exactly" if high - low <= TINY else "interval too narrow"
