"""The cases of statistics that are limits or other programs."""
# ruff: noqa: PLC0415  # each case runs alone and pays for its own programs only

import os
from pathlib import Path

from statistics_clock import timed
from statistics_files import COLUMNS


def csv_polars(folder: Path) -> str:
    import polars

    kinds = {"TIME_PERIOD": polars.String, "OBS_VALUE": polars.Float64}
    timed(lambda: polars.read_csv(folder / "rows.csv", schema_overrides=kinds))
    return ""


def csv_duckdb(folder: Path) -> str:
    import duckdb

    con = duckdb.connect(str(folder / f"d{os.getpid()}.duckdb"))
    timed(
        lambda: con.execute(
            "CREATE TABLE t AS SELECT * FROM read_csv(?)", [str(folder / "rows.csv")]
        )
    )
    return ""


def csv_pysdmx(folder: Path) -> str:
    from pysdmx.io import get_datasets

    timed(lambda: get_datasets(folder / "rows.csv", folder / "structure.xml"))
    return ""


def csv_sdmx1_few(folder: Path) -> str:
    import sdmx

    structure = _sdmx1_structure(folder)
    timed(lambda: sdmx.read_sdmx(folder / "few.csv", structure=structure))
    return ""


def _sdmx1_structure(folder: Path) -> object:
    import sdmx

    return sdmx.read_sdmx(folder / "structure.xml").structure["MIGRANT_STOCK"]


def bare_lxml(path: Path, kind: str) -> str:
    """What any reader that uses lxml has to do at least: walk, take the texts, let go."""
    from lxml import etree

    def run() -> None:
        rows = []
        for _, element in etree.iterparse(str(path), tag="{*}Obs"):
            if kind == "specific":
                rows.append(tuple(element.attrib.values()))
            else:
                rows.append(
                    tuple(e.get("value") for e in element.iter() if e.get("value"))
                )
            element.clear()
            while element.getprevious() is not None:
                del element.getparent()[0]

    timed(run)
    return "tuples of texts, nothing checked"


def ml_pysdmx(path: Path) -> str:
    from pysdmx.io import read_sdmx

    timed(lambda: read_sdmx(path, validate=False))
    return "no validation"


def ml_sdmx1(folder: Path, path: Path) -> str:
    import sdmx

    structure = _sdmx1_structure(folder)
    timed(lambda: sdmx.read_sdmx(path, structure=structure))
    return ""


def written_pysdmx(folder: Path, kind: str) -> str:
    from pysdmx.io import get_datasets

    found = get_datasets(folder / "specific.xml", folder / "structure.xml")
    out = folder / f"w{os.getpid()}"
    if kind == "specific":
        from pysdmx.io.xml.sdmx21.writer.structure_specific import write
    elif kind == "generic":
        from pysdmx.io.xml.sdmx21.writer.generic import write
    else:
        from pysdmx.io.csv.sdmx20.writer import write
    timed(lambda: write(list(found), output_path=str(out)))
    return f"{out.stat().st_size / 1e6:.0f} MB"


def load_duckdb(folder: Path) -> str:
    """What the database does by itself: types, sorts, stores; checks and archives nothing."""
    import duckdb

    from stocktake.indicators.structures import reading

    flow = reading.flow("MIGRANT_STOCK")
    lists = reading.lists(flow)
    con = duckdb.connect(str(folder / f"l{os.getpid()}.duckdb"))
    picked = []
    years = ", ".join(f"'{year}'" for year in range(1980, 2025))
    for name in COLUMNS:
        codes = (
            ", ".join(f"'{code}'" for code in lists[name].ranks)
            if name in lists
            else years
        )
        if name == "OBS_VALUE":
            picked.append("CAST(OBS_VALUE AS DOUBLE) AS OBS_VALUE")
            continue
        con.execute(f'CREATE TYPE "t {name}" AS ENUM ({codes})')
        picked.append(f'CAST({name} AS "t {name}") AS {name}')
    order = ", ".join(flow.sort_ids)
    source = f"read_csv('{folder / 'load.csv'}', all_varchar = true)"

    def run() -> None:
        con.execute(
            f"CREATE TABLE o AS SELECT {', '.join(picked)} FROM {source} ORDER BY {order}"
        )
        con.execute("CHECKPOINT")

    timed(run)
    size = (folder / f"l{os.getpid()}.duckdb").stat().st_size / 1e6
    (folder / f"l{os.getpid()}.duckdb").unlink()
    return f"{size:.0f} MB; nothing checked, no archive"
