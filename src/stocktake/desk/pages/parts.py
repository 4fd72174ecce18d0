"""An answer as the parts of a form, and back: pure, both ways.

The parts of a field are named ``<address>:<part>``. ``as`` says what kind of answer it
is: a code of a choice, ``own`` or ``official``, ``~no_information`` for an absence.
``was`` is the token of what the page showed: the revision, and a digest of the parts,
so that what nobody touched is not sent as a change. A text has one for each language.
"""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from stocktake.geography import queries as geography
from stocktake.kernel.errors import Refused
from stocktake.kernel.languages import LANGUAGES
from stocktake.reporting.questionnaires import Field, Kind, is_absence
from stocktake.reporting.questionnaires.words import area_name
from stocktake.reporting.workbook import numbers


Parts = dict[str, str]
GIVEN: Final = "given"  # an answer, where an absence could stand instead


def show(one: Field, value: Any, language: str) -> Parts:
    """The parts that stand for a value; areas by their name in a language."""
    if value is None:
        return {}
    if is_absence(value):
        return _absence(value)
    if one.kind is Kind.AREA:
        codes = value if isinstance(value, list) else [value]
        return {"value": "\n".join(area_name(str(code), language) for code in codes)}
    return _SHOW.get(one.kind, _plain)(value)


def read(one: Field, parts: Mapping[str, str]) -> Any:
    """The value that the parts stand for, before it is checked.

    Numbers and days are read as people type them; raises Misread where they have two
    readings.
    """
    kind = parts.get("as", "")
    if kind.startswith("~"):
        return _read_absence(kind[1:], parts)
    return _READ[one.kind](one, parts)


def digest(parts: Mapping[str, str]) -> str:
    """A short mark of what stands in a form; the same for a field that stands empty."""
    kept = {n: words for n, words in sorted(parts.items()) if words and words != GIVEN}
    plain = json.dumps(kept, ensure_ascii=False).encode()
    return hashlib.sha256(plain).hexdigest()[:10] if kept else ""


@dataclass(frozen=True, slots=True)
class Token:
    """What a page showed of one field: its revision, its digest; for a text by language."""

    revision: int = 0
    digest: str = ""
    texts: Mapping[str, tuple[int, str]] = field(default_factory=dict)

    def __str__(self) -> str:
        texts = [f"{lang}:{rev}:{mark}" for lang, (rev, mark) in self.texts.items()]
        return "|".join([f"{self.revision}:{self.digest}", *texts])

    def of(self, language: str) -> tuple[int, str]:
        """Revision and digest of one language of a text."""
        return self.texts.get(language, (self.revision, ""))


def token(one: Field, parts: Mapping[str, str], revision: int) -> Token:
    """The token of a field as it is shown now."""
    if not by_language(one):
        return Token(revision, digest(parts))
    return Token(
        revision,
        texts={
            language: (revision, digest({"text": words}))
            for language, words in texts(parts).items()
            if words
        },
    )


def read_token(text: str) -> Token | None:
    """The token that a form sent back; None where it is none."""
    first, *rest = text.split("|")
    revision, _, mark = first.partition(":")
    if not revision.isdecimal():
        return None
    found: dict[str, tuple[int, str]] = {}
    for one in rest:
        language, rev, words = [*one.split(":"), "", ""][:3]
        if language in LANGUAGES and rev.isdecimal():
            found[language] = (int(rev), words)
    return Token(int(revision), mark, found)


def by_language(one: Field) -> bool:
    """Whether languages of the field are saved one by one, so that they can be shared out."""
    return one.kind is Kind.TEXT and not one.absences


def texts(parts: Mapping[str, str]) -> dict[str, str]:
    """The words of a text by language."""
    return {code: parts.get(f"text-{code}", "") for code in LANGUAGES}


def _absence(value: Mapping[str, Any]) -> Parts:
    code = str(value["absent"])
    notes = {f"note-{code}-{lang}": str(w) for lang, w in value.get("note", {}).items()}
    return {"as": f"~{code}", f"reason-{code}": str(value.get("reason", "")), **notes}


def _plain(value: Any) -> Parts:
    text = "\n".join(map(str, value)) if isinstance(value, list) else str(value)
    return {"as": GIVEN, "value": text}


