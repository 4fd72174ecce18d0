"""Measure the main job at the size of the world, and beside a usual pipeline.

    python benchmarks/run.py                     all of it (about an hour on two cores)
    python benchmarks/run.py fast scale          only these parts
    parts: fast, full (a world round in that tier), correction, scale, peer, offline,
           dossiers (of the world, one State, each State, from ready findings),
           statistics (figures in and out, beside other programs),
           assessment (verdicts on 7.2 million points, beside a loop over frames)

Needs STOCKTAKE_SHARED. Prints Markdown rows for docs/benchmarks.md.
"""

import csv
import json
import os
import platform
import sqlite3
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np

import timing
import world


FOLDER = (
    Path(os.environ.get("STOCKTAKE_BENCH", tempfile.gettempdir())) / "stocktake-bench"
)
ROUND = "2024"
REPORTS = ("fast", "full", "correction", "scale", "peer")
APART = {
    "dossiers": ("dossiers.py", "Dossiers from ready findings"),
    "assessment": ("assessment.py", "Verdicts"),
    "offline": ("offline.py", "Answering away from the network"),
    "statistics": ("official_statistics.py", "Official statistics"),
}


def main(parts: list[str]) -> None:
    """Run the parts asked for, or all."""
    shared = Path(
        os.environ.get("STOCKTAKE_SHARED") or sys.exit("STOCKTAKE_SHARED is not set.")
    )
    print(
        f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}, load {os.getloadavg()[0]:.1f}\n"
    )
    chosen = parts or [*REPORTS, *APART]
    for part in sorted(set(chosen) & set(APART)):
        print_apart(*APART[part])
    if set(chosen) & set(REPORTS):
        print_reports(chosen, shared)


def print_reports(chosen: list[str], shared: Path) -> None:
    """The parts that read reports."""
    world.world(FOLDER / "reports", 393, shared)
    for tier in ("fast", "full"):
        if tier in chosen:
            print_world(tier)
    if "correction" in chosen:
        print_correction(shared)
    if "scale" in chosen:
        print_scale(shared)
    if "peer" in chosen:
        print_peer(shared)


def print_apart(script: str, title: str) -> None:
    """What a script of its own measures."""
    run = timing.measured([sys.executable, str(Path(__file__).with_name(script))])
    print(f"## {title}\n\n{run.output}", flush=True)


def fresh_home(name: str) -> Path:
    """A home that nothing was written to."""
    return Path(tempfile.mkdtemp(prefix=f"{name}-", dir=FOLDER))


def stages(home: Path, listing: Path, tier: str) -> dict[str, timing.Run]:
    """From files to a frozen dossier, command by command."""
    out = home / "dossier"
    return {
        "read and keep": timing.stocktake(
            home, "intake", "--list", str(listing), "--round", ROUND, "--json"
        ),
        "label and summarise": timing.stocktake(
            home, "texts", "label", "--round", ROUND, "--tier", tier
        ),
        "dossier": timing.stocktake(
            home,
            "dossier",
            "build",
            "--round",
            ROUND,
            "--tier",
            tier,
            "--out",
            str(out),
            "--json",
        ),
        "verify": timing.stocktake(home, "dossier", "verify", str(out), "--json"),
    }


def print_world(tier: str) -> Path:
    """Seconds and memory per stage for 393 reports."""
    home = fresh_home(f"world-{tier}")
    runs = stages(home, FOLDER / "reports" / "senders-393.csv", tier)
    files = json.loads(runs["read and keep"].output)
    pages, passages = (sum(one[key] for one in files) for key in ("pages", "passages"))
    print(
        f"## World round, {tier} tier: {len(files)} reports, {pages} pages, {passages} passages, "
        f"{unique_passages(home)} of them unique\n"
    )
    print(
        "| stage | seconds | processor seconds | peak MB |\n| --- | --- | --- | --- |"
    )
    for stage, run in runs.items():
        print(f"| {stage} | {run.seconds:.0f} | {run.cpu:.0f} | {run.peak:.0f} |")
    told = [run for stage, run in runs.items() if stage != "verify"]
    print(
        f"| **files to frozen dossier** | **{sum(r.seconds for r in told):.0f}** | "
        f"{sum(r.cpu for r in told):.0f} | {max(r.peak for r in told):.0f} |\n",
        flush=True,
    )
    print(f"Citations: {runs['verify'].output.strip()[:300]}\n", flush=True)
    return home


def unique_passages(home: Path) -> int:
    """Different passage texts in a home."""
    return int(asked(home, "SELECT count(DISTINCT text) FROM documents_passage"))


def asked(home: Path, question: str, *values: str) -> Any:
    """The first value of the first row that a home's records answer."""
    with sqlite3.connect(home / "stocktake.sqlite3") as records:
        return records.execute(question, values).fetchone()[0]


