"""Strands, stages and rounds as values."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Strand(StrEnum):
    """Who speaks: the State about itself, or experts about States."""

    STATE = "state"
    EXPERT = "expert"


class Stage(StrEnum):
    """Where a submission stands. Taken in by the local administrator, it is published."""

    DRAFT = "draft"
    PUBLISHED = "published"
    SUPERSEDED = "superseded"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class RoundDates:
    """One round as the edition's calendar gives it."""

    code: str  # the year its State reports are due: "2024"; "2024-1" with half-year periods
    edition: str
    first: date
    last: date
    state_due: date
    expert_due: tuple[date, ...]  # one in each expert period inside the round
