"""The straight way: a file without faults is typed and tested in one pass, piece by piece.

Most files have no fault. What does, or merges or deletes, goes the long way
(``staging``, ``checking``), where each fault is put into words. Pieces of large files
are kept by their content until the load is done, so that one that was interrupted goes
on where it stopped.
"""

import contextlib
import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import duckdb
import msgspec

from stocktake.indicators import periods, sql
from stocktake.indicators.loading import checking, pieces, staging
from stocktake.indicators.reading.opened import ACTION, ROW, Opened
from stocktake.indicators.reading.sdmx_csv import STRUCTURE
from stocktake.indicators.structures.rules import TIME, VALUE, CodeList, Flow


Progress = Callable[[str, int, int], None]
_KEPT = 1  # counts up whenever what is kept of a piece changes
_PLACE = "#place"


@dataclass(frozen=True, slots=True)
class Straight:
    """A file that is typed: its rows, the codes that occur, how many pieces were there before."""

    rows: int
    used: Mapping[str, frozenset[str]]
    components: tuple[str, ...]
    unused: tuple[str, ...]
    listed: Mapping[str, int]  # typed by their whole list, with how many codes it has
    pieces: int
    reused: int


@dataclass(frozen=True, slots=True)
class _Typed:
    """What is known of one piece."""

    rows: int
    used: dict[str, list[str]]


class _LongWayError(Exception):
    """Something in the file needs to be put into words."""


@dataclass(frozen=True)
class _Reading:
    """How the columns of one file become typed components."""

    con: duckdb.DuckDBPyConnection
    opened: Opened
    flow: Flow
    lists: Mapping[str, CodeList]
    columns: Mapping[str, str]  # component: column of the file
    about: str  # the column that says what a row is about
    action: str

    @property
    def components(self) -> tuple[str, ...]:
        """The components that the file has, in the dataflow's order."""
        order = (*self.flow.key_ids, VALUE, *self.flow.attribute_ids)
        return tuple(each for each in order if each in self.columns)

    @property
    def coded(self) -> tuple[str, ...]:
        """Those that take their values from a list."""
        return tuple(each for each in self.components if each in self.lists)

    def make_types(self) -> None:
        """An ENUM of each code list, so that codes become numbers while they are read."""
        for each in self.coded:
            codes = sql.texts(self.lists[each].ranks)
            self.con.execute(sql.ask("type_of_list", name=_kind(each), codes=codes))

    def statement(self, opened: Opened) -> str:
        """The rows of (a piece of) the file, typed."""
        texts = [
            f"{staging.cell(opened, column, each)} AS {sql.name(each)}"
            for each, column in self.columns.items()
        ]
        texts += [sql.name(c) for c in (self.about, self.action) if c]
        if opened.spooled:
            texts.append(sql.name(ROW))
        return sql.ask(
            "typed",
            columns=", ".join(self._typed(opened)),
            bad=" OR ".join(f"({each})" for each in self._faults()),
            texts=", ".join(dict.fromkeys(texts)),
            source=staging.source(opened),
        )

    def _typed(self, opened: Opened) -> Iterator[str]:
        for each in self.components:
            name = sql.name(each)
            if each == VALUE:
                yield f"TRY_CAST({name} AS DOUBLE) AS {name}"
            elif each in self.lists:
                yield f"TRY_CAST({name} AS {_kind(each)}) AS {name}"
            else:
                yield name
        if opened.spooled:
            yield f"CAST({sql.name(ROW)} AS BIGINT) AS {sql.name(ROW)}"

    def _faults(self) -> Iterator[str]:
        """Conditions that a row without fault does not meet."""
        for each in self.components:
            name = sql.name(each)
            needed = each in self.flow.key_ids or checking.needed(self.flow, each)
            if each in self.lists:
                known = f"TRY_CAST({name} AS {_kind(each)}) IS NOT NULL"
                yield (
                    f"NOT ({known})"
                    if needed
                    else f"{name} IS NOT NULL AND NOT ({known})"
                )
            elif needed:
                yield f"{name} IS NULL"
        for test in checking.value_tests(self.flow, self.components):
            yield f"coalesce({test.condition}, false)"
        # Plain comparisons: calling upper() and split_part() on each row costs a fifth.
        if self.action:
            action = sql.name(self.action)
            yield f"{action} IS NOT NULL AND {action} NOT IN ('I', 'A', 'R', 'i', 'a', 'r')"
        if self.about:
            said = sql.text(self.opened.structures[0])
            yield f"{sql.name(self.about)} IS DISTINCT FROM {said}"

    def learn(self, source: str) -> _Typed:
        """Count typed rows and find the codes that occur; refuse what has a fault."""
        counted = self.con.execute(sql.ask("count_typed", source=source)).fetchone()
        rows, bad = counted or (0, 0)
        if bad:
            raise _LongWayError
        keys = (*self.flow.key_ids, *self.coded)
        used = {
            each: sorted(text for (text,) in self._distinct(source, each) if text)
            for each in dict.fromkeys(keys)
        }
        self._check_times(source)
        return _Typed(rows, used)

    def _distinct(self, source: str, *components: str) -> list[tuple[str, ...]]:
        """The different texts of components."""
        shown = (f"CAST({sql.name(each)} AS VARCHAR)" for each in components)
        asked = sql.ask(
            "distinct_of",
            shown=", ".join(shown),
            columns=sql.names(components),
            source=source,
        )
        return self.con.execute(asked).fetchall()

    def _check_times(self, source: str) -> None:
        """Refuse time periods that are none, or not as long as their frequency says."""
        if not self.flow.timed:
            return
        freq = "FREQ" if "FREQ" in self.flow.dimension_ids else TIME
        for told, text in self._distinct(source, freq, TIME):
            alone = freq == TIME
            if not periods.is_period(text) or not (alone or checking.fits(told, text)):
                raise _LongWayError


