"""Areas, regions, groupings and their membership by date, as frozen values."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from stocktake.kernel.errors import BrokenData, Refused
from stocktake.kernel.languages import in_language
from stocktake.kernel.periods import months_later


_SHAPE_OF_DATE = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")


class Standing(StrEnum):
    """What an area is at the United Nations."""

    MEMBER = "member"
    OBSERVER = "observer"
    OTHER = "other"
    ILLUSTRATIVE = "illustrative"


@dataclass(frozen=True, slots=True)
class Area:
    """One country or area of the M49 standard, or an illustrative State."""

    alpha3: str
    alpha2: str  # empty for illustrative States
    m49: str  # three digits; empty for illustrative States
    standing: Standing
    names: Mapping[str, str]  # language -> official short name
    formal: Mapping[str, str]  # language -> formal name, where there is one
    region: str  # M49 codes; empty where the standard has none
    subregion: str
    intermediate: str

    @property
    def member_state(self) -> bool:
        """Whether it is one of the 193 Members of the United Nations."""
        return self.standing is Standing.MEMBER

    @property
    def observer(self) -> bool:
        """Whether it is a non-member observer State."""
        return self.standing is Standing.OBSERVER

    @property
    def illustrative(self) -> bool:
        """Whether it is invented, for the example round and for tests."""
        return self.standing is Standing.ILLUSTRATIVE

    @property
    def is_state(self) -> bool:
        """Member, observer or illustrative State: what can owe a report."""
        return self.standing is not Standing.OTHER

    def name(self, language: str = "en") -> str:
        """The official short name in a language, English where it has none."""
        return in_language(self.names, language)


@dataclass(frozen=True, slots=True)
class Region:
    """A region of the M49 standard."""

    m49: str
    kind: str  # world, region, sub-region, intermediate region
    under: str  # M49 code of the next larger region
    names: Mapping[str, str]


class Ambiguous(Refused):
    """A name that several areas share; the text lists them."""

    def __init__(self, text: str, candidates: tuple[Area, ...], note: str = "") -> None:
        self.candidates = candidates
        named = "; ".join(f"{area.alpha3} {area.name()}" for area in candidates)
        said = f" {note}" if note else ""
        super().__init__(
            f"{text!r} can mean more than one.{said} Give the code of the one you mean: {named}."
        )


@dataclass(frozen=True, slots=True)
class Moment:
    """A day known to the day, month or year, about, announced, or not at all.

    ``earliest`` and ``latest`` are the first and last day it can be; None is open.
    """

    earliest: date | None
    latest: date | None
    text: str  # as the data file writes it

    @property
    def certain(self) -> bool:
        """Whether the very day is known."""
        return self.earliest is not None and self.earliest == self.latest

    def __str__(self) -> str:
        return self.text


def moment(text: str) -> Moment:
    """Read ``2004-05-01``, ``2004-05``, ``2004``, ``~2004``, ``2026-11-24?``, ``unknown``.

    ``~`` is "about": a year more on each side. ``?`` is announced, scheduled or
    disputed: never sure to have happened.
    """
    if text == "unknown":
        return Moment(None, None, text)
    first, last = _span(text.strip("~?"), text)
    if text.startswith("~"):
        first, last = _year_off(first, -1), _year_off(last, 1)
    return Moment(first, None if text.endswith("?") else last, text)


def _span(digits: str, text: str) -> tuple[date, date]:
    """First and last day of a year, a month or a day."""
    msg = f"{text!r} is not a date such as 2004-05-01, 2004-05, 2004, ~2004 or unknown"
    if not _SHAPE_OF_DATE.fullmatch(digits):
        raise BrokenData(msg)
    numbers = [int(part) for part in digits.split("-")]
    try:
        first = date(*[*numbers, 1, 1][:3])
    except ValueError as error:
        raise BrokenData(msg) from error
    if len(numbers) == 3:
        return first, first
    months = 1 if len(numbers) == 2 else 12
    return first, months_later(first, months) - timedelta(days=1)


def _year_off(day: date, years: int) -> date:
    return date(day.year + years, day.month, min(day.day, 28))


class Held(StrEnum):
    """Whether a membership holds on a day."""

    YES = "yes"
    UNSURE = "unsure"
    NO = "no"


@dataclass(frozen=True, slots=True)
class Membership:
    """One spell of one State in a grouping; ``until`` is the first day outside."""

    state: str
    since: Moment
    until: Moment | None = None
    suspended: bool = False  # the spell is a suspension inside a membership
    note: str = ""

    def on(self, day: date, *, as_of: date) -> Held:
        """Whether it holds on a day; one of unknown beginning does from ``as_of`` on."""
        started = begun(self.since, day, as_of)
        ended = Held.NO if self.until is None else _ended(self.until, day)
        if started is Held.NO or ended is Held.YES:
            return Held.NO
        return Held.YES if (started, ended) == (Held.YES, Held.NO) else Held.UNSURE


def begun(since: Moment, day: date, as_of: date) -> Held:
    """A list that gives no dates is sure of the day on which it was read."""
    latest = as_of if since.earliest is None else since.latest
    if latest is not None and day >= latest:
        return Held.YES
    if since.earliest is not None and day < since.earliest:
        return Held.NO
    return Held.UNSURE


def _ended(until: Moment, day: date) -> Held:
    if until.latest is not None and day >= until.latest:
        return Held.YES
    if until.earliest is not None and day < until.earliest:
        return Held.NO
    return Held.UNSURE


class GroupingKind(StrEnum):
    """What a grouping is."""

    BODY = "regional body"
    CLASSIFICATION = "classification"
    REGION = "region"


@dataclass(frozen=True, slots=True)
class Grouping:
    """States taken together: a regional body, a UN classification, an M49 region."""

    code: str
    kind: GroupingKind
    names: Mapping[str, str]
    as_of: date  # until when the data are known to hold
    source: str
    spells: tuple[Membership, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Member:
    """One State in a grouping on a day, with how well that is known."""

    state: str
    since: str  # as the data file writes it: "1973-01-01", "~1977", "unknown"
    certain: bool  # whether it is a member on that day for sure
    suspended: bool
    note: str


def members_on(grouping: Grouping, day: date) -> tuple[Member, ...]:
    """Who belongs on a day, unsure ones included and marked; sorted by code."""
    held = [(spell, spell.on(day, as_of=grouping.as_of)) for spell in grouping.spells]
    suspended = {s.state for s, on in held if s.suspended and on is not Held.NO}
    members = [
        Member(
            state=spell.state,
            since=str(spell.since),
            certain=on is Held.YES,
            suspended=spell.state in suspended,
            note=spell.note,
        )
        for spell, on in held
        if not spell.suspended and on is not Held.NO
    ]
    return tuple(sorted(members, key=lambda member: member.state))


class ShapeKind(StrEnum):
    """What a shape on the map is."""

    STATE = "state"  # Member or observer: may carry a value
    AREA = "area"  # an M49 area that is no State: drawn without a value
    UNDETERMINED = "undetermined"  # final status not determined: drawn without a value


@dataclass(frozen=True, slots=True)
class Shape:
    """One area on the world map, projected; ``dot`` where it is too small to see."""

    code: str  # alpha-3; a word of ours where M49 has no entry
    kind: ShapeKind
    path: str  # SVG path; may be empty where there is a dot
    dot: tuple[int, int] | None  # centre of the circle


@dataclass(frozen=True, slots=True)
class WorldMap:
    """Shapes in Equal Earth, in the units of the view box."""

    view_box: tuple[int, int, int, int]
    shapes: tuple[Shape, ...]
    source: str
    licence: str


def within(areas: Iterable[Area], m49: str) -> tuple[str, ...]:
    """Codes of the areas that lie in an M49 region, sub-region or intermediate one."""
    return tuple(
        sorted(
            area.alpha3
            for area in areas
            if area.m49
            and m49 in ("001", area.region, area.subregion, area.intermediate)
        )
    )
