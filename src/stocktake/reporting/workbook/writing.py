"""The workbook as a file: locked sheets, free answer cells, lists, signed ids out of sight."""

import io
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, Final

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from stocktake.kernel.languages import direction, in_language
from stocktake.reporting.workbook import cover, styles
from stocktake.reporting.workbook.layout import Cell, Layout, Line, Sheet
from stocktake.reporting.workbook.words import word


META: Final = "stocktake"
LISTS: Final = "stocktake-lists"
FIRST: Final = 2  # column of the first cell; before it the id and its signature
_NUMBER_DIGITS: Final = 15


def workbook(layout: Layout) -> bytes:
    """The bytes of the workbook; the same layout always gives the same bytes."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(
        out,
        {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        },
    )
    writer = _Writer(book, layout)
    writer.write()
    book.close()
    return out.getvalue()


class _Writer:
    """Writes one workbook."""

    def __init__(self, book: xlsxwriter.Workbook, layout: Layout) -> None:
        self.book, self.layout = book, layout
        self.language = layout.language
        self.rtl = direction(self.language) == "rtl"
        self.formats = styles.formats(book, right_to_left=self.rtl)
        self.lists: dict[tuple[str, ...], str] = {}
        self.places: dict[str, tuple[str, int]] = {}

    def write(self) -> None:
        """Cover, sections, lists, meta, in this order."""
        meta = self.layout.meta
        exported = datetime.fromisoformat(meta.exported)
        title = in_language(self.layout.questionnaire.title, self.language)
        self.book.set_properties(
            {"title": title, "created": exported.replace(tzinfo=None)}
        )
        sheets = self.layout.sheets
        cover = self.sheet(word("workbook", self.language)[:31])
        made = [(sheet, self.sheet(sheet.name)) for sheet in sheets]
        lists = self.book.add_worksheet(LISTS)
        self.page = self.book.add_worksheet(META)
        for sheet, page in made:
            self.section(sheet, page)
        self.cover(cover, sheets)
        self.write_lists(lists)
        for row, text in enumerate(meta.chunks(self.layout.signer)):
            self.page.write_string(row, 0, text)
        for hidden in (lists, self.page):
            hidden.very_hidden()
            hidden.protect()

    def sheet(self, name: str) -> Worksheet:
        """A locked sheet for people, in the direction of the language."""
        page = self.book.add_worksheet(name)
        page.protect("", styles.ALLOWED)
        page.hide_gridlines(2)
        if self.rtl:
            page.right_to_left()
        page.set_landscape()
        page.set_margins(0.4, 0.4, 0.6, 0.6)
        page.set_footer(f"&C{word('page', self.language)}")
        page.set_column(0, 1, 3, self.formats["id"], {"hidden": True})
        return page

    def section(self, sheet: Sheet, page: Worksheet) -> None:
        """One section's sheet."""
        for column, width in enumerate(styles.WIDTHS):
            page.set_column(FIRST + column, FIRST + column, width)
        free: dict[Cell, list[tuple[int, int]]] = {}
        columns: Mapping[str, int] = {}
        for row, line in enumerate(sheet.lines):
            if line.kind == "columns":
                columns = {name: FIRST + n for n, name in enumerate(line.cells)}
            own = self._columns(line, sheet, columns)
            self.line(page, row, line, own, free)
            self.places[line.id] = (sheet.name, row)
        page.set_paper(8)
        page.fit_to_pages(2, 0)
        page.repeat_columns(FIRST, FIRST)
        page.freeze_panes(3, FIRST + 1)
        page.repeat_rows(1, 2)
        for kind, places in free.items():
            self.validate(page, kind, places)

    def _columns(
        self, line: Line, sheet: Sheet, table: Mapping[str, int]
    ) -> Mapping[str, int]:
        if line.columns == f"sheet/{sheet.code}":
            return {c: FIRST + n for n, c in enumerate(sheet.lines[0].cells)}
        return table

    def line(
        self,
        page: Worksheet,
        row: int,
        line: Line,
        columns: Mapping[str, int],
        free: dict[Cell, list[tuple[int, int]]],
    ) -> None:
        """One row; hidden where it holds ids."""
        signer = self.layout.signer
        if line.kind == "columns":
            page.set_row(row, 4, self.formats["id"], {"hidden": True})
        else:
            page.set_row(row, styles.height(line))
        page.write_string(row, 0, line.id, self.formats["id"])
        page.write_string(row, 1, signer.sign(line.id), self.formats["id"])
        for name, cell in line.cells.items():
            column = columns[name]
            text = (
                signer.signed(f"{line.id}/{name}") if cell.style == "id" else cell.text
            )
            self.cell(page, (row, column), cell, text)
            if cell.address and (cell.offered or cell.prompt):
                free.setdefault(_rule_of(cell), []).append((row, column))

    def cell(self, page: Worksheet, at: tuple[int, int], cell: Cell, text: str) -> None:
        """One cell: numbers as numbers where that loses nothing, all else as text."""
        style = self.formats[f"{cell.style}-number" if cell.numeric else cell.style]
        if not text:
            page.write_blank(*at, None, style)
        elif cell.numeric and _is_safe_number(text):
            page.write_number(*at, float(text), style)
        else:
            page.write_string(*at, text, style)

    def validate(
        self, page: Worksheet, cell: Cell, places: list[tuple[int, int]]
    ) -> None:
        """One list for all the cells that take it."""
        (row, column), *others = places
        options: dict[str, Any] = {
            "validate": "list" if cell.offered else "any",
            "show_error": cell.strict,
            "other_cells": [[r, c, r, c] for r, c in others],
        }
        if cell.offered:
            options["source"] = f"={self.list_of(cell.offered)}"
        if cell.strict:
            options["error_message"] = word("off_list", self.language)[:255]
        if cell.prompt:
            options["input_message"] = cell.prompt[:255]
        page.data_validation(row, column, row, column, options)

    def list_of(self, choices: tuple[str, ...]) -> str:
        """The defined name of a list of choices."""
        if choices not in self.lists:
            self.lists[choices] = f"list_{len(self.lists) + 1}"
        return self.lists[choices]

    def write_lists(self, page: Worksheet) -> None:
        """The choices of every list, one column each."""
        for column, (choices, name) in enumerate(self.lists.items()):
            page.write_column(0, column, choices)
            letters = xlsxwriter.utility.xl_col_to_name(column)
            place = f"='{LISTS}'!${letters}$1:${letters}${len(choices)}"
            self.book.define_name(name, place)

    def cover(self, page: Worksheet, sheets: Iterable[Sheet]) -> None:
        """Whose workbook it is, how to fill it in, the way to every block."""
        page.set_paper(9)
        page.fit_to_pages(1, 0)
        page.set_column(2, 2, 30)
        page.set_column(3, 3, 90)
        for row, (left, right, style, link) in enumerate(
            cover.lines(self.layout, sheets)
        ):
            page.set_row(row, styles.cover_height(right, style))
            page.write_string(row, 0, f"{cover.ID}/{row}", self.formats["id"])
            page.write_string(row, 2, left, self.formats[f"cover-{style}"])
            if link:
                name, at = self.places[link]
                target = f"internal:'{name}'!C{at + 1}"
                page.write_url(row, 3, target, self.formats["cover-link"], right)
            else:
                page.write_string(row, 3, right, self.formats[f"cover-{style}"])


def _rule_of(cell: Cell) -> Cell:
    return Cell(offered=cell.offered, strict=cell.strict, prompt=cell.prompt)


def _is_safe_number(text: str) -> bool:
    digits = text.replace("-", "").replace(".", "").lstrip("0")
    return len(digits) <= _NUMBER_DIGITS