def _kind(component: str) -> str:
    return sql.name(f"list of {component}")


def go(
    con: duckdb.DuckDBPyConnection,
    opened: Opened,
    flow: Flow,
    lists: Mapping[str, CodeList],
    *,
    keep: Path,
    progress: Progress,
) -> Straight | None:
    """Make the view ``staged``, typed; None where the long way must be gone.

    ``keep`` is the folder for pieces of large files.
    """
    reading = _reading(con, opened, flow, lists)
    if reading is None:
        return None
    reading.make_types()
    try:
        typed, cut, reused = _typed(reading, keep, progress)
    except (_LongWayError, duckdb.InvalidInputException, duckdb.ConversionException):
        return None
    row = sql.name(_PLACE) if cut else f"rowid + {opened.first_row}"
    if opened.spooled:
        row = sql.name(ROW)
    statement = sql.ask("staged_typed", row=row, columns=sql.names(reading.components))
    con.execute(statement)
    taken = {*reading.columns.values(), reading.about, reading.action, ROW}
    return Straight(
        rows=sum(each.rows for each in typed),
        used=_union(each.used for each in typed),
        components=reading.components,
        unused=tuple(each for each in opened.columns if each not in taken),
        # Pieces come back from their files as texts.
        listed={} if cut else {n: len(lists[n].ranks) for n in reading.coded},
        pieces=len(typed),
        reused=reused,
    )


def _reading(
    con: duckdb.DuckDBPyConnection,
    opened: Opened,
    flow: Flow,
    lists: Mapping[str, CodeList],
) -> _Reading | None:
    """How the file is read; None where something about its columns needs words."""
    held = staging.components_of(opened, flow)
    known = {*flow.key_ids, VALUE, *flow.attribute_ids}
    columns = {held[c]: c for c in opened.columns if held.get(c) in known}
    complete = {*flow.key_ids, VALUE} <= columns.keys()
    about = [column for column, what in held.items() if what == STRUCTURE]
    action = [column for column, what in held.items() if what == ACTION]
    said = opened.structures[:1]
    ours = said and staging.is_about(said[0], flow)
    if not complete or (about and not ours):
        return None
    return _Reading(
        con,
        opened,
        flow,
        lists,
        columns,
        about[0] if about else "",
        action[0] if action else "",
    )


