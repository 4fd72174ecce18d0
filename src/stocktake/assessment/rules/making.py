"""Making a finding from evidence: the same evidence gives the same finding, to the byte."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from statistics import median_low
from typing import Final

from msgspec import UNSET

from stocktake.assessment.methods.cerqual import Concern, ceiling
from stocktake.assessment.policies.rules import averaged
from stocktake.assessment.rules.aggregation import label_of
from stocktake.assessment.rules.agreement import (
    Comparison,
    Lean,
    Position,
    SourceClass,
    Triangulation,
    compare,
    lean_of,
    state_rung,
)
from stocktake.assessment.rules.evidence import Answered, Evidence, Heard
from stocktake.assessment.rules.findings import (
    NOTHING_TOLD,
    Basis,
    Claimed,
    Component,
    Coverage,
    EvidenceGrade,
    Experts,
    Figure,
    Finding,
    Rating,
    Told,
    name,
)
from stocktake.assessment.verdicts import Grade, Label, Verdict


CITED: Final = 12  # passages named in a finding from each side; all are counted
TABLE: Final = "stocktake:treaty-table:"
HOLDS: Final = 0.8  # share of reruns in which a verdict must hold to weigh with others
# What a figure says in steps of leaning, for the comparison with what people say.
_LEANS: Final = {
    Label.ON_TRACK: Lean.ACHIEVEMENTS,
    Label.MET: Lean.ACHIEVEMENTS,
    Label.MET_MOVING_AWAY: Lean.MIXED,
    Label.TOO_SLOW: Lean.MIXED,
    Label.LITTLE_MOVEMENT: Lean.MIXED,
    Label.MOVING_AWAY: Lean.CHALLENGES,
    Label.NOT_MET: Lean.CHALLENGES,
}


def made(evidence: Evidence, verdicts: Mapping[str, Verdict], digest: str) -> Finding:
    """The finding; ``verdicts`` by indicator, ``digest`` the SHA-256 of the evidence."""
    claimed, experts = _claimed(evidence), _experts(evidence)
    figures = tuple(
        Figure(
            indicator=one.indicator,
            verdict=verdicts[one.indicator],
            release=one.release,
            vintage=one.released,
            series=one.series.points,
            unit=one.series.unit,
            source=one.series.source,
        )
        for one in evidence.measured
    )
    compared = compare(
        _positions(evidence, claimed, figures),
        weighed_contested=experts.statuses.get("contested", 0),
    )
    label = label_of([one.verdict.label for one in figures])
    return Finding(
        urn=name(evidence.round, evidence.state, evidence.code),
        version=0,
        round=evidence.round,
        state=evidence.state,
        code=evidence.code,
        as_of=evidence.as_of,
        claimed=claimed,
        experts=experts,
        figures=figures,
        treaties=evidence.treaties,
        agreement=compared.agreement,
        gap=compared.gap,
        scale=compared.scale,
        triangulation=compared.triangulation,
        positions=compared.positions,
        label=label,
        grade=_grade(evidence, claimed, experts, figures, compared),
        coverage=_coverage(evidence, claimed, experts, figures),
        vintages=evidence.vintages,
        sources=_sources(evidence, claimed, experts),
        made_by=evidence.made_by,
        inputs=digest,
        policies=UNSET if evidence.policies is UNSET else averaged(evidence.policies),
    )


def _claimed(evidence: Evidence) -> Claimed:
    answered = evidence.answered
    told = _together(one for one in evidence.heard if one.source is SourceClass.STATE)
    coded = bool(answered.status or answered.absence or answered.measures)
    level = state_rung(answered.status)
    sources = [answered.submission] if coded and answered.submission else []
    return Claimed(
        basis=_basis(answered, told),
        status=answered.status,
        level=level,
        lean=None if level else _state_lean(answered, told, evidence.counting),
        measures=answered.measures,
        absence=answered.absence,
        absence_reason=answered.absence_reason,
        told=told,
        sources=(*sources, *told.cited),
    )


def _basis(answered: Answered, told: Told) -> Basis:
    if answered.submission:
        return Basis.ANSWERS
    return Basis.DOCUMENTS if told.any else Basis.NOTHING


def _state_lean(answered: Answered, told: Told, counting: Sequence[str]) -> Lean | None:
    """Without a status: a measure in a state that counts, else what passages tell."""
    if answered.absence:
        return None
    if any(one.status in counting for one in answered.measures):
        return Lean.ACHIEVEMENTS
    return _lean(told)


def _lean(told: Told) -> Lean | None:
    """What passages lean to; what tells of neither stands in the middle."""
    found = lean_of(told.achievements, told.challenges)
    return Lean.MIXED if found is None and told.any else found


def _experts(evidence: Evidence) -> Experts:
    heard = [one for one in evidence.heard if one.source is not SourceClass.STATE]
    told = _together(heard)
    senders = {
        *(one.sender for one in heard),
        *(one.sender for one in evidence.claims),
    }
    return Experts(
        ratings=evidence.ratings,
        claims=_counted(one.kind for one in evidence.claims),
        statuses=_counted(one.status for one in evidence.claims),
        senders=tuple(sorted(senders)),
        told=told,
        sources=(*(one.urn for one in evidence.claims), *told.cited),
    )


def _together(heard: Iterable[Heard]) -> Told:
    """What several senders tell; of each the passages that come first are cited."""
    each = [one.told for one in heard]
    if not each:
        return NOTHING_TOLD
    rounds = range(max(len(one.cited) for one in each))
    cited = [
        one.cited[place] for place in rounds for one in each if place < len(one.cited)
    ]
    return Told(
        achievements=sum(one.achievements for one in each),
        challenges=sum(one.challenges for one in each),
        passages=sum(one.passages for one in each),
        confirmed=sum(one.confirmed for one in each),
        cited=tuple(dict.fromkeys(cited))[:CITED],
    )


def _positions(
    evidence: Evidence, claimed: Claimed, figures: Sequence[Figure]
) -> Iterator[Position]:
    yield Position(SourceClass.STATE, evidence.state, claimed.level, claimed.lean)
    levels: dict[tuple[SourceClass, str], list[Rating]] = defaultdict(list)
    for rating in evidence.ratings:
        if rating.level is not None:
            levels[rating.source, rating.sender].append(rating)
    for (source, sender), ratings in sorted(levels.items()):
        yield Position(
            source, sender, median_low(one.level for one in ratings if one.level)
        )
    for one in evidence.heard:
        if one.source is SourceClass.STATE or (one.source, one.sender) in levels:
            continue
        yield Position(one.source, one.sender, None, _lean(one.told))
    yield Position(SourceClass.STATISTICS, "", None, _lean_of_figures(figures))


def _lean_of_figures(figures: Iterable[Figure]) -> Lean | None:
    """The worst leaning of the figures whose verdict is stable enough to weigh.

    What the State reports of itself is no second source.
    """
    leans = {
        _LEANS[one.verdict.label]
        for one in figures
        if one.verdict.label in _LEANS
        and one.verdict.grade is not Grade.SELF_REPORTED
        and holds(one.verdict)
    }
    order = (Lean.CHALLENGES, Lean.MIXED, Lean.ACHIEVEMENTS)
    return next((lean for lean in order if lean in leans), None)


def holds(verdict: Verdict) -> bool:
    """Whether a verdict holds in at least four of five reruns; none made, it does not."""
    stability = verdict.stability
    return stability.n > 0 and stability.k >= HOLDS * stability.n


def _grade(
    evidence: Evidence,
    claimed: Claimed,
    experts: Experts,
    figures: Sequence[Figure],
    compared: Comparison,
) -> EvidenceGrade:
    """Concerns by component, and the strongest confidence that they allow."""
    kinds = _kinds(evidence, claimed, experts, figures)
    if not compared.positions:
        return EvidenceGrade(None, kinds, ())
    components = (
        _methods(evidence, experts, compared),
        _coherence(compared),
        _adequacy(compared),
        _relevance(evidence, claimed, experts),
    )
    lone = len({one.source for one in compared.positions}) == 1
    verified = bool(experts.statuses.get("corroborated"))
    allowed = ceiling(
        {one.name: one.concern for one in components},
        single_unverified=lone and not verified,
    )
    return EvidenceGrade(allowed.confidence, kinds, components)


def _kinds(
    evidence: Evidence, claimed: Claimed, experts: Experts, figures: Sequence[Figure]
) -> tuple[Grade, ...]:
    found = {one.verdict.grade for one in figures if one.verdict.grade}
    if claimed.basis is not Basis.NOTHING:
        found.add(Grade.SELF_REPORTED)
    if experts.senders or evidence.policies is not UNSET:
        found.add(Grade.EXPERT_CODED)
    return tuple(kind for kind in Grade if kind in found)


def _methods(evidence: Evidence, experts: Experts, compared: Comparison) -> Component:
    """What a model read from passages nobody confirmed; claims that nobody weighed."""
    read = {
        (one.source, one.sender)
        for one in compared.positions
        if one.level is None and one.source is not SourceClass.STATISTICS
    }
    if any(
        one.told.confirmed < one.told.passages
        for one in evidence.heard
        if (one.source, one.sender) in read
    ):
        return Component("methods", Concern.SERIOUS, "read-by-a-model")
    if experts.claims and not experts.statuses.get("corroborated"):
        return Component("methods", Concern.MINOR, "claims-not-verified")
    return Component("methods", Concern.NONE, "")


def _coherence(compared: Comparison) -> Component:
    if compared.triangulation is Triangulation.CONTESTED:
        return Component("coherence", Concern.SERIOUS, "sources-contradict")
    if compared.gap:
        return Component("coherence", Concern.MINOR, "one-step-apart")
    return Component("coherence", Concern.NONE, "")


def _adequacy(compared: Comparison) -> Component:
    kinds = len({one.source for one in compared.positions})
    if kinds == 1:
        return Component("adequacy", Concern.SERIOUS, "one-kind-of-source")
    if kinds == 2:
        return Component("adequacy", Concern.MINOR, "two-kinds-of-sources")
    return Component("adequacy", Concern.NONE, "")


def _relevance(evidence: Evidence, claimed: Claimed, experts: Experts) -> Component:
    """Documents that answer no question may be about something near the commitment."""
    asked = bool(evidence.answered.submission or experts.claims)
    if not asked and (claimed.told.any or experts.told.any):
        return Component("relevance", Concern.MINOR, "documents-only")
    return Component("relevance", Concern.NONE, "")


def _coverage(
    evidence: Evidence,
    claimed: Claimed,
    experts: Experts,
    figures: Sequence[Figure],
) -> Coverage:
    spoke = claimed.level is not None or claimed.lean is not None
    undecided = (Label.CANNOT_ASSESS, Label.CONTEXT)
    return Coverage(
        assessed=sum(one.verdict.label not in undecided for one in figures),
        applicable=evidence.applicable,
        state_reported=evidence.reported,
        state_spoke=spoke or bool(claimed.absence) or claimed.told.any,
        experts_spoke=bool(experts.senders),
    )


def _sources(evidence: Evidence, claimed: Claimed, experts: Experts) -> tuple[str, ...]:
    """Submissions, claims, passages, releases (scores too), treaty tables, by URN."""
    releases = [one.release for one in evidence.measured if one.release]
    tables = [one.source for one in evidence.vintages if one.source.startswith(TABLE)]
    coded = [] if evidence.policies is UNSET else [evidence.policies.release]
    named = (*claimed.sources, *experts.sources, *releases, *coded, *tables)
    return tuple(dict.fromkeys(named))


def _counted(words: Iterable[str]) -> dict[str, int]:
    return dict(sorted(Counter(words).items()))
