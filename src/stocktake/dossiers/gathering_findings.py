"""Gather what was found in a round, in the dossier's language; nothing is decided here."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from stocktake.actors import queries as actors
from stocktake.assessment import definitions, queries
from stocktake.assessment import rules as found
from stocktake.assessment.verdicts import Verdict
from stocktake.charter.rules import Edition
from stocktake.dossiers import gathering_basis
from stocktake.dossiers.assessed import (
    SENSES,
    Answer,
    Assessment,
    Change,
    Figure,
    Finding,
    Side,
    Standing,
)
from stocktake.dossiers.frames import Frame
from stocktake.dossiers.gathering_policies import PolicyWords, policies, policy_words
from stocktake.dossiers.rules import Scope
from stocktake.kernel.languages import in_language


def assessment(
    round_code: str, edition: Edition, scope: Scope, words: Frame
) -> Assessment | None:
    """The findings of a round in scope; None where it was not assessed."""
    state = scope.code if scope.kind == "state" else None
    rows = _in_scope(queries.findings(round_code, state=state), edition, scope)
    if not rows:
        return None
    standings = queries.standings(round_code, state=state)
    before = next((one.claimed.trend.since for one in standings), "")
    earlier = (
        _in_scope(queries.findings(before, state=state), edition, scope)
        if before
        else ()
    )
    told = tuple(findings(rows, edition.code, words))
    return Assessment(
        made_by=rows[0].made_by,
        digest=_digest(rows),
        states=tuple(sorted({one.state for one in rows})),
        findings=told,
        standings=tuple(_standing(one) for one in standings),
        rule=gathering_basis.rule(edition),
        methods=gathering_basis.methods(told, words.language),
        indicators=gathering_basis.indicators(edition, words),
        before=before,
        changes=_changes(earlier, rows),
    )


def _in_scope(
    rows: Iterable[found.Finding], edition: Edition, scope: Scope
) -> tuple[found.Finding, ...]:
    """Findings on commitments (their parts are told of with them), of one theme if asked."""
    counted = {item.code for item in edition.commitments}
    if scope.kind == "theme":
        counted = {
            code for code in counted if edition.theme_of(code).code == scope.code
        }
    return tuple(one for one in rows if one.code in counted)


def _digest(rows: Iterable[found.Finding]) -> str:
    """One hash for all that the findings were made from, and for what was replied."""
    said = hashlib.sha256()
    for one in rows:
        said.update(f"{one.urn} {one.version} {one.inputs} {one.replies!r}\n".encode())
    return said.hexdigest()


def findings(
    rows: Iterable[found.Finding], edition: str, words: Frame
) -> Iterator[Finding]:
    """Findings in the words' language. No query."""
    treaties = {one.code: one.name(words.language) for one in actors.instruments()}
    titles = {
        one.code: in_language(dict(one.title), words.language)
        for one in definitions.definitions(edition)
    }
    coded = policy_words(edition, words.language)
    for one in rows:
        yield _finding(one, titles, treaties, coded)


def _finding(
    one: found.Finding,
    titles: Mapping[str, str],
    treaties: Mapping[str, str],
    coded: PolicyWords,
) -> Finding:
    return Finding(
        urn=one.urn,
        version=one.version,
        state=one.state,
        code=one.code,
        as_of=one.as_of,
        status=one.claimed.status,
        measures=_measures(one.claimed.measures),
        absence=one.claimed.absence,
        own=_side(one.claimed.told, one.claimed.sources),
        ratings=tuple(rating.rating for rating in one.experts.ratings),
        claims=dict(one.experts.claims),
        experts=_side(one.experts.told, one.experts.sources),
        figures=tuple(_figure(each, titles) for each in one.figures),
        treaties=tuple(
            (treaties.get(t.instrument, t.instrument), t.status, t.since)
            for t in one.treaties
        ),
        agreement=one.agreement.value,
        gap=one.gap,
        scale=one.scale.value,
        triangulation=one.triangulation.value,
        label=one.label.value,
        confidence=one.grade.confidence.value if one.grade.confidence else "none",
        kinds=tuple(kind.value for kind in one.grade.kinds),
        assessed=one.coverage.assessed,
        applicable=one.coverage.applicable,
        reported=one.coverage.state_reported,
        vintages=tuple((each.source, each.dated) for each in one.vintages),
        sources=one.sources,
        replies=tuple(_answer(each) for each in one.replies),
        reason=one.reason,
        made_by=one.made_by,
        inputs=one.inputs,
        policies=policies(one, coded),
    )


def _measures(rows: Iterable[found.Measure]) -> tuple[tuple[str, str, int], ...]:
    counts = Counter((one.kind, one.status) for one in rows)
    return tuple((kind, play, n) for (kind, play), n in sorted(counts.items()))


def _side(told: found.Told, sources: tuple[str, ...]) -> Side:
    return Side(
        passages=told.passages,
        achievements=told.achievements,
        challenges=told.challenges,
        sources=sources,
    )


def _figure(one: found.Figure, titles: Mapping[str, str]) -> Figure:
    verdict = one.verdict
    stability = verdict.stability
    return Figure(
        indicator=one.indicator,
        title=titles.get(one.indicator, one.indicator),
        label=verdict.label.value,
        value=_number(verdict.value),
        score=_number(verdict.score),
        rule=verdict.rule,
        arithmetic=verdict.arithmetic,
        inputs=_inputs(verdict),
        holds=stability.k,
        reruns=stability.n,
        alternative=stability.alternative.value if stability.alternative else "",
        grade=verdict.grade.value if verdict.grade else "",
        reason=verdict.reason,
        release=one.release,
        vintage=one.vintage,
    )


def _inputs(verdict: Verdict) -> dict[str, str]:
    return {
        name: ""
        if value is None
        else _number(value)
        if isinstance(value, float)
        else str(value)
        for name, value in verdict.inputs.items()
    }


def _number(value: float | None) -> str:
    """A number as Python writes it, the same on every machine; blank where there is none."""
    return "" if value is None else repr(value)


def _answer(one: found.Reply) -> Answer:
    """A reply in every language in which it was given."""
    return Answer(texts=dict(sorted(one.texts.items())), day=one.at.date())


def _standing(one: found.Standing) -> Standing:
    counts = {sense.value: count for sense, count in one.counts.items()}
    trend = one.claimed.trend
    moved = "fell" if trend.fell else "rose" if trend.rose else "same"
    return Standing(
        state=one.state,
        counts={sense: counts[sense].commitments for sense in SENSES},
        themes={sense: counts[sense].themes for sense in SENSES},
        all_themes={sense: counts[sense].all_themes for sense in SENSES},
        majority={sense: counts[sense].majority for sense in SENSES},
        meets={sense: counts[sense].met for sense in SENSES},
        counted=one.counted,
        relevant=len(one.relevant),
        missing_themes=one.missing.themes,
        missing_more=one.missing.more,
        missing=one.missing.commitments,
        trend=moved if trend.since else "",
    )


def _changes(
    before: Iterable[found.Finding], now: Iterable[found.Finding]
) -> tuple[Change, ...]:
    """Findings whose label or class is another than in the round before."""
    was = {(one.state, one.code): one for one in before}
    return tuple(
        Change(
            state=one.state,
            code=one.code,
            label=(old.label.value, one.label.value),
            agreement=(old.agreement.value, one.agreement.value),
        )
        for one in now
        if (old := was.get((one.state, one.code)))
        and (old.label, old.agreement) != (one.label, one.agreement)
    )
