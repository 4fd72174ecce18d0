"""Protect a release under its dataflow's rule, attack it, and say whether it may leave."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from stocktake.indicators.disclosure import auditing, protecting, vintages
from stocktake.indicators.disclosure.policy import Policy
from stocktake.indicators.disclosure.protected import Protected
from stocktake.indicators.disclosure.table import Known, Table
from stocktake.indicators.disclosure.vintages import Vintage
from stocktake.indicators.publishing import tables
from stocktake.indicators.publishing.tables import Hierarchies, Key, Part
from stocktake.indicators.structures import reading as structures
from stocktake.indicators.structures.rules import Flow
from stocktake.kernel.errors import Refused


LARGEST = 100_000  # cells of one table; 52,000 took 14 seconds to protect, 16 to attack
TOLD = 5  # tables that a refusal names
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Earlier:
    """A release that left protected: the file with the true values, and the public one."""

    true: Path
    public: Path


@dataclass(frozen=True)
class Verdict:
    """Protected tables, the figures about them, and what keeps the release from leaving."""

    tables: Mapping[Key, Protected]
    facts: Mapping[str, Any]
    against: tuple[str, ...]

    @property
    def reason(self) -> str:
        """Why it does not leave; empty when it may."""
        if not self.against:
            return ""
        more = len(self.against) - TOLD
        told = " ".join(self.against[:TOLD])
        return f"{told} And {more} tables more." if more > 0 else told


@dataclass
class _Sums:
    """What is counted over the tables."""

    cells: int = 0
    sensitive: int = 0
    withheld: int = 0
    value: float = 0.0
    hidden: float = 0.0
    methods: Counter[str] = field(default_factory=Counter)
    attacks: Counter[str] = field(default_factory=Counter)

    def add(self, done: protecting.Outcome, found: auditing.Audit) -> None:
        """Add one table."""
        self.cells += len(done.table)
        self.sensitive += len(done.primaries)
        self.withheld += done.withheld
        self.value += done.value
        self.hidden += done.value_withheld
        self.methods[done.method] += 1
        self.attacks[found.method] += 1

    def facts(self, tables: int, earlier: int) -> dict[str, Any]:
        """As they are kept beside the release."""
        return {
            "tables": tables,
            "cells": self.cells,
            "sensitive": self.sensitive,
            "withheld": self.withheld,
            "share_of_cells": round(self.withheld / self.cells, 6) if self.cells else 0.0,
            "share_of_value": round(self.hidden / self.value, 6) if self.value else 0.0,
            "protection": dict(sorted(self.methods.items())),
            "attack": dict(sorted(self.attacks.items())),
            "earlier_releases": earlier,
        }  # fmt: skip


def release(
    flow: Flow,
    policy: Policy,
    true: Path,
    earlier: Sequence[Earlier],
    *,
    progress: Progress,
) -> Verdict:
    """Protect every table of a release, and attack each with the same table in all earlier ones.

    One that does not add up, is too large, or can be derived too well somewhere is a
    reason against all of the release.
    """
    found = tables.parts(true, flow, policy)
    past = [
        (tables.parts(each.true, flow, policy), tables.parts(each.public, flow, policy))
        for each in earlier
    ]
    lists = structures.lists(flow)
    done: dict[Key, Protected] = {}
    against, sums = [], _Sums()
    for number, (key, part) in enumerate(sorted(found.items()), start=1):
        before = [(held[key], seen.get(key)) for held, seen in past if key in held]
        try:
            trees = tables.hierarchies(policy, lists, [part, *(h for h, _ in before)])
            made, attacked = _one(part, before, policy, trees)
        except Refused as error:
            against.append(f"{_title(key)}: {error}")
            continue
        sums.add(made, attacked)
        done[key] = made.table
        if attacked.violations:
            against.append(_gave_way(key, attacked, len(policy.dimensions)))
        progress("protect", number, len(found))
    return Verdict(done, sums.facts(len(found), len(earlier)), tuple(against))


def _one(
    part: Part,
    before: Sequence[tuple[Part, Part | None]],
    policy: Policy,
    trees: Hierarchies,
) -> tuple[protecting.Outcome, auditing.Audit]:
    """One table protected and attacked, together with what left of it before."""
    if len(part.keys) > LARGEST:
        msg = (
            f"{len(part.keys)} cells in one table; up to {LARGEST} are protected here. Name"
            " fewer dimensions in the policy, or let the publisher protect it."
        )
        raise Refused(msg)
    table = tables.table(part, policy, trees)
    if not before:
        done = protecting.protect(table, policy)
        return done, auditing.audit(table, policy, hidden=done.hidden)
    joined = vintages.stack(table, [_vintage(*each, policy, trees) for each in before])
    done = protecting.protect(joined.table, policy, linked=joined)
    hidden = done.hidden & ~joined.public
    return done, auditing.audit(joined.table, policy, hidden=hidden)


def _vintage(
    true: Part, public: Part | None, policy: Policy, trees: Hierarchies
) -> Vintage:
    """A table as it left: the true values, and which of them it hid."""
    table: Table = tables.table(true, policy, trees)
    shown = dict(zip(public.keys, public.values, strict=True)) if public else {}
    hidden = np.asarray(table.known != Known.VALUE)
    for cell in range(table.given):
        hidden[cell] |= shown.get(table.key(cell)) is None
    return Vintage(table, hidden)


def _title(key: Key) -> str:
    return f"Table {'/'.join(key)}" if key else "The table"


def _gave_way(key: Key, found: auditing.Audit, dimensions: int) -> str:
    """How much could be derived, and the worst of it; for the secretariat's eyes."""
    worst = next((row for row in found.intervals if row.violation), None)
    shown = ""
    if worst is not None:
        cell = "/".join(worst.key[:dimensions])
        shown = f", such as {cell}: between {worst.lower:g} and {worst.upper:g} ({worst.violation})"
    return f"{_title(key)}: {found.violations} cells can be derived too well{shown}."
