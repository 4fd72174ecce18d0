"""Which cells a field takes, and what stands in them for a value."""

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any, Final

from stocktake.geography import queries as geography
from stocktake.kernel.languages import in_language
from stocktake.reporting.questionnaires.currencies import CURRENCIES
from stocktake.reporting.questionnaires.rules import (
    Absence,
    Field,
    Kind,
    Option,
    Questionnaire,
)
from stocktake.reporting.questionnaires.values import is_absence
from stocktake.reporting.questionnaires.words import area_name, label


MAIN: Final = ""
LONGEST_CELL: Final = 32_000  # characters; Excel takes 32,767
NUMERIC: Final[Mapping[Kind, tuple[str, ...]]] = {
    Kind.NUMBER: (MAIN,),
    Kind.MONEY: (MAIN,),
    Kind.INDICATOR: (MAIN, "year"),
}
_MORE: Final[Mapping[Kind, tuple[str, ...]]] = {
    Kind.MONEY: ("currency",),
    Kind.REFERENCE: ("link",),
    Kind.INDICATOR: ("year", "source"),
}


def parts_of(field: Field) -> tuple[str, ...]:
    """The cells of a field: the answer itself first, then what belongs to it."""
    absent = ("reason", "note") if field.absences else ()
    return (MAIN, *_MORE.get(field.kind, ()), *absent)


def cells_of(
    questionnaire: Questionnaire, field: Field, value: Any, language: str
) -> dict[str, str]:
    """What stands in each cell of a field for a value, in the file's language."""
    cells = dict.fromkeys(parts_of(field), "")
    if value is None:
        return cells
    if is_absence(value):
        absence = Absence(value["absent"])
        cells[MAIN] = in_language(questionnaire.absences[absence], language)
        reasons = questionnaire.reasons[absence]
        if value.get("reason"):
            cells["reason"] = label(reasons, str(value["reason"]), language)
        cells["note"] = (value.get("note") or {}).get(language, "")
        return cells
    split: dict[str, str] = _SPLIT.get(field.kind, _plain)(field, value, language)
    return cells | split


def _plain(field: Field, value: Any, language: str) -> dict[str, str]:
    several = value if isinstance(value, list) else [value]
    between = "\n" if field.kind is Kind.LINK else "; "
    return {MAIN: between.join(_one(field, one, language) for one in several)}


def _one(field: Field, value: Any, language: str) -> str:
    if field.kind in (Kind.CHOICE, Kind.LIST):
        return label(field.options, str(value), language)
    return area_name(value, language) if field.kind is Kind.AREA else str(value)


def _text(_field: Field, value: Mapping[str, str], language: str) -> dict[str, str]:
    return {MAIN: value.get(language, "")}


def _money(_field: Field, value: Mapping[str, str], _language: str) -> dict[str, str]:
    return {MAIN: value.get("amount", ""), "currency": value.get("currency", "")}


def _reference(_field: Field, value: Any, _language: str) -> dict[str, str]:
    if isinstance(value, list):
        return {MAIN: "; ".join(one.get("symbol", "") for one in value)}
    return {MAIN: value.get("symbol", ""), "link": value.get("link", "")}


def _figure(_field: Field, value: Mapping[str, Any], language: str) -> dict[str, str]:
    source = in_language(SOURCES[str(value.get("source", "own"))], language)
    year = str(value.get("year", ""))
    return {MAIN: str(value.get("value", "")), "year": year, "source": source}


_SPLIT: Final[Mapping[Kind, Any]] = {
    Kind.TEXT: _text,
    Kind.MONEY: _money,
    Kind.REFERENCE: _reference,
    Kind.INDICATOR: _figure,
}
SOURCES: Final[Mapping[str, Mapping[str, str]]] = {
    "own": {
        "ar": "رقم الدولة نفسها",
        "zh": "本国数据",
        "en": "Own figure",
        "fr": "Chiffre national",
        "ru": "Собственные данные",
        "es": "Cifra propia",
    },
    "official": {
        "ar": "الرقم الرسمي المعبأ مسبقاً",
        "zh": "预填的官方数据",
        "en": "Official figure as filled in",
        "fr": "Chiffre officiel prérempli",
        "ru": "Внесённые официальные данные",
        "es": "Cifra oficial precargada",
    },
}


def offered(
    questionnaire: Questionnaire, field: Field, part: str, language: str
) -> tuple[str, ...]:
    """The words of a cell's drop-down; none where it has none."""
    if part == "currency":
        return CURRENCIES
    if part == MAIN and field.kind is Kind.AREA:
        return areas(language)
    if part == MAIN:
        absences = (
            in_language(questionnaire.absences[a], language) for a in field.absences
        )
        return (*labels(field.options, language), *absences)
    if part == "reason":
        reasons = (r for a in field.absences for r in questionnaire.reasons[a])
        return tuple(dict.fromkeys(labels(reasons, language)))
    if part == "source":
        return tuple(in_language(words, language) for words in SOURCES.values())
    return ()


@cache
def areas(language: str) -> tuple[str, ...]:
    """Names of the Member States in a language, sorted."""
    return tuple(sorted(area.name(language) for area in geography.states()))


def labels(options: Iterable[Option], language: str) -> tuple[str, ...]:
    """The labels of options in a language."""
    return tuple(in_language(option.label, language) for option in options)
