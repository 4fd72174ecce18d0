"""The passages and sentences that we wrote to teach the gate and the stances."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

import msgspec

from stocktake.kernel.data import read_yaml_file
from stocktake.texts.rules import StanceKind


DATA: Final = Path(__file__).parent / "data"


@dataclass(frozen=True, slots=True)
class Example:
    """A passage as a report might hold it, and the commitments it is about, if any."""

    language: str
    text: str
    about: bool
    codes: tuple[str, ...] = ()


class _GatePassage(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    text: str
    about: bool
    codes: list[str] = []


class StanceWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What leans a sentence of one language, where a mixed one turns, how a harm is denied."""

    achievement: list[str] = []
    challenge: list[str] = []
    neither: list[str] = []
    turns: list[str] = []
    denials: list[str] = []
    harms: list[str] = []
    unless: list[str] = []


@cache
def gate(folder: Path = DATA) -> tuple[Example, ...]:
    """All gate passages, by language and in the order of their files."""
    return tuple(
        Example(path.stem, one.text, one.about, tuple(one.codes))
        for path in sorted((folder / "gate").glob("*.yaml"))
        for one in read_yaml_file(path, list[_GatePassage], name=f"gate/{path.name}")
    )


@cache
def prototypes(folder: Path = DATA) -> tuple[tuple[str, StanceKind, str], ...]:
    """(language, stance, sentence) of all prototypes."""
    found: list[tuple[str, StanceKind, str]] = []
    for path in sorted((folder / "stance").glob("*.yaml")):
        read = read_yaml_file(
            path, dict[StanceKind, list[str]], name=f"stance/{path.name}"
        )
        found.extend(
            (path.stem, kind, text)
            for kind in StanceKind
            for text in read.get(kind, [])
        )
    return tuple(found)


@cache
def stance_words(folder: Path = DATA) -> Mapping[str, StanceWords]:
    """Leaning words and connectives by language."""
    return read_yaml_file(
        folder / "stance_words.yaml", dict[str, StanceWords], name="stance_words.yaml"
    )
