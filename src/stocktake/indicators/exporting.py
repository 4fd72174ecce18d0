"""Observations out as SDMX-CSV, JSON, Parquet or XLSX."""

import csv
import json
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final, TextIO

import duckdb

from stocktake.indicators import sql
from stocktake.indicators.releases.asking import Answer
from stocktake.indicators.releases.rules import FILE_NO, FILE_ROW
from stocktake.kernel.errors import Refused, WrongUsage


SHEET_ROWS: Final = 1_048_576
PIECE: Final = 1 << 16
TYPES: Final[dict[str, str]] = {
    "csv": "application/vnd.sdmx.data+csv;version=2.0.0",
    "json": "application/json",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "parquet": "application/vnd.apache.parquet",
}


def write(answer: Answer, *, kind: str, out: Path | None) -> None:
    """Write an answer to a file, or csv and json to standard output."""
    if out is None and kind in ("parquet", "xlsx"):
        msg = f"Say where the {kind} file goes: --out FILE.{kind}."
        raise WrongUsage(msg)
    if kind == "parquet":
        _parquet(answer, _place(out))
    elif kind == "xlsx":
        _xlsx(answer, _place(out))
    else:
        with _text(out) as file:
            _WRITERS[kind](answer, file)


def pieces(answer: Answer, *, kind: str) -> Iterator[bytes]:
    """An answer as the pieces of a file that somebody takes away."""
    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder) / f"observations.{kind}"
        write(answer, kind=kind, out=made)
        with made.open("rb") as file:
            while piece := file.read(PIECE):
                yield piece


def _place(out: Path | None) -> Path:
    assert out is not None
    return out


@contextmanager
def _text(out: Path | None) -> Iterator[TextIO]:
    if out is None:
        yield sys.stdout
    else:
        with out.open("w", encoding="utf-8", newline="") as file:
            yield file


def _components(answer: Answer) -> tuple[str, ...]:
    """The columns that SDMX knows; where a row came from stays here."""
    return tuple(name for name in answer.columns if name not in (FILE_NO, FILE_ROW))


def number(value: Any) -> Any:
    """A value as people write it: whole numbers without ``.0``, None as it is.

    >>> number(12.0), number(0.5), number(None)
    (12, 0.5, None)
    """
    if isinstance(value, float) and value.is_integer() and abs(value) < 2**53:
        return int(value)
    return value


def csv_rows(answer: Answer) -> Iterator[list[Any]]:
    """An answer as SDMX-CSV 2.0, heading first."""
    held = _components(answer)
    yield ["STRUCTURE", "STRUCTURE_ID", "ACTION", *held]
    start = ["dataflow", answer.flow.reference, "I"]
    for row in answer.rows():
        yield [*start, *map(number, row[: len(held)])]


def _csv(answer: Answer, file: TextIO) -> None:
    csv.writer(file, lineterminator="\n").writerows(csv_rows(answer))


def _json(answer: Answer, file: TextIO) -> None:
    """Release and observations; each with the file and row it came from."""
    release = answer.release
    head = {
        "flow": answer.flow.reference,
        "release": release.number,
        "digest": release.digest,
        "published": f"{release.published_at:%Y-%m-%dT%H:%M:%SZ}",
    }
    file.write(json.dumps(head, ensure_ascii=False)[:-1] + ', "observations": [')
    between = "\n"
    for record in answer.records():
        told = {name: number(value) for name, value in record.items()}
        file.write(between + json.dumps(told, ensure_ascii=False))
        between = ",\n"
    file.write("\n]}\n")


_WRITERS: Final[dict[str, Callable[[Answer, TextIO], None]]] = {
    "csv": _csv,
    "json": _json,
}


def _parquet(answer: Answer, out: Path) -> None:
    """The same rows and columns as the release, as Parquet."""
    with duckdb.connect() as con:
        attach = f"ATTACH {sql.text(str(answer.release.path))} AS held (READ_ONLY)"
        con.execute(attach)
        con.execute("USE held")
        copy = sql.ask("export", statement=answer.statement, path=sql.text(str(out)))
        con.execute(copy)


def _xlsx(answer: Answer, out: Path) -> None:
    """One sheet of observations, and one that says what they are."""
    import xlsxwriter  # noqa: PLC0415  # only where a workbook is written

    held = _components(answer)
    with xlsxwriter.Workbook(
        out, {"constant_memory": True, "strings_to_formulas": False}
    ) as book:
        about = book.add_worksheet("about")
        release = answer.release
        facts = {
            "dataflow": answer.flow.reference,
            "name": answer.flow.names.get("en", ""),
            "release": release.number,
            "published": f"{release.published_at:%Y-%m-%d}",
            "digest": release.digest,
        }
        for row, fact in enumerate(facts.items()):
            about.write_row(row, 0, fact)
        sheet = book.add_worksheet("observations")
        sheet.freeze_panes(1, 0)
        sheet.write_row(0, 0, held)
        _fill(sheet, (row[: len(held)] for row in answer.rows()))


def _fill(sheet: Any, rows: Iterable[tuple[Any, ...]]) -> None:
    for place, row in enumerate(rows, start=1):
        if place >= SHEET_ROWS:
            msg = f"More than {SHEET_ROWS - 1} observations do not fit a sheet: narrow the key, or take csv or parquet."
            raise Refused(msg)
        sheet.write_row(place, 0, row)