def _reference(value: Any) -> Parts:
    found: Parts = {}
    for at, one in enumerate(value if isinstance(value, list) else [value]):
        found |= {f"{name}-{at}": str(one.get(name, "")) for name in ("symbol", "link")}
        found[f"passages-{at}"] = "\n".join(one.get("passages", ()))
    return found


def _figure(value: Any) -> Parts:
    return {
        "as": str(value.get("source", "own")),
        "value": str(value.get("value", "")),
        "year": str(value.get("year", "")),
        "series": str(value.get("series", "")),
    }


def _money(value: Any) -> Parts:
    return {
        "as": GIVEN,
        "value": str(value.get("amount", "")),
        "currency": str(value.get("currency", "")),
    }


_SHOW: Final[Mapping[Kind, Callable[[Any], Parts]]] = {
    Kind.CHOICE: lambda value: {"as": str(value)},
    Kind.TEXT: lambda value: {f"text-{code}": str(w) for code, w in value.items()},
    Kind.MONEY: _money,
    Kind.REFERENCE: _reference,
    Kind.INDICATOR: _figure,
}


def _read_absence(code: str, parts: Mapping[str, str]) -> dict[str, Any]:
    note = {lang: parts.get(f"note-{code}-{lang}", "") for lang in LANGUAGES}
    return {
        "absent": code,
        "reason": parts.get(f"reason-{code}", ""),
        "note": {lang: words for lang, words in note.items() if words.strip()},
    }


def _lines(parts: Mapping[str, str]) -> list[str]:
    return [line.strip() for line in parts.get("value", "").split("\n") if line.strip()]


def _many(one: Field, found: list[Any]) -> Any:
    return found if one.many else (found[0] if found else None)


def _number(one: Field, parts: Mapping[str, str]) -> str:
    text = parts.get("value", "").strip()
    return numbers.number(text, whole=one.whole) if text else ""


def _date(_one: Field, parts: Mapping[str, str]) -> str:
    text = parts.get("value", "").strip()
    return numbers.day(text) if text else ""


def _read_money(one: Field, parts: Mapping[str, str]) -> Any:
    amount, currency = _number(one, parts), parts.get("currency", "").strip()
    return {"amount": amount, "currency": currency} if amount or currency else None


def _references(one: Field, parts: Mapping[str, str]) -> Any:
    found = []
    at = 0
    while f"symbol-{at}" in parts or f"link-{at}" in parts:
        kept = {name: parts.get(f"{name}-{at}", "").strip() for name in _REFERENCE}
        passages = [line for line in parts.get(f"passages-{at}", "").split() if line]
        if any(kept.values()) or passages:
            found.append({**kept, "passages": passages})
        at += 1
    return _many(one, found)


_REFERENCE: Final = ("symbol", "link")


def _area(text: str) -> str:
    """The code meant by a name or code of a State or region; else the text as it is."""
    folded = text.casefold()
    for region in geography.regions():
        if folded in {name.casefold() for name in region.names.values()}:
            return region.m49
    try:
        return text if text.isdigit() else geography.find(text).alpha3
    except Refused:
        return text


def _read_figure(one: Field, parts: Mapping[str, str]) -> Any:
    found = {
        "source": parts.get("as", "") or "own",
        "value": _number(one, parts),
        "year": numbers.digits(parts.get("year", "").strip()),
        "series": parts.get("series", ""),
    }
    chosen = parts.get("as", "") not in ("", GIVEN)
    found["source"] = found["source"] if chosen else "own"
    return found if found["value"] or found["year"] or chosen else None


_READ: Final[Mapping[Kind, Callable[[Field, Mapping[str, str]], Any]]] = {
    Kind.CHOICE: lambda _one, parts: parts.get("as", ""),
    Kind.LIST: lambda _one, parts: _lines(parts),
    Kind.TEXT: lambda _one, parts: {c: w for c, w in texts(parts).items() if w},
    Kind.LINE: lambda _one, parts: parts.get("value", ""),
    Kind.NUMBER: _number,
    Kind.MONEY: _read_money,
    Kind.DATE: _date,
    Kind.LINK: lambda one, parts: _many(one, _lines(parts)),
    Kind.REFERENCE: _references,
    Kind.AREA: lambda one, parts: _many(one, [_area(line) for line in _lines(parts)]),
    Kind.INDICATOR: _read_figure,
}