def _typed(
    reading: _Reading, keep: Path, progress: Progress
) -> tuple[list[_Typed], bool, int]:
    """The table or view ``typed``; its pieces, whether it was cut, how many were kept before."""
    opened, con = reading.opened, reading.con
    total = pieces.count(opened.path, pieces.SIZE)
    if total <= pieces.WHOLE:
        con.execute(sql.ask("typed_table", typed=reading.statement(opened)))
        found = reading.learn("typed")
        progress("check", 1, 1)
        return [found], False, 0
    typed, parts, reused, before = [], [], 0, opened.first_row
    recipe = _recipe(reading)
    for piece in pieces.cut(opened.path, skip=opened.skip, size=pieces.SIZE):
        name = hashlib.blake2b(recipe + piece.data, digest_size=32).hexdigest()
        held = keep / f"{name}.parquet"
        known = _kept(held)
        reused += known is not None
        one = known or _type_piece(reading, piece.data, held)
        place = sql.text(str(held))
        parts.append(sql.ask("piece", before=before, path=place))
        typed.append(one)
        before += one.rows
        progress("check", piece.number + 1, max(total, piece.number + 1))
    con.execute(sql.ask("typed_pieces", pieces=" UNION ALL ".join(parts)))
    return typed, True, reused


def _type_piece(reading: _Reading, data: bytes, into: Path) -> _Typed:
    """Type one piece into a Parquet file that is there whole or not at all."""
    cut, draft = into.parent / "piece.csv", into.parent / "piece.parquet"
    cut.write_bytes(data)
    opened = replace(reading.opened, path=cut, skip=0)
    place = sql.text(str(draft))
    typed = reading.statement(opened)
    reading.con.execute(sql.ask("typed_piece", typed=typed, path=place))
    found = reading.learn(f"read_parquet({place})")
    draft.replace(into)
    _beside(into).write_bytes(msgspec.json.encode(found))
    cut.unlink()
    return found


def _kept(path: Path) -> _Typed | None:
    """What is known of a piece that an interrupted load has typed."""
    beside = _beside(path)
    if not (path.exists() and beside.exists()):
        return None
    return msgspec.json.decode(beside.read_bytes(), type=_Typed)


def _beside(path: Path) -> Path:
    return path.with_suffix(".json")


def _recipe(reading: _Reading) -> bytes:
    """All that what becomes of a piece depends on, besides its bytes."""
    told: list[Any] = [
        _KEPT,
        duckdb.__version__,
        reading.flow,
        {name: list(held.ranks) for name, held in reading.lists.items()},
        reading.opened.columns,
        reading.opened.delimiter,
        sorted(reading.opened.labelled),
        dict(reading.columns),
        reading.about,
        reading.action,
        reading.opened.structures[:1],
    ]
    return hashlib.blake2b(msgspec.json.encode(told), digest_size=32).digest()


def _union(
    found: Iterable[Mapping[str, list[str]]],
) -> dict[str, frozenset[str]]:
    every: dict[str, set[str]] = {}
    for used in found:
        for component, codes in used.items():
            every.setdefault(component, set()).update(codes)
    return {component: frozenset(codes) for component, codes in every.items()}


def forget(con: duckdb.DuckDBPyConnection, lists: Mapping[str, CodeList]) -> None:
    """Take back what was made on the straight way, before the long one is gone."""
    made = [("VIEW", "staged"), ("VIEW", "typed"), ("TABLE", "typed")]
    made += [("TYPE", _kind(each)) for each in lists]
    for kind, name in made:
        # `typed` is a view or a table, and asking for the other is an error.
        with contextlib.suppress(duckdb.CatalogException):
            con.execute(sql.ask("forget", kind=kind, name=name))
