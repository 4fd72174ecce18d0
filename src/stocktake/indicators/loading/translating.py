"""Plain tables through their mapping: names and codes of others into ours."""

from collections.abc import Iterator, Mapping
from typing import Final

import duckdb

from stocktake.geography import queries as geography
from stocktake.indicators import sql
from stocktake.indicators.mapping import Mapping as ColumnMapping
from stocktake.indicators.reading.opened import ROW, Opened
from stocktake.indicators.structures.reading import AREAS
from stocktake.indicators.structures.rules import STATUS, TIME, VALUE, CodeList, Flow
from stocktake.kernel.errors import Refused


Hints = dict[str, dict[str, str]]
_JOINED: Final = r"^(\d{4})([STQMW]\d{1,2})$"  # 2011Q1, which SDMX writes 2011-Q1


def components(flow: Flow, mapping: ColumnMapping) -> tuple[str, ...]:
    """The components that a mapping fills, in the dataflow's order."""
    given = {*mapping.columns.values(), *mapping.fixed, VALUE, *_wide(mapping)}
    if mapping.missing:
        given.add(STATUS)
    return tuple(
        each for each in (*flow.key_ids, VALUE, *flow.attribute_ids) if each in given
    )


def stage_table(
    con: duckdb.DuckDBPyConnection,
    opened: Opened,
    flow: Flow,
    lists: Mapping[str, CodeList],
    mapping: ColumnMapping,
) -> Hints:
    """Make the table ``staged``; tells why texts were not understood."""
    hints: Hints = {}
    joins = []
    for column, concept in mapping.columns.items():
        if concept not in lists:
            continue
        found = con.execute(sql.ask("told", column=sql.name(column))).fetchall()
        told = [text for (text,) in found if text]
        codes = dict(_codes(told, concept, lists[concept], mapping, hints))
        table = sql.name(f"translation {concept}")
        con.execute(
            sql.ask("translation", table=table),
            {"old": list(codes), "new": list(codes.values())},
        )
        joins.append(f"LEFT JOIN {table} ON {table}.old = picked.{sql.name(concept)}")
    con.execute(_statement(opened, flow, lists, mapping, joins))
    return hints


def _statement(
    opened: Opened,
    flow: Flow,
    lists: Mapping[str, CodeList],
    mapping: ColumnMapping,
    joins: list[str],
) -> str:
    row, value = sql.name(ROW), f"picked.{sql.name(VALUE)}"
    translated = {c for c in mapping.columns.values() if c in lists}
    return sql.ask(
        "staged_table",
        row=f"CAST({row} AS BIGINT)"
        if opened.spooled
        else f"rowid + {opened.first_row}",
        picked=", ".join(_picked(mapping)),
        where=_kept(mapping),
        columns=", ".join(
            f"{_component(each, mapping, translated)} AS {sql.name(each)}"
            for each in components(flow, mapping)
        ),
        translations=" ".join(joins),
        blanks=f"WHERE {value} <> ''" if mapping.values else "",
    )


def _wide(mapping: ColumnMapping) -> tuple[str, ...]:
    """The concepts that headings of value columns stand for."""
    return tuple(
        dict.fromkeys(concept for held in mapping.values.values() for concept in held)
    )


def _picked(mapping: ColumnMapping) -> Iterator[str]:
    """The columns of the inner query: the file's own, the headings', the constants."""
    fixed = dict(mapping.fixed)
    for column, concept in mapping.columns.items():
        fixed.pop(concept, None)
        yield f"trim({sql.name(column)}) AS {sql.name(concept)}"
    for concept in _wide(mapping):
        other = fixed.pop(concept, "")
        codes = (held.get(concept, other) for held in mapping.values.values())
        yield f"unnest([{sql.texts(codes)}]) AS {sql.name(concept)}"
    if mapping.values:
        cells = ", ".join(f"trim({sql.name(column)})" for column in mapping.values)
        yield f"unnest([{cells}]) AS {sql.name(VALUE)}"
    for concept, code in fixed.items():
        yield f"{sql.text(code)} AS {sql.name(concept)}"


def _kept(mapping: ColumnMapping) -> str:
    """The condition of the rows that are not to be skipped."""
    conditions = [
        f"coalesce(trim({sql.name(column)}), '') NOT IN ({sql.texts(texts)})"
        for column, texts in mapping.skip.items()
    ]
    return f"WHERE {' AND '.join(conditions)}" if conditions else ""


def _component(concept: str, mapping: ColumnMapping, translated: set[str]) -> str:
    """A component of ``staged``: translated, without the texts that mean no value."""
    cell = f"nullif(picked.{sql.name(concept)}, '')"
    if concept in translated:
        own = sql.name(f"translation {concept}")
        cell = f"coalesce({own}.new, {cell})"
        blank = mapping.codes.get(concept, {}).get("")
        if blank:
            cell = f"coalesce({cell}, {sql.text(blank)})"
    if concept == TIME:
        cell = f"regexp_replace({cell}, '{_JOINED}', '\\1-\\2')"
    if concept == VALUE and mapping.missing:
        cell = f"CASE WHEN {cell} IN ({sql.texts(mapping.missing)}) THEN NULL ELSE {cell} END"
    if concept == STATUS and mapping.missing:
        value = f"picked.{sql.name(VALUE)}"
        cases = " ".join(
            f"WHEN {sql.text(told)} THEN {sql.text(status)}"
            for told, status in mapping.missing.items()
        )
        held = {*mapping.columns.values(), *mapping.fixed, *_wide(mapping)}
        given = cell if concept in held else "NULL"
        cell = f"coalesce(CASE {value} {cases} END, {given})"
    return cell


def _codes(
    told: list[str],
    concept: str,
    codes: CodeList,
    mapping: ColumnMapping,
    hints: Hints,
) -> Iterator[tuple[str, str]]:
    """Each text of a column that means another code than itself."""
    given = mapping.codes.get(concept, {})
    for text in told:
        if text in given:
            yield text, given[text]
        elif text not in codes.ranks and codes.id == AREAS:
            found = _area(text, by_name=concept in mapping.by_name)
            if isinstance(found, Refused):
                hints.setdefault(concept, {})[text] = str(found)
            else:
                yield text, found


def _area(text: str, *, by_name: bool) -> str | Refused:
    """The code of an area by alpha-2, M49 or, where the mapping says so, name."""
    try:
        return (geography.find(text) if by_name else geography.area(text)).alpha3
    except Refused as error:
        return error
