"""Tables, the matrix and the map of the Word document."""

from stocktake.design.maps import FILLS
from stocktake.dossiers.render.docx.writer import Writer
from stocktake.dossiers.render.docx.xml import (
    INK_2,
    LINE,
    PINE,
    PLAIN,
    Run,
    cell,
    paragraph,
    row,
    run,
    table,
)
from stocktake.dossiers.rules import Bar, Bars, Map, Mark, Matrix, Row, Table


PICTURE = "<!--map-->"
_BAND = "F2F6F1"
_TILES = 6  # of illustrative States in a row
_GREY = Run(colour=INK_2)


def ledger(to: Writer, one: Table) -> None:
    """A table with its caption above and its source below."""
    to.caption("table", one.title)
    widths = [round(LINE * share) for share in one.widths]

    def cells(values: tuple[str, ...], how: Run, fill: str = "") -> str:
        return "".join(
            cell(_value(to, one, i, value, how), widths[i], fill=fill)
            for i, value in enumerate(values)
        )

    rows = [row(cells(one.columns, _GREY), head=True)]
    rows += [
        row(cells(values, PLAIN, _BAND if i % 2 else ""))
        for i, values in enumerate(one.rows)
    ]
    if one.total:
        rows.append(row(cells(one.total, Run(bold=True))))
    to.parts.append(table("".join(rows), widths, rtl=to.rtl, title=one.title))
    to.under(one)


def _value(to: Writer, one: Table, column: int, value: str, how: Run) -> str:
    code = column in one.codes and how == PLAIN
    align = "end" if column in one.figures else ""
    return to.in_cell(value, Run(size=6.5) if code else how, align)


_BARS = (2700, 4500, 900, 1200)  # widths: name, bar, figure, share
_WHOLE = 30  # blocks of a whole bar


def bars(to: Writer, one: Bars) -> None:
    """A chart that is its own table: a bar of blocks, its figure beside it."""
    to.caption("table", one.title)
    heads = (*one.columns, "")
    rows = [
        row(
            "".join(
                cell(to.in_cell(text, _GREY), width)
                for text, width in zip(heads, _BARS, strict=True)
            ),
            head=True,
        )
    ]
    rows += [row(_bar(to, each, one.total)) for each in one.rows]
    to.parts.append(table("".join(rows), list(_BARS), rtl=to.rtl, title=one.title))
    to.under(one)


def _bar(to: Writer, each: Bar, total: int) -> str:
    length = min(_WHOLE, round(_WHOLE * each.value / max(1, total)))
    drawn = to.in_cell(
        "█" * max(length, 1 if each.value else 0), Run(colour=PINE, size=7)
    )
    texts = (
        to.in_cell(each.name),
        drawn,
        to.in_cell(str(each.value), align="end"),
        to.in_cell(each.share, _GREY, "end"),
    )
    return "".join(cell(t, width) for t, width in zip(texts, _BARS, strict=True))


def _legend(to: Writer, legend: tuple[tuple[Mark, str], ...], *, fills: bool) -> None:
    """Marks with their meaning; of the map, its fills."""
    runs = []
    for mark, label in legend:
        fill = Run(colour=FILLS[mark.value].strip("#").upper(), size=10)
        runs += [run("■", fill)] if fills else to.mark(mark, 8)
        runs.append(run(f" {label}     ", Run(size=9), rtl=to.rtl))
    to.parts.append(paragraph(*runs, style="Legend", rtl=to.rtl))


def matrix(to: Writer, one: Matrix) -> None:
    """States against commitments, each cell a mark."""
    to.caption("table", one.title)
    _legend(to, one.legend, fills=False)
    each = min(700, (LINE - 1900) // max(1, len(one.columns)))
    first = LINE - each * len(one.columns)
    starts, at = set(), 0
    for _, width in one.groups:
        starts.add(at)
        at += width
    rows = [*_heads(to, one, first, each, starts)]
    rows += [row(_line(to, line, first, each, starts)) for line in one.rows]
    widths = [first, *([each] * len(one.columns))]
    text = "".join(rows)
    to.parts.append(table(text, widths, rtl=to.rtl, tight=True, title=one.title))
    to.under(one)


def _heads(
    to: Writer, one: Matrix, first: int, each: int, starts: set[int]
) -> list[str]:
    """The row of themes, where there are several columns to one, and the row of codes."""
    named = cell(to.in_cell(to.words("col_state"), Run(size=7, colour=INK_2)), first)
    bold = Run(bold=True, size=7)
    groups = "".join(
        cell(to.in_cell(name, bold), each * width, span=width, left=True)
        for name, width in one.groups
    )
    small = Run(size=5.5, colour=INK_2)
    codes = "".join(
        cell(to.in_cell(code, small, "center"), each, left=i in starts)
        for i, code in enumerate(one.columns)
    )
    if not groups:
        return [row(named + codes, head=True)]
    above = row(named + groups, head=True)
    return [above, row(cell(to.in_cell(""), first) + codes, head=True)]


def _line(to: Writer, line: Row, first: int, each: int, starts: set[int]) -> str:
    marks = "".join(
        cell(
            paragraph(*to.mark(mark, 5), style="Cell", align="center"),
            each,
            left=i in starts,
        )
        for i, mark in enumerate(line.marks)
    )
    return cell(to.in_cell(line.name, Run(size=7, bold=True)), first) + marks


def world(to: Writer, one: Map) -> None:
    """The map as a picture, illustrative States as a row of tiles."""
    to.caption("figure", one.title)
    _legend(to, one.legend, fills=bool(one.values))
    if one.values and to.picture:
        to.picture_alt = one.description
        to.parts.append(PICTURE)
    for at in range(0, len(one.tiles), _TILES):
        tiles = one.tiles[at : at + _TILES]
        width = LINE // _TILES
        cells = "".join(_tile(to, *tile, width) for tile in tiles)
        widths = [width] * len(tiles)
        to.parts.append(table(row(cells), widths, rtl=to.rtl, title=one.title))
    to.under(one)


def _tile(to: Writer, code: str, name: str, mark: Mark, width: int) -> str:
    named = run(f" {name}", Run(size=9), rtl=to.rtl)
    below = paragraph(*to.mark(mark, 8), named, style="Cell", rtl=to.rtl)
    above = to.in_cell(code, Run(bold=True, size=13))
    return cell(above + below, width, fill=_BAND)
