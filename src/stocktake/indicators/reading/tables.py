"""Plain tables: CSV as it is, XLSX through a spool."""

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from stocktake.indicators.reading.opened import ROW, Opened, spool, unique
from stocktake.kernel.errors import Refused


_DELIMITERS = ",;\t|"


def first_lines(path: Path, *, most: int) -> list[str]:
    """The first lines of a text file in UTF-8, or a refusal that says how to make it so."""
    lines = []
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            for _, line in zip(range(most), file, strict=False):
                lines.append(line)
    except UnicodeDecodeError as error:
        msg = (
            f"{path.name} is not UTF-8 text (byte {error.start}). Save it as CSV UTF-8."
        )
        raise Refused(msg) from error
    return lines


def delimiter_of(line: str) -> str:
    """The separator that a heading uses most."""
    return max(_DELIMITERS, key=line.count)


def headings(path: Path, *, header_row: int) -> tuple[tuple[str, ...], str, int]:
    """The headings of a CSV, its delimiter, and how many lines they end after.

    A heading may hold line breaks in quotes, so lines and rows can differ.
    """
    lines = first_lines(path, most=header_row + 50)
    if len(lines) < header_row or not lines[header_row - 1].strip():
        msg = f"{path.name} has no headings in row {header_row}."
        raise Refused(msg)
    delimiter = delimiter_of(lines[header_row - 1])
    reader = csv.reader(iter(lines[header_row - 1 :]), delimiter=delimiter)
    row = next(reader)
    return tuple(row), delimiter, header_row - 1 + reader.line_num


def open_csv(path: Path, *, header_row: int = 1) -> Opened:
    """A CSV file with headings in one row; the separator is found by itself."""
    row, delimiter, skip = headings(path, header_row=header_row)
    return Opened(
        format="CSV",
        path=path,
        columns=tuple(unique(cell.strip() for cell in row)),
        delimiter=delimiter,
        skip=skip,
        first_row=skip + 1,
    )


def open_xlsx(
    path: Path, into: Path, *, sheet: str = "", header_row: int = 1
) -> Opened:
    """A sheet of a workbook; a heading left blank is taken from the row above it."""
    rows = _sheet(path, sheet)
    if len(rows) < header_row:
        msg = f"{path.name} has no row {header_row}."
        raise Refused(msg)
    above = rows[header_row - 2] if header_row > 1 else [""] * len(rows[0])
    names = tuple(
        unique(
            text_of(cell) or text_of(over)
            for cell, over in zip(rows[header_row - 1], above, strict=True)
        )
    )
    spool(into, _numbered(rows, header_row))
    return Opened(
        format="XLSX",
        path=into,
        columns=(ROW, *names),
        first_row=header_row + 1,
        spooled=True,
    )


def _sheet(path: Path, sheet: str) -> list[list[Any]]:
    """The cells of a sheet from the first row and column on."""
    import python_calamine  # noqa: PLC0415  # only where a workbook is read

    try:
        book = python_calamine.CalamineWorkbook.from_path(str(path))
    except Exception as error:
        msg = f"{path.name} cannot be read as a workbook: {error}"
        raise Refused(msg) from error
    name = sheet or book.sheet_names[0]
    if name not in book.sheet_names:
        msg = (
            f"{path.name} has no sheet {name!r}. It has: {', '.join(book.sheet_names)}."
        )
        raise Refused(msg)
    return book.get_sheet_by_name(name).to_python(skip_empty_area=False)


def _numbered(rows: list[list[Any]], header_row: int) -> Iterator[list[str]]:
    for number, row in enumerate(rows[header_row:], start=header_row + 1):
        cells = [text_of(cell) for cell in row]
        if any(cells):
            yield [str(number), *cells]


def text_of(cell: Any) -> str:
    """A cell as text; whole numbers without ``.0``."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return " ".join(str(cell).split())
