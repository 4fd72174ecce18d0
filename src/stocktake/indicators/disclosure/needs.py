"""Which cells a policy calls sensitive, and how much uncertainty each must keep."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import msgspec
import numpy as np

from stocktake.indicators.disclosure.policy import (
    Dominance,
    Levels,
    Pattern,
    Policy,
    PPercent,
    Rule,
    Threshold,
    amount,
    columns_of,
)
from stocktake.indicators.disclosure.table import Bools, Floats, Ints, Known, Table
from stocktake.kernel.errors import Refused


@dataclass(frozen=True)
class Needs:
    """Sensitive cells, and how far below and above their value the doubt must reach."""

    cells: Ints
    lower: Floats
    upper: Floats

    def __add__(self, other: "Needs") -> "Needs":
        """Both together; the cells are not the same ones."""
        return Needs(
            np.concatenate([self.cells, other.cells]),
            np.concatenate([self.lower, other.lower]),
            np.concatenate([self.upper, other.upper]),
        )

    def of(self, chosen: Bools) -> "Needs":
        """The needs of some of the cells."""
        return Needs(self.cells[chosen], self.lower[chosen], self.upper[chosen])


def needs(table: Table, policy: Policy) -> Needs:
    """The sensitive cells of a table and what protects them.

    A cell that several rules call sensitive keeps the widest of their levels. The level
    below never asks for less than zero.
    """
    lower, upper = np.zeros(table.size), np.zeros(table.size)
    sensitive = np.zeros(table.size, dtype=bool)
    for rule in policy.rules:
        broken, below, above = _FINDERS[type(rule)](table, rule)
        if policy.protect is not None:
            below, above = _levels(policy.protect, table.values)
        sensitive |= broken
        lower = np.where(broken, np.maximum(lower, below), lower)
        upper = np.where(broken, np.maximum(upper, above), upper)
    sensitive &= table.known == Known.VALUE
    sensitive &= ~matching(table, policy.exempt)
    cells = np.flatnonzero(sensitive)
    _refuse_safe(table, policy, cells)
    return Needs(cells, np.minimum(lower, table.values)[cells], upper[cells])


def matching(table: Table, patterns: Sequence[Pattern]) -> Bools:
    """The cells that one of the patterns names."""
    found = np.zeros(table.size, dtype=bool)
    for pattern in patterns:
        here = np.ones(table.size, dtype=bool)
        for i, name in enumerate(table.dimensions):
            if name in pattern:
                wanted = pattern[name]
                codes = [wanted] if isinstance(wanted, str) else wanted
                places = [n for n, code in enumerate(table.names[i]) if code in codes]
                here &= np.isin(table.codes[:, i], places)
        found |= here
    return found


def _levels(levels: Levels, values: Floats) -> tuple[Floats, Floats]:
    """The levels of a policy as amounts for each cell."""
    lower, upper = (
        np.array([amount(level, value) for value in values])
        if isinstance(level, str)
        else np.full(len(values), float(level))
        for level in (levels.lower, levels.upper)
    )
    return lower, upper


Found = tuple[Bools, Floats, Floats]


def _threshold(table: Table, rule: Threshold) -> Found:
    """Counts from 1 to below the threshold; one up and one down at least."""
    counted = table.values if not rule.count else _column(table, rule.count)
    ones = np.ones(table.size)
    if rule.count:
        ones = np.maximum(0.1 * table.values, 1e-6)
    return (counted > 0) & (counted < rule.min), ones, ones


def _dominance(table: Table, rule: Dominance) -> Found:
    """The largest contributors hold too much; doubt as the rule itself implies it."""
    largest = sum(_column(table, name) for name in rule.largest[: rule.n])
    share = rule.k / 100
    room = np.maximum(largest / share - table.values, 1e-6)
    return largest > share * table.values, room, room


def _p_percent(table: Table, rule: PPercent) -> Found:
    """The second can estimate the first too well; doubt by what is missing to p."""
    first, second = (_column(table, name) for name in rule.largest[:2])
    rest = np.maximum(table.values - first - second, 0.0)
    room = rule.p / 100 * first - rule.q / 100 * rest
    return room > 1e-9, np.maximum(room, 1e-6), np.maximum(room, 1e-6)


def _column(table: Table, name: str) -> Floats:
    """A further column of the table; absent cells have nothing there."""
    if name not in table.columns:
        msg = f"The policy's rule names the column `{name}`; the table has none."
        raise Refused(msg)
    there = table.columns[name]
    return np.concatenate([there, np.zeros(table.size - len(there))])


def _refuse_safe(table: Table, policy: Policy, cells: Ints) -> None:
    """Refuse a policy that publishes a sensitive cell without exempting it."""
    both = cells[matching(table, policy.safe)[cells]]
    if len(both):
        msg = (
            f"{len(both)} sensitive cells are `safe` in the policy, such as"
            f" {table.title(both[0])}. Make them `exempt`, with a reason, or take them"
            " from `safe`."
        )
        raise Refused(msg)


_FINDERS: dict[type[Rule], Callable[..., Found]] = {
    Threshold: _threshold,
    Dominance: _dominance,
    PPercent: _p_percent,
}


def checkable(table: Table, policy: Policy) -> Policy:
    """The policy with those rules alone whose columns a published table still has."""
    rules = tuple(
        rule
        for rule in policy.rules
        if all(name in table.columns for name in columns_of(rule))
    )
    return msgspec.structs.replace(policy, rule=rules)


def suspects(policy: Policy, low: Floats, high: Floats) -> Floats:
    """How much doubt is missing for cells of which only the interval is known.

    A cell counts only when its interval holds a value that a rule would call sensitive;
    it lacks what its interval is narrower than the levels of the policy together.
    """
    missing = np.zeros(len(low))
    for i, (below, above) in enumerate(zip(low, high, strict=True)):
        lacks = [_lack(policy, rule, below, above) for rule in policy.rules]
        missing[i] = max(lacks, default=0.0)
    return missing


def doubt(policy: Policy, cells: int) -> Floats:
    """The width that keeps any cell safe of which not even the interval is known."""
    levels = policy.protect or Levels()
    values = [rule.min - 1 for rule in policy.rules if isinstance(rule, Threshold)]
    value = float(max(values, default=1))
    lower, upper = amount(levels.lower, value), amount(levels.upper, value)
    return np.full(cells, min(lower, value) + upper)


def _lack(policy: Policy, rule: Rule, low: float, high: float) -> float:
    """By how much an interval is too narrow under one rule; 0 when it is not."""
    levels = policy.protect or Levels()
    value = low
    if isinstance(rule, Threshold) and not rule.count:
        value = max(float(np.ceil(low - 1e-6)), 1.0)
        if value > min(high + 1e-6, rule.min - 1e-6):
            return 0.0
    wide = min(amount(levels.lower, value), value) + amount(levels.upper, value)
    return max(wide - (high - low), 0.0)