def print_correction(shared: Path) -> None:
    """One corrected report in a world round that is up to date: seconds until it is again.

    In two commands and, with other files, in one that does both. The home is the latest
    that ``fast`` made: run that first after the code changed.
    """
    homes = sorted(FOLDER.glob("world-fast-*"), key=lambda home: home.stat().st_mtime)
    home = homes[-1] if homes else print_world("fast")
    listing = FOLDER / "reports" / "senders-393.csv"
    sender = next(
        row["from"]
        for row in csv.DictReader(listing.open())
        if row["strand"] == "state"
    )
    files = corrections(home, sender, shared)
    label = ("texts", "label", "--round", ROUND, "--tier", "fast")
    print("## One corrected report\n\n| | seconds |\n| --- | --- |")
    for number, file in enumerate(files[:3], 1):
        intake = timing.stocktake(home, *correcting(home, file, sender))
        both = intake.seconds + timing.stocktake(home, *label).seconds
        print(f"| `intake`, `texts label`, run {number} | {both:.1f} |")
    for number, file in enumerate(files[3:], 1):
        words = (*correcting(home, file, sender), "--label", "fast")
        seconds = timing.stocktake(home, *words).seconds
        print(f"| `intake --label fast`, run {number} | {seconds:.1f} |")
    print(flush=True)


def corrections(home: Path, sender: str, shared: Path) -> list[Path]:
    """Six more reports of a State, none of which the home has."""
    first = 1_000 + int(asked(home, "SELECT count(*) FROM documents_document"))
    pool, names = world.sentences(shared), [name for _, name in world.states()]
    folder = FOLDER / "reports"
    return [
        world.make(
            (
                world.Wanted(first + number, "state", sender, sender, folder),
                pool,
                names,
                world.faces(),
            )
        )
        for number in range(6)
    ]


def correcting(home: Path, file: Path, sender: str) -> tuple[str, ...]:
    """The command that puts a file in the place of what a State sent before."""
    old = current_document(home, sender)
    return (
        *("intake", str(file), "--round", ROUND),
        *("--from", sender, "--replaces", old),
    )


def current_document(home: Path, sender: str) -> str:
    """The SHA-256 of what a sender's published submission holds."""
    question = (
        "SELECT d.sha256 FROM reporting_enclosure e JOIN reporting_submission s ON s.id = e.submission_id"
        " JOIN documents_document d ON d.id = e.document_id WHERE s.sender = ? AND s.stage = 'published'"
    )
    return str(asked(home, question, sender))


def print_scale(shared: Path) -> None:
    """Seconds over the number of reports, and how well a straight line fits them."""
    print("## Growth, fast tier\n\n| reports | seconds to the dossier |\n| --- | --- |")
    sizes, seconds = [50, 100, 200, 393], []
    for size in sizes:
        listing = world.world(FOLDER / "reports", size, shared)
        runs = stages(fresh_home(f"scale-{size}"), listing, "fast")
        seconds.append(
            sum(run.seconds for stage, run in runs.items() if stage != "verify")
        )
        print(f"| {size} | {seconds[-1]:.0f} |", flush=True)
    slope, start = np.polyfit(sizes, seconds, 1)
    fitted = np.polyval([slope, start], sizes)
    spread = 1 - np.sum((seconds - fitted) ** 2) / np.sum(
        (seconds - np.mean(seconds)) ** 2
    )
    print(
        f"\nFitted: {start:.1f} s + {slope:.2f} s a report, R² {spread:.4f}\n",
        flush=True,
    )


def print_peer(shared: Path) -> None:
    """The usual pipeline and ours on the same 20 reports, twice in turn."""
    listing = world.world(FOLDER / "reports", 20, shared)
    files = [
        str(listing.parent / row["file"]) for row in csv.DictReader(listing.open())
    ]
    print(
        "## Beside a usual pipeline, 20 reports\n\n| run | usual, s | ours (full tier), s | ratio |\n| --- | --- | --- | --- |"
    )
    for number in range(1, 3):
        began = time.monotonic()
        out = FOLDER / "peer.json"
        timing.measured(
            [sys.executable, str(Path(__file__).with_name("peer.py")), str(out), *files]
        )
        usual = time.monotonic() - began
        runs = stages(fresh_home("peer"), listing, "full")
        ours = sum(run.seconds for stage, run in runs.items() if stage != "verify")
        print(
            f"| {number} | {usual:.0f} | {ours:.0f} | {usual / ours:.1f} |", flush=True
        )
    told = json.loads(out.read_text())
    print(
        f"\nUsual, by stage: { ({stage: round(value) for stage, value in told['stages'].items()}) }, "
        f"{told['passages']} passages.\n",
        flush=True,
    )


if __name__ == "__main__":
    main(sys.argv[1:])
