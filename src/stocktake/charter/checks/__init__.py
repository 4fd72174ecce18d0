"""Checking a folder that wants to be an edition: every fault, with file, key, reason."""

from collections.abc import Collection, Iterable, Mapping
from pathlib import Path
from typing import Protocol

from stocktake.charter.checks import calendar, items, ties, words
from stocktake.charter.checks.files import read_parts
from stocktake.charter.rules import Fault


class FolderCheck(Protocol):
    """Another room's check of its own sub-folder, such as ``label_cards/``."""

    def __call__(self, folder: Path, codes: Collection[str], /) -> Iterable[Fault]:
        """Faults of the sub-folder, given the codes of the edition's items."""


def check(
    folder: Path,
    *,
    taxonomies: Mapping[str, Collection[str]],
    others: Mapping[str, FolderCheck],
) -> tuple[Fault, ...]:
    """All faults of an edition's folder, sorted by file; empty when it is fine.

    ``taxonomies`` holds the codes of the other editions, for the crosswalk; ``others``
    the checks of other rooms by the sub-folder that is theirs.
    """
    parts, faults = read_parts(folder, others=others)
    faults += items.faults(parts)
    faults += words.faults(parts)
    faults += ties.faults(parts, taxonomies)
    faults += calendar.faults(parts)
    for under, check_folder in others.items():
        if (folder / under).is_dir() and parts.can_judge("compact"):
            faults += check_folder(folder / under, parts.codes)
    return tuple(sorted(set(faults)))
