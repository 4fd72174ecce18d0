"""What a person wrote in the cells of a field, as the value that is stored."""

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

from stocktake.geography import queries as geography
from stocktake.kernel.errors import Refused
from stocktake.reporting.questionnaires.faults import NotAValue
from stocktake.reporting.questionnaires.rules import (
    Absence,
    Field,
    Kind,
    Option,
    Questionnaire,
)
from stocktake.reporting.questionnaires.values import canonical, is_absence
from stocktake.reporting.workbook import numbers
from stocktake.reporting.workbook.misread import Misread
from stocktake.reporting.workbook.parts import MAIN, SOURCES


Texts = Mapping[str, str]  # what stands in each cell of a field, by part
_BETWEEN = re.compile(r"[;؛；\n]+")
_ALSO_BETWEEN = re.compile(r"[,،、，]+")


def value_of(
    questionnaire: Questionnaire,
    field: Field,
    texts: Texts,
    language: str,
    before: Any,
) -> Any:
    """The canonical value of a field from its cells; raises Misread.

    ``before`` is what stood there: words in other languages and what a workbook has no
    cell for are kept from it.
    """
    absence = _absence(questionnaire, field, texts[MAIN])
    if absence:
        found = _absent(questionnaire, absence, texts, language, before)
    else:
        for part in ("reason", "note"):
            if texts.get(part):
                raise Misread(code="reason-beside-answer", part=part)
        found = _READERS[field.kind](field, texts, language, before)
    try:
        return canonical(field, found)
    except NotAValue as why:
        raise Misread.of(why, _part_of(why, field)) from why


def fold(text: str) -> str:
    """Words without what people change unknowingly: case, spaces, full stops."""
    return " ".join(text.casefold().replace("’", "'").split()).rstrip(" .。")


def code_of(options: Iterable[Option], text: str) -> str:
    """The code of an option from its label in any language or its code; "" for none."""
    wanted = fold(text)
    for option in options:
        if wanted in (fold(option.code), *map(fold, option.label.values())):
            return option.code
    return ""


def _part_of(why: NotAValue, field: Field) -> str:
    own = {
        "unknown-currency": "currency",
        "not-a-year": "year",
        "not-a-link": "link" if field.kind is Kind.REFERENCE else MAIN,
    }
    return own.get(why.code, MAIN)


def _absence(questionnaire: Questionnaire, field: Field, text: str) -> Absence | None:
    wanted = fold(text)
    for absence in field.absences:
        words = questionnaire.absences[absence].values()
        if wanted and wanted in (fold(absence), *map(fold, words)):
            return absence
    return None


def _absent(
    questionnaire: Questionnaire,
    absence: Absence,
    texts: Texts,
    language: str,
    before: Any,
) -> dict[str, Any]:
    for part, text in texts.items():
        if text and part not in (MAIN, "reason", "note", "source"):
            raise Misread(code="answer-beside-absence", part=part)
    found: dict[str, Any] = {"absent": str(absence)}
    reason = texts.get("reason", "")
    if reason:
        found["reason"] = code_of(questionnaire.reasons[absence], reason)
        if not found["reason"]:
            raise Misread(code="not-an-option", part="reason", given=reason)
    held = before.get("note") or {} if is_absence(before) else {}
    note = {**held, language: texts.get("note", "")}
    return found | {"note": {tongue: words for tongue, words in note.items() if words}}


def _choice(field: Field, texts: Texts, _language: str, _before: Any) -> str:
    text = texts[MAIN]
    code = code_of(field.options, text)
    if text and not code:
        raise Misread(code="not-an-option", given=text)
    return code


def _list(field: Field, texts: Texts, _language: str, _before: Any) -> list[str]:
    return _each(texts[MAIN], lambda text: code_of(field.options, text))


def _each(text: str, read: Callable[[str], str]) -> list[str]:
    """The codes of several labels with semicolons between, or commas where that reads."""
    found: list[str] = []
    for piece in filter(None, map(str.strip, _BETWEEN.split(text))):
        whole = read(piece)
        codes = [whole] if whole else [read(p) for p in _ALSO_BETWEEN.split(piece)]
        if not all(codes):
            raise Misread(code="not-an-option", given=piece)
        found += codes
    return found


def _text(_field: Field, texts: Texts, language: str, before: Any) -> dict[str, str]:
    held = before if isinstance(before, Mapping) and not is_absence(before) else {}
    return {**held, language: texts[MAIN]}


def _number(field: Field, texts: Texts, _language: str, _before: Any) -> str:
    return _read_number(field, texts, MAIN)


def _read_number(field: Field, texts: Texts, part: str, *, whole: bool = False) -> str:
    if not texts[part]:
        return ""
    try:
        return numbers.number(texts[part], whole=whole or field.whole)
    except Misread as why:
        why.part = part
        raise


def _money(field: Field, texts: Texts, _language: str, _before: Any) -> dict[str, str]:
    currency = texts["currency"].upper().strip()
    return {"amount": _read_number(field, texts, MAIN), "currency": currency}


def _date(_field: Field, texts: Texts, _language: str, _before: Any) -> str:
    return numbers.day(texts[MAIN]) if texts[MAIN] else ""


def _link(field: Field, texts: Texts, _language: str, _before: Any) -> Any:
    found = re.split(r"[\s;؛；]+", texts[MAIN].strip())
    return [one for one in found if one] if field.many else texts[MAIN].strip()


def _reference(_field: Field, texts: Texts, _language: str, before: Any) -> Any:
    if not texts[MAIN] and not texts["link"]:
        return None
    held = before if isinstance(before, Mapping) else {}
    passages = held.get("passages") if not is_absence(held) else None
    kept = {"symbol": texts[MAIN], "link": texts["link"], "passages": passages}
    return {name: one for name, one in kept.items() if one}


def _area(field: Field, texts: Texts, _language: str, _before: Any) -> Any:
    found = _each(texts[MAIN], _area_code)
    if field.many or not found:
        return found
    if len(found) > 1:
        raise Misread(code="one-area", given=texts[MAIN])
    return found[0]


def _area_code(text: str) -> str:
    wanted = fold(text)
    for region in geography.regions():
        if wanted == region.m49 or wanted in map(fold, region.names.values()):
            return region.m49
    try:
        return geography.find(text).alpha3
    except Refused:
        return ""


def _figure(field: Field, texts: Texts, _language: str, before: Any) -> Any:
    value = _read_number(field, texts, MAIN)
    year = _read_number(field, texts, "year", whole=True)
    source = texts["source"]
    if not value and not year and not source:
        return None
    codes = {
        fold(words): code for code, said in SOURCES.items() for words in said.values()
    }
    if source and fold(source) not in codes:
        raise Misread(code="not-an-option", part="source", given=source)
    held = before if isinstance(before, Mapping) and not is_absence(before) else {}
    found = {"source": codes.get(fold(source), "own"), "value": value, "year": year}
    return found | ({"series": held["series"]} if held.get("series") else {})


_READERS: Final[Mapping[Kind, Any]] = {
    Kind.CHOICE: _choice,
    Kind.LIST: _list,
    Kind.TEXT: _text,
    Kind.LINE: lambda _field, texts, _language, _before: texts[MAIN],
    Kind.NUMBER: _number,
    Kind.MONEY: _money,
    Kind.DATE: _date,
    Kind.LINK: _link,
    Kind.REFERENCE: _reference,
    Kind.AREA: _area,
    Kind.INDICATOR: _figure,
}
