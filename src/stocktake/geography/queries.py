"""Ask about areas, regions, groupings and shapes; everything is read once and cached."""

from datetime import date
from functools import cache

from stocktake.geography import look_up, reading
from stocktake.geography.rules import (
    Area,
    Grouping,
    GroupingKind,
    Member,
    Membership,
    Region,
    WorldMap,
    members_on,
    moment,
    within,
)
from stocktake.kernel.errors import NotFound
from stocktake.kernel.languages import in_language


@cache
def _index() -> look_up.Index:
    return reading.index(reading.areas())


@cache
def areas() -> tuple[Area, ...]:
    """All countries and areas by code, the illustrative States at the end."""
    return tuple(_index().areas.values())


def area(code: str) -> Area:
    """The area of an alpha-3 code (alpha-2 and M49 are taken too); NotFound says what is near."""
    found = _index().areas.get(code)
    if found is not None:
        return found
    bare = code.strip().upper()
    alpha3 = _index().codes.get(
        bare.zfill(3) if bare.isascii() and bare.isdigit() else bare
    )
    if alpha3 is None:
        msg = f"{code!r} is no code of a country or area. `stocktake geography find NAME` looks names up."
        raise NotFound(msg)
    return _index().areas[alpha3]


def find(text: str) -> Area:
    """The area meant by any common name or code, in any of the six languages.

    Raises Ambiguous (it lists the candidates) or NotFound (it lists near names).
    """
    return look_up.find(text, _index())


def find_official(name: str) -> Area | None:
    """The area with exactly this official name in some language: "Congo" is COG here."""
    return _official().get(look_up.fold(name))


@cache
def _official() -> dict[str, Area]:
    return {
        look_up.fold(name): each for each in areas() for name in each.names.values()
    }


@cache
def states() -> tuple[Area, ...]:
    """The 193 Member States by code."""
    return tuple(each for each in areas() if each.member_state)


@cache
def observers() -> tuple[Area, ...]:
    """The two non-member observer States."""
    return tuple(each for each in areas() if each.observer)


@cache
def illustrative_states() -> tuple[Area, ...]:
    """XAA to XAF, invented; they must be shown as illustrative."""
    return tuple(each for each in areas() if each.illustrative)


def is_state(code: str) -> bool:
    """Whether an alpha-3 code is a Member, observer or illustrative State."""
    found = _index().areas.get(code)
    return found is not None and found.is_state


def is_illustrative(code: str) -> bool:
    """Whether a code is that of an invented State; False for what is no area at all."""
    found = _index().areas.get(code)
    return found is not None and found.illustrative


def name(code: str, language: str = "en") -> str:
    """The official short name in a language."""
    return area(code).name(language)


def region_of(code: str) -> str:
    """M49 code of the region (Africa, Americas, ...); empty where there is none."""
    return area(code).region


@cache
def regions() -> tuple[Region, ...]:
    """The M49 regions, larger before smaller."""
    return reading.regions()


def region(m49: str) -> Region:
    """One M49 region by its code, with or without zeros."""
    for each in regions():
        if each.m49 == m49.strip().zfill(3):
            return each
    listed = ", ".join(f"{each.m49} {each.names['en']}" for each in regions())
    msg = f"{m49!r} is no M49 region. There are: {listed}."
    raise NotFound(msg)


def region_name(m49: str, language: str = "en") -> str:
    """The name of an M49 region in a language."""
    return in_language(region(m49).names, language)


@cache
def groupings() -> tuple[Grouping, ...]:
    """Regional bodies, classifications and M49 regions."""
    return (*reading.groupings(), *(_as_grouping(each) for each in regions()))


def _as_grouping(each: Region) -> Grouping:
    unknown = moment("unknown")
    return Grouping(
        code=f"M49-{each.m49}",
        kind=GroupingKind.REGION,
        names=each.names,
        as_of=date(2025, 12, 31),
        source="UN Statistics Division, M49 standard, as downloaded in 2025",
        spells=tuple(Membership(code, unknown) for code in within(areas(), each.m49)),
        note="The standard is in force as it stands; earlier versions are not kept here.",
    )


def grouping(code: str) -> Grouping:
    """One grouping by its code (ASEAN, LDC, M49-002, or 002); NotFound lists them."""
    wanted = code.strip().upper()
    for each in groupings():
        if wanted in (each.code.upper(), each.code.removeprefix("M49-")):
            return each
    listed = ", ".join(each.code for each in groupings())
    msg = f"There is no grouping {code!r}. There are: {listed}."
    raise NotFound(msg)


def members(code: str, *, on: date | None = None) -> tuple[str, ...]:
    """Alpha-3 codes of the members on a day (default: the data's own as-of day).

    Members whose dates are not known for sure are included; ``memberships`` marks them.
    """
    return tuple(member.state for member in memberships(code, on=on))


def memberships(code: str, *, on: date | None = None) -> tuple[Member, ...]:
    """The members on a day with since, certain, suspended and note; sorted by code."""
    found = grouping(code)
    return members_on(found, on or found.as_of)


def groupings_of(state: str, *, on: date | None = None) -> tuple[Grouping, ...]:
    """The bodies and classifications (not regions) that a State belongs to on a day."""
    return tuple(
        each
        for each in groupings()
        if each.kind is not GroupingKind.REGION and state in members(each.code, on=on)
    )


@cache
def shapes() -> WorldMap:
    """The world map: SVG paths in Equal Earth, dots for small States, the view box.

    Only shapes of kind ``state`` may carry a value; the disclaimer stands under it.
    """
    return reading.world_map()


@cache
def _disclaimer() -> reading.Disclaimer:
    return reading.disclaimer()


def map_disclaimer(language: str = "en", *, details: bool = False) -> str:
    """The sentence that stands under every map; with ``details``, what is undetermined."""
    held = _disclaimer().details if details else _disclaimer().short
    return in_language(held, language)
