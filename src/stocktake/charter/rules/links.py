"""The crosswalk: which items of other taxonomies an item corresponds to, and how closely."""

from enum import StrEnum

import msgspec

from stocktake.charter.rules.items import Texts


class Degree(StrEnum):
    """How closely two items correspond."""

    SAME = "same"  # they ask for the same
    PART = "part"  # one asks for a part of what the other asks for
    RELATED = "related"  # progress on one helps the other


class Area(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One code of a taxonomy that is no edition (an SDG target, an area of the GCR)."""

    code: str
    title: Texts
    source: str


class Crosswalk(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The file: taxonomies outside the editions, then links by item, taxonomy, degree."""

    areas: dict[str, tuple[Area, ...]] = {}
    links: dict[str, dict[str, dict[Degree, tuple[str, ...]]]] = {}


class Link(msgspec.Struct, frozen=True):
    """One tie from an item of this edition to an item of another taxonomy."""

    code: str
    taxonomy: str
    to: str
    degree: Degree


def links_of(crosswalk: Crosswalk) -> tuple[Link, ...]:
    """The links of a crosswalk one by one, in the order of the file."""
    return tuple(
        Link(code, taxonomy, to, degree)
        for code, taxonomies in crosswalk.links.items()
        for taxonomy, degrees in taxonomies.items()
        for degree, targets in degrees.items()
        for to in targets
    )
