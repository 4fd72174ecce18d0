"""Where releases lie in the home, and how a new one gets there whole or not at all."""

import contextlib
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from stocktake.kernel import home
from stocktake.kernel.errors import Refused, StocktakeError


if sys.platform != "win32":
    import fcntl

_MAKING = ".making-"
_STAGED = ".staged-"
_KEPT_DAYS = 14  # how long what an interrupted load has done waits for it to go on


def folder(flow: str) -> Path:
    """The folder of a dataflow's releases: ``releases/AGENCY.ID.VERSION``."""
    name = flow.replace(":", ".").replace("(", ".").rstrip(")")
    return _base() / name


def _base() -> Path:
    return home.place() / "releases"


def paths(flow: str, digest: str) -> tuple[Path, Path]:
    """The DuckDB file and the Parquet file of a release."""
    base = folder(flow)
    return base / f"{digest}.duckdb", base / f"{digest}.parquet"


@contextlib.contextmanager
def making() -> Iterator[Path]:
    """A folder to make a release in; it goes away whatever happens."""
    base = _base()
    base.mkdir(parents=True, exist_ok=True)
    _sweep(base)
    place = Path(tempfile.mkdtemp(prefix=f"{_MAKING}{os.getpid()}-", dir=base))
    try:
        yield place
    finally:
        shutil.rmtree(place, ignore_errors=True)


@contextlib.contextmanager
def staging(key: str) -> Iterator[Path]:
    """A folder for what a load has done so far; it outlives one that is interrupted.

    ``key`` says what is loaded, and how. A load that ends, well or refused, clears it
    away. One process at a time is let in.
    """
    base = _base()
    base.mkdir(parents=True, exist_ok=True)
    place = base / f"{_STAGED}{key}"
    place.mkdir(exist_ok=True)
    with (place / "lock").open("a") as lock:
        if not _mine(lock):
            msg = (
                "This file is being loaded by another process. Wait until it has ended."
            )
            raise Refused(msg)
        _sweep_staged(base, but=place)
        try:
            yield place
        except StocktakeError:
            shutil.rmtree(place, ignore_errors=True)
            raise
        shutil.rmtree(place, ignore_errors=True)


def _mine(lock: IO[str]) -> bool:
    """Hold a lock that goes with the process; where there is none, hope."""
    if sys.platform != "win32":
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
    return True


def _sweep_staged(base: Path, *, but: Path) -> None:
    """Clear away what nobody has gone on with for a long time."""
    oldest = time.time() - _KEPT_DAYS * 86_400
    for left in base.glob(f"{_STAGED}*"):
        if left != but and left.stat().st_mtime < oldest:
            shutil.rmtree(left, ignore_errors=True)


def _sweep(base: Path) -> None:
    """Clear away what loads that were killed left behind."""
    for left in base.glob(f"{_MAKING}*"):
        owner = left.name.removeprefix(_MAKING).split("-", maxsplit=1)[0]
        if not _alive(int(owner)):
            shutil.rmtree(left, ignore_errors=True)


def _alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def put(made: Path, archive: Path, flow: str, digest: str) -> None:
    """Move a finished release into place: on disk first, then under its name."""
    folder(flow).mkdir(parents=True, exist_ok=True)
    database, parquet = paths(flow, digest)
    for source, target in ((archive, parquet), (made, database)):
        with source.open("rb") as file:
            os.fsync(file.fileno())
        source.chmod(0o444)
        source.replace(target)
    held = os.open(folder(flow), os.O_RDONLY)
    try:
        os.fsync(held)
    finally:
        os.close(held)
