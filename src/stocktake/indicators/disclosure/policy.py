"""What a dataflow may publish: rules, levels of protection, codes; read from YAML."""

from collections.abc import Mapping
from pathlib import Path
from typing import Literal

import msgspec

from stocktake.kernel.data import read_yaml_file
from stocktake.kernel.errors import BrokenData


EXAMPLE = """\
dimensions: [origin, destination, age]  # columns that identify a cell
total: _T                               # the code of every total
rule: {kind: threshold, min: 5}         # counts from 1 to 4 are sensitive
protect: {lower: 1, upper: 1}           # what an outsider may know at best
"""


class Threshold(
    msgspec.Struct,
    frozen=True,
    forbid_unknown_fields=True,
    tag_field="kind",
    tag="threshold",
):
    """A cell is sensitive when it counts fewer than ``min``, and is not zero."""

    min: int
    count: str = ""  # the column that counts contributors; empty: the value itself


class Dominance(
    msgspec.Struct,
    frozen=True,
    forbid_unknown_fields=True,
    tag_field="kind",
    tag="dominance",
):
    """Sensitive when the ``n`` largest contributors hold more than ``k`` per cent."""

    k: float
    largest: tuple[str, ...]  # columns with the largest contributions, largest first
    n: int = 1


class PPercent(
    msgspec.Struct,
    frozen=True,
    forbid_unknown_fields=True,
    tag_field="kind",
    tag="p_percent",
):
    """Sensitive when the second largest can estimate the largest within ``p`` per cent.

    ``q`` is how well anybody knows the others beforehand, in per cent (100: not at all).
    """

    p: float
    largest: tuple[str, ...]
    q: float = 100.0


Rule = Threshold | Dominance | PPercent


