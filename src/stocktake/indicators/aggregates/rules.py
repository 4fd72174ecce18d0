"""A group's figure from its members', with what it covers; pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

from stocktake.indicators.structures.rules import VALUE


ADDITIVE: Final = frozenset({"PS", "NUM", "USD"})  # units whose values add up
NEED: Final = 0.6  # the share of members that must have a value
# Codes under which publishers give figures of their own for a group.
PUBLISHED: Final = {"LDC": "199", "LLDC": "432", "SIDS": "722"}


@dataclass(frozen=True, slots=True)
class Group:
    """Areas taken together, as they were on a day; some memberships are not sure."""

    code: str
    names: Mapping[str, str]
    members: tuple[str, ...]
    unsure: tuple[str, ...] = ()

    @property
    def published(self) -> str:
        """The code under which publishers give their own figure."""
        return PUBLISHED.get(self.code, self.code.removeprefix("M49-"))


@dataclass(frozen=True, slots=True)
class Aggregate:
    """A computed figure of a group; None with the reason where it does not stand.

    ``published`` is the publisher's own figure for the group, where there is one.
    """

    group: Group
    key: Mapping[str, str]  # the dimensions without the area
    period: str
    how: Literal["sum", "mean"]
    unit: str
    value: float | None
    reported: int
    missing: tuple[str, ...]
    reason: str = ""
    published: float | None = None

    @property
    def share(self) -> float:
        """The share of members that have a value."""
        members = len(self.group.members)
        return round(self.reported / members, 4) if members else 0.0


def aggregate(
    group: Group,
    key: Mapping[str, str],
    period: str,
    records: Mapping[str, Mapping[str, Any]],
    *,
    need: float = NEED,
) -> Aggregate:
    """The figure of one group, key and period from the observations by area.

    Counts and amounts are added up; rates and indices give the plain mean of the
    members, for want of weights. Below ``need`` there is no figure, only what is missing.
    """
    held = {code: records[code] for code in group.members if code in records}
    values = {
        code: float(row[VALUE]) for code, row in held.items() if row[VALUE] is not None
    }
    units = {(row["UNIT_MEASURE"], row["UNIT_MULT"]) for row in held.values()}
    unit = str(next(iter(units))[0]) if len(units) == 1 else ""
    how: Literal["sum", "mean"] = "sum" if unit in ADDITIVE else "mean"
    reason = _reason(group, len(values), len(units), need)
    value = None if reason else _value(how, values.values())
    own = records.get(group.published, {}).get(VALUE)
    return Aggregate(
        group=group,
        key=key,
        period=period,
        how=how,
        unit=unit,
        value=value,
        reported=len(values),
        missing=tuple(code for code in group.members if code not in values),
        reason=reason,
        published=None if own is None else float(own),
    )


def _reason(group: Group, reported: int, units: int, need: float) -> str:
    members = len(group.members)
    if not members:
        return "the group has no members on this day"
    if units > 1:
        return "the members' figures have different units"
    if reported < need * members or not reported:
        return f"{reported} of {members} members have a value; {need:.0%} are needed"
    return ""


def _value(how: str, values: Iterable[float]) -> float:
    found = list(values)
    total = sum(found)
    return round(total if how == "sum" else total / len(found), 6)
