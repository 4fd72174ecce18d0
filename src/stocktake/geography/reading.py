"""Read the room's data files into its values, or refuse them by file and reason."""

import csv
from collections.abc import Mapping
from datetime import date
from importlib.resources import files

import msgspec

from stocktake.geography import look_up
from stocktake.geography.rules import (
    Area,
    Grouping,
    GroupingKind,
    Membership,
    Region,
    Shape,
    ShapeKind,
    Standing,
    WorldMap,
    moment,
)
from stocktake.kernel.data import read_yaml
from stocktake.kernel.errors import BrokenData
from stocktake.kernel.languages import LANGUAGES


_DATA = files("stocktake.geography") / "data"


class _Invented(msgspec.Struct, forbid_unknown_fields=True):
    alpha3: str
    names: dict[str, str]


class _Region(msgspec.Struct, forbid_unknown_fields=True):
    m49: str
    kind: str
    under: str
    names: dict[str, str]


class _Shared(msgspec.Struct, forbid_unknown_fields=True):
    names: list[str]
    candidates: list[str]
    note: str


class _Absent(msgspec.Struct, forbid_unknown_fields=True):
    names: list[str]
    note: str


class _Aliases(msgspec.Struct, forbid_unknown_fields=True):
    names: dict[str, list[str]]
    shared: list[_Shared]
    absent: list[_Absent]


class _Grouping(msgspec.Struct, forbid_unknown_fields=True):
    code: str
    kind: GroupingKind
    names: dict[str, str]
    as_of: date
    source: str
    members: dict[str, list[str]]  # "since[..until]" -> codes
    suspended: dict[str, list[str]] = {}
    notes: dict[str, str] = {}
    note: str = ""


class _Shape(msgspec.Struct, forbid_unknown_fields=True):
    code: str
    kind: ShapeKind
    path: str
    dot: tuple[int, int] | None = None


class _Map(msgspec.Struct, forbid_unknown_fields=True):
    source: str
    licence: str
    view_box: tuple[int, int, int, int]
    shapes: list[_Shape]


