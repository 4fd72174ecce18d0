"""What a dossier is told of findings, as values in its language; filled by ``gathering``.

Kept apart from the room that makes findings, so that a dossier frozen long ago can be
read whatever that room has become since. Labels, classes and grades are machine words
(``on-track``, ``contested``, ``official``); the frame says them in six languages.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from functools import cached_property
from typing import Final

from msgspec import Struct


LABELS: Final = (
    "met",
    "met-moving-away",
    "on-track",
    "too-slow",
    "little-movement",
    "moving-away",
    "not-met",
    "context",
    "cannot-assess",
)
NON_REPORTER: Final = "non-reporter"
SENSES: Final = ("claimed", "corroborated", "contested")
AGREEMENTS: Final = (
    "agree",
    "state-more-positive",
    "experts-more-positive",
    "one-side-only",
    "contested",
    "silence",
)
ONLY_THE_DAY: Final = (
    "day"  # of the reasons for a new version, the one that says little
)
APART: Final = ("contested", "state-more-positive", "experts-more-positive")


class Figure(Struct, frozen=True, kw_only=True):
    """One indicator and its verdict, with every number that led to it."""

    indicator: str
    title: str
    label: str
    value: str
    score: str
    rule: str  # "default@1, linear-pace@1"
    arithmetic: str  # on one line
    inputs: Mapping[str, str]  # every intermediate by its name
    holds: int  # reruns that give the same label
    reruns: int  # that the data allow
    alternative: str  # the label most others give, where it does not hold; else ""
    grade: str
    reason: str
    release: str
    vintage: str


class PolicyScore(Struct, frozen=True, kw_only=True):
    """What one coder gave one policy indicator."""

    indicator: str
    title: str
    year: int
    coder: str
    score: str
    step: str  # the score in words: "in part"


class Policies(Struct, frozen=True, kw_only=True):
    """What policy scores say of a commitment: the average, the gaps, the coders."""

    average: str
    lowest: str  # if every missing score were 0
    highest: str  # if every missing score were 100
    asked: int  # indicators
    missing: tuple[str, ...]  # titles of those without a score
    once: tuple[str, ...]  # titles of those with a single coder
    scores: tuple[PolicyScore, ...]
    alpha: str  # "" where it cannot be computed
    units: int
    twice: int
    methods: tuple[str, ...]
    release: str
    vintage: str


class Answer(Struct, frozen=True, kw_only=True):
    """A State's reply to a finding about it."""

    texts: Mapping[str, str]  # language -> words
    day: date

    def said(self, language: str) -> tuple[str, str]:
        """The language and the words: those asked for, else the first there are."""
        chosen = language if language in self.texts else min(self.texts)
        return chosen, self.texts[chosen]


class Side(Struct, frozen=True, kw_only=True):
    """What one strand says of a commitment: passages, what they tell, and where."""

    passages: int
    achievements: int
    challenges: int
    sources: tuple[str, ...]  # URNs


class Finding(Struct, frozen=True, kw_only=True):
    """What the evidence says about one State and one commitment."""

    urn: str
    version: int
    state: str
    code: str
    as_of: date
    status: str  # what the State answers; "" where it answers nothing
    measures: tuple[tuple[str, str, int], ...]  # kind, state of play, how many
    absence: str  # "not_relevant", "no_information", ""
    own: Side
    ratings: tuple[str, ...]  # of experts: "limited", ...
    claims: Mapping[str, int]  # of experts, by kind
    experts: Side
    figures: tuple[Figure, ...]
    treaties: tuple[tuple[str, str, str], ...]  # treaty, status, since
    agreement: str
    gap: int | None
    scale: str
    triangulation: str
    label: str
    confidence: str
    kinds: tuple[str, ...]  # of figures: "official-statistics", ...
    assessed: int  # indicators with a verdict
    applicable: int
    reported: bool  # whether the State reported at all in this round
    vintages: tuple[tuple[str, str], ...]  # URN of the source, day
    sources: tuple[str, ...]  # URNs of all it rests on
    replies: tuple[Answer, ...]
    reason: str  # of this version
    made_by: str
    inputs: str  # SHA-256
    policies: Policies | None = None  # None where nobody scored them

    @property
    def corrected(self) -> bool:
        """Whether it was made anew for more than another day."""
        return self.version > 1 and self.reason not in {"", ONLY_THE_DAY}

    @property
    def state_spoke(self) -> bool:
        """Whether the State said anything on it."""
        return bool(self.status or self.measures or self.own.passages)

    @property
    def experts_spoke(self) -> bool:
        """Whether any expert said anything on it."""
        return bool(self.ratings or self.claims or self.experts.passages)


