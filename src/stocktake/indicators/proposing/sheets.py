"""The first rows of a table as it lies there, and the row that its headings stand in."""

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Final

from stocktake.indicators.reading import tables
from stocktake.indicators.reading.opened import unique
from stocktake.kernel.errors import Refused


ROWS: Final = 2000  # rows that are looked at
HEAD: Final = 40  # rows among which the headings are looked for


@dataclass(frozen=True)
class Sheet:
    """A table: the row of its headings (counted from 1), those above them, the rows below."""

    name: str  # of the sheet; blank for CSV
    sheets: tuple[str, ...]
    header_row: int
    columns: tuple[str, ...]
    above: tuple[str, ...]  # the row over the headings, filled to the right
    rows: tuple[tuple[str, ...], ...]

    def told(self, column: str) -> tuple[str, ...]:
        """The different texts of a column, in the order in which they come."""
        return self._texts[column]

    @cached_property
    def _texts(self) -> Mapping[str, tuple[str, ...]]:
        """The different texts of every column, found once."""
        found = {}
        for place, column in enumerate(self.columns):
            texts = (row[place].strip() for row in self.rows if place < len(row))
            found[column] = tuple(dict.fromkeys(text for text in texts if text))
        return found


def look(path: Path, *, sheet: str = "", header_row: int = 0) -> Sheet:
    """The table in a file; sheet and row of headings are found where they are not said.

    Refused: no CSV in UTF-8 and no workbook, a sheet that is not there, no headings.
    """
    with path.open("rb") as file:
        start = file.read(8)
    if start.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        return _workbook(path, sheet, header_row)
    lines = tables.first_lines(path, most=ROWS + HEAD)
    if not lines:
        msg = f"{path.name} is empty."
        raise Refused(msg)
    widest = max(lines[:HEAD], key=lambda line: line.count(tables.delimiter_of(line)))
    rows = list(csv.reader(iter(lines), delimiter=tables.delimiter_of(widest)))
    return _sheet(path, "", (), rows, header_row)


def _workbook(path: Path, sheet: str, header_row: int) -> Sheet:
    import python_calamine  # noqa: PLC0415  # only where a workbook is read

    try:
        book = python_calamine.CalamineWorkbook.from_path(str(path))
        names = tuple(book.sheet_names)
        wanted = [sheet] if sheet else list(names)
        if sheet and sheet not in names:
            msg = f"{path.name} has no sheet {sheet!r}. It has: {', '.join(names)}."
            raise Refused(msg)
        held = {name: _cells(book, name) for name in wanted}
    except (python_calamine.CalamineError, OSError) as error:
        msg = f"{path.name} cannot be read as a workbook: {error}"
        raise Refused(msg) from error
    name = sheet or max(wanted, key=lambda each: _filled(held[each]))
    return _sheet(path, name, names, held[name], header_row)


def _cells(book: Any, name: str) -> list[list[str]]:
    rows = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
    return [[tables.text_of(cell) for cell in row] for row in rows[: ROWS + HEAD]]


def _filled(rows: Sequence[Sequence[str]]) -> int:
    return sum(1 for row in rows if sum(map(bool, row)) > 2)


def _sheet(
    path: Path,
    name: str,
    names: tuple[str, ...],
    rows: Sequence[Sequence[str]],
    header_row: int,
) -> Sheet:
    at = header_row or _header(rows)
    if not at or at > len(rows) or not any(rows[at - 1]):
        where = f"sheet {name!r} of {path.name}" if name else path.name
        msg = f"No row of headings was found in {where}: say which one it is."
        raise Refused(msg)
    over = list(rows[at - 2]) if at > 1 else []
    over += [""] * (len(rows[at - 1]) - len(over))
    headings = [
        cell.strip() or (above.strip() if name else "")
        for cell, above in zip(rows[at - 1], over, strict=False)
    ]
    return Sheet(
        name=name,
        sheets=names,
        header_row=at,
        columns=tuple(unique(headings)),
        above=_to_the_right(over),
        rows=tuple(tuple(row) for row in rows[at : at + ROWS] if any(row)),
    )


def _to_the_right(cells: Sequence[str]) -> tuple[str, ...]:
    """Cells that are merged hold their text in the first one only."""
    filled, last = [], ""
    for cell in cells:
        last = cell.strip() or last
        filled.append(last)
    return tuple(filled)


def _header(rows: Sequence[Sequence[str]]) -> int:
    """The row that looks most like headings, counted from 1; 0 where there is none."""
    best, at = 0, 0
    for number, row in enumerate(rows[:HEAD], start=1):
        cells = [cell.strip() for cell in row]
        worth = sum(1 for cell in cells if cell and _is_heading(cell))
        following = rows[number : number + 3]
        if worth > best and any(sum(map(bool, each)) > 1 for each in following):
            best, at = worth, number
    return at if best > 1 else 0


def _is_heading(cell: str) -> bool:
    """Words, or a year; not a figure."""
    return is_year(cell) or any(letter.isalpha() for letter in cell)


def is_year(text: str) -> bool:
    """Whether a text is a year of the last centuries."""
    return text.isdecimal() and len(text) == 4 and "1800" <= text <= "2200"


def number_of(text: str) -> float | None:
    """The number that a text is; None where it is none."""
    try:
        return float(text.replace(" ", "").replace("\u00a0", ""))
    except ValueError:
        return None
