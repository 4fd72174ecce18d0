"""How the columns of a file become typed components, and what a row without fault does not say."""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

import duckdb

from stocktake.indicators import periods, sql
from stocktake.indicators.loading import checking, staging
from stocktake.indicators.reading.opened import ACTION, ROW, Opened
from stocktake.indicators.reading.sdmx_csv import STRUCTURE
from stocktake.indicators.structures.rules import TIME, VALUE, CodeList, Flow


_SPOTS: Final = (
    16  # places of a file that are looked at for what is the same everywhere
)
_LOOK: Final = 4096  # bytes at each
ACTIONS: Final = ("I", "A", "R", "i", "a", "r")  # that add or replace


class LongWayError(Exception):
    """Something in the file needs to be put into words."""


@dataclass(frozen=True, slots=True)
class Typed:
    """What is known of typed rows: how many, and the codes that occur."""

    rows: int
    used: dict[str, list[str]]


@dataclass(frozen=True)
class Reading:
    """How the columns of one file become typed components."""

    con: duckdb.DuckDBPyConnection
    opened: Opened
    flow: Flow
    lists: Mapping[str, CodeList]
    columns: Mapping[str, str]  # component: column of the file
    about: str  # the column that says what a row is about
    action: str
    constants: Mapping[str, str] = field(default_factory=dict)  # supposed, and tested

    @property
    def components(self) -> tuple[str, ...]:
        """The components that the file has, in the dataflow's order."""
        order = (*self.flow.key_ids, VALUE, *self.flow.attribute_ids)
        return tuple(each for each in order if each in self.columns)

    @property
    def coded(self) -> tuple[str, ...]:
        """Those that take their values from a list."""
        return tuple(each for each in self.components if each in self.lists)

    @property
    def varying(self) -> tuple[str, ...]:
        """Those that are not supposed to be the same in all rows."""
        return tuple(each for each in self.components if each not in self.constants)

    def make_types(self) -> None:
        """An ENUM of each code list, so that codes become numbers while they are read."""
        for each in self.coded:
            codes = sql.texts(self.lists[each].ranks)
            self.con.execute(sql.ask("type_of_list", name=kind(each), codes=codes))

    def statement(self, opened: Opened) -> str:
        """The rows of (a piece of) the file, typed."""
        texts = [
            f"{staging.cell(opened, column, each)} AS {sql.name(each)}"
            for each, column in self.columns.items()
        ]
        texts += [sql.name(c) for c in (self.about, self.action) if c]
        if opened.spooled:
            texts.append(sql.name(ROW))
        casts = (f"{cast} AS {_cast(each)}" for each, cast in self._casts())
        return sql.ask(
            "typed",
            columns=", ".join(self._typed(opened)),
            bad=" OR ".join(f"({each})" for each in self._faults()),
            casts=", ".join(casts),
            texts=", ".join(dict.fromkeys(texts)),
            source=staging.source(opened),
        )

    def _casts(self) -> Iterator[tuple[str, str]]:
        """Texts as codes and numbers, NULL where they are none."""
        for each in self.varying:
            if each == VALUE:
                yield each, checking.AS_NUMBER
            elif each in self.lists:
                yield each, f"TRY_CAST({sql.name(each)} AS {kind(each)})"

    def shown(self) -> Iterator[str]:
        """The components as columns of what was typed; constants as such."""
        for each in self.components:
            code, name = self.constants.get(each), sql.name(each)
            if code is None:
                yield name
            else:
                yield f"CAST({sql.text(code)} AS {kind(each)}) AS {name}"

    def _typed(self, opened: Opened) -> Iterator[str]:
        cast = {each for each, _ in self._casts()}
        for each in self.varying:
            name = sql.name(each)
            yield f"{_cast(each)} AS {name}" if each in cast else name
        if opened.spooled:
            yield f"CAST({sql.name(ROW)} AS BIGINT) AS {sql.name(ROW)}"

    def _faults(self) -> Iterator[str]:
        """Conditions that a row without fault does not meet."""
        for each in self.components:
            name, code = sql.name(each), self.constants.get(each)
            needed = each in self.flow.key_ids or checking.needed(self.flow, each)
            if code is not None:
                yield f"{name} IS DISTINCT FROM {sql.text(code)}"
            elif each in self.lists:
                blank = "" if needed else f"{name} IS NOT NULL AND "
                yield f"{blank}{_cast(each)} IS NULL"
            elif needed:
                yield f"{name} IS NULL"
        for test in checking.value_tests(self.flow, self.components, _cast(VALUE)):
            yield f"coalesce({test.condition}, false)"
        # Plain comparisons: a function for each row costs a fifth, and a longer IN becomes
        # a join, after which rows are not in the order of the file any more.
        if self.action:
            action = sql.name(self.action)
            yield " AND ".join(f"{action} <> {sql.text(each)}" for each in ACTIONS)
        if self.about:
            said = sql.text(self.opened.structures[0])
            yield f"{sql.name(self.about)} IS DISTINCT FROM {said}"

    def learn(self, source: str) -> Typed:
        """Count typed rows and find the codes that occur; refuse what has a fault."""
        counted = self.con.execute(sql.ask("count_typed", source=source)).fetchone()
        rows, bad = counted or (0, 0)
        if bad:
            raise LongWayError
        keys = (*self.flow.key_ids, *self.coded)
        used = {
            each: sorted(text for (text,) in self._distinct(source, each) if text)
            for each in dict.fromkeys(keys)
            if each not in self.constants
        }
        used |= {each: [code] for each, code in self.constants.items()}
        self._check_times(source)
        return Typed(rows, used)

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
        freq = "FREQ" if "FREQ" in self.flow.dimension_ids else ""
        known = self.constants.get(freq, "")
        for *told, text in self._distinct(source, *([freq] * (not known)), TIME):
            of = known or (told[0] if freq else "")
            if not periods.is_period(text) or (of and not checking.fits(of, text)):
                raise LongWayError