class Standing(Struct, frozen=True, kw_only=True):
    """One State against the rule, each count in three senses."""

    state: str
    counts: Mapping[str, tuple[str, ...]]  # by sense: the commitments that count
    themes: Mapping[str, tuple[str, ...]]  # by sense
    all_themes: Mapping[str, bool]  # by sense
    majority: Mapping[str, bool]  # by sense
    meets: Mapping[str, bool]  # by sense: themes, majority, nothing fell
    counted: int
    relevant: int
    missing_themes: tuple[str, ...]
    missing_more: int  # commitments more to a majority
    missing: tuple[str, ...]  # relevant commitments without a counting measure
    trend: str  # "rose", "fell", "same"; "" where there is no round before


class Rule(Struct, frozen=True, kw_only=True):
    """The rule's parameters in the edition."""

    name: str  # "coverage@1"
    all_themes: bool
    majority: str  # "1/2": more than this share
    counted: int  # commitments
    measures: tuple[str, ...]  # states of play in which a measure counts


class Method(Struct, frozen=True, kw_only=True):
    """The card of one method."""

    name: str  # "default@1"
    what: str
    formula: str
    source: str
    limits: str


class Indicator(Struct, frozen=True, kw_only=True):
    """One indicator of the edition."""

    code: str
    title: str
    commitments: tuple[str, ...]
    kind: str
    unit: str
    direction: str
    target: str  # value and year; "" where there is none
    set_by: str
    source: str
    custodian: str
    caveats: str


class Change(Struct, frozen=True, kw_only=True):
    """What is otherwise than in the round before, for one State and commitment."""

    state: str
    code: str
    label: tuple[str, str]  # before, now
    agreement: tuple[str, str]


class Correction(Struct, frozen=True, kw_only=True):
    """A finding that was made anew within the round, and why."""

    urn: str
    version: int
    state: str
    code: str
    reason: str


class Assessment(Struct, frozen=True, kw_only=True, dict=True):
    """All findings of a round in scope, and what they rest on."""

    made_by: str  # "findings@1"
    digest: str  # SHA-256 of what all findings in scope were made from
    states: tuple[str, ...]  # all that findings were made of, by code
    findings: tuple[Finding, ...]
    standings: tuple[Standing, ...]
    rule: Rule
    methods: tuple[Method, ...]
    indicators: tuple[Indicator, ...]
    before: str  # the round compared with; "" where there is none
    changes: tuple[Change, ...]

    def on(self, code: str) -> tuple[Finding, ...]:
        """The findings on a commitment, by State."""
        return tuple(self._by_code.get(code, ()))

    @cached_property
    def _by_code(self) -> dict[str, list[Finding]]:
        found: dict[str, list[Finding]] = {}
        for one in self.findings:
            found.setdefault(one.code, []).append(one)
        return found

    @property
    def corrections(self) -> tuple[Correction, ...]:
        """Findings of a later version than the first."""
        return tuple(
            Correction(
                urn=one.urn,
                version=one.version,
                state=one.state,
                code=one.code,
                reason=one.reason,
            )
            for one in self.findings
            if one.corrected
        )


def tally(kinds: Iterable[str], known: Iterable[str]) -> dict[str, int]:
    """How many of each kind, in the order in which they are known."""
    found = list(kinds)
    return {kind: found.count(kind) for kind in known}
