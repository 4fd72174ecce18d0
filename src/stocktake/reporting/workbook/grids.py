"""A workbook's cells as they stand: values by calamine, formulas by openpyxl."""

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any, Final

import openpyxl
import python_calamine
from openpyxl.utils import get_column_letter

from stocktake.kernel.errors import FileRefused, Refused


Raw = str | float | int | bool | date | datetime | time | timedelta
Place = tuple[int, int]  # row and column, from 0
_FORMULA_OR_ERROR: Final = re.compile(rb"<(?:\w+:)?f[\s>/]|\st=\"e\"")
MOST_CELLS: Final = 3_000_000  # of one sheet, empty ones too


@dataclass(frozen=True, slots=True)
class Grid:
    """One sheet: what stands in its cells, which hold formulas, which are merged."""

    name: str
    cells: dict[Place, Raw]
    formulas: dict[Place, str] = field(default_factory=dict)
    merged: frozenset[Place] = frozenset()

    def at(self, row: int, column: int) -> str:
        """The text of a cell."""
        return plain(self.cells.get((row, column), ""))


@dataclass(frozen=True, slots=True)
class Told:
    """What only openpyxl tells: formulas, and errors such as ``#REF!``, by sheet and place."""

    formulas: dict[str, dict[Place, str]] = field(default_factory=dict)
    errors: dict[str, dict[Place, Raw]] = field(default_factory=dict)


def read(data: bytes, name: str) -> tuple[Grid, ...]:
    """Every sheet of a workbook, hidden ones too; Refused where it cannot be read."""
    try:
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
        told = _formulas_and_errors(data)
        return tuple(_grid(book, sheet, told) for sheet in book.sheet_names)
    except Refused:
        raise
    except Exception as error:
        raise FileRefused(
            name,
            f"it cannot be read as a workbook ({error})",
            "Open it in Excel or LibreOffice, save it again and send that.",
        ) from error


def _grid(book: Any, name: str, told: Told) -> Grid:
    sheet = book.get_sheet_by_name(name)
    if sheet.total_height * sheet.total_width > MOST_CELLS:
        raise FileRefused(
            name,
            "the sheet is far larger than a workbook of answers",
            "Export it anew and copy the answers into it.",
        )
    cells = {
        (row, column): value
        for row, line in enumerate(sheet.to_python(skip_empty_area=False))
        for column, value in enumerate(line)
        if value is not None and value != ""
    }
    cells |= told.errors.get(name, {})
    odd = told.formulas.get(name, {})
    cells |= {place: text for place, text in odd.items() if place not in cells}
    ranges = sheet.merged_cell_ranges or ()
    merged = frozenset(place for one in ranges for place in _places(*one))
    return Grid(name, cells, odd, merged)


def _places(start: Place, end: Place) -> Iterator[Place]:
    for row in range(start[0], min(end[0], start[0] + 2_000) + 1):
        for column in range(start[1], min(end[1], start[1] + 100) + 1):
            yield row, column


def _formulas_and_errors(data: bytes) -> Told:
    """Formulas and errors; openpyxl, which is slow, reads only files that have some."""
    told = Told()
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        sheets = [n for n in archive.namelist() if n.startswith("xl/worksheets/")]
        if not any(
            _FORMULA_OR_ERROR.search(archive.read(n))
            for n in sheets
            if n.endswith(".xml")
        ):
            return told
    book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=False)
    for sheet in book.worksheets:
        for cell in (cell for line in sheet.iter_rows() for cell in line):
            if cell.data_type == "f":
                place = (cell.row - 1, cell.column - 1)
                told.formulas.setdefault(sheet.title, {})[place] = _formula(cell.value)
            elif cell.data_type == "e":
                place = (cell.row - 1, cell.column - 1)
                told.errors.setdefault(sheet.title, {})[place] = str(cell.value)
    book.close()
    return told


def _formula(value: Any) -> str:
    text = str(getattr(value, "text", None) or value)
    return text if text.startswith("=") else f"={text}"


def plain(raw: Raw) -> str:
    """A cell's content as text: whole numbers without ``.0``, days as 2024-03-31.

    >>> plain(1240.0), plain(0.1), plain(date(2024, 3, 31))
    ('1240', '0.1', '2024-03-31')
    """
    if isinstance(raw, str):
        return _trimmed(raw)
    if isinstance(raw, bool):
        return "TRUE" if raw else "FALSE"
    if isinstance(raw, int | float):
        text = format(Decimal(f"{raw:.15g}"), "f")
        return text.rstrip("0").rstrip(".") if "." in text else text
    if isinstance(raw, datetime):
        midnight = raw.time() == time()
        return raw.date().isoformat() if midnight else raw.isoformat(" ", "minutes")
    if isinstance(raw, date | time):
        return raw.isoformat()
    return _trimmed(str(raw))


def _trimmed(text: str) -> str:
    """Text with line breaks of one kind and nothing blank at the ends of lines."""
    if "\n" not in text and "\r" not in text:
        return text.strip()
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join(line.rstrip() for line in lines).strip()


def named(place: Place) -> str:
    """A place as people call it: ``D14``."""
    return f"{get_column_letter(place[1] + 1)}{place[0] + 1}"
