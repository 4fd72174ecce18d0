"""Attack a table that is about to be published, as an outsider would."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from time import monotonic

import numpy as np

from stocktake.indicators.disclosure import proving
from stocktake.indicators.disclosure.attack import intervals
from stocktake.indicators.disclosure.determined import determined
from stocktake.indicators.disclosure.needs import (
    Needs,
    checkable,
    doubt,
    needs,
    suspects,
)
from stocktake.indicators.disclosure.policy import Policy
from stocktake.indicators.disclosure.table import Bools, Floats, Ints, Known, Table


TINY = 1e-5
EVERY = 1200  # withheld cells up to which each gets its exact interval
LARGEST = 300  # cells that could not be proved and are attacked one by one
SAMPLED = 60_000  # the sample is this many divided by the withheld cells
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Interval:
    """What an outsider can derive of one withheld cell."""

    key: tuple[str, ...]
    lower: float
    upper: float
    missing: float  # how much doubt is missing to what the policy asks; 0 when enough
    violation: str  # why it is one; empty when it is none
    exact: bool = True  # False: the outsider's interval is at least this wide


@dataclass(frozen=True)
class Audit:
    """What was attacked, how, and what gave way; intervals are worst first."""

    cells: int
    withheld: int
    sensitive: int
    determined: int  # withheld cells that follow exactly, sensitive or not
    intervals: tuple[Interval, ...]
    published: tuple[tuple[str, ...], ...]  # sensitive cells that are not withheld
    share_withheld: float | None  # of the value; None where values are not known
    method: str
    seconds: float

    @property
    def violations(self) -> int:
        """How many cells are less protected than the policy asks."""
        return len(self.published) + sum(bool(i.violation) for i in self.intervals)


@dataclass(frozen=True)
class _Attack:
    """One table, what is hidden in it, and what each hidden cell must keep."""

    table: Table
    hidden: Bools
    asked: Ints  # withheld cells of the file
    below: Floats  # doubt asked for below and above, by cell of the table
    above: Floats
    policy: Policy
    unsure: Bools  # cells whose true value is not known here: held to a width

    def missing(self, cells: Ints, low: Floats, high: Floats) -> Floats:
        """What the intervals of these cells lack."""
        value = self.table.values[cells]
        below, above = self.below[cells], self.above[cells]
        lack: Floats = np.maximum(low - value + below, 0.0)
        lack += np.maximum(value + above - high, 0.0)
        lack[below + above == 0] = 0.0
        unsure = self.unsure[cells]
        lack[unsure] = suspects(self.policy, low[unsure], high[unsure])
        return lack


def quietly(_stage: str, _done: int, _total: int) -> None:
    """Progress for nobody."""


def audit(
    table: Table,
    policy: Policy,
    *,
    hidden: Bools | None = None,
    kept: Needs | None = None,
    spared: Collection[int] = (),
    sample: int | None = None,
    progress: Progress = quietly,
) -> Audit:
    """Attack a table.

    With ``hidden``, the table holds the true values, and each sensitive cell must keep
    the doubt of the policy. Without, the table is what was published, its unknown
    cells are those attacked, and one fails when its interval holds a sensitive value
    and is narrower than the levels of the policy together.

    ``spared`` are cells that are not available rather than withheld: no secret of ours.
    ``kept`` adds withheld cells of tables already published (``Linked.kept``).

    Up to 1,200 withheld cells each gets its exact interval by two linear programs.
    Above, every withheld cell is tested for exact disclosure by the null space, every
    sensitive one must be proved wide enough by a witness or else is attacked alone, and
    a seeded ``sample`` gets exact intervals.
    """
    began = monotonic()
    wanted = needs(table, checkable(table, policy) if hidden is None else policy)
    known = hidden is not None
    if hidden is None:
        hidden = table.known != Known.VALUE
    attack = _attack(table, policy, hidden, wanted if known else None, kept)
    attack = replace(attack, asked=np.setdiff1d(attack.asked, list(spared)))
    if len(attack.asked) <= EVERY:
        rows, fixed, method = _every(attack, progress)
    else:
        rows, fixed, method = _large(attack, sample, progress)
    given = table.values[: table.given]
    total = float(given.sum())
    return Audit(
        cells=table.given,
        withheld=int(hidden[: table.given].sum()),
        sensitive=len(wanted.cells),
        determined=fixed,
        intervals=tuple(sorted(rows, key=_worst)),
        published=tuple(table.key(int(i)) for i in wanted.cells[~hidden[wanted.cells]]),
        share_withheld=round(float(given[hidden[: table.given]].sum()) / total, 6)
        if known and total
        else None,
        method=method,
        seconds=round(monotonic() - began, 3),
    )


def _worst(row: Interval) -> tuple[bool, float, float, tuple[str, ...]]:
    """The order of a report: violations first, then what is missing most."""
    return (not row.violation, -row.missing, row.upper - row.lower, row.key)


def _attack(
    table: Table,
    policy: Policy,
    hidden: Bools,
    wanted: Needs | None,
    kept: Needs | None,
) -> _Attack:
    """What is attacked: the needs where they are known, else all that may be sensitive."""
    below, above = np.zeros(table.size), np.zeros(table.size)
    unsure = np.zeros(table.size, dtype=bool)
    asked = hidden.copy()
    asked[table.given :] = False
    if wanted is None:
        cells = np.flatnonzero(asked)
        wide = doubt(policy, len(cells))
        lower = np.minimum(table.values[cells], wide / 2)
        wanted, unsure = Needs(cells, lower, wide - lower), asked
    else:
        asked &= table.known == Known.VALUE
    for each in (wanted, kept):
        if each is not None:
            below[each.cells], above[each.cells] = each.lower, each.upper
    if kept is not None:
        asked[kept.cells] = unsure[kept.cells] = True
    return _Attack(table, hidden, np.flatnonzero(asked), below, above, policy, unsure)


def _every(attack: _Attack, progress: Progress) -> tuple[list[Interval], int, str]:
    """Exact intervals of all withheld cells."""
    asked = attack.asked
    low, high = intervals(
        attack.table.equations, attack.table.values, attack.hidden, asked, progress
    )
    rows = _rows(attack, asked, low, high)
    fixed = int((high - low <= TINY).sum())
    return (
        rows,
        fixed,
        "every withheld cell by two linear programs over the whole table",
    )


def _large(
    attack: _Attack, sample: int | None, progress: Progress
) -> tuple[list[Interval], int, str]:
    """The null space for all, witnesses for all, exact intervals for some."""
    table, asked = attack.table, attack.asked
    progress("null space", 0, 1)
    fixed = determined(table.equations, attack.hidden)
    progress("null space", 1, 1)
    free = np.setdiff1d(asked, fixed)
    wanted = free[attack.below[free] + attack.above[free] > 0]
    cover = proving.prove(
        table,
        attack.hidden,
        Needs(wanted, attack.below[wanted], attack.above[wanted]),
        progress=progress,
    )
    low = np.maximum(table.values - cover.down, 0.0)
    high = table.values + cover.up
    unproved = wanted[cover.open]
    lacks = attack.missing(unproved, low[unproved], high[unproved]) > TINY
    unproved = unproved[lacks]
    alone = unproved[:LARGEST]
    count = max(5, SAMPLED // len(asked)) if sample is None else sample
    rng = np.random.default_rng(20181210)
    drawn = rng.choice(free, min(count, len(free)), replace=False)
    exact = np.union1d(alone, drawn)
    low[exact], high[exact] = intervals(
        table.equations, table.values, attack.hidden, exact, progress
    )
    rows = _rows(attack, asked, low[asked], high[asked], exact=np.union1d(exact, fixed))
    method = (
        f"null space for all {len(asked)} withheld cells; witnesses for"
        f" {len(wanted) - len(unproved)} of {len(wanted)} cells that need doubt; exact"
        f" intervals over the whole table for the other {len(alone)} and a random"
        f" sample of {len(drawn)}"
    )
    return rows, len(np.intersect1d(fixed, asked)), method


def _rows(
    attack: _Attack, cells: Ints, low: Floats, high: Floats, exact: Ints | None = None
) -> list[Interval]:
    """The report lines of attacked cells."""
    missing = attack.missing(cells, low, high)
    sure = np.ones(len(cells), dtype=bool) if exact is None else np.isin(cells, exact)
    return [
        Interval(
            attack.table.key(int(cell)),
            lower=round(float(below), 6) + 0.0,
            upper=round(float(above), 6),
            missing=round(float(lack), 6),
            violation=_why(below, above, lack, exact=bool(is_exact)),
            exact=bool(is_exact),
        )
        for cell, below, above, lack, is_exact in zip(
            cells, low, high, missing, sure, strict=True
        )
    ]


def _why(low: float, high: float, missing: float, *, exact: bool) -> str:
    """Why an interval is a violation."""
    if missing <= TINY:
        return ""
    if not exact:
        return "not proved wide enough"
    return "determined exactly" if high - low <= TINY else "interval too narrow"
