"""The reader's messages in words that a person who is no programmer can act on."""

import re
from collections.abc import Iterable
from enum import Enum
from typing import Any, get_args

import msgspec

from stocktake.charter.rules import near


_SHAPES = {
    "str": "text",
    "int": "a whole number",
    "float": "a number",
    "bool": "true or false",
    "object": "keys with values",
    "array": "a list",
    "null": "nothing",
    "date": "a date such as 2018-12-19",
}
_MISSING = re.compile(r"Object missing required field `(?P<field>[^`]+)`")
_UNKNOWN = re.compile(r"Object contains unknown field `(?P<field>[^`]+)`")
_EXPECTED = re.compile(r"Expected `(?P<wanted>[^`]+)`, got `(?P<given>[^`]+)`")
_ENUM = re.compile(r"Invalid enum value '(?P<value>[^']*)'")
_WHERE = re.compile(r" - at `\$?\.?(?P<where>[^`]*)`$")


def said(error: msgspec.ValidationError, kind: Any) -> tuple[str, str]:
    """The key and the reason of a reader's error, in plain words."""
    text = str(error)
    found = _WHERE.search(text)
    key = found["where"] if found else ""
    text = _WHERE.sub("", text)
    for pattern, say in (
        (_MISSING, _missing),
        (_UNKNOWN, _unknown),
        (_EXPECTED, _expected),
        (_ENUM, _enum),
    ):
        match = pattern.fullmatch(text)
        if match:
            return key, say(match, kind)
    return key, text


def _missing(match: re.Match[str], _kind: Any) -> str:
    return f"`{match['field']}` is missing; add a line `{match['field']}: ...`"


def _unknown(match: re.Match[str], kind: Any) -> str:
    close = near(match["field"], _fields(kind))
    hint = (
        f"; did you mean `{close[0]}`?"
        if close
        else "; remove it or correct its spelling"
    )
    return f"`{match['field']}` is not a known key{hint}"


def _expected(match: re.Match[str], _kind: Any) -> str:
    wanted = " or ".join(
        _SHAPES.get(part.strip(), part.strip()) for part in match["wanted"].split("|")
    )
    given = _SHAPES.get(match["given"], match["given"])
    quoted = (
        '; put it in quotes, as "1.2"' if "text" in wanted and "number" in given else ""
    )
    return f"expected {wanted}, found {given}{quoted}"


def _enum(match: re.Match[str], kind: Any) -> str:
    known = _enum_values(kind)
    close = near(match["value"], known)
    hint = f"; did you mean {close[0]}?" if close else ""
    return f"{match['value']!r} is not one of {', '.join(known)}{hint}"


def _structs(kind: Any) -> Iterable[Any]:
    """The structs reachable from a type, itself first."""
    if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
        yield kind
        for field in msgspec.structs.fields(kind):
            yield from _structs(field.type)
    for inner in get_args(kind):
        yield from _structs(inner)


def _fields(kind: Any) -> list[str]:
    return [name for struct in _structs(kind) for name in struct.__struct_fields__]


def _enum_values(kind: Any) -> list[str]:
    values: list[str] = []
    for struct in _structs(kind):
        for field in msgspec.structs.fields(struct):
            for inner in (field.type, *get_args(field.type)):
                if isinstance(inner, type) and issubclass(inner, Enum):
                    values += [str(member.value) for member in inner]
    return list(dict.fromkeys(values))
