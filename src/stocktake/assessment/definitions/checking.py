"""Checking the indicators of an edition: every fault with file, key and reason."""

from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any

import msgspec

from stocktake.assessment.definitions import judging
from stocktake.assessment.definitions.files import WORDS, Record, WordsFile
from stocktake.charter import queries as charter
from stocktake.charter.checks.messages import said
from stocktake.charter.checks.words import faults_of_words
from stocktake.charter.rules import Edition, Fault
from stocktake.kernel.data import read_yaml
from stocktake.kernel.errors import BrokenData


Found = list[tuple[str, Record]]  # each record with the name of its file


def faults(folder: Path, codes: Collection[str], /) -> Iterator[Fault]:
    """Faults of ``indicators/``: unreadable files, loose references, missing words."""
    try:
        edition = charter.read(folder.parent)
    except BrokenData:
        return  # the edition's own faults come first
    words, wrong = _words(folder, edition)
    yield from wrong
    found: Found = []
    for path in sorted(folder.glob("*.yaml")):
        if path.name != WORDS:
            yield from _read(path, f"{folder.name}/{path.name}", found)
    for name, record in found:
        yield from (
            Fault(name, f"{record.code} {key}".strip(), reason)
            for key, reason in judging.faults(record, words, codes)
        )
        yield from faults_of_words(
            name, f"{record.code} title", record.title, edition.languages
        )
    yield from _together(folder.name, found, edition)


def _words(
    folder: Path, edition: Edition
) -> tuple[WordsFile | None, tuple[Fault, ...]]:
    """The words that indicators name by code, and what is wrong with their file."""
    name = f"{folder.name}/{WORDS}"
    path = folder / WORDS
    if not path.is_file():
        return None, (Fault(name, "", "is missing; copy it from a shipped edition"),)
    loaded, wrong = _loaded(path, name)
    if wrong:
        return None, wrong
    try:
        words = msgspec.convert(loaded, WordsFile)
    except msgspec.ValidationError as error:
        return None, (Fault(name, *said(error, WordsFile)),)
    return words, tuple(_words_faults(name, words, edition))


def _words_faults(name: str, words: WordsFile, edition: Edition) -> Iterator[Fault]:
    named = {
        f"{kind} {code}": texts
        for kind in ("units", "disaggregations", "caveats", "custodians")
        for code, texts in getattr(words, kind).items()
    }
    for scale, steps in words.scales.items():
        for step in steps:
            named[f"scales {scale} {step.code} title"] = step.title
            named[f"scales {scale} {step.code} text"] = step.text
    for key, texts in named.items():
        yield from faults_of_words(name, key, texts, edition.languages)


def _loaded(path: Path, name: str) -> tuple[Any, tuple[Fault, ...]]:
    try:
        return read_yaml(path.read_bytes(), object, name=name), ()
    except BrokenData as error:
        return None, (Fault(name, "", str(error).removeprefix(f"{name}: ")),)


def _read(path: Path, name: str, found: Found) -> Iterator[Fault]:
    """Read a file entry by entry, so that a fault names the entry it is in."""
    loaded, wrong = _loaded(path, name)
    yield from wrong
    if wrong:
        return
    if not isinstance(loaded, list):
        yield Fault(name, "", "expected a list: entries that begin with `- `")
        return
    for number, entry in enumerate(loaded, 1):
        label = entry.get("code") if isinstance(entry, dict) else None
        try:
            found.append((name, msgspec.convert(entry, Record)))
        except msgspec.ValidationError as error:
            key, reason = said(error, Record)
            yield Fault(name, f"{label or f'entry {number}'} {key}".strip(), reason)


def _together(folder: str, found: Found, edition: Edition) -> Iterator[Fault]:
    """What no entry shows alone: codes that stand twice, commitments nobody judges."""
    first: dict[str, str] = {}
    for name, record in found:
        if record.code in first:
            reason = f"this code stands twice (first in {first[record.code]}); each indicator needs its own"
            yield Fault(name, record.code, reason)
        first.setdefault(record.code, name)
    judged = judging.judged((record for _, record in found), edition)
    for item in edition.commitments:
        if item.code not in judged:
            reason = "has no qualitative indicator; each commitment needs one"
            yield Fault(f"{folder}/", item.code, reason)
