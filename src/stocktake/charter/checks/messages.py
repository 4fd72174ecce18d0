"""The reader's messages in words that a person who is no programmer can act on."""

import re
from collections.abc import Iterator
from enum import Enum
from typing import Any, get_args, get_origin

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
_WHERE = re.compile(r" - at (?P<key>`key` in )?`\$?\.?(?P<where>[^`]*)`$")


def said(error: msgspec.ValidationError, kind: Any) -> tuple[str, str]:
    """The key and the reason of a reader's error, in plain words."""
    text = str(error)
    found = _WHERE.search(text)
    path = found["where"] if found else ""
    there = list(_types_at(kind, path, key=bool(found and found["key"])))
    text = _WHERE.sub("", text)
    for pattern, say in (
        (_MISSING, _missing),
        (_UNKNOWN, _unknown),
        (_EXPECTED, _expected),
        (_ENUM, _enum),
    ):
        match = pattern.fullmatch(text)
        if match:
            return path, say(match, there)
    return path, text


def _missing(match: re.Match[str], _there: list[Any]) -> str:
    return f"`{match['field']}` is missing; add a line `{match['field']}: ...`"


def _unknown(match: re.Match[str], there: list[Any]) -> str:
    fields = [name for kind in there for name in getattr(kind, "__struct_fields__", ())]
    close = near(match["field"], fields)
    hint = f"did you mean `{close[0]}`?" if close else f"known are {', '.join(fields)}"
    return f"`{match['field']}` is not a known key; {hint}"


def _expected(match: re.Match[str], _there: list[Any]) -> str:
    shapes = [part.strip() for part in match["wanted"].split("|")]
    wanted = " or ".join(_SHAPES.get(shape, shape) for shape in shapes)
    given = _SHAPES.get(match["given"], match["given"])
    quotes = "str" in shapes and match["given"] in {"int", "float"}
    hint = '; put it in quotes, as "1.2"' if quotes else ""
    return f"expected {wanted}, found {given}{hint}"


def _enum(match: re.Match[str], there: list[Any]) -> str:
    enums = [
        kind for kind in there if isinstance(kind, type) and issubclass(kind, Enum)
    ]
    known = [str(member.value) for enum in enums for member in enum]
    close = near(match["value"], known)
    hint = f"; did you mean {close[0]}?" if close else ""
    return f"{match['value']!r} is not one of {', '.join(known)}{hint}"


def _types_at(kind: Any, path: str, *, key: bool) -> Iterator[Any]:
    """The types a value may have at a path such as ``targets[0].kind``.

    ``key``: the types of the keys of the mapping that stands there.
    """
    kinds = [kind]
    for step in re.findall(r"\[[^\]]*\]|[^.\[\]]+", path):
        kinds = [below for above in kinds for below in _below(above, step)]
    for found in kinds:
        arguments = get_args(found)
        if key and get_origin(found) is dict:
            yield arguments[0]
        else:
            yield found
            yield from arguments  # the members of a union


def _below(kind: Any, step: str) -> Iterator[Any]:
    """The types one step below a type: a field of a struct, an entry of a collection."""
    fields = getattr(kind, "__struct_fields__", ())
    if step in fields:
        yield next(
            f.type for f in msgspec.structs.fields(kind) if f.encode_name == step
        )
    elif get_origin(kind) is dict:
        yield get_args(kind)[1]
    elif get_origin(kind) is tuple:
        yield get_args(kind)[0]
