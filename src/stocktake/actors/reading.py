"""Read the room's data files: instruments, bodies and processes."""

from datetime import date
from functools import cache
from importlib.resources import files

import msgspec

from stocktake.actors.rules import Instrument, Organisation, OrganisationType
from stocktake.geography import queries as geography
from stocktake.geography.rules import GroupingKind
from stocktake.kernel.data import read_yaml


_DATA = files("stocktake.actors") / "data"


class _Instrument(msgspec.Struct, forbid_unknown_fields=True):
    code: str
    names: dict[str, str]
    untc: str = ""
    adopted: int = 0
    spellings: list[str] = []


class _Body(msgspec.Struct, forbid_unknown_fields=True):
    code: str
    type: OrganisationType
    names: dict[str, str]


class ShippedTable(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A table of treaty actions that is shipped, and where its facts are from."""

    file: str
    source: str
    publisher: str
    as_of: date
    licence: str
    through: str = ""
    illustrative: bool = False  # acts of invented States, loaded for the example only


@cache
def shipped_tables() -> tuple[ShippedTable, ...]:
    """The tables of treaty actions that come with the program."""
    name = "sources.yaml"
    source = (_DATA / "treaties" / name).read_bytes()
    return read_yaml(source, tuple[ShippedTable, ...], name=name)


def shipped_table(file: str) -> bytes:
    """One of the shipped tables as it lies there."""
    return (_DATA / "treaties" / file).read_bytes()


@cache
def instruments() -> dict[str, Instrument]:
    """Instruments by code, in the order of the file."""
    read = read_yaml(
        (_DATA / "instruments.yaml").read_bytes(),
        list[_Instrument],
        name="instruments.yaml",
    )
    return {
        each.code: Instrument(
            each.code, each.names, each.untc, each.adopted, tuple(each.spellings)
        )
        for each in read
    }


@cache
def instrument_codes() -> dict[str, str]:
    """Every spelling of an instrument, folded to capitals, to its code."""
    return {
        spelling.upper(): each.code
        for each in instruments().values()
        for spelling in (each.code, each.untc, *each.spellings)
        if spelling
    }


@cache
def bodies() -> dict[str, Organisation]:
    """Bodies and processes by code, with the regional bodies that geography knows."""
    read = read_yaml(
        (_DATA / "bodies.yaml").read_bytes(), list[_Body], name="bodies.yaml"
    )
    regional = [
        Organisation(each.code, each.names, OrganisationType.INTERGOVERNMENTAL)
        for each in geography.groupings()
        if each.kind is GroupingKind.BODY
    ]
    own = [Organisation(each.code, each.names, each.type) for each in read]
    return {
        each.code: each
        for each in sorted([*own, *regional], key=lambda each: each.code)
    }
