"""The file's rows under the names of the dataflow's components, still as texts."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import duckdb

from stocktake.indicators import sql
from stocktake.indicators.loading import translating
from stocktake.indicators.mapping import Mapping as ColumnMapping
from stocktake.indicators.mapping import check as check_mapping
from stocktake.indicators.reading.opened import ACTION, ROW, Opened
from stocktake.indicators.reading.sdmx_csv import STRUCTURE
from stocktake.indicators.structures.rules import (
    VALUE,
    CodeList,
    Flow,
    reference,
)
from stocktake.kernel.errors import Refused


@dataclass(frozen=True, slots=True)
class Staged:
    """What the view or table ``staged`` holds.

    ``components`` are its columns; ``hints`` say why a text was not understood
    (component -> text -> why); ``unused`` are columns of the file that nothing takes.
    """

    components: tuple[str, ...]
    unused: tuple[str, ...] = ()
    hints: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    aside: int = 0  # rows that the file has about other structures


def source(opened: Opened) -> str:
    """The file as SQL reads it: every cell a text."""
    types = ", ".join(f"{sql.text(name)}: 'VARCHAR'" for name in opened.columns)
    return sql.ask(
        "csv",
        path=sql.text(str(opened.path)),
        skip=opened.skip,
        delimiter=sql.text(opened.delimiter),
        padding=str(opened.spooled).lower(),
        types=f"{{{types}}}",
    )


def read_raw(con: duckdb.DuckDBPyConnection, opened: Opened) -> None:
    """The file as the table ``raw``."""
    columns = sql.names(opened.columns)
    try:
        con.execute(sql.ask("raw", columns=columns, source=source(opened)))
    except (duckdb.InvalidInputException, duckdb.ConversionException) as error:
        told = str(error).split("\n\n", maxsplit=1)[0].splitlines()
        msg = f"{opened.path.name} cannot be read as CSV: {' '.join(told[:3])}"
        raise Refused(msg) from error


def components_of(opened: Opened, flow: Flow) -> Mapping[str, str]:
    """What each column is: as the message says, or by headings that are concepts."""
    known = {*flow.key_ids, VALUE, *flow.attribute_ids}
    return opened.components or {c: c for c in opened.columns if c in known}


def stage(
    con: duckdb.DuckDBPyConnection,
    opened: Opened,
    flow: Flow,
    lists: Mapping[str, CodeList],
    mapping: ColumnMapping | None,
    *,
    name: str,
) -> Staged:
    """Make ``staged`` from ``raw``; Refused when what the dataflow needs is not there."""
    read_raw(con, opened)
    if mapping is not None:
        check_mapping(mapping, flow, opened.columns, name=name)
        hints = translating.stage_table(con, opened, flow, lists, mapping)
        held = {*mapping.columns, *mapping.values, *mapping.skip, ROW}
        return Staged(
            components=translating.components(flow, mapping),
            unused=tuple(each for each in opened.columns if each not in held),
            hints=hints,
        )
    return _stage_sdmx(con, opened, flow, name=name)


def _stage_sdmx(
    con: duckdb.DuckDBPyConnection, opened: Opened, flow: Flow, *, name: str
) -> Staged:
    known = {*flow.key_ids, VALUE, *flow.attribute_ids}
    held = components_of(opened, flow)
    columns = {held[c]: c for c in opened.columns if held.get(c) in known}
    _nothing_missing(flow, columns, name=name)
    about = [column for column, what in held.items() if what == STRUCTURE]
    where, aside = _only_this(con, about, flow, name=name)
    action = next((c for c, what in held.items() if what == ACTION), "")
    row = f"CAST({sql.name(ROW)} AS BIGINT)"
    cells = (
        f"{cell(opened, column, component)} AS {sql.name(component)}"
        for component, column in columns.items()
    )
    statement = sql.ask(
        "staged_sdmx",
        row=row if opened.spooled else f"rowid + {opened.first_row}",
        action=f"coalesce(upper({sql.name(action)}), 'I')" if action else "'I'",
        columns=", ".join(cells),
        where=where,
    )
    con.execute(statement)
    used = {*columns.values(), *about, action, ROW}
    return Staged(
        components=tuple(columns),
        unused=tuple(c for c in opened.columns if c not in used),
        aside=aside,
    )


def _nothing_missing(flow: Flow, columns: Mapping[str, str], *, name: str) -> None:
    missing = [each for each in (*flow.key_ids, VALUE) if each not in columns]
    if missing:
        msg = (
            f"{name} has no column for {', '.join(missing)} of {flow.reference}. If its "
            "columns have other names, load it with --mapping (see docs/statistics.md)."
        )
        raise Refused(msg)


def _only_this(
    con: duckdb.DuckDBPyConnection, about: list[str], flow: Flow, *, name: str
) -> tuple[str, int]:
    """A condition that leaves rows about other structures out, and how many those are."""
    if not about:
        return "", 0
    column = sql.name(about[0])
    said = dict(con.execute(sql.ask("said", column=column)).fetchall())
    ours = [text for text in said if text and is_about(text.split(": ")[0], flow)]
    if not ours:
        msg = (
            f"{name} is about {', '.join(map(str, said))}, not about {flow.reference}."
        )
        raise Refused(msg)
    others = sum(rows for text, rows in said.items() if text not in ours)
    return f"WHERE {column} IN ({sql.texts(ours)})" if others else "", others


def is_about(text: str, flow: Flow) -> bool:
    """Whether a reference names this dataflow or its structure, in any version."""
    said = reference(text)
    return said.id in (flow.id, flow.structure_id) and said.agency in (
        "",
        flow.agency,
    )


def cell(opened: Opened, column: str, component: str) -> str:
    """A cell as text: the code without its label, a point for the decimal comma."""
    found = sql.name(column)
    if column in opened.labelled:
        found = f"split_part({found}, ': ', 1)"
    if component == VALUE:
        if opened.decimal_comma:
            found = f"replace({found}, ',', '.')"
        found = f"nullif(nullif({found}, 'NaN'), 'nan')"
    return found
