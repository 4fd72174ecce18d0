"""What a method says of one series: its verdict, and how well that verdict stands."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol


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

    RATIO = "ratio"
    BOUNDED = "bounded"
    ORDINAL = "ordinal"
    BINARY = "binary"
    COUNT = "count"


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


class Aim(Protocol):
    """A target: the value, and the year it is due (None: the horizon)."""

    @property
    def value(self) -> float:
        """The value to be reached."""

    @property
    def year(self) -> int | None:
        """The year it is due."""


class Measured(Protocol):
    """What the default rule must know of an indicator; a ``Definition`` knows it."""

    @property
    def scale(self) -> str:
        """One of ``Scale``."""

    @property
    def direction(self) -> int | None:
        """+1 more is better, -1 less is better, 0 or None neither."""

    @property
    def natural_limit(self) -> float | None:
        """The value that cannot be passed, as 100 for a share."""

    @property
    def baseline_year(self) -> int:
        """The year progress is counted from."""

    @property
    def horizon(self) -> int:
        """The year progress is judged for where a target names none."""

    @property
    def target(self) -> Aim | None:
        """The common target, where one is set."""


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
