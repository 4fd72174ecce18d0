"""Checking the questionnaires of an edition: every fault with file, key and reason."""

from collections import Counter
from collections.abc import Collection, Iterator
from pathlib import Path

from stocktake.charter import queries as charter
from stocktake.charter.rules import Fault
from stocktake.kernel.errors import BrokenData
from stocktake.reporting.questionnaires import edition_blocks, edition_words
from stocktake.reporting.questionnaires.files import File
from stocktake.reporting.questionnaires.reading import OLDER, read, spread
from stocktake.reporting.questionnaires.rules import Absence


STRANDS = ("state", "expert")


def faults(folder: Path, codes: Collection[str], /) -> Iterator[Fault]:
    """Faults of ``questionnaires/``: unreadable files, missing words, loose conditions."""
    seen: dict[tuple[str, int], str] = {}
    try:
        edition = charter.read(folder.parent)
    except BrokenData:
        return  # the edition's own faults come first
    for path in sorted(folder.glob("*.yaml")):
        name = f"{folder.name}/{path.name}"
        try:
            file = read(path.read_bytes(), name=name)
            made = spread(file, edition)
        except BrokenData as error:
            yield Fault(name, "", str(error).removeprefix(f"{name}: "))
            continue
        yield from _of_file(name, path.stem, file, seen)
        yield from _of_indicators(name, file, codes)
        found = {
            *edition_words.faults(file, made, edition.languages),
            *edition_blocks.faults(made),
        }
        yield from (Fault(name, key, reason) for key, reason in sorted(found))


def _of_file(
    name: str, stem: str, file: File, seen: dict[tuple[str, int], str]
) -> Iterator[Fault]:
    older = OLDER.fullmatch(stem)
    if (older["code"] if older else stem) != file.code:
        yield Fault(name, "code", f"is {file.code!r}, but the file is named {stem}")
    if older and int(older["version"]) != file.version:
        yield Fault(name, "version", f"is {file.version}, but the file is named {stem}")
    if file.strand not in STRANDS or file.code != file.strand:
        yield Fault(
            name, "strand", f"code and strand must be one of {', '.join(STRANDS)}"
        )
    first = seen.setdefault((file.code, file.version), name)
    if first != name:
        yield Fault(name, "version", f"{first} is version {file.version} too")
    for absence in Absence:
        if not file.reasons.get(absence):
            yield Fault(name, f"reasons {absence}", "needs at least one reason")
        if absence not in file.absences:
            yield Fault(name, f"absences {absence}", "is missing")


def _of_indicators(name: str, file: File, codes: Collection[str]) -> Iterator[Fault]:
    for one in file.indicators:
        for item in one.items:
            if item not in codes:
                yield Fault(
                    name,
                    f"indicators {one.code}",
                    f"{item!r} is no item of this edition",
                )
    yield from (
        Fault(name, f"indicators {code}", "stands twice")
        for code, times in Counter(one.code for one in file.indicators).items()
        if times > 1
    )
