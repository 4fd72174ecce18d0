"""Rows of a release as texts: the database writes each, so that a million take a second."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from stocktake.indicators import sql
from stocktake.indicators.serving.asked import Asked
from stocktake.indicators.serving.conditions import texts, typed
from stocktake.indicators.serving.parts import Part, most, relation
from stocktake.indicators.structures.rules import VALUE


BATCH: Final = 10_000
_WHOLE: Final = 2**53  # whole numbers up to here are kept exactly
_PLAIN = re.compile(r"[\w.@$+:/-]*", re.ASCII)


@dataclass(frozen=True, slots=True)
class Layout:
    """How a format writes groups and observations: SQL expressions that give texts.

    ``open`` begins a series, ``close`` ends it, ``between`` stands between two of its
    observations, ``item`` is one of them. What is the same for all is a literal.
    """

    item: str
    open: str = "''"
    close: str = "''"
    between: str = "''"

    @property
    def plain(self) -> bool:
        """Whether nothing stands before, between or after observations."""
        return self.open == self.close == self.between == "''"


def lines(asked: Asked, part: Part, layout: Layout) -> Iterator[str]:
    """The texts of a part, some thousand rows joined at a time."""
    cursor = part.cursor()
    cursor.execute(_statement(asked, part, layout))
    while rows := cursor.fetchmany(BATCH):
        yield "".join([text for (text,) in rows])


def _statement(asked: Asked, part: Part, layout: Layout) -> str:
    """The statement of the texts; simple where each row stands for itself."""
    held = relation(asked, part)
    keys_only = asked.keys_only and bool(asked.group)
    if layout.plain and not keys_only:
        return _four_at_once(sql.ask("plain_lines", item=layout.item, relation=held))
    group_number = _group_number(asked, part)
    if keys_only:
        held = sql.ask(
            "first_of_series", group_number=group_number, relation=held, most=most(part)
        )
    return sql.ask(
        "lines",
        open=layout.open,
        close=layout.close,
        between=layout.between,
        item="''" if keys_only else layout.item,
        group_number=group_number,
        relation=held,
    )


def _four_at_once(statement: str) -> str:
    """Four texts in a row: handing rows over costs more than making them."""
    following = "".join(
        f" || coalesce(lead(line, {place}) OVER (), '')" for place in range(1, 4)
    )
    return sql.ask("four_lines", following=following, lines=statement)


def _group_number(asked: Asked, part: Part) -> str:
    """A number for each series; the same for all rows of a flat table."""
    found = "0::HUGEINT"
    for name in asked.group:
        size = len(texts(part.release, name))
        found = f"({found} * {size:d} + enum_code({sql.name(name)}))"
    return found


def number(column: str = VALUE) -> str:
    """A value as people write it: whole numbers without ``.0``; NULL where it is blank."""
    cell = sql.name(column)
    whole = f"{cell} = trunc({cell}) AND abs({cell}) < {_WHOLE}"
    return (
        f"CASE WHEN {whole} THEN CAST(CAST({cell} AS BIGINT) AS VARCHAR) "
        f"ELSE CAST({cell} AS VARCHAR) END"
    )


def text(column: str) -> str:
    """A code or a text of a component, as it is."""
    return f"CAST({sql.name(column)} AS VARCHAR)"


def is_plain(part: Part, component: str) -> bool:
    """Whether none of a component's codes need escaping; free texts always may."""
    if not typed(part.release, component):
        return False
    return all(map(_PLAIN.fullmatch, texts(part.release, component)))


def in_xml(part: Part, component: str) -> str:
    """A component for an attribute of XML."""
    cell = text(component)
    if is_plain(part, component):
        return cell
    cell = f"regexp_replace({cell}, '[\\x00-\\x08\\x0B\\x0C\\x0E-\\x1F]', '', 'g')"
    for plain, escaped in (
        ("'&'", "'&amp;'"),
        ("'<'", "'&lt;'"),
        ("'>'", "'&gt;'"),
        ("'\"'", "'&quot;'"),
        ("chr(9)", "'&#9;'"),
        ("chr(10)", "'&#10;'"),
        ("chr(13)", "'&#13;'"),
    ):
        cell = f"replace({cell}, {plain}, {escaped})"
    return cell


def in_csv(part: Part, component: str) -> str:
    """A component for a cell of CSV; blank where there is none."""
    if component == VALUE:
        return f"coalesce({number()}, '')"
    cell = text(component)
    return cell if is_plain(part, component) else quoted(cell)


def quoted(cell: str) -> str:
    """A text in quotes where CSV needs them."""
    return (
        f"CASE WHEN regexp_matches({cell}, '[\",\\r\\n]') "
        f"THEN '\"' || replace({cell}, '\"', '\"\"') || '\"' ELSE coalesce({cell}, '') END"
    )


def picked(component: str, by_code: Sequence[str | None]) -> str:
    """A text for each code of a component: the n-th of a list for its n-th code."""
    cells = ", ".join("NULL" if each is None else sql.text(each) for each in by_code)
    return f"list_extract([{cells}], enum_code({sql.name(component)})::BIGINT + 1)"
