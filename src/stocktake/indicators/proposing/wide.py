"""Wide tables: headings that are periods, codes or areas, with a value below each."""

from collections.abc import Mapping
from dataclasses import dataclass

from stocktake.geography import queries as geography
from stocktake.indicators.proposing.columns import understood, words_of
from stocktake.indicators.proposing.sheets import Sheet, is_year, number_of
from stocktake.indicators.structures.reading import AREAS
from stocktake.indicators.structures.rules import TIME, CodeList, Flow


@dataclass(frozen=True, slots=True)
class Wide:
    """Columns of values with the codes that their headings (and those above) stand for."""

    values: Mapping[str, Mapping[str, str]]
    concept: str


def wide(
    sheet: Sheet, flow: Flow, lists: Mapping[str, CodeList], taken: frozenset[str]
) -> Wide | None:
    """The widest run of value columns whose headings one concept explains; None if none."""
    numeric = [c for c in sheet.columns if c not in taken and _holds_numbers(sheet, c)]
    found = [
        Wide(values, concept)
        for concept in flow.key_ids
        if len(values := _headings(numeric, concept, lists)) > 1
    ]
    if not found:
        return None
    best = max(found, key=lambda each: (len(each.values), each.concept == TIME))
    return Wide(_with_those_above(sheet, best, lists), best.concept)


def _holds_numbers(sheet: Sheet, column: str) -> bool:
    told = sheet.told(column)
    numbers = sum(number_of(text) is not None for text in told)
    return bool(told) and numbers >= 0.5 * len(told)


def _headings(
    columns: list[str], concept: str, lists: Mapping[str, CodeList]
) -> dict[str, dict[str, str]]:
    """The columns whose heading (without ``#2``) is a code of the concept."""
    bare = {column: column.split("#")[0].strip(" *") for column in columns}
    if concept == TIME:
        return {c: {TIME: text} for c, text in bare.items() if is_year(text)}
    codes = lists.get(concept)
    if codes is None:
        return {}
    held = understood(tuple(dict.fromkeys(bare.values())), concept, codes)
    if held is None:
        return {}
    return {
        column: {concept: _code(text, held.codes, codes)}
        for column, text in bare.items()
        if text not in held.unknown
    }


def _code(text: str, differing: Mapping[str, str], codes: CodeList) -> str:
    """The code that a heading stands for."""
    if text in differing or text in codes.ranks:
        return differing.get(text, text)
    if codes.id == AREAS:
        return geography.find(text).alpha3
    return words_of(codes)[text.casefold()]


def _with_those_above(
    sheet: Sheet, found: Wide, lists: Mapping[str, CodeList]
) -> dict[str, dict[str, str]]:
    """Where headings come again, the heading above may say what each block is."""
    told = {c: sheet.above[sheet.columns.index(c)].casefold() for c in found.values}
    values = {column: dict(held) for column, held in found.values.items()}
    if len(set(told.values())) < 2:
        return values
    for concept, codes in lists.items():
        if concept == found.concept or codes.id == AREAS:
            continue
        meant = {column: _inside(text, codes) for column, text in told.items()}
        if all(meant.values()) and len(set(meant.values())) > 1:
            for column, code in meant.items():
                values[column][concept] = code
            break
    return values


def _inside(text: str, codes: CodeList) -> str:
    """The code whose longest word stands in a text: "(both sexes)"."""
    words = words_of(codes)
    padded = f" {' '.join(_plain(text))} "
    inside = [word for word in words if len(word) > 2 and f" {word} " in padded]
    return words[max(inside, key=len)] if inside else ""


def _plain(text: str) -> list[str]:
    return "".join(c if c.isalnum() else " " for c in text).split()
