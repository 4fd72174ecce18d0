"""The mapping that a file seems to need, with what a person must still decide."""

import re
from collections.abc import Mapping as Table
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from stocktake.indicators import mapping, queries
from stocktake.indicators.proposing import columns, sheets, wide
from stocktake.indicators.proposing.columns import Guess
from stocktake.indicators.proposing.sheets import Sheet, number_of
from stocktake.indicators.proposing.wide import Wide
from stocktake.indicators.structures import reading as structures
from stocktake.indicators.structures.rules import (
    NOT_STATED,
    STATUS,
    TIME,
    TOTAL,
    VALUE,
    CodeList,
    Flow,
)
from stocktake.kernel.data import read_yaml_file


PEOPLE: Final = frozenset({"MIGRANT_STOCK", "DISPLACEMENT", "TRANSIT_DEATHS"})
UNITS: Final = {"%": "PT", "pct": "PT", "percent": "PT", "usd": "USD", "us$": "USD"}
_FREQUENCY: Final = re.compile(r"\d{4}-?([STQMW])\d")
_MONTH: Final = re.compile(r"\d{4}-\d\d")


@dataclass(frozen=True, slots=True)
class Proposal:
    """A mapping to be edited, the table it is for, and what is not sure about it."""

    flow: Flow
    sheet: Sheet
    mapping: mapping.Mapping
    guesses: tuple[Guess, ...]
    doubts: tuple[str, ...]


def propose(
    path: Path, *, flow: str = "", sheet: str = "", header_row: int = 0
) -> Proposal:
    """What a table seems to be; a person reads and corrects it before it is used.

    Without ``flow`` the shipped dataflow that explains most of the table is taken.
    """
    held = sheets.look(path, sheet=sheet, header_row=header_row)
    asked = (queries.flow(flow),) if flow else structures.own_flows()
    made = (of_sheet(held, each, name=path.name) for each in asked)
    return max(made, key=lambda each: _fitness(each, path.stem))


def _fitness(found: Proposal, name: str) -> tuple[float, int]:
    """How much of the table a proposal explains, and how little is left to say.

    Words such as "refugees" or "remittance" in the file's name or the headings weigh
    more than columns that any dataflow has.
    """
    said = sum(guess.score for guess in found.guesses)
    said += min(3.0, 0.5 * len(found.mapping.values))
    heard = f" {name} {' '.join(found.sheet.columns)} ".casefold()
    told = sum(word in heard for word in _flow_words().get(found.flow.id, ()))
    weight = said - 0.75 * len(found.doubts) + min(3.0, 1.5 * told)
    return round(weight, 4), len(found.mapping.columns)


@cache
def _flow_words() -> Table[str, tuple[str, ...]]:
    path = structures.DATA / "flow_words.yaml"
    return read_yaml_file(path, dict[str, tuple[str, ...]])


def of_sheet(sheet: Sheet, flow: Flow, *, name: str = "") -> Proposal:
    """The mapping of one table for one dataflow."""
    lists = structures.lists(flow)
    found = [
        guess
        for guess in columns.best(columns.guesses(sheet, flow, lists))
        if guess.concept != VALUE or guess.score > 1
    ]
    used = frozenset(g.column for g in found if g.concept != VALUE)
    spread = wide.wide(sheet, flow, lists, used)
    if spread is not None and len(spread.values) > 1:
        gone = {VALUE, *(c for held in spread.values.values() for c in held)}
        found = [g for g in found if g.concept not in gone]
    found.sort(key=lambda guess: sheet.columns.index(guess.column))
    values = _value_columns(sheet, found, spread)
    doubts: list[str] = []
    made = mapping.Mapping(
        flow=flow.id,
        columns={g.column: g.concept for g in found},
        codes={g.concept: dict(g.codes) for g in found if g.codes},
        constants=_constants(sheet, flow, lists, found, spread, doubts),
        unit=_unit(flow, found, [*values, name], doubts),
        sheet=sheet.name,
        header_row=sheet.header_row,
        values={c: dict(v) for c, v in spread.values.items()} if spread else {},
        by_name=tuple(g.concept for g in found if g.by_name),
        missing=_missing(sheet, values),
    )
    doubts += _not_understood(found, values)
    return Proposal(flow, sheet, made, tuple(found), tuple(doubts))


