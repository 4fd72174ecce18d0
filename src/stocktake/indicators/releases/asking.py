"""Questions to a release: read-only, in milliseconds, streamed."""

from collections.abc import Iterable, Iterator, Mapping
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

    def batches(self) -> Iterator[list[tuple[Any, ...]]]:
        """The rows in batches, in the order of the release."""
        cursor = connection(self.release.path).cursor()
        cursor.execute(self.statement)
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


@lru_cache(maxsize=64)
def periods_without(path: Path, component: str, code: str) -> tuple[str, ...]:
    """The time periods of observations that do not have a code, in sorted order."""
    if code not in codes(path, component):
        return codes(path, TIME)
    asked = sql.ask(
        "periods_without",
        time=sql.name(TIME),
        component=sql.name(component),
        code=sql.text(code),
    )
    return tuple(row[0] for row in connection(path).cursor().execute(asked).fetchall())


def ask(flow: Flow, wanted: Slice, release: Release) -> Answer:
    """The observations of a slice of a release."""
    held = columns(flow)
    statement = sql.ask(
        "slice",
        columns=sql.names(held),
        conditions=" AND ".join(_conditions(flow, wanted, release)) or "true",
        ends=_ends(flow, wanted),
    )
    return Answer(flow, release, held, statement)


def _conditions(flow: Flow, wanted: Slice, release: Release) -> list[str]:
    """SQL conditions for keys and time, made of the release's own codes only.

    Codes that the release does not have are left out: no row can have them. They are
    written out, because the store skips what cannot match only where it sees the codes:
    as parameters in a list a slice took eighty times as long.
    """
    conditions: list[str] = []
    alternatives = [
        " AND ".join(_one_of(release, name, asked) for name, asked in key.items())
        for key in wanted.keys
    ]
    if alternatives:
        conditions.append(" OR ".join(f"({each or 'true'})" for each in alternatives))
    if flow.timed and (wanted.start or wanted.end):
        times = [
            text
            for text in codes(release.path, TIME)
            if periods.within(text, start=wanted.start, end=wanted.end)
        ]
        conditions.append(_one_of(release, TIME, times))
    return [f"({each})" for each in conditions]


def _one_of(release: Release, component: str, asked: Iterable[str]) -> str:
    """That a component is one of these codes."""
    known = set(codes(release.path, component))
    found = [code for code in dict.fromkeys(asked) if code in known]
    if not found:
        return "false"
    name = sql.name(component)
    if len(found) == 1:
        return f"{name} = {sql.text(found[0])}"
    return f"{name} IN ({sql.texts(found)})"


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
