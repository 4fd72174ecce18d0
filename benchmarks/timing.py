"""Run a command and say how long it took and how much memory its processes held together."""

import os
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Run:
    """One run of a command: seconds by the wall and of processors, peak memory in MB."""

    seconds: float
    cpu: float
    peak: float
    output: str


def stocktake(home: Path, *words: str) -> Run:
    """Run ``stocktake`` in a home; it must end with 0 (or 3, partly done)."""
    command = [sys.executable, "-m", "stocktake.cli.main", "--home", str(home), *words]
    return measured(command)


def measured(command: list[str]) -> Run:
    """Run a command in a process group of its own and watch the group's memory."""
    began, peak = time.monotonic(), [0.0]
    process = subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
        env=as_installed(),
    )
    ended = threading.Event()
    watcher = threading.Thread(target=_watch, args=(process.pid, ended, peak))
    watcher.start()
    output = process.stdout.read() if process.stdout else ""
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.monotonic() - began
    ended.set()
    watcher.join()
    code = os.waitstatus_to_exitcode(status)
    process.returncode = code
    if code not in {0, 3}:
        sys.exit(f"{' '.join(command)} ended with {code}:\n{output}")
    return Run(seconds, usage.ru_utime + usage.ru_stime, peak[0], output)


def as_installed() -> dict[str, str]:
    """The environment, with compiled modules kept between commands as an installed copy does."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if name != "PYTHONDONTWRITEBYTECODE"
    }
    folder = Path(tempfile.gettempdir()) / "stocktake-bench" / "compiled"
    return kept | {"PYTHONPYCACHEPREFIX": str(folder)}


def _watch(group: int, ended: threading.Event, peak: list[float]) -> None:
    while not ended.wait(0.5):
        peak[0] = max(peak[0], sum(_megabytes(one) for one in _members(group)))


def _members(group: int) -> list[Path]:
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            fields = _read(entry / "stat").rpartition(")")[2].split()
            if len(fields) > 2 and fields[2] == str(group):
                found.append(entry)
    return found


def _megabytes(process: Path) -> float:
    """Proportional set size: shared pages are counted once over all processes."""
    for line in _read(process / "smaps_rollup").splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) / 1024
    return 0.0


def _read(file: Path) -> str:
    try:
        return file.read_text()
    except OSError:
        return ""
