"""The cases of ``official_statistics.py``; one is run as ``statistics_cases.py CASE FOLDER``."""

import json
import resource
import sys
from collections.abc import Callable
from pathlib import Path

import statistics_ours as ours
import statistics_peers as peers
from statistics_clock import TOOK


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
    "generic pysdmx few": "pysdmx",
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
# Others that take long: once is enough to see by how much.
ONCE = tuple(name for name in TITLES if "sdmx1" in name or "pysdmx" in name)
LOAD = ("load duckdb", "load ours")
PROTECT = tuple(name for name in TITLES if name.split()[0] in ("protect", "audit"))


CASES: dict[str, Callable[[Path], str]] = {
    "csv polars": peers.csv_polars,
    "csv duckdb": peers.csv_duckdb,
    "csv ours": ours.csv_ours,
    "csv ours published": ours.csv_ours_published,
    "csv pysdmx": peers.csv_pysdmx,
    "csv sdmx1 few": peers.csv_sdmx1_few,
    **{
        f"{kind} {who}": case
        for kind in ("specific", "generic")
        for who, case in {
            "lxml": lambda f, k=kind: peers.bare_lxml(f / f"{k}.xml", k),
            "ours": lambda f, k=kind: ours.spooled(f, f / f"{k}.xml"),
            "ours checked": lambda f, k=kind: ours.validated(f, f / f"{k}.xml"),
            "pysdmx": lambda f, k=kind: peers.ml_pysdmx(f / f"{k}.xml"),
            "pysdmx few": lambda f, k=kind: peers.ml_pysdmx(f / f"few-{k}.xml"),
            "sdmx1 few": lambda f, k=kind: peers.ml_sdmx1(f, f / f"few-{k}.xml"),
        }.items()
    },
    **{
        f"write {who} {kind}": lambda f, w=who, k=kind: (
            ours.written_ours(f, k) if w == "ours" else peers.written_pysdmx(f, k)
        )
        for who in ("ours", "pysdmx")
        for kind in ("specific", "generic", "csv")
    },
    "load duckdb": peers.load_duckdb,
    "load ours": ours.load_ours,
    "slices": ours.slices,
    **{
        f"{what} {cells}": lambda _f, c=cells, a=what == "audit": ours.protected(
            c, audit=a
        )
        for what in ("protect", "audit")
        for cells in (52_094, 726)
    },
}


def main(name: str, folder: str) -> None:
    """Run one case and say what it took."""
    note = CASES[name](Path(folder))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    seconds, cpu = TOOK[-1]
    told = {"seconds": seconds, "cpu": cpu, "peak": peak, "note": note}
    print(json.dumps(told))


if __name__ == "__main__":
    main(*sys.argv[1:])
