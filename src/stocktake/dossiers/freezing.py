"""A frozen folder: written aside, renamed into place, with a manifest of hashes."""

import hashlib
import json
import shutil
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from stocktake.kernel.errors import BrokenData, Refused


MANIFEST: Final = "manifest.json"
KIND: Final = "stocktake-dossier-manifest@1"
STALE: Final = 3600  # seconds after which a draft is nobody's


def sha256(data: bytes) -> str:
    """SHA-256 in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def listed(files: Mapping[str, bytes]) -> list[dict[str, Any]]:
    """Files as a manifest lists them: name, size, hash, sorted by name."""
    return [
        {"name": name, "size": len(data), "sha256": sha256(data)}
        for name, data in sorted(files.items())
    ]


def manifest(files: Mapping[str, bytes], inputs: Mapping[str, Any]) -> bytes:
    """The manifest as bytes: the files, and what they were made from; no clock in it."""
    content = {"kind": KIND, "files": listed(files), "inputs": dict(inputs)}
    return (
        json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    ).encode()


def read_manifest(folder: Path) -> dict[str, Any]:
    """The manifest of a folder, or a refusal that says what the folder is not."""
    file = folder / MANIFEST
    if not file.is_file():
        msg = f"{folder} holds no dossier: there is no {MANIFEST} in it."
        raise BrokenData(msg)
    try:
        content: dict[str, Any] = json.loads(file.read_bytes())
        known = content["kind"] == KIND and all(
            {"name", "sha256", "size"} <= set(one) for one in content["files"]
        )
    except (ValueError, KeyError, TypeError):
        known = False
    if not known:
        msg = f"{file} is not a manifest of ours, or it was damaged."
        raise BrokenData(msg)
    return content


def is_ours(folder: Path) -> bool:
    """Whether a folder holds a dossier of ours and nothing is lost by replacing it."""
    try:
        read_manifest(folder)
    except BrokenData:
        return False
    return True


def check_target(folder: Path) -> None:
    """Refuse a folder that holds something other than a dossier."""
    if folder.is_dir() and any(folder.iterdir()) and not is_ours(folder):
        msg = f"{folder} is not empty and holds no dossier of ours; name another folder with --out."
        raise Refused(msg)
    if folder.exists() and not folder.is_dir():
        msg = f"{folder} is a file; name a folder with --out."
        raise Refused(msg)


@contextmanager
def aside(folder: Path) -> Iterator[Path]:
    """A folder beside the target, removed again unless it was moved into place."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    draft = Path(
        tempfile.mkdtemp(prefix=f".{folder.name}.", suffix=".draft", dir=folder.parent)
    )
    try:
        yield draft
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def put(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write all files aside, then swap the folder in; a kill leaves the old one or the new one."""
    check_target(folder)
    _sweep(folder)
    with aside(folder) as draft:
        for name, data in files.items():
            path = draft / name
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(data)
        draft.chmod(0o755)
        if folder.exists():
            with aside(folder) as old:
                folder.replace(old / "old")
                draft.replace(folder)
        else:
            draft.replace(folder)


def _sweep(folder: Path) -> None:
    """Remove drafts that a killed run left beside the target more than an hour ago."""
    for draft in folder.parent.glob(f".{folder.name}.*.draft"):
        if time.time() - draft.stat().st_mtime > STALE:
            shutil.rmtree(draft, ignore_errors=True)
