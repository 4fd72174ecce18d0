"""The cases of ``official_statistics.py``; one is run as ``statistics_cases.py CASE FOLDER``."""
# ruff: noqa: PLC0415  # each case runs alone and pays for its own programs only

import csv
import json
import math
import os
import resource
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path


FEW = 20_000  # observations for programs too slow for all
FLOW = "STOCKTAKE:MIGRANT_STOCK(1.0)"
COLUMNS = (
    "FREQ", "REF_AREA", "ORIGIN", "SEX", "AGE", "SOURCE", "TIME_PERIOD", "OBS_VALUE",
    "UNIT_MEASURE", "UNIT_MULT", "OBS_STATUS",
)  # fmt: skip
TITLES = {
    "csv polars": "polars `read_csv`, typed (the limit)",
    "csv duckdb": "DuckDB `read_csv` into a table, typed",
    "csv ours": "**ours: a validated table**",
    "csv ours published": "ours: sorted and published as a release",
    "csv pysdmx": "pysdmx, with structure",
    "csv sdmx1 few": "sdmx1, with structure",
    "specific lxml": "lxml `iterparse`, bare loop (the limit)",
    "specific ours": "**ours: read into rows**",
    "specific ours checked": "ours: a validated table",
    "specific pysdmx": "pysdmx",
    "specific sdmx1 few": "sdmx1, with structure",
    "generic lxml": "lxml `iterparse`, bare loop (the limit)",
    "generic ours": "**ours: read into rows**",
    "generic ours checked": "ours: a validated table",
    "generic pysdmx": "pysdmx",
    "generic sdmx1 few": "sdmx1",
    "write pysdmx specific": "pysdmx, structure-specific",
    "write ours specific": "**ours, structure-specific**",
    "write pysdmx generic": "pysdmx, generic",
    "write ours generic": "**ours, generic**",
    "write pysdmx csv": "pysdmx, SDMX-CSV",
    "write ours csv": "**ours, SDMX-CSV**",
    "load duckdb": "DuckDB alone: CSV to a sorted file (the limit)",
    "load ours": "**ours: checked, sorted, archived, published**",
    "protect 52094": "protect 52,094 cells",
    "audit 52094": "audit them",
    "protect 726": "protect 726 cells, exactly",
    "audit 726": "audit them",
}
CSV = tuple(name for name in TITLES if name.startswith("csv "))
SPECIFIC = tuple(name for name in TITLES if name.startswith("specific "))
GENERIC = tuple(name for name in TITLES if name.startswith("generic "))
WRITE = tuple(name for name in TITLES if name.startswith("write "))
LOAD = ("load duckdb", "load ours")
PROTECT = tuple(name for name in TITLES if name.split()[0] in ("protect", "audit"))


# What is read


def write_csv(path: Path, rows: int) -> None:
    """SDMX-CSV 2.0: different keys over areas, origins, sexes, ages, years; always the same.

    Each key comes once, far from the one before: a step without a common factor with
    the number of keys goes round all of them.
    """
    import duckdb

    from stocktake.indicators.structures import reading

    lists = reading.own_lists()
    areas = [code for code in lists["CL_AREA"].ranks if code.isalpha()][:236]
    parts = {
        "TIME_PERIOD": [str(year) for year in range(1980, 2025)],
        "REF_AREA": areas,
        "ORIGIN": areas,
        "AGE": list(lists["CL_AGE"].ranks)[:17],
        "SEX": ["_T", "F", "M"],
    }
    total = math.prod(map(len, parts.values()))
    step = next(s for s in range(int(total * 0.618), total) if math.gcd(s, total) == 1)
    cells, below = {}, 1
    for name, codes in parts.items():
        listed = ", ".join(f"'{code}'" for code in codes)
        cells[name] = f"([{listed}])[(place // {below}) % {len(codes)} + 1]"
        below *= len(codes)
    fixed = {"FREQ": "A", "SOURCE": "NSO", "UNIT_MEASURE": "PS", "UNIT_MULT": "0"}
    cells |= {name: f"'{code}'" for name, code in {**fixed, "OBS_STATUS": "E"}.items()}
    cells["OBS_VALUE"] = "hash(place) % 999999 + 1"
    picked = ", ".join(f"{cells[name]} AS {name}" for name in COLUMNS)
    duckdb.execute(
        f"COPY (SELECT 'dataflow' AS STRUCTURE, '{FLOW}' AS STRUCTURE_ID, 'I' AS ACTION, {picked}"
        f" FROM (SELECT (range::HUGEINT * {step} % {total})::BIGINT AS place FROM range({rows})))"
        f" TO '{path}' (HEADER)"
    )


