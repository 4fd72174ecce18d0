"""Files of rows for a method, read or refused with file, row, column and what to do."""

import csv
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from stocktake.assessment.methods.rules import (
    PROVENANCE,
    Layout,
    Method,
    Result,
    Row,
    Unreadable,
)
from stocktake.kernel.errors import Refused


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of a file as they were read, and the line on which each ends."""

    file: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    lines: tuple[int, ...]


def read(path: Path, layout: Layout = Layout.TABLE) -> Table:
    """A CSV file in UTF-8; lines that begin with ``#`` are comments, the first is provenance."""
    lines = _text(path).splitlines(keepends=True)
    comment = next((one.strip() for one in lines[:1] if one.startswith("#")), "")
    records = list(_records(lines, path.name))
    if not records:
        msg = f"{path.name} holds no line. Write the names of the columns, then a row for each series."
        raise Refused(msg)
    if layout is Layout.MATRIX:
        names = [str(number) for number in range(1, len(records[0][1]) + 1)]
    else:
        names = [name.strip() for name in records.pop(0)[1]]
        _check_names(names, path.name)
    if not records:
        msg = f"{path.name} names its columns but has no row below them."
        raise Refused(msg)
    extra = {PROVENANCE: comment} if comment else {}
    rows = [
        {**dict(zip(names, _whole(cells, names, place), strict=True)), **extra}
        for place, cells in zip(
            _places(records, path.name), (c for _, c in records), strict=True
        )
    ]
    return Table(path.name, tuple(names), tuple(rows), tuple(at for at, _ in records))


def run(method: Method, path: Path) -> Sequence[Result]:
    """The method's results for a file, one a row, in its order."""
    table = read(path, method.layout)
    check_columns(method, table)
    try:
        return method.run(table.rows)
    except Unreadable as error:
        if not error.row:
            raise
        place = _place(table.file, error.row, table.lines[error.row - 1])
        msg = f"{place}, column {error.column}: {error.told}"
        raise Refused(msg) from error


def check_columns(method: Method, table: Table) -> None:
    """Refuse a file that lacks a column its method asks for, in every shape it reads."""
    if any(set(shape) <= set(table.columns) for shape in method.shapes):
        return
    missing = [
        name
        for name in method.card.columns
        if not name.startswith("[") and not _has(table.columns, name)
    ]
    if not missing:
        return
    wanted = "".join(
        f"\n  {name}: {told}" for name, told in method.card.columns.items()
    )
    others = "".join(f"\n  or a file with {', '.join(one)}" for one in method.shapes)
    msg = (
        f"{table.file} has no column {', '.join(missing)}; it has"
        f" {', '.join(table.columns)}. Name the columns in the first line as"
        f" {method.code} reads them (a bar stands between spellings, what is in brackets"
        f" may be absent):{wanted}{others}"
    )
    raise Refused(msg)


def _has(columns: Iterable[str], name: str) -> bool:
    """Whether one of a column's spellings is there; a spelling may hold a bar itself."""
    return any(f"|{column}|" in f"|{name}|" for column in columns)


def _text(path: Path) -> str:
    data = path.read_bytes()
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        msg = f"{path.name}, line {line}: not UTF-8. Save the file as CSV in UTF-8."
        raise Refused(msg) from error


def _records(lines: Sequence[str], file: str) -> Iterator[tuple[int, list[str]]]:
    """Records that are not blank, each with the line on which it ends."""
    kept = ("\n" if line.startswith("#") else line for line in lines)
    reader = csv.reader(kept, strict=True)
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield reader.line_num, cells
    except csv.Error as error:
        msg = f"{file}, line {reader.line_num}: {error}. Check the quotation marks of this line."
        raise Refused(msg) from error


def _check_names(names: Sequence[str], file: str) -> None:
    twice = sorted(name for name, count in Counter(names).items() if count > 1)
    if twice:
        msg = f"{file} names the column {twice[0]!r} twice. Give each column a name of its own."
        raise Refused(msg)
    for sign, word in ((";", "semicolons"), ("\t", "tabs")):
        if len(names) == 1 and sign in names[0]:
            msg = f"{file} separates its columns with {word}. Save it with commas."
            raise Refused(msg)


def _places(records: Sequence[tuple[int, list[str]]], file: str) -> Iterator[str]:
    return (_place(file, row, line) for row, (line, _) in enumerate(records, 1))


def _place(file: str, row: int, line: int) -> str:
    return f"{file}, row {row} (line {line})"


def _whole(cells: list[str], names: Sequence[str], place: str) -> list[str]:
    if len(cells) != len(names):
        msg = (
            f"{place} has {len(cells)} cells where {len(names)} columns are."
            " Put a text that holds a comma into quotation marks; keep empty cells."
        )
        raise Refused(msg)
    return cells