def _value_columns(
    sheet: Sheet, found: list[Guess], spread: Wide | None
) -> tuple[str, ...]:
    if spread is not None:
        return tuple(spread.values)
    return tuple(g.column for g in found if g.concept == VALUE)


def _constants(
    sheet: Sheet,
    flow: Flow,
    lists: Table[str, CodeList],
    found: list[Guess],
    spread: Wide | None,
    doubts: list[str],
) -> dict[str, str]:
    """What no column says: totals, the frequency, and codes that a person must choose."""
    given = {g.concept for g in found}
    if spread is not None:
        given |= {c for held in spread.values.values() for c in held}
    constants = {
        each: _constant(each, sheet, lists.get(each), found, doubts)
        for each in flow.dimension_ids
        if each not in given
    }
    if "UNIT_MULT" in flow.attribute_ids and "UNIT_MULT" not in given:
        constants["UNIT_MULT"] = "0"
    if TIME not in given and flow.timed:
        doubts.append("No column says the time: give TIME_PERIOD as a constant.")
    if not spread and VALUE not in given:
        doubts.append("No column of values was found: map one to OBS_VALUE.")
    return constants


def _constant(
    dimension: str,
    sheet: Sheet,
    codes: CodeList | None,
    found: list[Guess],
    doubts: list[str],
) -> str:
    """What a dimension is for the whole table, where no column says it."""
    if dimension == "FREQ":
        return _frequency(sheet, found)
    if codes is not None and TOTAL in codes.ranks and not _is_area(dimension):
        return TOTAL
    return _to_choose(dimension, codes, doubts)


def _is_area(dimension: str) -> bool:
    return dimension in ("REF_AREA", "COUNTERPART_AREA")


def _to_choose(dimension: str, codes: CodeList | None, doubts: list[str]) -> str:
    if dimension == "SOURCE":
        doubts.append("SOURCE: who says so? NSO is only a guess.")
        return "NSO"
    if codes is None or _is_area(dimension):
        doubts.append(f"{dimension}: no column says it; give a code.")
        return TOTAL
    listed = ", ".join(code.id for code in codes.codes[:30])
    doubts.append(f"{dimension}: no column says it. One of: {listed}.")
    return codes.codes[0].id


def _frequency(sheet: Sheet, found: list[Guess]) -> str:
    column = next((g.column for g in found if g.concept == TIME), "")
    for text in sheet.told(column)[:5] if column else ():
        parts = _FREQUENCY.match(text)
        if parts:
            return parts[1]
        if _MONTH.fullmatch(text):
            return "M"
    return "A"


def _unit(flow: Flow, found: list[Guess], said: list[str], doubts: list[str]) -> str:
    if any(g.concept == "UNIT_MEASURE" for g in found):
        return ""
    if flow.id in PEOPLE:
        return "PS"
    words = " ".join(said).casefold().replace("_", " ")
    for word, unit in UNITS.items():
        if word in words:
            return unit
    doubts.append("The unit is not said; PT (per cent) is only a guess.")
    return "PT"


def _missing(sheet: Sheet, values: tuple[str, ...]) -> dict[str, str]:
    """Texts among the values that are no numbers: they mean that there is no value."""
    told = {text for c in values for text in sheet.told(c) if number_of(text) is None}
    short = sorted(text for text in told if len(text) <= 12)
    return dict.fromkeys(short[:20], NOT_STATED)


def _not_understood(found: list[Guess], values: tuple[str, ...]) -> list[str]:
    said = []
    for guess in found:
        if guess.unknown and guess.column not in values:
            shown = ", ".join(repr(text) for text in guess.unknown[:10])
            more = len(guess.unknown) - 10
            left = f" and {more} more" if more > 0 else ""
            said.append(
                f"{guess.column} ({guess.concept}): not understood: {shown}{left}. Say "
                "their codes under `codes`, or leave the rows out with `skip`."
            )
        if guess.concept == STATUS:
            said.append(f"{guess.column}: is it a status of SDMX (A, E, P, O, ...)?")
    return said
