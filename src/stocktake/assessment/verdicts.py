"""What a method says of one series: its verdict, and how well that verdict stands."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Label(StrEnum):
    """The one set of words for every rule; the number is always printed beside it."""

    ON_TRACK = "on-track"
    TOO_SLOW = "too-slow"
    LITTLE_MOVEMENT = "little-movement"
    MOVING_AWAY = "moving-away"
    MET = "met"
    MET_MOVING_AWAY = "met-moving-away"
    CONTEXT = "context"
    CANNOT_ASSESS = "cannot-assess"
    NOT_MET = "not-met"


class Scale(StrEnum):
    """What may be done with the numbers of an indicator."""

    RATIO = "ratio"  # a true zero, no upper end that matters
    BOUNDED = "bounded"  # a share or index between two ends
    ORDINAL = "ordinal"  # steps in an order
    BINARY = "binary"  # no or yes, 0 or 1
    COUNT = "count"  # whole numbers of persons, cases, texts


class Grade(StrEnum):
    """Where the figures of a series come from, best evidence first."""

    OFFICIAL = "official-statistics"
    MODELLED = "modelled"
    SELF_REPORTED = "self-reported"
    EXPERT_CODED = "expert-coded"


@dataclass(frozen=True, slots=True)
class Series:
    """Values of one indicator for one State, by year; a year without a value is left out.

    ``error`` is the published measurement error in the unit of the values; ``breaks``
    are the first years of a new way of measuring.
    """

    points: tuple[tuple[int, float], ...]
    source: str = ""
    vintage: str = ""
    unit: str = ""
    grade: Grade | None = None
    breaks: tuple[int, ...] = ()
    error: float | None = None


@dataclass(frozen=True, slots=True)
class Rerun:
    """The same series judged once more with one choice made otherwise."""

    choice: str  # "base year + 1", "Theil-Sen line"
    rule: str
    label: Label
    value: float | None


@dataclass(frozen=True, slots=True)
class Stability:
    """A verdict holds in ``k`` of the ``n`` reruns that the data allow.

    ``alternative`` is the label most other reruns give, named where k/n is below 0.8.
    """

    k: int
    n: int
    alternative: Label | None
    reruns: tuple[Rerun, ...]


@dataclass(frozen=True, slots=True)
class Verdict:
    """A label with everything needed to check it by hand."""

    label: Label
    value: float | None
    score: float | None
    rule: str  # "default@1: statcan"
    arithmetic: str  # one line
    inputs: Mapping[str, float | int | str | None]
    stability: Stability
    grade: Grade | None
    reason: str
