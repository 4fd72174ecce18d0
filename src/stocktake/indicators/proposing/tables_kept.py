"""Tables that somebody is making a mapping for: kept for a day, outside the record."""

import hashlib
import re
import shutil
import time
from pathlib import Path
from typing import Final

from stocktake.accounts.rules import Acting, Permission
from stocktake.kernel import home
from stocktake.kernel.errors import NotFound, Refused


DAY: Final = 24 * 60 * 60
SUFFIXES: Final = (".csv", ".tsv", ".txt", ".xlsx")
MAX_BYTES: Final = 20_000_000
_PLAIN: Final = re.compile(r"[^\w.-]+")
_SHA256: Final = re.compile(r"[0-9a-f]{64}")


def keep(data: bytes, name: str, *, by: Acting) -> str:
    """Keep a table under its SHA-256; those older than a day are cleared away.

    Refused: too large, neither CSV nor XLSX, CSV that is no text.
    """
    by.require(Permission.STATISTICS_LOAD)
    _check(data, name)
    digest = hashlib.sha256(data).hexdigest()
    _clear()
    folder = _base() / digest
    folder.mkdir(parents=True, exist_ok=True)
    plain = _PLAIN.sub("_", Path(name).name)[-80:].lstrip(".")
    (folder / plain).write_bytes(data)
    return digest


def find(digest: str, *, by: Acting) -> Path:
    """The table of a SHA-256; NotFound when it was cleared away."""
    by.require(Permission.STATISTICS_LOAD)
    folder = _base() / digest
    kept = sorted(folder.iterdir()) if _is_kept(digest, folder) else []
    if not kept:
        msg = "This table is kept for a day only. Send it again."
        raise NotFound(msg)
    return kept[0]


def _is_kept(digest: str, folder: Path) -> bool:
    return bool(_SHA256.fullmatch(digest)) and folder.is_dir()


def _base() -> Path:
    return home.place() / "mappings"


def _clear() -> None:
    before = time.time() - DAY
    for folder in _base().glob("*/"):
        if folder.stat().st_mtime < before:
            shutil.rmtree(folder, ignore_errors=True)


def _check(data: bytes, name: str) -> None:
    suffix = Path(name).suffix.lower()
    if suffix not in SUFFIXES:
        msg = f"{name} is no table: send CSV or XLSX."
        raise Refused(msg)
    if len(data) > MAX_BYTES:
        msg = f"{name} has {len(data) / 1e6:.0f} MB; at most {MAX_BYTES / 1e6:.0f} MB are taken. A part of the rows is enough for a mapping."
        raise Refused(msg)
    if suffix == ".xlsx":
        return
    try:
        plain = "\x00" not in data.decode("utf-8-sig")
    except UnicodeDecodeError:
        plain = False
    if not plain or data.startswith(b"PK\x03\x04"):
        msg = f"{name} is not UTF-8 text. Save it as CSV UTF-8."
        raise Refused(msg)