def observations(folder: Path, rows: int) -> Iterator[list[str]]:
    """The same observations one by one."""
    path = folder / f"observations-{rows}.csv"
    if not path.exists():
        write_csv(path, rows)
    with path.open(encoding="utf-8") as file:
        lines = csv.reader(file)
        next(lines)
        for line in lines:
            yield line[3:]


_BASE = "http://www.sdmx.org/resources/sdmxml/schemas/v2_1"
_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<mes:{root} xmlns:mes="{base}/message" xmlns:com="{base}/common" xmlns:gen="{base}/data/generic"
 xmlns:ss="{base}/data/structurespecific" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
 xmlns:ns1="urn:sdmx:org.sdmx.infomodel.datastructure.Dataflow={flow}:ObsLevelDim:AllDimensions">
<mes:Header><mes:ID>bench</mes:ID><mes:Test>true</mes:Test><mes:Prepared>2026-11-24T00:00:00</mes:Prepared>
<mes:Sender id="STOCKTAKE"/><mes:Structure structureID="S1" dimensionAtObservation="AllDimensions"{space}>
<com:StructureUsage><Ref agencyID="STOCKTAKE" id="MIGRANT_STOCK" version="1.0" class="Dataflow"/></com:StructureUsage>
</mes:Structure></mes:Header>
"""


def write_xml(folder: Path, rows: int, *, prefix: str = "") -> None:
    """Structure-specific and generic 2.1, flat."""
    space = f' namespace="urn:sdmx:org.sdmx.infomodel.datastructure.Dataflow={FLOW}:ObsLevelDim:AllDimensions"'
    head = {"base": _BASE, "flow": FLOW}
    with (folder / f"{prefix}specific.xml").open("w", encoding="utf-8") as file:
        file.write(_HEAD.format(root="StructureSpecificData", space=space, **head))
        file.write(
            '<mes:DataSet ss:structureRef="S1" xsi:type="ns1:DataSetType" ss:dataScope="DataStructure" action="Replace">\n'
        )
        for row in observations(folder, rows):
            pairs = [f'{n}="{v}"' for n, v in zip(COLUMNS, row, strict=True)]
            file.write(f"<Obs {' '.join(pairs)}/>\n")
        file.write("</mes:DataSet></mes:StructureSpecificData>\n")
    with (folder / f"{prefix}generic.xml").open("w", encoding="utf-8") as file:
        file.write(_HEAD.format(root="GenericData", space="", **head))
        file.write('<mes:DataSet structureRef="S1" action="Replace">\n')
        for row in observations(folder, rows):
            named = [
                f'<gen:Value id="{n}" value="{v}"/>'
                for n, v in zip(COLUMNS, row, strict=True)
            ]
            file.write(
                f'<gen:Obs><gen:ObsKey>{"".join(named[:7])}</gen:ObsKey><gen:ObsValue value="{row[7]}"/>'
                f"<gen:Attributes>{''.join(named[8:])}</gen:Attributes></gen:Obs>\n"
            )
        file.write("</mes:DataSet></mes:GenericData>\n")


def write_structure(path: Path) -> None:
    """Our structure as an SDMX-ML 2.1 message, for the programs that need it."""
    from pysdmx.io.xml.sdmx21.writer.structure import write

    from stocktake.indicators.structures import artefacts, reading

    flow = reading.flow("MIGRANT_STOCK")
    held = artefacts.structure(flow)
    lists = [each.local_codes for each in held.components if each.local_codes]
    unique = list({one.id: one for one in lists}.values())
    text = write([artefacts.dataflow(flow), held, *unique])
    path.write_text(text or "", encoding="utf-8")


# Readers


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


def csv_ours(folder: Path) -> str:
    return validated(folder, folder / "rows.csv")


def validated(folder: Path, path: Path) -> str:
    """A file into typed, checked observations with different keys, before they are sorted."""
    import duckdb

    from stocktake.indicators.loading import checking, staging, straight
    from stocktake.indicators.reading.opening import open_file
    from stocktake.indicators.releases import making
    from stocktake.indicators.structures import reading

    place = folder / f"v{os.getpid()}"
    place.mkdir()
    flow = reading.flow("MIGRANT_STOCK")
    lists = reading.lists(flow)

    def run() -> None:
        opened = open_file(
            path, place / "spool.csv", mapping=None, dimensions=flow.dimension_ids
        )
        with duckdb.connect(str(place / "t.duckdb")) as con:
            way = straight.go(
                con, opened, flow, lists, keep=place, progress=lambda *_: None
            )
            assert way is not None
            checked = checking.Checked(way.rows, 0, {}, ())
            sizes = making.make_types(con, flow, lists, way.used, before=False)
            making.make_good(
                con,
                flow,
                lists,
                staging.Staged(way.components),
                checked,
                number=1,
                kind="VIEW",
            )
            assert making.same_keys(con, flow, sizes, way.listed) == 0

    timed(run)
    return "codes, types, limits, required, time, double keys"


def csv_ours_published(folder: Path) -> str:
    return published(folder / f"home{os.getpid()}", folder / "rows.csv")


def published(home: Path, path: Path) -> str:
    """The whole of a load but the record of it."""
    os.environ["STOCKTAKE_HOME"] = str(home)
    from datetime import UTC, datetime

    from stocktake.indicators.loading.load import Request, load

    told = []
    timed(
        lambda: told.append(
            load(
                Request(path),
                before=lambda _flow: None,
                at=datetime(2026, 11, 24, tzinfo=UTC),
            )
        )
    )
    (home / "release").write_text(told[0].digest, encoding="utf-8")
    return f"{told[0].observations:,} observations"


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


def spooled(folder: Path, path: Path) -> str:
    """Rows with every component under its name, in a CSV that the database reads."""
    from stocktake.indicators.reading.opening import open_file

    into = folder / f"s{os.getpid()}.csv"
    timed(lambda: open_file(path, into, mapping=None))
    return "rows by component, row numbers"


def ml_pysdmx(path: Path) -> str:
    from pysdmx.io import read_sdmx

    timed(lambda: read_sdmx(path, validate=False))
    return "no validation"


def ml_sdmx1(folder: Path, path: Path) -> str:
    import sdmx

    structure = _sdmx1_structure(folder)
    timed(lambda: sdmx.read_sdmx(path, structure=structure))
    return ""


# Writers


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


def written_ours(folder: Path, kind: str) -> str:
    """From a release to a file, as the server streams it."""
    from datetime import UTC, datetime

    home = folder / "home-of-few"
    os.environ["STOCKTAKE_HOME"] = str(home)
    if not (home / "release").exists():
        from stocktake.indicators.loading.load import Request, load

        at = datetime(2026, 11, 24, tzinfo=UTC)
        told = load(Request(folder / "specific.xml"), before=lambda _flow: None, at=at)
        (home / "release").write_text(told.digest, encoding="utf-8")
    from stocktake.indicators.head import head
    from stocktake.indicators.serving.asked import ALL, Asked
    from stocktake.indicators.serving.parts import Part
    from stocktake.indicators.writing.sdmx_csv import Csv
    from stocktake.indicators.writing.sdmx_ml import Ml

    release = release_of(home)
    from stocktake.indicators.structures import reading

    flow = reading.flow("MIGRANT_STOCK")
    top = head("bench", prepared=datetime(2026, 11, 24, tzinfo=UTC))
    writer = Csv() if kind == "csv" else Ml(top, kind)
    asked = Asked(flow, at_observation=ALL, attributes=flow.attribute_ids)
    out = folder / f"w{os.getpid()}"

    def run() -> None:
        with out.open("w", encoding="utf-8") as file:
            file.writelines(writer.message(asked, (Part(release),)))

    timed(run)
    return f"{out.stat().st_size / 1e6:.0f} MB"


def release_of(home: Path):
    """The one release of a home made by ``published``."""
    from datetime import UTC, datetime

    from stocktake.indicators.releases import store
    from stocktake.indicators.releases.rules import Release

    digest = (home / "release").read_text(encoding="utf-8")
    path, archive = store.paths(FLOW, digest)
    at = datetime(2026, 11, 24, tzinfo=UTC)
    return Release(FLOW, 1, digest, at, 0, 0, 0, 0, (), path, archive)


# Loading and asking


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


def load_ours(folder: Path) -> str:
    note = published(folder / "home-of-load", folder / "load.csv")
    os.environ["STOCKTAKE_HOME"] = str(folder / "home-of-load")
    release = release_of(folder / "home-of-load")
    size = release.path.stat().st_size / 1e6
    return (
        f"{note}; {size:.0f} MB, archive {release.archive.stat().st_size / 1e6:.0f} MB"
    )


SLICES = {
    "one destination, all origins": ("A.DEU.._T._T.", "", 0),
    "one origin, all destinations and years": ("A..SYR._T._T.", "", 0),
    "largest 20 corridors of a year": ("A..._T._T.", "2019", 20),
    "region by region, one year": ("A..._T._T.", "2019", 36),
    "one corridor, all sexes, ages, years": ("A.DEU.SYR...", "", 0),
}


def slices(folder: Path) -> str:
    """Each slice warm in this process: the least of seven, the first beside it."""
    os.environ["STOCKTAKE_HOME"] = str(folder / "home-of-load")
    from stocktake.indicators.keys import slice_of
    from stocktake.indicators.releases import asking
    from stocktake.indicators.structures import reading

    flow = reading.flow("MIGRANT_STOCK")
    release = release_of(folder / "home-of-load")
    lines = [
        "## The five slices, in process\n",
        "| slice | rows | first, ms | warm, ms |",
        "| --- | --- | --- | --- |",
    ]
    for title, (key, year, most) in SLICES.items():
        wanted = slice_of(flow, key, start=year, end=year)
        answer = asking.ask(flow, wanted, release)
        statement = answer.statement
        if most == 20:
            statement = f"SELECT REF_AREA, ORIGIN, OBS_VALUE FROM ({statement}) ORDER BY OBS_VALUE DESC LIMIT 20"
        elif most:
            # Six groups of areas stand in for regions, by the place of the code.
            statement = (
                "SELECT enum_code(REF_AREA) % 6 AS a, enum_code(ORIGIN) % 6 AS b, sum(OBS_VALUE)"
                f" FROM ({statement}) GROUP BY a, b ORDER BY a, b"
            )
        took, rows = [], 0
        for _ in range(8):
            began = time.perf_counter()
            cursor = asking.connection(release.path).cursor()
            rows = len(cursor.execute(statement).fetchall())
            took.append((time.perf_counter() - began) * 1000)
        lines.append(f"| {title} | {rows:,} | {took[0]:.1f} | {min(took[1:]):.1f} |")
    timed(lambda: None)
    return "\n".join([*lines, ""])


# Disclosure control


def protected(cells: int, *, audit: bool) -> str:
    import disclosure as bench
    from stocktake.indicators.disclosure import auditing, protecting

    shape = {726: (10, 10, 5), 52_094: (60, 60, 13)}[cells]
    whole = bench.table(shape)
    if not audit:
        found = []
        timed(lambda: found.append(protecting.protect(whole, bench.POLICY)))
        done = found[0]
        value = sum(float(whole.values[cell]) for cell in done.secondaries)
        return f"{done.method}: {len(done.primaries):,} small, {len(done.secondaries)} shielding cells of value {value:,.0f}"
    done = protecting.protect(whole, bench.POLICY)
    told = []
    timed(lambda: told.append(auditing.audit(whole, bench.POLICY, hidden=done.hidden)))
    return f"{told[0].violations} violations; {told[0].method}"


CASES: dict[str, Callable[[Path], str]] = {
    "csv polars": csv_polars,
    "csv duckdb": csv_duckdb,
    "csv ours": csv_ours,
    "csv ours published": csv_ours_published,
    "csv pysdmx": csv_pysdmx,
    "csv sdmx1 few": csv_sdmx1_few,
    **{
        f"{kind} {who}": case
        for kind in ("specific", "generic")
        for who, case in {
            "lxml": lambda f, k=kind: bare_lxml(f / f"{k}.xml", k),
            "ours": lambda f, k=kind: spooled(f, f / f"{k}.xml"),
            "ours checked": lambda f, k=kind: validated(f, f / f"{k}.xml"),
            "pysdmx": lambda f, k=kind: ml_pysdmx(f / f"{k}.xml"),
            "sdmx1 few": lambda f, k=kind: ml_sdmx1(f, f / f"few-{k}.xml"),
        }.items()
    },
    **{
        f"write {who} {kind}": lambda f, w=who, k=kind: (
            written_ours(f, k) if w == "ours" else written_pysdmx(f, k)
        )
        for who in ("ours", "pysdmx")
        for kind in ("specific", "generic", "csv")
    },
    "load duckdb": load_duckdb,
    "load ours": load_ours,
    "slices": slices,
    **{
        f"{what} {cells}": lambda _f, c=cells, a=what == "audit": protected(c, audit=a)
        for what in ("protect", "audit")
        for cells in (52_094, 726)
    },
}
_took: list[tuple[float, float]] = []  # by the wall, and of processors


def timed(call: Callable[[], object]) -> None:
    """Time the one call that a case is about."""
    began, worked = time.perf_counter(), time.process_time()
    call()
    _took.append((time.perf_counter() - began, time.process_time() - worked))


def main(name: str, folder: str) -> None:
    """Run one case and say what it took."""
    note = CASES[name](Path(folder))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    seconds, cpu = _took[-1]
    told = {"seconds": seconds, "cpu": cpu, "peak": peak, "note": note}
    print(json.dumps(told))


if __name__ == "__main__":
    main(*sys.argv[1:])
