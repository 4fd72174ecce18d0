"""Accreditation as values: who may report in the expert strand, since when, why. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from stocktake.actors.rules import OrganisationType
from stocktake.kernel.errors import Refused


class Standing(StrEnum):
    """Where an application stands."""

    APPLIED = "applied"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


# What may be decided on an application that stands so.
DECISIONS: Final[Mapping[Standing, frozenset[Standing]]] = {
    Standing.APPLIED: frozenset(
        {Standing.ACCEPTED, Standing.DECLINED, Standing.WITHDRAWN}
    ),
    Standing.ACCEPTED: frozenset({Standing.WITHDRAWN}),
    Standing.DECLINED: frozenset(),
    Standing.WITHDRAWN: frozenset(),
}


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision on an application."""

    standing: Standing
    reason: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Application:
    """One organisation's or mandate holder's application, with what was decided on it."""

    number: int
    organisation: str
    type: OrganisationType
    mandate: str
    letter: str  # SHA-256; empty where none was sent
    letter_kind: str
    applied_by: str
    applied_at: datetime
    standing: Standing
    decisions: tuple[Decision, ...]

    @property
    def urn(self) -> str:
        """``stocktake:accreditation:XNGO/1``."""
        return f"stocktake:accreditation:{self.organisation}/{self.number}"

    @property
    def open(self) -> tuple[Standing, ...]:
        """What may be decided now."""
        return tuple(one for one in Standing if one in DECISIONS[self.standing])


def check_decision(before: Standing, after: Standing, reason: str) -> str:
    """The reason, cleaned; refused where the decision is not open or gives none."""
    if after not in DECISIONS[before]:
        there = ", ".join(sorted(DECISIONS[before])) or "none: it is final"
        msg = f"An application that is {before} cannot become {after}. Open: {there}."
        raise Refused(msg)
    words = reason.strip()
    if not words:
        msg = "A decision on an accreditation gives its reason: the applicant reads it."
        raise Refused(msg)
    return words


def check_application(kind: OrganisationType, mandate: str) -> str:
    """The mandate, cleaned; refused where the type or the mandate is not stated."""
    if kind is OrganisationType.NOT_STATED:
        there = ", ".join(each for each in OrganisationType if each != kind)
        msg = f"An application states the type of the organisation: {there}."
        raise Refused(msg)
    words = mandate.strip()
    if len(words) < 20:
        msg = "An application states the mandate: in a few sentences, what the organisation does and for whom."
        raise Refused(msg)
    return words[:4000]
