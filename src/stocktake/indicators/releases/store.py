"""Where releases lie in the home, and how a new one gets there whole or not at all."""

import contextlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from stocktake.kernel import home


_MAKING = ".making-"


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
