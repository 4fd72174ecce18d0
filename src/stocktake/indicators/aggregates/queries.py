"""Ask for figures of regions and groups, with membership by date."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from stocktake.geography import queries as geography
from stocktake.indicators import periods, queries
from stocktake.indicators.aggregates.rules import NEED, Aggregate, Group, aggregate
from stocktake.indicators.keys import slice_of
from stocktake.indicators.structures.rules import TIME, Flow, area_dimension
from stocktake.kernel.errors import WrongUsage


KINDS = {"region": "region", "subregion": "sub-region"}
Keyed = dict[tuple[tuple[str, ...], str], dict[str, Mapping[str, Any]]]


def groupings(by: str) -> tuple[str, ...]:
    """The codes meant by ``region``, ``subregion``, or one or more codes with commas.

    NotFound lists the groupings there are.
    """
    if by in KINDS:
        found = (r for r in geography.regions() if r.kind == KINDS[by])
        return tuple(f"M49-{each.m49}" for each in found)
    return tuple(geography.grouping(code).code for code in by.split(","))


def group(code: str, on: date) -> Group:
    """A group as it was on a day."""
    held = geography.grouping(code)
    members = geography.memberships(code, on=on)
    return Group(
        held.code,
        held.names,
        tuple(each.state for each in members),
        tuple(each.state for each in members if not each.certain),
    )


def aggregates(
    text: str,
    key: str = "all",
    *,
    by: str,
    on: date | None = None,
    need: float = NEED,
    start: str = "",
    end: str = "",
    last: int = 0,
) -> tuple[Aggregate, ...]:
    """Figures of groups for every key and period of a slice, sorted; nothing is stored.

    A group's members are those of the last day of each period, or of ``on``. The part of
    the area in ``key`` stays blank: the group says which areas are meant.
    """
    flow = queries.flow(text)
    area = area_dimension(flow)
    wanted = slice_of(flow, key, start=start, end=end, last=last)
    if any(area in each for each in wanted.keys):
        msg = f"Leave the part of {area} in the key blank: --by says which areas are meant."
        raise WrongUsage(msg)
    codes = groupings(by)
    answer = queries.ask(flow, wanted, queries.release(flow.reference))
    held = _by_key(flow, area, answer.records())
    rest = tuple(name for name in flow.dimension_ids if name != area)
    return tuple(
        aggregate(each, dict(zip(rest, codes_, strict=True)), period, areas, need=need)
        for (codes_, period), areas in sorted(held.items())
        for each in _groups(codes, period, on)
    )


def _by_key(flow: Flow, area: str, records: Iterable[Mapping[str, Any]]) -> Keyed:
    rest = tuple(name for name in flow.dimension_ids if name != area)
    held: Keyed = defaultdict(dict)
    for each in records:
        key = (tuple(str(each[name]) for name in rest), str(each[TIME]))
        held[key][str(each[area])] = each
    return held


def _groups(codes: Iterable[str], period: str, on: date | None) -> Iterator[Group]:
    day = on or periods.period(period).last
    for code in codes:
        yield group(code, day)
