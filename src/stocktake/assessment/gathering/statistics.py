"""What statistics hold: the series of every indicator of an edition, all States in one question."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from statistics import fmean
from typing import Any, Final

from stocktake.assessment.definitions import Combine, Definition, Kind
from stocktake.assessment.rules.evidence import Measured
from stocktake.assessment.verdicts import Grade, Series
from stocktake.geography import queries as geography
from stocktake.indicators import invented
from stocktake.indicators import queries as indicators
from stocktake.indicators.headlines.rules import SOURCE
from stocktake.indicators.releases.rules import SUPPRESSED, Release
from stocktake.indicators.structures.rules import STATUS, TIME, VALUE, Flow
from stocktake.kernel.errors import NotFound


_STATE: Final = "{state}"
_BREAK: Final = "B"  # of CL_OBS_STATUS
_MODELLED: Final = frozenset({"E", "I", "F"})  # estimated, imputed, forecast
DIGITS: Final = 9
_Row = Mapping[str, Any]


def quantitative(definitions: Iterable[Definition]) -> tuple[Definition, ...]:
    """The indicators that statistics can speak to."""
    return tuple(one for one in definitions if one.kind is Kind.QUANTITATIVE)


def measured(
    definitions: Iterable[Definition],
    hashes: Mapping[str, str],
    *,
    states: Collection[str],
    on: datetime,
) -> Mapping[tuple[str, str], Measured]:
    """Series by State and indicator, from the releases in force at a moment.

    One question to each release for each indicator; States without any observation and
    dataflows without a release are left out.
    """
    found: dict[tuple[str, str], Measured] = {}
    wanted = [one for one in quantitative(definitions) if one.flow is not None]
    held = _held({one.flow[0] for one in wanted if one.flow}, on)
    for one in wanted:
        assert one.flow is not None
        if one.flow[0] not in held:
            continue
        flow, release = held[one.flow[0]]
        for state, rows in _by_state(flow, one, release, states).items():
            spoken = invented.speaking_of(state, rows)
            series = _series(one, _chosen(flow, one, spoken)) if spoken else None
            if series and series.points:
                found[state, one.code] = Measured(
                    indicator=one.code,
                    definition=hashes[one.code],
                    series=series,
                    release=f"stocktake:release:{release.flow}/{release.number}",
                    released=release.published_at.date().isoformat(),
                )
    return found


def _held(names: Iterable[str], on: datetime) -> Mapping[str, tuple[Flow, Release]]:
    """The release in force at a moment of each dataflow that has one."""
    found = {}
    for name in sorted(names):
        with suppress(NotFound):
            flow = indicators.flow(name)
            found[name] = (flow, indicators.release(flow.reference, as_of=on))
    return found


def _by_state(
    flow: Flow, one: Definition, release: Release, states: Collection[str]
) -> Mapping[str, list[_Row]]:
    assert one.flow is not None
    key = one.flow[1].split(".")
    dimension = flow.dimension_ids[key.index(_STATE)]
    wanted = _key(flow, key, states)
    answer = indicators.observations(flow.reference, wanted, as_of=release.published_at)
    rows: dict[str, list[_Row]] = defaultdict(list)
    for record in answer.records():
        if record[VALUE] is not None or record.get(STATUS) == SUPPRESSED:
            rows[record[dimension]].append(record)
    return rows


def _key(flow: Flow, key: Iterable[str], states: Collection[str]) -> str:
    """The key for these States; of invented ones invented figures are asked for beside."""
    parts = {
        name: "+".join(sorted(states)) if part == _STATE else part
        for name, part in zip(flow.dimension_ids, key, strict=True)
    }
    if parts.get(SOURCE) and any(map(geography.is_illustrative, states)):
        parts[SOURCE] += f"+{invented.ILLUSTRATIVE}"
    return ".".join(parts.values())


def _chosen(flow: Flow, one: Definition, rows: Sequence[_Row]) -> Sequence[_Row]:
    """All rows where series are put together; else those of one: the newest, then the longest."""
    if one.combine is not Combine.ONE:
        return rows
    series: dict[tuple[str, ...], list[_Row]] = defaultdict(list)
    for row in rows:
        series[tuple(str(row[name]) for name in flow.dimension_ids)].append(row)
    best = max(
        sorted(series),
        key=lambda key: (max(str(row[TIME]) for row in series[key]), len(series[key])),
    )
    return series[best]


def _series(one: Definition, rows: Sequence[_Row]) -> Series:
    """One value for each year; the same year more than once is put together as defined.

    A year of which a part is withheld has no value: the rest would pass for the whole.
    """
    values: dict[int, list[float]] = defaultdict(list)
    breaks: set[int] = set()
    withheld: set[int] = set()
    modelled, total = 0, 0
    for row in rows:
        year = int(str(row[TIME])[:4])
        if row[VALUE] is None:
            withheld.add(year)
            continue
        values[year].append(float(row[VALUE]))
        status = str(row.get(STATUS) or "")
        total += 1
        modelled += status in _MODELLED
        if status == _BREAK:
            breaks.add(year)
    return Series(
        points=tuple(
            (year, _combined(one, found))
            for year, found in sorted(values.items())
            if year not in withheld
        ),
        source=invented.NAME if invented.is_invented(rows[0]) else one.source,
        unit=one.unit,
        grade=Grade.MODELLED if modelled * 2 > total else None,  # else the definition's
        breaks=tuple(sorted(breaks)),
    )


def _combined(one: Definition, values: Collection[float]) -> float:
    total = sum(values) if one.combine is Combine.SUM else fmean(values)
    return round(total, DIGITS)
