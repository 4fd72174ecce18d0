"""Statistics in and out at size, beside a limit and beside other programs, in one run.

    python benchmarks/official_statistics.py [--rows 1000000] [--observations 200000]
        [--load 10000000] [--tries 3] [csv xml write load slices protect]
    python benchmarks/official_statistics.py large [--large 100000000]

Each case runs in a process of its own, the cases of a table in turn, ``--tries`` times,
other programs that take long once; the least of the seconds counts, the spread stands
beside it. About five minutes on two quiet cores. ``large`` stands apart: 100 million
observations made, loaded by the database alone and by us, then the five slices; no other
programs, about eight minutes and 13 GB below $STOCKTAKE_BENCH (or the folder for temporary files).
Other programs that are not installed are left out. All figures are synthetic. Prints Markdown.
"""

import argparse
import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import statistics_cases as cases
import statistics_files as files


@dataclass(frozen=True)
class Told:
    """What one run of a case took by the wall and of processors, its memory, what it says."""

    wall: float
    cpu: float
    peak: float
    note: str


def main() -> None:
    """Run the parts asked for, or all."""
    parser = argparse.ArgumentParser(description=__doc__)
    usual = [part for part in _PARTS if part != "large"]
    parser.add_argument("parts", nargs="*", default=usual)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--observations", type=int, default=200_000)
    parser.add_argument("--load", type=int, default=10_000_000)
    parser.add_argument("--large", type=int, default=100_000_000)
    parser.add_argument("--tries", type=int, default=3)
    asked = parser.parse_args()
    below = os.environ.get("STOCKTAKE_BENCH")
    folder = Path(tempfile.mkdtemp(prefix="stocktake-statistics-", dir=below))
    print(
        f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()},"
        f" load {os.getloadavg()[0]:.1f} at the beginning\n"
    )
    try:
        run(asked, folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    print(f"Load {os.getloadavg()[0]:.1f} at the end.")


def run(asked: argparse.Namespace, folder: Path) -> None:
    """Make what is read, then each part."""
    for part in asked.parts:
        _PARTS[part](asked, folder)


def make_messages(asked: argparse.Namespace, folder: Path) -> None:
    """Messages of all sizes, once."""
    if (folder / "structure.xml").exists():
        return
    files.write_csv(folder / "few.csv", files.FEW)
    files.write_xml(folder, asked.observations)
    files.write_xml(folder, files.FEW, prefix="few-")
    files.write_structure(folder / "structure.xml")


def csv(asked: argparse.Namespace, folder: Path) -> None:
    """Reading SDMX-CSV."""
    make_messages(asked, folder)
    files.write_csv(folder / "rows.csv", asked.rows)
    size = (folder / "rows.csv").stat().st_size / 1e6
    title = f"Read SDMX-CSV 2.0: {asked.rows:,} rows, {size:.0f} MB"
    table(title, folder, asked.tries, cases.CSV, scale=asked.rows / files.FEW)


def xml(asked: argparse.Namespace, folder: Path) -> None:
    """Reading SDMX-ML."""
    make_messages(asked, folder)
    scale = asked.observations / files.FEW
    kinds = {"structure-specific": cases.SPECIFIC, "generic": cases.GENERIC}
    for kind, names in kinds.items():
        title = f"Read SDMX-ML 2.1 {kind}, flat: {asked.observations:,} observations"
        table(title, folder, asked.tries, names, scale=scale)


def write(asked: argparse.Namespace, folder: Path) -> None:
    """Writing the same observations."""
    make_messages(asked, folder)
    title = f"Write {asked.observations:,} observations"
    table(title, folder, asked.tries, cases.WRITE)


def load(asked: argparse.Namespace, folder: Path) -> None:
    """Loading many."""
    if (folder / "load.csv").exists():
        return
    enough_disk(folder, asked.load)
    files.write_csv(folder / "load.csv", asked.load)
    title = f"Load {asked.load:,} observations, sorted"
    table(title, folder, 1, cases.LOAD, rows=asked.load)


def slices(asked: argparse.Namespace, folder: Path) -> None:
    """Asking what was loaded."""
    load(asked, folder)
    print(one(folder, "slices").note, flush=True)


def large(asked: argparse.Namespace, folder: Path) -> None:
    """Loading very many, and asking them."""
    place = folder / "large"
    place.mkdir()
    slices(argparse.Namespace(load=asked.large), place)


def protect(_asked: argparse.Namespace, folder: Path) -> None:
    """Protecting and attacking tables."""
    table("Disclosure control", folder, 1, cases.PROTECT)


_PARTS: dict[str, Callable[[argparse.Namespace, Path], None]] = {
    "csv": csv,
    "xml": xml,
    "write": write,
    "load": load,
    "slices": slices,
    "protect": protect,
    "large": large,
}


def enough_disk(folder: Path, rows: int) -> None:
    """Stop before the disk is full: the file, its pieces, the release and what sorts it."""
    needed = rows * 160
    free = shutil.disk_usage(folder).free
    if free < needed:
        sys.exit(
            f"{rows:,} observations need about {needed / 1e9:.0f} GB; {free / 1e9:.0f} are free."
        )


def table(
    title: str,
    folder: Path,
    tries: int,
    names: tuple[str, ...],
    *,
    scale: float = 1.0,
    rows: int = 0,
) -> None:
    """The cases in turn, as rows of a table; the first is the limit.

    Cases on fewer observations (``few``) are multiplied by ``scale``, and say so.
    """
    print(f"## {title}\n")
    print("| | s | to | CPU s | × the first | by CPU | peak MB | |")
    print("| --- | --- | --- | --- | --- | --- | --- | --- |")
    runs: dict[str, list[Told]] = {name: [] for name in names}
    for number in range(tries):
        for name in names:
            if not number or name not in cases.ONCE:
                runs[name].append(one(folder, name))
    first: tuple[float, float] | None = None
    for name, told in runs.items():
        if told[0].note.startswith("missing"):
            print(f"| {cases.TITLES[name]} | | | | | | | {told[0].note} |")
            continue
        times = scale if name.endswith("few") else 1.0
        least, cpu = min(t.wall for t in told) * times, min(t.cpu for t in told) * times
        first = first or (least, cpu)
        cells = (
            f"{least:.2f}",
            f"{max(t.wall for t in told) * times:.2f}",
            f"{cpu:.2f}",
            f"{least / first[0]:.2f}",
            f"{cpu / first[1]:.2f}",
            f"{max(t.peak for t in told):.0f}",
            "; ".join(_notes(told[0].note, times, rows / least)),
        )
        print(f"| {cases.TITLES[name]} | {' | '.join(cells)} |", flush=True)
    print(flush=True)


def _notes(note: str, times: float, rate: float) -> Iterator[str]:
    """What stands at the end of a row."""
    if rate:
        yield f"{rate / 1e6:.2f} M rows/s"
    if note:
        yield note
    if times != 1.0:
        yield f"measured on {files.FEW:,}, multiplied"


def one(folder: Path, name: str) -> Told:
    """One case in a process of its own; it says how long it took, without starting."""
    command = [sys.executable, str(Path(__file__).with_name("statistics_cases.py"))]
    done = subprocess.run(
        [*command, name, str(folder)], capture_output=True, text=True, check=False
    )
    if done.returncode:
        last = (done.stderr.strip().splitlines() or ["?"])[-1]
        return Told(0.0, 0.0, 0.0, f"missing: {last[:120]}")
    told = json.loads(done.stdout.splitlines()[-1])
    return Told(told["seconds"], told["cpu"], told["peak"], told["note"])


if __name__ == "__main__":
    main()
