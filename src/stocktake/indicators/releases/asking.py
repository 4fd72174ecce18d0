"""Questions to a release: read-only, in milliseconds, streamed."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import duckdb

from stocktake.indicators import periods, sql
from stocktake.indicators.keys import Slice
from stocktake.indicators.releases.making import columns
from stocktake.indicators.releases.rules import FILE_NO, Release
from stocktake.indicators.structures.rules import TIME, Flow
from stocktake.kernel.errors import BrokenData


BATCH = 10_000


@dataclass(frozen=True, slots=True)
class Answer:
    """Columns and the rows that come with them; a blank value is None, never zero."""

    flow: Flow
    release: Release
    columns: tuple[str, ...]
    statement: str
    values: Mapping[str, Any]

    def batches(self) -> Iterator[list[tuple[Any, ...]]]:
        """The rows in batches, in the order of the release."""
        cursor = connection(self.release.path).cursor()
        cursor.execute(self.statement, dict(self.values))
        while rows := cursor.fetchmany(BATCH):
            yield rows

    def rows(self) -> Iterator[tuple[Any, ...]]:
        """The rows one by one."""
        for batch in self.batches():
            yield from batch

    def records(self) -> Iterator[dict[str, Any]]:
        """The rows as dictionaries."""
        for row in self.rows():
            yield dict(zip(self.columns, row, strict=True))


@lru_cache(maxsize=64)
def connection(path: Path) -> duckdb.DuckDBPyConnection:
    """The one connection of this process to a release; take a cursor of it."""
    if not path.exists():
        msg = f"The release {path.name} is not in its place under the home. Load its files again."
        raise BrokenData(msg)
    return duckdb.connect(str(path), read_only=True)


@lru_cache(maxsize=256)
def codes(path: Path, component: str) -> tuple[str, ...]:
    """The codes of a coded component that a release was typed with, in sorted order."""
    kind = sql.name(f"code of {component}")
    found = connection(path).cursor().execute(sql.ask("codes", component=kind))
    row = found.fetchone()
    return tuple(row[0]) if row and row[0] else ()


def ask(flow: Flow, wanted: Slice, release: Release) -> Answer:
    """The observations of a slice of a release."""
    held = columns(flow)
    conditions, values = _conditions(flow, wanted, release)
    statement = sql.ask(
        "slice",
        columns=sql.names(held),
        conditions=" AND ".join(conditions) or "true",
        ends=_ends(flow, wanted),
    )
    return Answer(flow, release, held, statement, values)


def _conditions(
    flow: Flow, wanted: Slice, release: Release
) -> tuple[list[str], dict[str, list[str]]]:
    """SQL conditions with parameters for keys and time.

    Codes that the release does not have are left out before: no row can have them.
    """
    conditions: list[str] = []
    values: dict[str, list[str]] = {}
    alternatives = []
    for number, key in enumerate(wanted.keys):
        parts = []
        for name, asked in key.items():
            known = set(codes(release.path, name))
            values[f"{name}_{number}"] = [code for code in asked if code in known]
            parts.append(f"{sql.name(name)} IN (SELECT unnest(${name}_{number}))")
        alternatives.append(" AND ".join(parts) or "true")
    if alternatives:
        conditions.append(f"({' OR '.join(f'({each})' for each in alternatives)})")
    if flow.timed and (wanted.start or wanted.end):
        values["times"] = [
            text
            for text in codes(release.path, TIME)
            if periods.within(text, start=wanted.start, end=wanted.end)
        ]
        conditions.append(f"{TIME} IN (SELECT unnest($times))")
    return conditions, values


def _ends(flow: Flow, wanted: Slice) -> str:
    """Only the first and last observations of each series."""
    if not (wanted.first or wanted.last):
        return ""
    series = sql.names(flow.dimension_ids)
    time = sql.name(TIME)
    tests = [
        f"row_number() OVER (PARTITION BY {series} ORDER BY {time} {way}) <= {most:d}"
        for most, way in ((wanted.first, "ASC"), (wanted.last, "DESC"))
        if most
    ]
    return f"QUALIFY {' OR '.join(tests)}"


def files(release: Release) -> tuple[dict[str, Any], ...]:
    """Every file that a release's observations come from; ``FILE_NO`` counts them."""
    cursor = connection(release.path).cursor().execute(sql.ask("all_files"))
    names = [each[0] for each in cursor.description or ()]
    return tuple(dict(zip(names, row, strict=True)) for row in cursor.fetchall())


def source_of(release: Release, record: Mapping[str, Any]) -> dict[str, Any]:
    """The file that an observation came from."""
    return next(each for each in files(release) if each["number"] == record[FILE_NO])
