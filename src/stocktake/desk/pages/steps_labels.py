"""Addresses of answers and their values in words, for readers."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from stocktake.design.words import direction
from stocktake.desk.pages.steps_names import number_of
from stocktake.kernel.errors import Refused
from stocktake.kernel.languages import LANGUAGES, in_language
from stocktake.reporting import questionnaires
from stocktake.reporting.questionnaires import Field, Group, Questionnaire
from stocktake.reporting.questionnaires.values import is_absence


@dataclass(frozen=True, slots=True)
class Text:
    """Words in one language; ``code`` empty where they are in the page's own."""

    code: str
    direction: str
    words: str


@dataclass(frozen=True, slots=True)
class Place:
    """Where an answer stands: the item, the record if it lies in one, the question."""

    number: str
    title: str
    record: str
    label: str


def texts(value: Any) -> tuple[Text, ...]:
    """The languages of a text answer in the order of the six; none of other values."""
    if not isinstance(value, Mapping) or is_absence(value):
        return ()
    if not value or not set(value) <= set(LANGUAGES):
        return ()
    return tuple(
        Text(code, direction(code), str(value[code]))
        for code in LANGUAGES
        if value.get(code)
    )


def place(
    asked: Questionnaire, address: str, values: Mapping[str, Any], language: str
) -> Place:
    """An address in words; its codes where this questionnaire does not ask it."""
    try:
        at = questionnaires.parse(address)
        part = asked.part(at)
        block = asked.block(at.item)
    except Refused:
        return Place(number_of(address), "", "", address)
    title = in_language(block.title, language)
    label = in_language(part.label, language)
    if not at.record:
        return Place(number_of(address), title, "", label)
    group = block.by_id[at.group]
    assert isinstance(group, Group)
    one = in_language(group.one, language)
    named = values.get(f"{at.item}/{at.group}/{at.record}/{group.title}")
    name = in_language(named, language) if isinstance(named, Mapping) else ""
    record = f"{one}: {name}" if name else one
    return Place(number_of(address), title, record, label if at.field else "")


def shown(asked: Questionnaire, address: str, value: Any, language: str) -> str:
    """A value in words; as it is where this questionnaire does not ask for it."""
    if value is None:
        return ""
    try:
        part = asked.part(address)
    except Refused:
        return str(value)
    if not isinstance(part, Field):
        return ""
    return questionnaires.shown(asked, part, value, language)
