"""Ask for headline series: of one State over time, of all States at one time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from stocktake.geography import queries as geography
from stocktake.indicators import queries
from stocktake.indicators.headlines import rules
from stocktake.indicators.headlines.rules import Cell, Corridor, Headline, Point
from stocktake.indicators.invented import ILLUSTRATIVE, is_invented
from stocktake.indicators.keys import Slice
from stocktake.indicators.releases import asking
from stocktake.indicators.releases.rules import FILE_NO, Release
from stocktake.indicators.structures import reading as structures
from stocktake.kernel.data import read_yaml_file
from stocktake.kernel.errors import NotFound


@dataclass(frozen=True, slots=True)
class Series:
    """One headline series of one State, with the files that it comes from."""

    headline: Headline
    release: Release
    unit: str
    points: tuple[Point, ...]
    corridors: tuple[Corridor, ...]
    source: str
    others: tuple[str, ...]  # sources that have figures too
    files: tuple[Mapping[str, Any], ...]


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One headline series of all States in one time period."""

    headline: Headline
    release: Release
    unit: str
    period: str
    cells: Mapping[str, Cell]
    source: str
    files: tuple[Mapping[str, Any], ...]


@cache
def headlines() -> tuple[Headline, ...]:
    """All headline series, in the order in which they are shown."""
    path = structures.DATA / "headlines.yaml"
    return read_yaml_file(path, tuple[Headline, ...])


def headline(text: str) -> Headline:
    """One headline series by its id; NotFound lists them."""
    for each in headlines():
        if each.id == text:
            return each
    listed = ", ".join(each.id for each in headlines())
    msg = f"There is no headline series {text!r}. There are: {listed}."
    raise NotFound(msg)


def of_state(area: str) -> tuple[Series, ...]:
    """The headline series that have a value for an area. One query of the records.

    The releases are asked once for each series, in milliseconds.
    """
    held = queries.current()
    found = []
    for each in headlines():
        release = held.get(queries.flow(each.flow).reference)
        if release is not None:
            series = _series(each, release, area)
            found += [series] if series.points else []
    return tuple(found)


def _series(each: Headline, release: Release, area: str) -> Series:
    held = _records(each, release, each.key(**{each.area: (area,)}))
    source, records, others = rules.by_source(each, held)
    return Series(
        each,
        release,
        _unit(records),
        tuple(rules.points(each, records)),
        rules.corridors(each, records),
        source,
        others,
        _files(release, records),
    )


def _records(
    each: Headline,
    release: Release,
    key: Mapping[str, tuple[str, ...]],
    *,
    period: str = "",
) -> list[dict[str, Any]]:
    flow = queries.flow(each.flow)
    wanted = Slice(keys=(key,), start=period, end=period)
    return list(queries.ask(flow, wanted, release).records())


def _unit(records: Sequence[Mapping[str, Any]]) -> str:
    return str(records[0]["UNIT_MEASURE"]) if records else ""


def _files(
    release: Release, records: Sequence[Mapping[str, Any]]
) -> tuple[Mapping[str, Any], ...]:
    """The files that observations come from."""
    numbers = {each[FILE_NO] for each in records}
    return tuple(each for each in asking.files(release) if each["number"] in numbers)


def periods(of: Headline) -> tuple[str, ...]:
    """The time periods of a series' release, the latest first; none without a release.

    Periods of which there are invented figures only are left out.
    """
    flow = queries.flow(of.flow)
    release = queries.current_or_none(flow)
    if release is None:
        return ()
    held = asking.periods_without(release.path, rules.SOURCE, ILLUSTRATIVE)
    return tuple(each for each in reversed(held) if of.has(each))


def world(of: Headline, period: str) -> Snapshot:
    """A series of all real States in one period. One query; NotFound before the first release."""
    release = queries.release(of.flow)
    first = of.shown[0]
    held = [
        each
        for each in _records(of, release, of.key(), period=period)
        if geography.is_state(str(each[of.area]))
        and not is_invented(each)
        and (not of.split or str(each[of.split]) == first)
    ]
    source, records, _others = rules.by_source(of, held)
    by_area: dict[str, list[Mapping[str, Any]]] = {}
    for each in records:
        by_area.setdefault(str(each[of.area]), []).append(each)
    return Snapshot(
        headline=of,
        release=release,
        unit=_unit(records),
        period=period,
        cells={code: rules.cell(of, found) for code, found in sorted(by_area.items())},
        source=source,
        files=_files(release, records),
    )
