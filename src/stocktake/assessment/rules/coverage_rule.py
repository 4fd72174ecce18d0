"""The mission's rule: progressively, all themes and a majority of commitments.

Parameters are the edition's (``calendar/coverage.yaml``). Counted are its commitments; a
commitment counts for a State when a measure on it is adopted or in force, in this or an
earlier round, and not ended since. Each count is shown as claimed by the State, as
corroborated by experts or figures, and as contested by them.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from typing import Final

from stocktake.assessment.rules.agreement import Lean, Triangulation
from stocktake.assessment.rules.findings import Basis, Finding, Measure
from stocktake.charter.rules import Edition, is_majority, lifted
from stocktake.charter.rules.edition import Coverage as Parameters


RULE: Final = "coverage@1"
NOT_RELEVANT: Final = "not_relevant"


class Sense(StrEnum):
    """In which sense a commitment counts."""

    CLAIMED = "claimed"
    CORROBORATED = "corroborated"
    CONTESTED = "contested"


@dataclass(frozen=True, slots=True)
class Count:
    """What counts for a State in one sense, and whether that is enough."""

    sense: Sense
    commitments: tuple[str, ...]
    themes: tuple[str, ...]
    all_themes: bool
    majority: bool
    trend: "Trend"

    @property
    def met(self) -> bool:
        """All themes, a majority, and nothing fell since the round before."""
        return self.all_themes and self.majority and not self.trend.fell


@dataclass(frozen=True, slots=True)
class Trend:
    """Since the round before: what fell and what rose of themes and commitments."""

    since: str  # code of the round before; "" where none was assessed
    themes: tuple[int, int]  # before, now
    commitments: tuple[int, int]
    fell: tuple[str, ...]  # "themes", "commitments": those that must not fall
    rose: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Missing:
    """What is missing from the claimed count."""

    themes: tuple[str, ...]
    more: int  # commitments more to a majority
    commitments: tuple[str, ...]  # relevant ones without a counting measure


@dataclass(frozen=True, slots=True)
class Standing:
    """How one State stands towards the rule in one round."""

    round: str
    state: str
    basis: Basis  # what is known of its measures: answers, documents only, nothing
    counts: Mapping[Sense, Count]
    counted: int  # the 30
    relevant: tuple[str, ...]  # counted commitments less those said not to be relevant
    not_relevant: tuple[str, ...]
    told: tuple[str, ...]  # commitments its documents lean to as achieved: not counted
    missing: Missing
    parameters: Parameters
    rule: str = RULE
    findings: str = ""  # SHA-256 of the findings it was computed from
    # Of each claimed commitment, the findings (its own, its parts') whose measures count.
    rests_on: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def claimed(self) -> Count:
        """What the State claims."""
        return self.counts[Sense.CLAIMED]

    @property
    def corroborated(self) -> Count:
        """What experts or figures agree with."""
        return self.counts[Sense.CORROBORATED]

    @property
    def contested(self) -> Count:
        """What experts or figures contradict."""
        return self.counts[Sense.CONTESTED]

    @property
    def share_of_relevant(self) -> Fraction | None:
        """Claimed commitments as a share of the relevant ones."""
        if not self.relevant:
            return None
        claimed = set(self.claimed.commitments).intersection(self.relevant)
        return Fraction(len(claimed), len(self.relevant))


@dataclass(frozen=True, slots=True)
class World:
    """How many States meet the rule in each sense; never which stands before which."""

    round: str
    states: int
    reporting: int
    meeting: Mapping[Sense, int]
    all_themes: Mapping[Sense, int]
    majority: Mapping[Sense, int]
    fell: int  # States of which something fell
    parameters: Parameters
    rule: str = RULE

    @property
    def non_reporters(self) -> int:
        """States that reported nothing in the round."""
        return self.states - self.reporting


def standing(
    findings: Sequence[Finding],
    edition: Edition,
    *,
    before: Standing | None = None,
    digest: str = "",
) -> Standing:
    """Apply the rule to the findings of one State and round; ``before``: the round before."""
    first = findings[0]
    rule = edition.rule
    known = {one.code: one for one in findings}
    claimed = lifted(edition, _measured(findings, rule, first.round))
    codes = {
        Sense.CLAIMED: claimed,
        Sense.CONTESTED: _found(known, claimed, edition, Triangulation.CONTESTED),
    }
    codes[Sense.CORROBORATED] = (
        _found(known, claimed, edition, Triangulation.CORROBORATED)
        - codes[Sense.CONTESTED]
    )
    not_relevant = tuple(
        item.code
        for item in edition.commitments
        if item.code in known and known[item.code].claimed.absence == NOT_RELEVANT
    )
    relevant = tuple(
        item.code for item in edition.commitments if item.code not in not_relevant
    )
    counts = {
        sense: _count(sense, codes[sense], edition, relevant, before) for sense in Sense
    }
    return Standing(
        round=first.round,
        state=first.state,
        basis=_basis(findings),
        counts=counts,
        counted=len(edition.commitments),
        relevant=relevant,
        not_relevant=not_relevant,
        told=tuple(
            item.code
            for item in edition.commitments
            if item.code in known and known[item.code].claimed.lean is Lean.ACHIEVEMENTS
        ),
        missing=_missing(counts[Sense.CLAIMED], edition, relevant),
        parameters=rule,
        findings=digest,
        rests_on=_rests_on(findings, claimed, edition),
    )


def world(
    round_code: str, standings: Iterable[Standing], *, states: int, edition: Edition
) -> World:
    """Count the States that meet the rule; ``states``: all that could."""
    found = tuple(standings)
    return World(
        round=round_code,
        states=states,
        reporting=sum(one.basis is not Basis.NOTHING for one in found),
        meeting={s: sum(one.counts[s].met for one in found) for s in Sense},
        all_themes={s: sum(one.counts[s].all_themes for one in found) for s in Sense},
        majority={s: sum(one.counts[s].majority for one in found) for s in Sense},
        fell=sum(bool(one.claimed.trend.fell) for one in found),
        parameters=edition.rule,
    )


def _measured(
    findings: Iterable[Finding], rule: Parameters, round_code: str
) -> frozenset[str]:
    """The items with a measure in a state that counts."""
    return frozenset(
        measure.item
        for finding in findings
        for measure in finding.claimed.measures
        if _counts(measure, rule, round_code)
    )


def _counts(measure: Measure, rule: Parameters, round_code: str) -> bool:
    return (
        measure.status in rule.counting_measures
        and measure.status not in rule.ending_measures
        and (rule.earlier_rounds_count or measure.round == round_code)
    )


def _rests_on(
    findings: Iterable[Finding], claimed: Collection[str], edition: Edition
) -> Mapping[str, tuple[str, ...]]:
    """The findings with a measure of their own that lets a commitment count."""
    found: dict[str, list[str]] = {code: [] for code in sorted(claimed)}
    for one in findings:
        own = (measure for measure in one.claimed.measures if measure.item == one.code)
        if any(_counts(measure, edition.rule, one.round) for measure in own):
            for code in lifted(edition, [one.code]).intersection(claimed):
                found[code].append(one.urn)
    return {code: tuple(urns) for code, urns in found.items()}


def _found(
    known: Mapping[str, Finding],
    claimed: Collection[str],
    edition: Edition,
    wanted: Triangulation,
) -> frozenset[str]:
    """The claimed commitments of which (or of a part that lifts them) this was found."""
    codes = {code for code, one in known.items() if one.triangulation is wanted}
    return lifted(edition, codes).intersection(claimed)


def _count(
    sense: Sense,
    codes: frozenset[str],
    edition: Edition,
    relevant: tuple[str, ...],
    before: Standing | None,
) -> Count:
    rule = edition.rule
    ordered = tuple(item.code for item in edition.commitments if item.code in codes)
    touched = {edition.theme_of(code).code for code in ordered}
    themes = tuple(item.code for item in edition.themes if item.code in touched)
    whole = len(edition.commitments) if rule.not_relevant_stays else len(relevant)
    return Count(
        sense=sense,
        commitments=ordered,
        themes=themes,
        all_themes=not rule.all_themes or len(themes) == len(edition.themes),
        majority=is_majority(len(ordered), whole, more_than=rule.majority_more_than),
        trend=_trend(before, sense, len(themes), len(ordered), rule),
    )


def _trend(
    before: Standing | None,
    sense: Sense,
    themes: int,
    commitments: int,
    rule: Parameters,
) -> Trend:
    if before is None:
        return Trend("", (0, themes), (0, commitments), (), ())
    was = before.counts[sense]
    pairs = {
        "themes": (len(was.themes), themes),
        "commitments": (len(was.commitments), commitments),
    }
    return Trend(
        since=before.round,
        themes=pairs["themes"],
        commitments=pairs["commitments"],
        fell=tuple(
            name
            for name, (old, new) in pairs.items()
            if new < old and name in rule.must_not_fall
        ),
        rose=tuple(name for name, (old, new) in pairs.items() if new > old),
    )


def _missing(claimed: Count, edition: Edition, relevant: tuple[str, ...]) -> Missing:
    rule = edition.rule
    whole = len(edition.commitments) if rule.not_relevant_stays else len(relevant)
    needed = int(whole * Fraction(rule.majority_more_than)) + 1
    return Missing(
        themes=tuple(
            item.code for item in edition.themes if item.code not in claimed.themes
        )
        if rule.all_themes
        else (),
        more=max(0, needed - len(claimed.commitments)),
        commitments=tuple(code for code in relevant if code not in claimed.commitments),
    )


def _basis(findings: Iterable[Finding]) -> Basis:
    found = {one.claimed.basis for one in findings}
    for basis in (Basis.ANSWERS, Basis.DOCUMENTS):
        if basis in found:
            return basis
    return Basis.NOTHING
