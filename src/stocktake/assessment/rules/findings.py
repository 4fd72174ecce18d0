"""A finding: what the evidence says about one State and one commitment in one round."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Final

from msgspec import UNSET, UnsetType

from stocktake.assessment.methods.cerqual import Concern, Confidence
from stocktake.assessment.policies.rules import Policies
from stocktake.assessment.rules.agreement import (
    Agreement,
    Lean,
    Position,
    Scale,
    SourceClass,
    Triangulation,
)
from stocktake.assessment.verdicts import Grade, Label, Verdict
from stocktake.kernel.urns import urn


MADE_BY: Final = "findings@1"


class Basis(StrEnum):
    """From what it is known what a side says."""

    ANSWERS = "answers"  # coded by the side itself
    DOCUMENTS = "documents"  # read from passages: labels and stances
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Measure:
    """A law, policy, programme ... that a State reported: its code words, never its text."""

    item: str  # the commitment or part it was reported under
    record: str
    kind: str  # law, policy, ..., repeal, revision
    status: str  # under-development, adopted, in-force, suspended, ended, repealed
    dated: str  # ISO, or ""
    round: str  # in which it was last reported


@dataclass(frozen=True, slots=True)
class Told:
    """How many passages tell of achievements and challenges, and which are cited."""

    achievements: int
    challenges: int
    passages: int  # about the commitment, whatever they tell
    confirmed: int  # of them, with a label that a person gave
    cited: tuple[str, ...]  # URNs, the surest first

    @property
    def any(self) -> bool:
        """Whether there is any passage."""
        return bool(self.passages)


NOTHING_TOLD: Final = Told(0, 0, 0, 0, ())


@dataclass(frozen=True, slots=True)
class Claimed:
    """What the State says of itself."""

    basis: Basis
    status: str  # no-measure, under-development, partly-in-force, in-force, or ""
    level: int | None  # on the ladder of five, 1 to 4
    lean: Lean | None  # where there is no status
    measures: tuple[Measure, ...]  # of this and earlier rounds, as last reported
    absence: str  # not_relevant, no_information, or ""
    absence_reason: str  # code
    told: Told
    sources: tuple[str, ...]  # URNs

    @property
    def by_status(self) -> Mapping[str, int]:
        """How many measures are in each state."""
        return dict(sorted(Counter(one.status for one in self.measures).items()))

    @property
    def by_kind(self) -> Mapping[str, int]:
        """How many measures are of each kind."""
        return dict(sorted(Counter(one.kind for one in self.measures).items()))


@dataclass(frozen=True, slots=True)
class Rating:
    """One published rating on the scale of five."""

    claim: str  # URN
    sender: str  # organisation; SOURCE for protected ones together
    source: SourceClass
    rating: str  # no-evidence, not-started, limited, substantial, complete
    level: int | None  # 1 to 4; none where there is no evidence
    status: str  # unverified, corroborated, contested


@dataclass(frozen=True, slots=True)
class Experts:
    """What experts, mandate holders and organisations say."""

    ratings: tuple[Rating, ...]
    claims: Mapping[str, int]  # by kind: rating, challenge, achievement
    statuses: Mapping[str, int]  # by what is known beside: unverified, ...
    senders: tuple[str, ...]
    told: Told
    sources: tuple[str, ...]  # URNs of claims and passages


@dataclass(frozen=True, slots=True)
class Figure:
    """What statistics show on one indicator; its words are in the edition's definition."""

    indicator: str
    verdict: Verdict
    release: str  # URN of the release; "" where there is none
    vintage: str  # when it was published, ISO day; "" likewise
    series: tuple[tuple[int, float], ...]
    unit: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class TreatyStanding:
    """Where the State stands towards a treaty of the commitment, as of the finding's day."""

    instrument: str
    status: (
        str  # party, signatory, withdrawn, no action known, sources disagree, no data
    )
    since: str  # ISO date of the act that decides, as its source has it


@dataclass(frozen=True, slots=True)
class Component:
    """One component of confidence: the concern and why."""

    name: str  # one of the four: methods, coherence, adequacy, relevance
    concern: Concern
    reason: str  # code word


@dataclass(frozen=True, slots=True)
class EvidenceGrade:
    """How strong the evidence is: the strongest confidence that the rule allows."""

    confidence: Confidence | None  # none where nobody said anything
    kinds: tuple[
        Grade, ...
    ]  # official-statistics, modelled, self-reported, expert-coded
    components: tuple[Component, ...]


@dataclass(frozen=True, slots=True)
class Coverage:
    """How much of what could be known is known."""

    assessed: int  # indicators with a verdict
    applicable: int  # quantitative indicators defined for the commitment
    state_reported: bool  # whether the State reported at all in this round
    state_spoke: bool  # on this commitment
    experts_spoke: bool


@dataclass(frozen=True, slots=True)
class Vintage:
    """Of when a datum is."""

    source: str  # URN
    dated: str  # ISO day


@dataclass(frozen=True, slots=True)
class Reply:
    """What the State says to a finding about it."""

    texts: Mapping[str, str]  # language -> words
    at: datetime
    state: str
    version: int  # of the finding that it answers


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding; a correction is a new version with its reason, the old one stays.

    Without policy scores ``policies`` is not written at all (UNSET), so that findings
    made before there were any are the same to the byte.
    """

    urn: str  # stocktake:finding:ROUND/STATE/CODE
    version: int
    round: str
    state: str
    code: str
    as_of: date
    claimed: Claimed
    experts: Experts
    figures: tuple[Figure, ...]
    treaties: tuple[TreatyStanding, ...]
    agreement: Agreement
    gap: int | None  # State less experts, in steps of ``scale``
    scale: Scale
    triangulation: Triangulation
    positions: tuple[Position, ...]
    label: Label  # the worst of the figures'
    grade: EvidenceGrade
    coverage: Coverage
    vintages: tuple[Vintage, ...]
    sources: tuple[str, ...]  # URNs of all it rests on
    made_by: str  # findings@1
    inputs: str  # SHA-256 of what it was made from
    reason: str = ""  # of this version
    replies: tuple[Reply, ...] = ()
    policies: Policies | UnsetType = UNSET

    @property
    def spoken(self) -> bool:
        """Whether anybody said anything on it, or any figure or score shows anything."""
        return (
            self.agreement is not Agreement.SILENCE
            or self.policies is not UNSET
            or any(one.verdict.label is not Label.CANNOT_ASSESS for one in self.figures)
        )


def name(round_code: str, state: str, code: str) -> str:
    """The URN of a finding, the same for all its versions.

    >>> name("2024", "XAA", "1.2")
    'stocktake:finding:2024/XAA/1.2'
    """
    return urn("finding", round_code, state, code)
