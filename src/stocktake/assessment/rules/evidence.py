"""What a finding is made from: codes, counts, dates and figures by URN, never anybody's words."""

from dataclasses import dataclass
from datetime import date

from msgspec import UNSET, UnsetType

from stocktake.assessment.policies.rules import PolicySeen
from stocktake.assessment.rules.agreement import SourceClass
from stocktake.assessment.rules.findings import (
    Measure,
    Rating,
    Told,
    TreatyStanding,
    Vintage,
)
from stocktake.assessment.verdicts import Series


@dataclass(frozen=True, slots=True)
class Answered:
    """What a State answered on a commitment, and in which published submission."""

    status: str = ""
    absence: str = ""  # not_relevant, no_information
    absence_reason: str = ""
    measures: tuple[Measure, ...] = ()
    submission: str = ""  # URN; "" where the State answered no questionnaire


@dataclass(frozen=True, slots=True)
class Heard:
    """What the passages of one sender tell about the State and the commitment."""

    sender: str
    source: SourceClass
    told: Told


@dataclass(frozen=True, slots=True)
class ClaimSeen:
    """A published claim: which, of what kind, how it was weighed."""

    urn: str
    sender: str
    kind: str
    status: str


@dataclass(frozen=True, slots=True)
class Measured:
    """The series of one indicator, the release it is from, and the definition's hash."""

    indicator: str
    definition: str  # SHA-256 of the material
    series: Series
    release: str = ""  # URN
    released: str = ""  # ISO day


@dataclass(frozen=True, slots=True)
class Evidence:
    """Everything that one finding is made from; the same evidence makes the same finding.

    What is UNSET is not written: evidence without policy scores has the bytes it had
    before there were any.
    """

    round: str
    state: str
    code: str
    as_of: date
    made_by: str  # findings@1
    method: str  # default@1: that judged the figures
    reported: bool  # the State reported in this round, on whatever
    answered: Answered
    heard: tuple[Heard, ...]  # the State's own passages and experts', by sender
    ratings: tuple[Rating, ...]
    claims: tuple[ClaimSeen, ...]
    measured: tuple[Measured, ...]  # of the indicators that have any observation
    applicable: int  # indicators that could give a verdict, with observations or not
    treaties: tuple[TreatyStanding, ...]
    vintages: tuple[Vintage, ...]
    counting: tuple[str, ...]  # states of measures that count by the edition's rule
    policies: PolicySeen | UnsetType = UNSET
