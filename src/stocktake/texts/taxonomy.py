"""What texts are labelled with: classes, each known by a set of texts in some languages."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

import msgspec

from stocktake.charter.rules import Edition, Item
from stocktake.kernel.data import read_yaml
from stocktake.kernel.errors import BrokenData


Lines = Mapping[str, tuple[str, ...]]  # language -> texts
NO_LINES: Final[Lines] = {}


@dataclass(frozen=True, slots=True)
class ClassTexts:
    """One class: what speaks for it, what its terms are, and what is not meant."""

    code: str
    texts: Lines
    terms: Lines = field(default_factory=dict)
    against: Lines = field(default_factory=dict)
    parent: str | None = None

    def readings(self) -> tuple[tuple[str, str], ...]:
        """(language, text) of all an encoder reads for this class."""
        joined = [
            (language, ", ".join(terms))
            for language, terms in sorted(self.terms.items())
            if terms
        ]
        return (*_pairs(self.texts), *joined)

    def words(self, language: str) -> str:
        """All its words in one language, as one text."""
        return " . ".join(
            (*self.texts.get(language, ()), *self.terms.get(language, ()))
        )


@dataclass(frozen=True, slots=True)
class Taxonomy:
    """Named classes in a fixed order."""

    name: str
    classes: tuple[ClassTexts, ...]

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes in the order of the classes."""
        return tuple(one.code for one in self.classes)

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages that any class has texts in, sorted."""
        return tuple(
            sorted(
                {
                    language
                    for one in self.classes
                    for language in (*one.texts, *one.terms)
                }
            )
        )


class Card(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A label card as its file holds it."""

    code: str
    terms: dict[str, list[str]] = {}
    exemplars: dict[str, list[str]] = {}
    not_this: dict[str, list[str]] = {}


class _Class(msgspec.Struct, frozen=True):
    code: str
    texts: dict[str, list[str]]


class _Taxonomy(msgspec.Struct, frozen=True):
    name: str
    classes: list[_Class]


def read_taxonomy(source: bytes, *, name: str) -> Taxonomy:
    """A taxonomy from YAML, or BrokenData with the file, the key and the reason."""
    read = read_yaml(source, _Taxonomy, name=name)
    codes = [one.code for one in read.classes]
    twice = sorted({code for code in codes if codes.count(code) > 1})
    if not codes or twice:
        msg = f"{name}: " + (
            f"codes stand twice: {', '.join(twice)}"
            if twice
            else "there are no classes"
        )
        raise BrokenData(msg)
    empty = [one.code for one in read.classes if not any(one.texts.values())]
    if empty:
        msg = f"{name}: no texts for {', '.join(empty)}; a class is known by its texts, so give it at least one"
        raise BrokenData(msg)
    return Taxonomy(
        read.name,
        tuple(ClassTexts(one.code, _lines(one.texts)) for one in read.classes),
    )


def read_card(source: bytes, *, name: str) -> Card:
    """A label card from YAML, or BrokenData with the file, the key and the reason."""
    return read_yaml(source, Card, name=name)


def of_edition(edition: Edition, cards: Mapping[str, Card]) -> Taxonomy:
    """The classes of a charter edition: titles, descriptions, and cards where there are any.

    An item that only gathers others ("for example: ...") and has no card is no class of
    its own: what is said of its parts counts for it.
    """
    classes = [
        _class(item, cards.get(item.code))
        for item in edition.leaves
        if item.code in cards or not edition.children(item.code)
    ]
    return Taxonomy(edition.code, tuple(classes))


def _class(item: Item, card: Card | None) -> ClassTexts:
    texts: dict[str, list[str]] = {}
    for language in sorted({*item.title, *item.description}):
        words = (item.title.get(language, ""), item.description.get(language, ""))
        texts.setdefault(language, []).append(
            ". ".join(word.strip(" .") for word in words if word)
        )
    if card is None:
        return ClassTexts(item.code, _lines(texts), parent=item.parent)
    for language, exemplars in card.exemplars.items():
        texts.setdefault(language, []).extend(exemplars)
    return ClassTexts(
        item.code, _lines(texts), _lines(card.terms), _lines(card.not_this), item.parent
    )


def _lines(texts: Mapping[str, list[str]]) -> Lines:
    return {
        language: tuple(texts[language])
        for language in sorted(texts)
        if texts[language]
    }


def _pairs(lines: Lines) -> tuple[tuple[str, str], ...]:
    return tuple(
        (language, text) for language in sorted(lines) for text in lines[language]
    )
