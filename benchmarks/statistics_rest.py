"""SDMX REST under load: slices one after the other, and a million observations at once.

``python benchmarks/statistics_rest.py [--rows 10000000] [--json OUT]`` makes a release of a
made-up table in a home of its own, starts the server as users do and measures through HTTP:
the time of each of some slices (median and 95th percentile of 100, each address once),
and for each format a million observations: seconds, seconds of the processor, size, and how
much memory the server grew by. A second process reads; both share the machine.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from datetime import UTC, datetime
from pathlib import Path

import duckdb


FORMATS = {
    "SDMX-CSV 2.0": "application/vnd.sdmx.data+csv;version=2.0.0",
    "SDMX-ML 2.1 structure-specific": "application/vnd.sdmx.structurespecificdata+xml;version=2.1",
    "SDMX-ML 2.1 generic": "application/vnd.sdmx.genericdata+xml;version=2.1",
    "SDMX-ML 3.0": "application/vnd.sdmx.data+xml;version=3.0.0",
    "SDMX-JSON 2.0": "application/vnd.sdmx.data+json;version=2.0.0",
    "SDMX-JSON 1.0": "application/vnd.sdmx.data+json;version=1.0.0",
}
BASE = "/sdmx/v2/data/dataflow/STOCKTAKE/MIGRANT_STOCK/1.0"
HEAD = (
    "STRUCTURE,STRUCTURE_ID,ACTION,FREQ,REF_AREA,ORIGIN,SEX,AGE,SOURCE,TIME_PERIOD,"
    "OBS_VALUE,UNIT_MEASURE,OBS_STATUS"
)


def codes(component: str) -> list[str]:
    """The codes that the made-up table uses."""
    from stocktake.indicators.structures import reading  # noqa: PLC0415

    held = reading.lists(reading.flow("MIGRANT_STOCK"))[component]
    return [code.id for code in held.codes if component != "ORIGIN" or len(code.id) < 4]


def table(into: Path, rows: int) -> None:
    """A CSV of ``rows`` observations: areas by origin, sex, age and year, numbers made up."""
    areas = [code for code in codes("REF_AREA") if code.isalpha()][:236]
    ages = [code for code in codes("AGE") if code.startswith("Y")][:16]
    parts = {
        "area": areas, "origin": ["_T", *areas], "sex": ["_T", "F", "M"],
        "age": ["_T", *ages], "year": [str(year) for year in range(1990, 2026)],
    }  # fmt: skip
    with duckdb.connect() as con:
        for name, held in parts.items():
            con.execute(
                f"CREATE TABLE {name} AS SELECT unnest($1) AS c, generate_subscripts($1, 1) AS n",
                [held],
            )
        con.execute(
            f"""COPY (
              SELECT 'dataflow', 'STOCKTAKE:MIGRANT_STOCK(1.0)', 'I', 'A', area.c, origin.c,
                     sex.c, age.c, 'UNDESA_2020', year.c,
                     (hash(area.n, origin.n, sex.n, age.n, year.n) % 1000000)::BIGINT, 'PS',
                     CASE WHEN hash(year.n, origin.n) % 10 = 0 THEN 'E' END
              FROM sex, age, area, origin, year
              ORDER BY sex.n + age.n, area.n, origin.n, year.n LIMIT {rows:d}
            ) TO '{into}' (HEADER false)"""
        )
    body = into.with_suffix(".body")
    into.rename(body)
    with into.open("wb") as file:
        file.write(f"{HEAD}\n".encode())
        with body.open("rb") as held:
            while chunk := held.read(1 << 24):
                file.write(chunk)
    body.unlink()


def command(*words: str, home: Path) -> None:
    """A command of the program in the home of this measurement."""
    program = [sys.executable, "-m", "stocktake.cli.main", *words]
    subprocess.run(
        program, check=True, env=environment(home), stdout=subprocess.DEVNULL
    )


def environment(home: Path) -> dict[str, str]:
    return {
        **os.environ,
        "STOCKTAKE_HOME": str(home),
        "STOCKTAKE_DATABASE_URL": "",
        "STOCKTAKE_API_PER_MINUTE": "0",
        "STOCKTAKE_API_OBSERVATIONS": "100000000",
    }


def fetch(url: str, accept: str) -> tuple[float, float, int]:
    """Seconds to the first byte and to the last one, and how many bytes."""
    request = urllib.request.Request(url, headers={"Accept": accept})
    began = time.perf_counter()
    with urllib.request.urlopen(request, timeout=120) as answer:
        size = len(answer.read(1))
        first = time.perf_counter() - began
        while chunk := answer.read(1 << 20):
            size += len(chunk)
    return first, time.perf_counter() - began, size


def memory(process: int) -> int:
    """Kilobytes that a process and its children hold."""
    children = Path(f"/proc/{process}/task/{process}/children").read_text().split()
    held = 0
    for line in Path(f"/proc/{process}/status").read_text().splitlines():
        if line.startswith("RssAnon:"):
            held = int(line.split()[1])
    return held + sum(memory(int(child)) for child in children)


def processor(process: int) -> float:
    """Seconds of the processor that a process and its children have taken."""
    children = Path(f"/proc/{process}/task/{process}/children").read_text().split()
    told = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    own = (int(told[11]) + int(told[12])) / os.sysconf("SC_CLK_TCK")
    return own + sum(processor(int(child)) for child in children)


def slices(url: str, process: int) -> dict[str, dict[str, float]]:
    """Median and 95th percentile of a hundred questions of each kind, in milliseconds.

    ``processor``: of the server, the mean of them.
    """
    areas = [code for code in codes("REF_AREA") if code.isalpha()][:100]
    kinds = {
        "one destination, all origins": "/A.{}.*._T._T",
        "one corridor, all sexes and ages": "/A.{}.SVN",
        "one origin, all destinations, since 2015": "/A.*.{}._T._T?startPeriod=2015",
        "last value of each origin": "/A.{}.*._T._T?lastNObservations=1",
        "one series": "/A.{}._T._T._T",
    }
    found = {}
    for name, path in kinds.items():
        times = []
        taken = processor(process)
        for area in areas:
            accept = FORMATS["SDMX-CSV 2.0"]
            times.append(fetch(url + BASE + path.format(area), accept)[1] * 1000)
        ordered = sorted(times)
        found[name] = {
            "median": statistics.median(ordered),
            "p95": ordered[94],
            "first": times[0],
            "processor": (processor(process) - taken) * 1000 / len(areas),
        }
    return found


def million(url: str, process: int) -> dict[str, dict[str, float]]:
    """About a million observations in each format, the second of two: half of the years."""
    address = f"{url}{BASE}/A.*.*._T._T?startPeriod=2008"
    found = {}
    for name, accept in FORMATS.items():
        fetch(address, accept)
        before, taken = memory(process), processor(process)
        first, seconds, size = fetch(address, accept)
        found[name] = {
            "first byte s": first,
            "seconds": seconds,
            "processor s": processor(process) - taken,
            "MB": size / 1e6,
            "memory grown MB": (memory(process) - before) / 1e3,
        }
    return found


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--rows", type=int, default=10_000_000)
    asked.add_argument("--port", type=int, default=8766)
    asked.add_argument("--json", type=Path)
    told = asked.parse_args()
    with tempfile.TemporaryDirectory(prefix="stocktake-rest-") as place:
        home = Path(place) / "home"
        source = Path(place) / "table.csv"
        os.environ["STOCKTAKE_HOME"] = str(home)
        table(source, told.rows)
        began = time.perf_counter()
        command("indicators", "load", str(source), "--json", home=home)
        loaded = time.perf_counter() - began
        source.unlink()
        url = f"http://127.0.0.1:{told.port}"
        program = [
            sys.executable,
            "-m",
            "stocktake.cli.main",
            "serve",
            "--port",
            str(told.port),
        ]
        server = subprocess.Popen(
            program,
            env=environment(home),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            wait(url)
            report = {
                "at": f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}",
                "observations": told.rows,
                "load": os.getloadavg()[0],
                "seconds to load": loaded,
                "slices in ms": slices(url, server.pid),
                "a million observations": million(url, server.pid),
            }
        finally:
            server.terminate()
            server.wait()
    text = json.dumps(report, indent=1)
    if told.json:
        told.json.write_text(text + "\n", encoding="utf-8")
    print(text)


def wait(url: str) -> None:
    """Until the server answers."""
    for _ in range(120):
        try:
            urllib.request.urlopen(f"{url}/health", timeout=2)
        except OSError:
            time.sleep(0.5)
        else:
            return
    msg = "the server did not start"
    raise SystemExit(msg)


if __name__ == "__main__":
    main()
