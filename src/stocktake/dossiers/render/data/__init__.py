"""The data package: tables as CSV and Parquet, described as Frictionless Data asks.

``datapackage.json`` names each file with its fields, keys, size and SHA-256. Words are
exact, so a cell may begin with ``=``: open the tables with a program that computes, or
import them as text.
"""

import csv
import hashlib
import io
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

import duckdb
import msgspec

from stocktake.dossiers.evidence import Evidence
from stocktake.dossiers.render.data import coded, found, heard, known, ruled
from stocktake.dossiers.render.data.shapes import Cell, Rows, Sheet
from stocktake.dossiers.rules import Dossier


FOLDER: Final = "data"
SHEETS: Final = (
    *found.SHEETS,
    *ruled.SHEETS,
    *coded.SHEETS,
    *heard.SHEETS,
    *known.SHEETS,
)
_SQL: Final = {
    "string": "VARCHAR",
    "integer": "BIGINT",
    "number": "DOUBLE",
    "boolean": "BOOLEAN",
    "date": "DATE",
}


def data(evidence: Evidence, dossier: Dossier) -> dict[str, bytes]:
    """The files of the package by name, all below ``data/``."""
    tables = {one.name: _csv(one, one.rows(evidence, dossier)) for one in SHEETS}
    files = {f"{name}.csv": table for name, table in tables.items()}
    files |= dict(_parquet(tables))
    described = msgspec.json.encode(_descriptor(dossier, files))
    files["datapackage.json"] = msgspec.json.format(described, indent=1) + b"\n"
    return {f"{FOLDER}/{name}": content for name, content in sorted(files.items())}


def _csv(sheet: Sheet, rows: Rows) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([field.name for field in sheet.fields])
    writer.writerows([_written(cell) for cell in row] for row in rows)
    return text.getvalue().encode()


def _written(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    return str(cell)


def _parquet(tables: Mapping[str, bytes]) -> Iterator[tuple[str, bytes]]:
    """Each table as Parquet, typed as the descriptor says; one thread, so the same bytes."""
    with (
        tempfile.TemporaryDirectory(prefix="stocktake-data-") as folder,
        duckdb.connect(config={"threads": 1}) as connection,
    ):
        for sheet in SHEETS:
            read, made = (
                Path(folder) / f"{sheet.name}.{end}" for end in ("csv", "parquet")
            )
            read.write_bytes(tables[sheet.name])
            types = {field.name: _SQL[field.type] for field in sheet.fields}
            connection.read_csv(
                str(read), header=True, columns=types, auto_detect=False, delimiter=",",
                quotechar='"', escapechar='"', parallel=False,
            ).write_parquet(str(made), compression="zstd")  # fmt: skip
            yield made.name, made.read_bytes()


def _descriptor(dossier: Dossier, files: Mapping[str, bytes]) -> dict[str, Any]:
    """``datapackage.json``; no clock in it, only the day the dossier speaks of."""
    scope = dossier.scope
    name = "-".join(
        part for part in ("stocktake", dossier.round, scope.kind, scope.code) if part
    )
    return {
        "profile": "data-package",
        "name": name.lower(),
        "title": dossier.cover.title,
        "version": dossier.version,
        "description": dossier.cover.illustrative or dossier.cover.subtitle,
        "stocktake:as_of": dossier.as_of.isoformat(),
        "stocktake:edition": dossier.edition,
        "resources": [
            *(_resource(sheet, files) for sheet in SHEETS),
            *(_archive(sheet) for sheet in SHEETS),
        ],
    }


def _resource(sheet: Sheet, files: Mapping[str, bytes]) -> dict[str, Any]:
    schema: dict[str, Any] = {
        "fields": [
            {"name": one.name, "type": one.type, "description": one.about}
            for one in sheet.fields
        ],
        "missingValues": [""],
    }
    if sheet.key:
        schema["primaryKey"] = list(sheet.key)
    if sheet.refers:
        schema["foreignKeys"] = [
            {"fields": field, "reference": {"resource": table, "fields": there}}
            for field, table, there in sheet.refers
        ]
    return {
        "name": sheet.name,
        "path": f"{sheet.name}.csv",
        "profile": "tabular-data-resource",
        "description": sheet.about,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": {"delimiter": ",", "lineTerminator": "\n", "quoteChar": '"'},
        **_sealed(files[f"{sheet.name}.csv"]),
        "schema": schema,
    }


def _archive(sheet: Sheet) -> dict[str, Any]:
    """The Parquet file of a table; its hash is in the dossier's manifest alone.

    Frictionless' own validator knows no size of such a file and would call ours wrong.
    """
    return {
        "name": f"{sheet.name}-parquet",
        "path": f"{sheet.name}.parquet",
        "profile": "data-resource",
        "description": f"{sheet.about} The same rows, typed.",
        "format": "parquet",
        "mediatype": "application/vnd.apache.parquet",
    }


def _sealed(content: bytes) -> dict[str, Any]:
    digest = hashlib.sha256(content).hexdigest()
    return {"bytes": len(content), "hash": f"sha256:{digest}"}