class Disclaimer(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What stands under a map, by language."""

    short: dict[str, str]
    details: dict[str, str]


def rows(name: str) -> list[dict[str, str]]:
    """Rows of a CSV file whose head is comments."""
    text = (_DATA / name).read_text("utf-8")
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    return list(csv.DictReader(lines))


def areas() -> tuple[Area, ...]:
    """All areas, the illustrative States at the end; each group sorted by code."""
    formal = {row["alpha3"]: row for row in rows("formal_names.csv")}
    known = [_area(row, formal.get(row["alpha3"], {})) for row in rows("areas.csv")]
    invented = read_yaml(
        (_DATA / "illustrative.yaml").read_bytes(),
        list[_Invented],
        name="illustrative.yaml",
    )
    return (*known, *(_illustrative(each) for each in invented))


def _area(row: Mapping[str, str], formal: Mapping[str, str]) -> Area:
    try:
        return Area(
            alpha3=row["alpha3"],
            alpha2=row["alpha2"],
            m49=row["m49"],
            standing=Standing(row["standing"]),
            names={language: row[language] for language in LANGUAGES},
            formal=_formal(row, formal),
            region=row["region"],
            subregion=row["subregion"],
            intermediate=row["intermediate"],
        )
    except (KeyError, ValueError) as error:
        msg = f"areas.csv: {row.get('alpha3', '?')}: {error}"
        raise BrokenData(msg) from error


def _formal(row: Mapping[str, str], others: Mapping[str, str]) -> dict[str, str]:
    """Formal names by language, where they differ from the short one."""
    names = {"en": row["formal"], **others}
    return {
        language: names[language]
        for language in LANGUAGES
        if names.get(language) and names[language] != row[language]
    }


def _illustrative(each: _Invented) -> Area:
    return Area(
        alpha3=each.alpha3,
        alpha2="",
        m49="",
        standing=Standing.ILLUSTRATIVE,
        names=each.names,
        formal={},
        region="",
        subregion="",
        intermediate="",
    )


def regions() -> tuple[Region, ...]:
    """The regions of the M49 standard, as the file orders them."""
    read = read_yaml(
        (_DATA / "regions.yaml").read_bytes(), list[_Region], name="regions.yaml"
    )
    return tuple(Region(r.m49, r.kind, r.under, r.names) for r in read)


def index(known: tuple[Area, ...]) -> look_up.Index:
    """Names and codes of the areas, ready for look-up."""
    aliases = read_yaml(
        (_DATA / "aliases.yaml").read_bytes(), _Aliases, name="aliases.yaml"
    )
    pairs = [
        (name, alpha3) for alpha3, names in aliases.names.items() for name in names
    ]
    pairs += [
        (row[lang], row["alpha3"])
        for row in rows("common_names.csv")
        for lang in LANGUAGES
    ]
    return look_up.index(
        known,
        pairs,
        shared={
            n: (tuple(s.candidates), s.note) for s in aliases.shared for n in s.names
        },
        absent={name: a.note for a in aliases.absent for name in a.names},
    )


def groupings(source: bytes | None = None) -> tuple[Grouping, ...]:
    """Regional bodies and classifications with their members by date.

    A wrong key, date or code is refused by grouping; ``source`` replaces the file.
    """
    name = "groupings.yaml"
    data = (_DATA / name).read_bytes() if source is None else source
    known = frozenset(row["alpha3"] for row in rows("areas.csv"))
    return tuple(
        _grouping(each, known) for each in read_yaml(data, list[_Grouping], name=name)
    )


def _grouping(each: _Grouping, known: frozenset[str]) -> Grouping:
    tables = ((each.members, False), (each.suspended, True))
    try:
        spells = tuple(
            _spell(when, state, suspended=suspended, note=each.notes.get(state, ""))
            for table, suspended in tables
            for when, states in table.items()
            for state in states
        )
        _check(spells, each, known)
    except BrokenData as error:
        msg = f"groupings.yaml: {each.code}: {error}"
        raise BrokenData(msg) from error
    return Grouping(
        code=each.code,
        kind=each.kind,
        names=each.names,
        as_of=each.as_of,
        source=each.source,
        spells=spells,
        note=each.note,
    )


def _check(
    spells: tuple[Membership, ...], each: _Grouping, known: frozenset[str]
) -> None:
    """Codes exist, suspensions and notes are of members, every language has a name."""
    members = {spell.state for spell in spells if not spell.suspended}
    strangers = sorted(members - known)
    outside = sorted(({s.state for s in spells} | each.notes.keys()) - members)
    nameless = sorted(LANGUAGES.keys() - each.names.keys())
    for wrong, what in (
        (strangers, "no code of a country or area"),
        (outside, "not among its members"),
        (nameless, "no name in this language"),
    ):
        if wrong:
            msg = f"{', '.join(wrong)}: {what}"
            raise BrokenData(msg)


def _spell(when: str, state: str, *, suspended: bool, note: str) -> Membership:
    since, _, until = when.partition("..")
    return Membership(
        state=state,
        since=moment(since),
        until=moment(until) if until else None,
        suspended=suspended,
        note=note,
    )


def world_map() -> WorldMap:
    """The shapes as scripts/build_shapes.py wrote them."""
    try:
        read = msgspec.json.decode((_DATA / "shapes.json").read_bytes(), type=_Map)
    except msgspec.DecodeError as error:
        msg = f"shapes.json: {error}"
        raise BrokenData(msg) from error
    shapes = tuple(Shape(s.code, s.kind, s.path, s.dot) for s in read.shapes)
    return WorldMap(read.view_box, shapes, read.source, read.licence)


def disclaimer() -> Disclaimer:
    """What stands under every map."""
    name = "disclaimer.yaml"
    return read_yaml((_DATA / name).read_bytes(), Disclaimer, name=name)
