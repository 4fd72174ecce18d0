"""Files in the home: written whole or not at all, named by what they hold."""

import os
from pathlib import Path
from time import time
from typing import Final

from django.conf import settings

from stocktake.kernel.errors import NotFound


_LEFT_OVER: Final = 3600  # seconds after which an unfinished file is nobody's any more


def path(sha256: str) -> Path:
    """Where the bytes of a document lie."""
    return Path(settings.STOCKTAKE_HOME) / "documents" / sha256[:2] / sha256


def image_path(sha256: str, page: int, width: int) -> Path:
    """Where the picture of a page lies; a cache that may be deleted at any time."""
    folder = Path(settings.STOCKTAKE_HOME) / "page-images" / sha256[:2] / sha256
    return folder / f"{page}-{width}.png"


def read(sha256: str) -> bytes:
    """The bytes of a document that was kept."""
    try:
        return path(sha256).read_bytes()
    except FileNotFoundError as error:
        msg = (
            f"The bytes of document {sha256[:12]} are not in {path(sha256).parent}. "
            "Take the file in again, or bring the folder back from a backup."
        )
        raise NotFound(msg) from error


def write(target: Path, data: bytes) -> None:
    """Write a file so that a reader, or a power cut, finds all of it or none."""
    if target.exists() and target.stat().st_size == len(data):
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    _sweep(target.parent)
    draft = target.parent / f".{target.name}.{os.getpid()}.part"
    with draft.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(target)
    folder = os.open(target.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _sweep(folder: Path) -> None:
    """Remove what a killed process left unfinished long ago."""
    for draft in folder.glob(".*.part"):
        if time() - draft.stat().st_mtime > _LEFT_OVER:
            draft.unlink(missing_ok=True)
