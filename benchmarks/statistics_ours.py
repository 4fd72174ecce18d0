"""The cases of statistics that are ours: reading, loading, asking, writing, protecting."""
# ruff: noqa: PLC0415  # each case runs alone and pays for its own programs only

import os
import time
from pathlib import Path

from statistics_clock import timed
from statistics_files import FLOW


def csv_ours(folder: Path) -> str:
    return validated(folder, folder / "rows.csv")


def validated(folder: Path, path: Path) -> str:
    """A file into typed, checked observations with different keys, before they are sorted."""
    import duckdb

    from stocktake.indicators.loading import checking, staging, straight
    from stocktake.indicators.reading.opening import open_file
    from stocktake.indicators.releases import doubles, making
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
            assert doubles.same_keys(con, flow, sizes, way.listed) == 0

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


def spooled(folder: Path, path: Path) -> str:
    """Rows with every component under its name, in a CSV that the database reads."""
    from stocktake.indicators.reading.opening import open_file

    into = folder / f"s{os.getpid()}.csv"
    timed(lambda: open_file(path, into, mapping=None))
    return "rows by component, row numbers"


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
    from stocktake.indicators.serving.parts import Part, Selection
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
            file.writelines(writer.message([Selection(asked, (Part(release),))]))

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
    """Each slice warm in this process: the least of seven, by the wall and of processors."""
    os.environ["STOCKTAKE_HOME"] = str(folder / "home-of-load")
    from stocktake.indicators.keys import slice_of
    from stocktake.indicators.releases import asking
    from stocktake.indicators.structures import reading

    flow = reading.flow("MIGRANT_STOCK")
    release = release_of(folder / "home-of-load")
    lines = [
        "## The five slices, in process\n",
        "| slice | rows | first, ms | warm, ms | CPU, ms |",
        "| --- | --- | --- | --- | --- |",
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
        took, worked, rows = [], [], 0
        for _ in range(8):
            began, busy = time.perf_counter(), time.process_time()
            cursor = asking.connection(release.path).cursor()
            rows = len(cursor.execute(statement).fetchall())
            took.append((time.perf_counter() - began) * 1000)
            worked.append((time.process_time() - busy) * 1000)
        told = (took[0], min(took[1:]), min(worked[1:]))
        shown = " | ".join(f"{each:.1f}" for each in told)
        lines.append(f"| {title} | {rows:,} | {shown} |")
    timed(lambda: None)
    return "\n".join([*lines, ""])


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