class Levels(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How far below and above the true value an outsider's interval must reach.

    A number is an amount in units of the value, a text such as ``20%`` a share of it.
    """

    lower: float | str = 1.0
    upper: float | str = 1.0


class Rounding(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Controlled rounding: every cell to a multiple of ``base``, margins still adding up."""

    base: int


Parents = dict[str, str]  # code: the code that it is a part of
Pattern = dict[str, str | list[str]]


class Policy(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The disclosure policy of one dataflow."""

    dimensions: tuple[str, ...]
    rule: Rule | tuple[Rule, ...]
    total: str = "_T"
    value: str = "value"
    protect: Levels | None = None
    exempt: tuple[
        Pattern, ...
    ] = ()  # small cells that are no secret, each with `reason`
    safe: tuple[Pattern, ...] = ()  # cells that are always published
    hierarchies: dict[str, Parents | list[Parents]] = {}
    rounding: Rounding | None = None
    weight: Literal["value", "cells"] = "value"  # what secondaries should spare
    zeros: Literal["publish", "withhold"] = "publish"  # may a zero be a secondary?
    tolerance: float = 0.0  # by how much a margin may miss its sum

    @property
    def rules(self) -> tuple[Rule, ...]:
        """The rules, one or several; a cell that breaks one is sensitive."""
        return self.rule if isinstance(self.rule, tuple) else (self.rule,)

    @property
    def trees(self) -> dict[str, tuple[Parents, ...]]:
        """The hierarchies of each dimension that has any, one or several."""
        return {
            name: tuple(known) if isinstance(known, list) else (known,)
            for name, known in self.hierarchies.items()
        }


def read(path: Path) -> Policy:
    """Read a policy file, or refuse it by file, key and reason."""
    return checked(read_yaml_file(path, Policy), name=path.name)


def checked(policy: Policy, *, name: str) -> Policy:
    """The same policy when its keys agree with each other; else refuse it by key."""
    faults = (
        *_faults_of_codes(policy),
        *_unreasoned(policy),
        *_faults_of_rules(policy),
    )
    for fault in faults:
        msg = f"{name}: {fault}"
        raise BrokenData(msg)
    return policy


def amount(level: float | str, value: float) -> float:
    """A level of protection as an amount for a cell of this value."""
    if isinstance(level, str):
        return float(level.strip().removesuffix("%")) / 100 * value
    return float(level)


def columns_of(rule: Rule) -> tuple[str, ...]:
    """Further columns that one rule reads."""
    if isinstance(rule, Threshold):
        return (rule.count,) if rule.count else ()
    return rule.largest


def rule_columns(policy: Policy) -> tuple[str, ...]:
    """Further columns that the rules read; contributions, which are never published."""
    names = [name for rule in policy.rules for name in columns_of(rule)]
    return tuple(dict.fromkeys(names))


def schema() -> dict[str, object]:
    """The JSON Schema of a policy file."""
    found = msgspec.json.schema(Policy)
    found["$defs"]["Policy"]["properties"]["exempt"]["items"]["required"] = ["reason"]
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **found}


def _faults_of_codes(policy: Policy) -> list[str]:
    """What is wrong with dimensions, patterns and hierarchies."""
    known = set(policy.dimensions)
    faults = []
    if not known or len(known) < len(policy.dimensions):
        faults.append("name at least one dimension, each once - at `$.dimensions`")
    if policy.value in known:
        faults.append(f"`{policy.value}` is a dimension and the value - at `$.value`")
    for key, patterns in (("exempt", policy.exempt), ("safe", policy.safe)):
        for place, pattern in enumerate(patterns):
            faults += [
                f"`{column}` is no dimension ({', '.join(policy.dimensions)})"
                f" - at `$.{key}[{place}].{column}`"
                for column in pattern
                if column not in known and column != "reason"
            ]
    for dimension, trees in policy.trees.items():
        at = f"at `$.hierarchies.{dimension}`"
        if dimension not in known:
            faults.append(f"`{dimension}` is no dimension - {at}")
        for parents in trees:
            faults += [f"{fault} - {at}" for fault in _loops(parents, policy.total)]
    return faults


def _unreasoned(policy: Policy) -> list[str]:
    """Exemptions that do not say why."""
    return [
        "an exemption says why, because the small cells it shows are people: give a"
        f" `reason` - at `$.exempt[{place}].reason`"
        for place, pattern in enumerate(policy.exempt)
        if not str(pattern.get("reason", "")).strip()
    ]


def _loops(parents: Mapping[str, str], total: str) -> list[str]:
    """Codes that are, in the end, their own parent, and a total that has one."""
    faults = [f"the total `{total}` can have no parent"] if total in parents else []
    for code in parents:
        above, seen = parents.get(code), {code}
        while above is not None and above not in seen:
            seen.add(above)
            above = parents.get(above)
        if above is not None:
            faults.append(f"`{code}` is among its own parents")
    return faults


def _faults_of_rules(policy: Policy) -> list[str]:
    """What is wrong with rules, levels and rounding."""
    faults = []
    if not policy.rules:
        faults.append("give one rule at least - at `$.rule`")
    faults += [fault for rule in policy.rules for fault in _faults_of_rule(rule)]
    if policy.protect is not None:
        faults += _faults_of_levels(policy.protect)
    if policy.rounding is not None and policy.rounding.base < 2:
        faults.append("a base is 2 or more - at `$.rounding.base`")
    if policy.tolerance < 0:
        faults.append("a tolerance is 0 or more - at `$.tolerance`")
    return faults


def _faults_of_rule(rule: Rule) -> list[str]:
    """What is wrong with one rule."""
    if isinstance(rule, Threshold):
        low = rule.min < 1
        return ["a threshold is 1 or more - at `$.rule.min`"] if low else []
    columns = rule.n if isinstance(rule, Dominance) else 2
    if len(rule.largest) >= columns:
        return []
    return [f"name the {columns} largest columns - at `$.rule.largest`"]


def _faults_of_levels(levels: Levels) -> list[str]:
    """Levels that are no amounts, or negative, or both nothing."""
    faults = []
    for key, level in (("lower", levels.lower), ("upper", levels.upper)):
        at = f"at `$.protect.{key}`"
        if isinstance(level, str) and not level.strip().endswith("%"):
            faults.append(f"`{level}` is neither a number nor a share like 20% - {at}")
            continue
        try:
            negative = amount(level, 1.0) < 0
        except ValueError:
            faults.append(f"`{level}` is neither a number nor a share like 20% - {at}")
            continue
        if negative:
            faults.append(f"a level of protection is not negative - {at}")
    if not faults and amount(levels.lower, 1.0) + amount(levels.upper, 1.0) == 0:
        faults.append("lower and upper cannot both be 0 - at `$.protect`")
    return faults
