"""Which cell of a sheet that came back answers which question, and which answers none."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from stocktake.reporting.workbook.grids import Grid, named, plain
from stocktake.reporting.workbook.layout import Cell, Layout, Line
from stocktake.reporting.workbook.report import Cells, Unread


FIRST = 2  # column of the first cell; before it the id and its signature


@dataclass(frozen=True, slots=True)
class Found:
    """What stands in one answer cell, and where; ``bad`` where it cannot be an answer."""

    text: str
    sheet: str
    cell: str
    expected: Cell
    bad: str = ""


@dataclass
class Matches:
    """What a workbook's cells are: answers by address and part, the rest counted or named."""

    answers: dict[str, dict[str, Found]] = field(default_factory=dict)
    rows: dict[str, str] = field(default_factory=dict)  # line seen, and on which sheet
    unread: list[Unread] = field(default_factory=list)
    cells: Cells = field(default_factory=Cells)

    def refuse(self, grid: Grid, place: tuple[int, int], code: str) -> None:
        """Name a cell that answers nothing."""
        text = grid.formulas.get(place) or grid.at(*place)
        self.unread.append(Unread(grid.name, named(place), text, code))
        self.cells.unread += 1


def match(layout: Layout, grids: Iterable[Grid]) -> Matches:
    """Every cell of the sheets with questions, matched by signed ids; what is missing too."""
    lines = {line.id: line for sheet in layout.sheets for line in sheet.lines}
    found = Matches()
    for grid in grids:
        _Matcher(layout, lines, found, grid).run()
    found.unread += _missing_rows(layout, found.rows)
    return found


@dataclass
class _Matcher:
    """Matches one sheet."""

    layout: Layout
    lines: Mapping[str, Line]
    found: Matches
    grid: Grid
    columns: dict[str, dict[int, str]] = field(default_factory=dict)

    def run(self) -> None:
        """First the lines that name columns, then all others."""
        rows: dict[int, list[int]] = {}
        for row, column in sorted(self.grid.cells):
            rows.setdefault(row, []).append(column)
        ids = {row: self.line_of(row) for row in rows}
        for row, line in ids.items():
            if line is not None and line.kind == "columns":
                self.name_columns(row, line, rows[row])
        for row, line in ids.items():
            if line is None:
                self.strange(row, rows[row])
            elif line.kind != "columns":
                self.row(row, line, rows[row])

    def line_of(self, row: int) -> Line | None:
        """The line whose signed id a row bears."""
        name, signature = self.grid.at(row, 0), self.grid.at(row, 1)
        ours = bool(name) and self.layout.signer.holds(name, signature)
        return self.lines.get(name) if ours else None

    def strange(self, row: int, columns: list[int]) -> None:
        """A row without an id of ours."""
        for column in columns:
            self.found.refuse(self.grid, (row, column), "no-question")

    def name_columns(self, row: int, line: Line, columns: list[int]) -> None:
        """Note which column is which, wherever it stands now."""
        self.found.rows[line.id] = self.grid.name
        own: dict[int, str] = {}
        for column in columns:
            if column < FIRST:
                self.found.cells.hidden += 1
                continue
            name = self.layout.signer.unsigned(self.grid.at(row, column))
            if name.startswith(f"{line.id}/"):
                own[column] = name.removeprefix(f"{line.id}/")
                self.found.cells.hidden += 1
            else:
                self.found.refuse(self.grid, (row, column), "id-changed")
        self.columns[line.id] = own
        for name in sorted(set(line.cells) - set(own.values()) - {"notes", "confirm"}):
            head = self.lines.get(f"{line.id.removesuffix('/columns')}/head")
            text = head.cells[name].text if head and name in head.cells else name
            self.found.unread.append(Unread(self.grid.name, "", text, "column-missing"))

    def row(self, row: int, line: Line, columns: list[int]) -> None:
        """One row of ours: labels as they were, answers as they are now."""
        if line.id in self.found.rows:
            self.again(row, columns)
            return
        self.found.rows[line.id] = self.grid.name
        named_columns = self.columns.get(line.columns, {})
        own = {name: column for column, name in named_columns.items()}
        for column in columns:
            expected = line.cells.get(named_columns.get(column, ""))
            if column < FIRST:
                self.found.cells.hidden += 1
            elif expected is None or not named_columns:
                self.found.refuse(self.grid, (row, column), "no-question")
            elif not expected.address:
                self.label(row, column, expected)
        for name, expected in line.cells.items():
            if expected.address and name in own:
                self.answer(row, own[name], expected)

    def again(self, row: int, columns: list[int]) -> None:
        """A row that was copied: its id stands on the sheet already."""
        for column in columns:
            if column < FIRST:
                self.found.cells.hidden += 1
            else:
                self.found.refuse(self.grid, (row, column), "row-twice")

    def label(self, row: int, column: int, expected: Cell) -> None:
        """A locked cell: nothing else may stand in it."""
        same = plain(self.grid.cells[row, column]) == plain(expected.text)
        if same and (row, column) not in self.grid.formulas:
            self.found.cells.labels += 1
        else:
            self.found.refuse(self.grid, (row, column), "label-changed")

    def answer(self, row: int, column: int, expected: Cell) -> None:
        """A free cell, whether or not something stands in it."""
        place = (row, column)
        bad = ""
        if place in self.grid.formulas:
            bad = "formula"
        elif place in self.grid.merged:
            bad = "merged"
        text = self.grid.formulas.get(place) or self.grid.at(row, column)
        if text.startswith("#") and text in _ERRORS:
            bad = "cell-error"
        one = Found(text, self.grid.name, named(place), expected, bad)
        self.found.answers.setdefault(expected.address, {})[expected.part] = one


_ERRORS = ("#REF!", "#NAME?", "#VALUE!", "#DIV/0!", "#N/A", "#NUM!", "#NULL!")


def _missing_rows(layout: Layout, seen: Mapping[str, str]) -> Iterator[Unread]:
    """Rows and sheets that were deleted; nothing is taken as emptied because of it."""
    base = layout.meta.base
    for sheet in layout.sheets:
        gone = [line for line in sheet.lines if line.id not in seen]
        if len(gone) == len(sheet.lines):
            yield Unread(sheet.name, "", sheet.name, "sheet-missing")
            continue
        for line in gone:
            told = line.kind == "question" or (
                line.kind == "record" and line.id in base
            )
            if told or line.kind == "columns":
                text = next((c.text for c in line.cells.values() if c.text), line.id)
                yield Unread(sheet.name, "", text, "row-missing", {}, line.id)
