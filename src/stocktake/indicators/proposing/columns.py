"""What a column seems to be, by its heading and by what it holds."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import Final

from stocktake.geography import queries as geography
from stocktake.indicators import periods
from stocktake.indicators.proposing.sheets import Sheet, number_of
from stocktake.indicators.structures.reading import AREAS, DATA
from stocktake.indicators.structures.rules import TIME, VALUE, CodeList, Flow
from stocktake.kernel.data import read_yaml_file
from stocktake.kernel.errors import Refused


ENOUGH: Final = 0.6  # the share of a column's texts that must be understood
FIRST: Final = 20  # texts after which a column is seen not to hold areas
SEEN: Final = 300  # different texts that are tried
_JOINED: Final = re.compile(r"(\d{4})([STQMW]\d{1,2})")
_WORDS: Final = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Guess:
    """A column and a concept: how sure, why, the texts understood and those not."""

    column: str
    concept: str
    score: float
    why: str
    codes: Mapping[str, str] = field(
        default_factory=dict
    )  # text: code, where they differ
    by_name: bool = False
    unknown: tuple[str, ...] = ()


@cache
def _column_names() -> Mapping[str, tuple[str, ...]]:
    return read_yaml_file(DATA / "column_names.yaml", dict[str, tuple[str, ...]])


@cache
def _code_words() -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    path = DATA / "code_words.yaml"
    return read_yaml_file(path, dict[str, dict[str, tuple[str, ...]]])


def guesses(
    sheet: Sheet, flow: Flow, lists: Mapping[str, CodeList]
) -> tuple[Guess, ...]:
    """For every column the concepts it may be, the surest first."""
    found = [
        guess
        for column in sheet.columns
        for concept in (*flow.key_ids, VALUE, *flow.attribute_ids)
        if (guess := _guess(sheet, column, concept, lists)) is not None
    ]
    place = sheet.columns.index
    return tuple(sorted(found, key=lambda g: (-g.score, place(g.column), g.concept)))


def _guess(
    sheet: Sheet, column: str, concept: str, lists: Mapping[str, CodeList]
) -> Guess | None:
    named = named_so(column, concept)
    told = sheet.told(column)[:SEEN]
    held = understood(told, concept, lists.get(concept))
    if held is None:
        return Guess(column, concept, named, "its heading") if named else None
    share = 1 - len(held.unknown) / len(told) if told else 0.0
    score = round(named + share, 4)
    if share < ENOUGH and named < 1:
        return None
    if not share or (not named and not _telling(concept, share)):
        return None
    why = "its heading and what it holds" if named else "what it holds"
    return Guess(column, concept, score, why, held.codes, held.by_name, held.unknown)


def _telling(concept: str, share: float) -> bool:
    """Whether what a column holds is enough to know it without its heading."""
    return share > 0.9 and concept not in (VALUE, "UNIT_MULT", "FREQ", "COMMENT_OBS")


def named_so(column: str, concept: str) -> float:
    """How well a heading names a concept: 1 for the very word, 0.7 for one among others."""
    heading = " ".join(_WORDS.sub(" ", column.casefold()).split())
    names = [
        " ".join(_WORDS.sub(" ", name).split())
        for name in (concept.casefold(), *_column_names().get(concept, ()))
    ]
    if heading in names:
        return 1.0
    words = set(heading.split())
    inside = [n for n in names if (n in words) or (" " in n and n in heading)]
    return 0.7 if inside else 0.0


@dataclass(frozen=True, slots=True)
class Understood:
    """What the texts of a column mean, and those that mean nothing here."""

    codes: Mapping[str, str]
    unknown: tuple[str, ...]
    by_name: bool = False


def understood(
    told: tuple[str, ...], concept: str, codes: CodeList | None
) -> Understood | None:
    """How the texts of a column read as a concept; None where anything can be written."""
    if concept == TIME:
        return Understood({}, tuple(t for t in told if not _is_period(t)))
    if concept == VALUE:
        return Understood({}, tuple(t for t in told if number_of(t) is None))
    if codes is None:
        return None
    if codes.id == AREAS:
        return _areas(told, codes)
    words = words_of(codes)
    found = {text: words[text.casefold()] for text in told if text.casefold() in words}
    return Understood(
        {text: code for text, code in found.items() if text != code},
        tuple(t for t in told if t not in found),
    )


def _is_period(text: str) -> bool:
    return periods.is_period(_JOINED.sub(r"\1-\2", text)) and not (
        text.isdecimal() and len(text) != 4
    )


def words_of(codes: CodeList) -> Mapping[str, str]:
    """Every way to write the codes of a list, in lower case: code, names, further words."""
    found: dict[str, str] = {}
    for code in reversed(codes.codes):
        found |= {name.casefold(): code.id for name in code.names.values()}
    for code_id, words in _code_words().get(codes.id, {}).items():
        found |= dict.fromkeys(words, code_id)
    return found | {code.id.casefold(): code.id for code in codes.codes}


def _areas(told: tuple[str, ...], codes: CodeList) -> Understood:
    """Areas by code, by name, or as a region or group of the list."""
    if len(told) > FIRST and len(_areas(told[:FIRST], codes).unknown) > FIRST / 2:
        return Understood({}, told)  # no areas: looking all of them up takes long
    found: dict[str, str] = {}
    unknown, by_name = [], False
    words = words_of(codes)
    for text in told:
        if text in codes.ranks:
            continue
        code = _by_code(text)
        if not code:
            code = _by_name(text)
            by_name = by_name or bool(code)
        if not code and text.casefold() in words:
            found[text] = words[text.casefold()]
        elif not code:
            unknown.append(text)
    return Understood(found, tuple(unknown), by_name)


def _by_code(text: str) -> str:
    try:
        return geography.area(text).alpha3
    except Refused:
        return ""


@lru_cache(maxsize=4096)
def _by_name(text: str) -> str:
    if number_of(text) is not None:
        return ""
    try:
        return geography.find(text).alpha3
    except Refused:
        return ""


def best(found: tuple[Guess, ...]) -> Iterator[Guess]:
    """The surest guesses, each column and each concept once."""
    columns: set[str] = set()
    concepts: set[str] = set()
    for guess in found:
        if guess.column not in columns and guess.concept not in concepts:
            columns.add(guess.column)
            concepts.add(guess.concept)
            yield guess
