"""The canonical value of each kind of field, and what is refused.

==========  ==========================================================================
choice      ``"in-force"``
list        ``["law", "policy"]``, in the order of the options
text        ``{"en": "...", "fr": "..."}``; languages without words are left out
line        ``"Act 12 of 2023, section 4"``
number      ``"1240"`` or ``"12.5"``: a decimal as text, so that nothing is rounded
money       ``{"amount": "120000", "currency": "EUR"}``
date        ``"2023-03-01"``, ``"2023-03"`` or ``"2023"``
link        ``"https://..."``; with ``many`` a list of them
reference   ``{"symbol": "A/HRC/49/33", "link": "...", "passages": ["stocktake:passage:..."]}``
area        ``"SVN"`` or ``"150"`` (M49); with ``many`` a sorted list
indicator   ``{"source": "own", "value": "812", "year": 2023}``, source also ``official``
absence     in place of any of them where the field allows it:
            ``{"absent": "no_information", "reason": "not-collected", "note": {"en": "..."}}``
==========  ==========================================================================

An empty value (``None``, ``""``, ``[]``, ``{}``) is no answer: its canonical form is None.
A draft may hold an absence whose reason is not chosen yet; the check names it.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, Final
from urllib.parse import urlsplit

from stocktake.geography import queries as geography
from stocktake.kernel.errors import NotFound
from stocktake.kernel.languages import LANGUAGES
from stocktake.reporting.questionnaires.currencies import CURRENCIES
from stocktake.reporting.questionnaires.faults import NotAValue
from stocktake.reporting.questionnaires.rules import Absence, Field, Kind


Value = Any  # what JSON holds; the table above says which shapes there are

LONGEST_TEXT: Final = 60_000  # characters of one language of one answer
LONGEST_LINE: Final = 1_000
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")
_FIRST_YEAR, _LAST_YEAR = 1900, 2100


def canonical(field: Field, value: Value) -> Value:
    """The one form in which an answer is stored; None for no answer; raises NotAValue."""
    if is_empty(value):
        return None
    if is_absence(value):
        return _absence(field, value)
    if field.many and field.kind in (Kind.LINK, Kind.REFERENCE, Kind.AREA):
        return _several(field, value)
    return _READERS[field.kind](field, value)


def is_empty(value: Value) -> bool:
    """Whether a value is no answer."""
    return value is None or value in ("", [], {})


def is_absence(value: Value) -> bool:
    """Whether a value says that there is none, and why."""
    return isinstance(value, Mapping) and "absent" in value


def absence_of(value: Value) -> Absence | None:
    """The coded absence that stands in place of a value."""
    return Absence(value["absent"]) if is_absence(value) else None


def codes_in(value: Value) -> frozenset[str]:
    """The codes that conditions look at: a choice, the choices, or the absence."""
    if is_absence(value):
        return frozenset({str(value["absent"])})
    if isinstance(value, str):
        return frozenset({value})
    if isinstance(value, Mapping):
        return frozenset({str(value.get("source", ""))})
    return frozenset(map(str, value or ()))


def _absence(field: Field, value: Mapping[str, Any]) -> Value:
    code = str(value["absent"])
    if code not in field.absences:
        allowed = ", ".join(field.absences) or "-"
        raise NotAValue(code="absence-not-offered", given=code, allowed=allowed)
    _only(value, "absent", "reason", "note")
    kept: dict[str, Any] = {"absent": code}
    if value.get("reason"):
        kept["reason"] = _line(value["reason"])
    note = _texts(field, value.get("note") or {})
    if note:
        kept["note"] = note
    return kept


def _several(field: Field, value: Value) -> Value:
    given = value if isinstance(value, list | tuple) else [value]
    read = _READERS[field.kind]
    kept = [read(field, one) for one in given if not is_empty(one)]
    if field.kind is Kind.AREA:
        return sorted(set(kept)) or None
    return [one for n, one in enumerate(kept) if one not in kept[:n]] or None


def _choice(field: Field, value: Value) -> str:
    code = str(value)
    if code not in field.codes:
        raise NotAValue(code="not-an-option", given=code)
    return code


def _list(field: Field, value: Value) -> list[str]:
    given = {
        str(one) for one in (value if isinstance(value, list | tuple) else [value])
    }
    unknown = sorted(given - field.codes)
    if unknown:
        raise NotAValue(code="not-an-option", given=", ".join(unknown))
    return [option.code for option in field.options if option.code in given]


def _texts(_field: Field, value: Value) -> dict[str, str] | None:
    if not isinstance(value, Mapping):
        raise NotAValue(code="not-texts")
    unknown = sorted(set(value) - set(LANGUAGES))
    if unknown:
        raise NotAValue(code="unknown-language", given=", ".join(map(str, unknown)))
    kept = {}
    for language in LANGUAGES:  # always in this order
        words = _clean(value.get(language) or "")
        if len(words) > LONGEST_TEXT:
            raise NotAValue(code="too-long", most=LONGEST_TEXT, language=language)
        if words:
            kept[language] = words
    return kept or None


def _clean(words: Value) -> str:
    """Words without the characters that no report needs and that break exports."""
    if not isinstance(words, str):
        raise NotAValue(code="not-texts")
    lines = _CONTROLS.sub("", words).replace("\r\n", "\n").replace("\r", "\n")
    return "\n".join(line.rstrip() for line in lines.split("\n")).strip()


def _line(value: Value) -> str:
    if not isinstance(value, str):
        raise NotAValue(code="not-a-line")
    line = " ".join(_clean(value).split())
    if len(line) > LONGEST_LINE:
        raise NotAValue(code="too-long", most=LONGEST_LINE)
    return line


def number(value: Value) -> str:
    """A finite decimal as text without leading or trailing zeros: ``"1240"``, ``"12.5"``."""
    try:
        if isinstance(value, bool):
            raise NotAValue(code="not-a-number", given=value)
        read = Decimal(str(value).strip())
    except InvalidOperation as error:
        raise NotAValue(code="not-a-number", given=value) from error
    if not read.is_finite() or read.adjusted() > 20 or read.adjusted() < -12:
        raise NotAValue(code="not-a-number", given=value)
    text = format(read, "f")
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if Decimal(text) == 0 else text


def _number(field: Field, value: Value) -> str:
    text = number(value)
    read = Decimal(text)
    if field.whole and read != read.to_integral_value():
        raise NotAValue(code="not-whole", given=text)
    if field.minimum is not None and read < field.minimum:
        raise NotAValue(code="too-small", given=text, least=field.minimum)
    if field.maximum is not None and read > field.maximum:
        raise NotAValue(code="too-large", given=text, most=field.maximum)
    return text


def _money(field: Field, value: Value) -> dict[str, str]:
    """An amount whose currency is still to be chosen may stand in a draft."""
    if not isinstance(value, Mapping):
        raise NotAValue(code="not-money")
    _only(value, "amount", "currency")
    currency = str(value.get("currency") or "").upper()
    if currency and currency not in CURRENCIES:
        raise NotAValue(code="unknown-currency", given=currency)
    kept = {}
    if not is_empty(value.get("amount")):
        kept["amount"] = _number(field, value["amount"])
    return kept | ({"currency": currency} if currency else {})


def _date(_field: Field, value: Value) -> str:
    found = _DATE.fullmatch(str(value).strip())
    if not found:
        raise NotAValue(code="not-a-date", given=value)
    year, month, day = (int(part or 1) for part in found.groups())
    try:
        date(year, month, day)
    except ValueError as error:
        raise NotAValue(code="not-a-date", given=value) from error
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        raise NotAValue(code="not-a-date", given=value)
    return found[0]


def _link(_field: Field, value: Value) -> str:
    text = str(value).strip()
    try:
        parts = urlsplit(text)
        host = parts.hostname or ""
    except ValueError as error:
        raise NotAValue(code="not-a-link", given=text) from error
    spaced = bool(re.search(r"\s", text)) or bool(_CONTROLS.search(text))
    if parts.scheme not in ("http", "https") or "." not in host or spaced:
        raise NotAValue(code="not-a-link", given=text)
    if len(text) > LONGEST_LINE:
        raise NotAValue(code="too-long", most=LONGEST_LINE)
    return text


def _reference(field: Field, value: Value) -> Value:
    if not isinstance(value, Mapping):
        raise NotAValue(code="not-a-reference")
    _only(value, "symbol", "link", "passages")
    kept: dict[str, Any] = {}
    if value.get("symbol"):
        kept["symbol"] = _line(value["symbol"])
    if value.get("link"):
        kept["link"] = _link(field, value["link"])
    passages = value.get("passages") or []
    if not all(
        isinstance(one, str) and one.startswith("stocktake:passage:")
        for one in passages
    ):
        raise NotAValue(code="not-a-passage")
    if passages:
        kept["passages"] = list(dict.fromkeys(passages))
    if not kept:
        raise NotAValue(code="not-a-reference")
    return kept


def _area(_field: Field, value: Value) -> str:
    code = str(value).strip()
    try:
        return (
            geography.region(code).m49
            if code.isdigit()
            else geography.area(code).alpha3
        )
    except NotFound as error:
        raise NotAValue(code="not-an-area", given=code) from error


def _indicator(field: Field, value: Value) -> Value:
    """``source`` alone may stand in a draft; a figure needs its year, which the check asks for."""
    if not isinstance(value, Mapping):
        raise NotAValue(code="not-a-figure")
    _only(value, "source", "value", "year", "series")
    source = str(value.get("source") or "own")
    if source not in ("own", "official"):
        raise NotAValue(code="not-an-option", given=source)
    kept: dict[str, Any] = {"source": source}
    if not is_empty(value.get("value")):
        kept["value"] = _number(field, value["value"])
    if not is_empty(value.get("year")):
        year = str(value["year"]).strip()
        if not year.isdecimal() or not _FIRST_YEAR <= int(year) <= _LAST_YEAR:
            raise NotAValue(code="not-a-year", given=year)
        kept["year"] = int(year)
    if value.get("series"):
        kept["series"] = _line(value["series"])
    return kept


def _only(value: Mapping[str, Any], *known: str) -> None:
    unknown = sorted(set(map(str, value)) - set(known))
    if unknown:
        raise NotAValue(code="unknown-part", given=", ".join(unknown))


_READERS: Final[Mapping[Kind, Callable[[Field, Value], Value]]] = {
    Kind.CHOICE: _choice,
    Kind.LIST: _list,
    Kind.TEXT: _texts,
    Kind.LINE: lambda _field, value: _line(value) or None,
    Kind.NUMBER: _number,
    Kind.MONEY: lambda field, value: _money(field, value) or None,
    Kind.DATE: _date,
    Kind.LINK: _link,
    Kind.REFERENCE: _reference,
    Kind.AREA: _area,
    Kind.INDICATOR: _indicator,
}
