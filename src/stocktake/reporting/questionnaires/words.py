"""Faults and values in words, in any of the six languages."""

from collections.abc import Callable, Mapping
from typing import Any

from stocktake.geography import queries as geography
from stocktake.kernel.errors import NotFound
from stocktake.kernel.languages import in_language
from stocktake.reporting.questionnaires.faults import Fault, NotAValue, messages
from stocktake.reporting.questionnaires.rules import (
    Absence,
    Field,
    Kind,
    Option,
    Questionnaire,
)
from stocktake.reporting.questionnaires.values import is_absence


def said(
    fault: Fault | NotAValue, language: str, questionnaire: Questionnaire | None = None
) -> str:
    """A fault in words; those of a questionnaire's own checks need the questionnaire."""
    found = messages().get(fault.code)
    if found is None and questionnaire is not None:
        found = next(
            (rule.message for rule in questionnaire.checks if rule.code == fault.code),
            None,
        )
    if found is None:
        return fault.code
    return in_language(found, language).format_map(dict(fault.parameters))


def shown(questionnaire: Questionnaire, field: Field, value: Any, language: str) -> str:
    """A value as a reader sees it: labels for codes, names for areas; "" for none.

    A text is given in the language, else in English, else in the one there is.
    """
    if value is None:
        return ""
    if is_absence(value):
        return _absence(questionnaire, value, language)
    if isinstance(value, list):
        return "; ".join(_one(field, one, language) for one in value)
    return _one(field, value, language)


def _absence(
    questionnaire: Questionnaire, value: Mapping[str, Any], language: str
) -> str:
    absence = Absence(value["absent"])
    words = [in_language(questionnaire.absences[absence], language)]
    if value.get("reason"):
        words.append(
            label(questionnaire.reasons[absence], str(value["reason"]), language)
        )
    if value.get("note"):
        words.append(in_language(value["note"], language))
    return ". ".join(words)


def label(options: tuple[Option, ...], code: str, language: str) -> str:
    """The label of an option; the code itself where the options lack it."""
    for option in options:
        if option.code == code:
            return in_language(option.label, language)
    return code


def _one(field: Field, value: Any, language: str) -> str:
    show = _SHOWN.get(field.kind)
    return show(field, value, language) if show else str(value)


def _money(_field: Field, value: Mapping[str, Any], _language: str) -> str:
    return f"{value.get('amount', '')} {value.get('currency', '')}".strip()


def _reference(_field: Field, value: Mapping[str, Any], _language: str) -> str:
    return str(value.get("symbol") or value.get("link") or "")


def _figure(field: Field, value: Mapping[str, Any], language: str) -> str:
    figure = f"{value.get('value', '')} {in_language(field.unit, language)}".strip()
    year = f" ({value['year']})" if value.get("year") else ""
    return figure + year


def area_name(code: str, language: str) -> str:
    """The name of a State or region; the code itself where none is known."""
    try:
        return (
            geography.region_name(code, language)
            if code.isdigit()
            else geography.name(code, language)
        )
    except NotFound:
        return code


def _choice(field: Field, value: Any, language: str) -> str:
    return label(field.options, str(value), language)


_SHOWN: Mapping[Kind, Callable[[Field, Any, str], str]] = {
    Kind.CHOICE: _choice,
    Kind.LIST: _choice,
    Kind.TEXT: lambda _field, value, language: in_language(value, language),
    Kind.NUMBER: lambda field, value, language: (
        f"{value} {in_language(field.unit, language)}".strip()
    ),
    Kind.MONEY: _money,
    Kind.REFERENCE: _reference,
    Kind.AREA: lambda _field, value, language: area_name(str(value), language),
    Kind.INDICATOR: _figure,
}
