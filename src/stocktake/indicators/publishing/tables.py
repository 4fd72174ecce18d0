"""A release as the tables that disclosure control looks at.

The dimensions that a policy names identify a cell. The others, and time, tell the tables
apart: one for each source and year, say. Figures of different sources do not add up.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np

from stocktake.indicators import sql
from stocktake.indicators.disclosure import making
from stocktake.indicators.disclosure.codes import Parents
from stocktake.indicators.disclosure.policy import Policy, rule_columns
from stocktake.indicators.disclosure.table import Table
from stocktake.indicators.releases import asking
from stocktake.indicators.structures.rules import VALUE, CodeList, Flow
from stocktake.kernel.errors import Refused


Key = tuple[str, ...]
Hierarchies = Mapping[str, Sequence[Parents]]


@dataclass(frozen=True)
class Part:
    """One table of a release, as its cells; ``further`` are columns that rules read."""

    keys: tuple[Key, ...]
    values: tuple[float | None, ...]
    further: tuple[tuple[float, ...], ...]


def apart(flow: Flow, policy: Policy) -> tuple[str, ...]:
    """The dimensions that tell tables apart."""
    return tuple(name for name in flow.key_ids if name not in policy.dimensions)


def parts(path: Path, flow: Flow, policy: Policy) -> dict[Key, Part]:
    """The tables of a release, by the codes that tell them apart; one question."""
    rest, named = apart(flow, policy), policy.dimensions
    texts = [f"CAST({sql.name(n)} AS VARCHAR)" for n in (*rest, *named)]
    numbers = [f"TRY_CAST({sql.name(n)} AS DOUBLE)" for n in rule_columns(policy)]
    statement = sql.ask(
        "tables",
        columns=", ".join((*texts, _value(flow), *numbers)),
        order=", ".join(str(place + 1) for place in range(len(texts))),
    )
    held: dict[Key, list[tuple[Any, ...]]] = defaultdict(list)
    for row in asking.connection(path).cursor().execute(statement).fetchall():
        held[row[: len(rest)]].append(row[len(rest) :])
    return {key: _part(rows, len(named)) for key, rows in held.items()}


def _value(flow: Flow) -> str:
    """The value in whole units: a small group in thousands is still a small group."""
    value = sql.name(VALUE)
    if "UNIT_MULT" not in flow.attribute_ids:
        return value
    power = f"TRY_CAST(CAST({sql.name('UNIT_MULT')} AS VARCHAR) AS INTEGER)"
    return f"{value} * pow(10, coalesce({power}, 0))"


def _part(rows: Sequence[tuple[Any, ...]], named: int) -> Part:
    return Part(
        keys=tuple(tuple(map(str, row[:named])) for row in rows),
        values=tuple(None if row[named] is None else float(row[named]) for row in rows),
        further=tuple(
            tuple(0.0 if cell is None else float(cell) for cell in column)
            for column in zip(*(row[named + 1 :] for row in rows), strict=True)
        ),
    )


def table(part: Part, policy: Policy, hierarchies: Hierarchies) -> Table:
    """The cells of a part with the equations between them; Refused where they do not add up."""
    return making.make(
        part.keys,
        part.values,
        dimensions=policy.dimensions,
        total=policy.total,
        hierarchies=hierarchies,
        tolerance=policy.tolerance,
        columns={
            name: np.array(column, dtype=float)
            for name, column in zip(rule_columns(policy), part.further, strict=False)
        },
    )


def hierarchies(
    policy: Policy, lists: Mapping[str, CodeList], found: Sequence[Part]
) -> Hierarchies:
    """Which codes are sums of which: as the policy says, else as the code list does."""
    keys = set(chain.from_iterable(part.keys for part in found))
    trees: dict[str, Sequence[Parents]] = dict(policy.trees)
    for place, name in enumerate(policy.dimensions):
        if name not in trees and name in lists:
            present = {key[place] for key in keys} - {policy.total}
            parents = _parents(lists[name], present, policy.total, name)
            trees |= {name: (parents,)} if parents else {}
    return trees


def _parents(codes: CodeList, present: set[str], total: str, name: str) -> Parents:
    """The nearest code that is present above each that is present.

    A code that the list puts nowhere, such as a group of countries, overlaps others: what
    it is a sum of must be said, or subtracting would give figures away.
    """
    above = {code.id: code.parent for code in codes.codes if code.parent}
    if not above.keys() & present:
        return {}
    parents: dict[str, str] = {}
    for code in sorted(present):
        up = above.get(code, "")
        while up and up not in present and up != total:
            up = above.get(up, "")
        if up:
            parents[code] = up
    heads = set(parents.values())
    loose = sorted(c for c in present - parents.keys() - heads if c not in above)
    if loose:
        msg = (
            f"{codes.id} does not say what {', '.join(loose[:5])} in {name} is a part or a"
            f" sum of. Say it in the policy: `hierarchies: {{{name}: ...}}`."
        )
        raise Refused(msg)
    return parents
