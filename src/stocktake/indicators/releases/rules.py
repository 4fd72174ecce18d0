"""A release, its files, and what changed, as frozen values."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final


FILE_NO = "FILE_NO"
FILE_ROW = "FILE_ROW"
SUPPRESSED: Final = "Q"  # of CL_OBS_STATUS: there is a value, and it is withheld


@dataclass(frozen=True, slots=True)
class Release:
    """One published release of a dataflow.

    ``path`` is the DuckDB file, ``archive`` the Parquet beside it; ``files`` are those
    that the load of this release brought.
    """

    flow: str
    number: int
    digest: str
    published_at: datetime
    observations: int
    added: int
    changed: int
    removed: int
    files: tuple[Mapping[str, Any], ...]
    path: Path
    archive: Path


@dataclass(frozen=True, slots=True)
class Changes:
    """How a load changes what the release before held."""

    added: int
    changed: int
    removed: int

    def __bool__(self) -> bool:
        return bool(self.added or self.changed or self.removed)


@dataclass(frozen=True, slots=True)
class File:
    """A file that is loaded, and who published it."""

    name: str
    sha256: str
    format: str
    publisher: str = ""
    title: str = ""
    edition: str = ""
    as_of: str = ""
    licence: str = ""
    url: str = ""
