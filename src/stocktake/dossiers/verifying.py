"""Verify a frozen folder: nothing altered, missing or added, and each citation exact."""

from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
from msgspec import Struct

from stocktake.dossiers import freezing, rules
from stocktake.dossiers.rules import CitedPassage, Dossier
from stocktake.kernel.errors import BrokenData


Sources = Callable[
    [str], dict[int, str] | None
]  # SHA-256 -> texts by order; None: not here


class Fault(Struct, frozen=True):
    """One thing that does not hold: where, and what."""

    where: str
    what: str


def faults(folder: Path, sources: Sources) -> tuple[Fault, ...]:
    """All faults of a folder; ``sources`` gives passages of documents this copy holds."""
    manifest = freezing.read_manifest(folder)
    found = [*_files(folder, manifest["files"])]
    content = folder / "dossier.json"
    if content.is_file():
        found += _citations(content.read_bytes(), sources)
    return tuple(found)


def _files(folder: Path, listed: list[dict[str, str]]) -> Iterator[Fault]:
    names = {one["name"] for one in listed}
    for one in listed:
        path = folder / one["name"]
        if not path.is_file():
            yield Fault(one["name"], "missing")
        elif freezing.sha256(path.read_bytes()) != one["sha256"]:
            yield Fault(one["name"], "altered: its hash is not the one in the manifest")
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_file() and name not in names and name != freezing.MANIFEST:
            yield Fault(name, "extra: the manifest does not know it")


def _citations(data: bytes, sources: Sources) -> Iterator[Fault]:
    try:
        dossier = msgspec.json.decode(data, type=Dossier)
    except (msgspec.DecodeError, ValueError) as error:
        yield Fault("dossier.json", f"cannot be read as a dossier: {error}")
        return
    for what in rules.inexact(dossier):
        yield Fault("dossier.json", f"citation is not exact: {what}")
    documents: dict[str, dict[int, str] | None] = {}
    for passage in dossier.passages:
        if passage.document not in documents:
            documents[passage.document] = sources(passage.document)
        yield from _passage(passage, documents[passage.document])


def _passage(passage: CitedPassage, texts: dict[int, str] | None) -> Iterator[Fault]:
    if texts is not None and texts.get(passage.order) != passage.text:
        yield Fault(
            "dossier.json", f"passage is not what its document says: {passage.urn}"
        )


def read(folder: Path) -> Dossier:
    """The content of a frozen dossier that has its JSON."""
    try:
        return msgspec.json.decode((folder / "dossier.json").read_bytes(), type=Dossier)
    except (OSError, msgspec.DecodeError) as error:
        msg = f"{folder}/dossier.json cannot be read: {error}"
        raise BrokenData(msg) from error