def kind(component: str) -> str:
    """The type of a component's whole code list."""
    return sql.name(f"list of {component}")


def _cast(component: str) -> str:
    """The column of a component once it is no text any more."""
    return sql.name(f"#{component}")


def reading(
    con: duckdb.DuckDBPyConnection,
    opened: Opened,
    flow: Flow,
    lists: Mapping[str, CodeList],
) -> Reading | None:
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
    return Reading(
        con,
        opened,
        flow,
        lists,
        columns,
        about[0] if about else "",
        action[0] if action else "",
    )


def supposing(held: Reading) -> Reading:
    """The same, supposing to be constant what is so at some places of the file.

    Comparing a cell with one code is much cheaper than looking it up in a list; where
    the file says something else elsewhere, it is read again without supposing.
    """
    seen: dict[str, set[str]] = {}
    for cells in looked_at(held.opened):
        for column, cell in zip(held.opened.columns, cells, strict=True):
            seen.setdefault(column, set()).add(cell)
    constants = {}
    for each in held.coded:
        cells_of = seen.get(held.columns[each], set())
        code = next(iter(cells_of)) if len(cells_of) == 1 else ""
        if code in held.lists[each].ranks:
            constants[each] = code
    return replace(held, constants=constants)


def looked_at(opened: Opened) -> Iterator[list[str]]:
    """Some whole records from places all over the file."""
    size = opened.path.stat().st_size
    with opened.path.open("rb") as file:
        for spot in range(_SPOTS):
            file.seek(size * spot // _SPOTS)
            lines = file.read(_LOOK).decode("utf-8", errors="ignore").splitlines()
            whole = lines[opened.skip if spot == 0 else 1 : -1]
            for cells in csv.reader(whole, delimiter=opened.delimiter):
                if len(cells) == len(opened.columns):
                    yield cells
