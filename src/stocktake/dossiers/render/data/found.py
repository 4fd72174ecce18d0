"""Tables of what was found: findings, figures with every intermediate, sources, replies."""

from collections.abc import Iterator

from stocktake.dossiers.assessed import (
    Figure,
    Finding,
)
from stocktake.dossiers.evidence import Evidence
from stocktake.dossiers.render.data.shapes import (
    Field,
    Rows,
    Sheet,
    listed,
    truth,
    whole,
)
from stocktake.dossiers.rules import Dossier


FINDING = Field("finding", "URN of the finding")
OF_FINDING = (("finding", "findings", "urn"),)


def findings_of(evidence: Evidence) -> tuple[Finding, ...]:
    """The findings that a dossier holds; none where its round was not assessed."""
    return evidence.assessment.findings if evidence.assessment else ()


def _findings(evidence: Evidence, _dossier: Dossier) -> Rows:
    return (
        (
            one.urn,
            one.version,
            one.state,
            one.code,
            one.as_of,
            one.status,
            one.absence,
            sum(count for _, _, count in one.measures),
            one.own.passages,
            one.own.achievements,
            one.own.challenges,
            listed(one.ratings),
            sum(one.claims.values()),
            one.experts.passages,
            one.experts.achievements,
            one.experts.challenges,
            one.agreement,
            one.gap,
            one.scale,
            one.triangulation,
            one.label,
            one.confidence,
            listed(one.kinds),
            one.assessed,
            one.applicable,
            one.reported,
            one.made_by,
            one.inputs,
            one.reason,
        )
        for one in findings_of(evidence)
    )


def _pairs(evidence: Evidence) -> Iterator[tuple[Finding, Figure]]:
    for one in findings_of(evidence):
        for figure in one.figures:
            yield one, figure


def _figures(evidence: Evidence, _dossier: Dossier) -> Rows:
    return (
        (
            one.urn,
            figure.indicator,
            figure.label,
            figure.value or None,
            figure.score or None,
            figure.rule,
            figure.arithmetic,
            figure.holds,
            figure.reruns,
            figure.alternative,
            figure.grade,
            figure.reason,
            figure.release,
            figure.vintage,
        )
        for one, figure in _pairs(evidence)
    )


def _inputs(evidence: Evidence, _dossier: Dossier) -> Rows:
    return (
        (one.urn, figure.indicator, name, value)
        for one, figure in _pairs(evidence)
        for name, value in figure.inputs.items()
    )


def _measures(evidence: Evidence, _dossier: Dossier) -> Rows:
    return (
        (one.urn, *measure) for one in findings_of(evidence) for measure in one.measures
    )


def _treaties(evidence: Evidence, _dossier: Dossier) -> Rows:
    return (
        (one.urn, *treaty) for one in findings_of(evidence) for treaty in one.treaties
    )


def _sources(evidence: Evidence, _dossier: Dossier) -> Rows:
    return (
        (one.urn, source) for one in findings_of(evidence) for source in one.sources
    )


def _replies(evidence: Evidence, _dossier: Dossier) -> Rows:
    return (
        (one.urn, one.state, reply.day, language, text)
        for one in findings_of(evidence)
        for reply in one.replies
        for language, text in reply.texts.items()
    )


SHEETS = (
    Sheet(
        name="findings",
        about="What the evidence says about one State and one commitment.",
        key=("urn",),
        rows=_findings,
        fields=(
            Field("urn", "URN of the finding"),
            whole("version", "from 1; a correction is a new one"),
            Field("state", "ISO 3166 alpha-3"),
            Field("commitment", "code in the edition"),
            Field("as_of", "day it speaks of", "date"),
            Field("status", "what the State answers; blank: nothing"),
            Field("absence", "not_relevant or no_information, where it says so"),
            whole("measures", "measures the State reports"),
            whole("state_passages", "passages of the State about it"),
            whole("state_achievements", "of them, telling of achievements"),
            whole("state_challenges", "of them, telling of challenges"),
            Field("ratings", "of experts"),
            whole("claims", "of experts"),
            whole("expert_passages", "passages of experts about it"),
            whole("expert_achievements", "of them, telling of achievements"),
            whole("expert_challenges", "of them, telling of challenges"),
            Field("agreement", "how State and experts stand beside each other"),
            whole("gap", "State less experts in steps of the scale; blank: none"),
            Field("scale", "five-steps, leaning or none"),
            Field("triangulation", "all sources together"),
            Field("label", "the worst of the figures' labels"),
            Field("confidence", "proposed by the rule"),
            Field("kinds", "kinds of evidence of the figures"),
            whole("assessed", "indicators with a verdict"),
            whole("applicable", "indicators defined"),
            truth("reported", "whether the State reported in this round"),
            Field("made_by", "method and version"),
            Field("inputs", "SHA-256 of what it was made from"),
            Field("reason", "of this version, from the second on"),
        ),
    ),
    Sheet(
        name="figures",
        about="The verdict of a rule on one indicator.",
        key=("finding", "indicator"),
        refers=(*OF_FINDING, ("indicator", "indicators", "code")),
        rows=_figures,
        fields=(
            FINDING,
            Field("indicator", "code in the edition"),
            Field("label", "verdict"),
            Field("value", "the rule's figure; blank: none", "number"),
            Field("score", "from -5 to 5; blank: none", "number"),
            Field("rule", "rules that ran, with versions"),
            Field("arithmetic", "on one line"),
            whole("holds", "reruns that give the same label"),
            whole("reruns", "reruns that the data allow"),
            Field("alternative", "label most others give, where it does not hold"),
            Field("grade", "kind of evidence"),
            Field("reason", "why there is no verdict"),
            Field("release", "URN of the release"),
            Field("vintage", "day the release was published"),
        ),
    ),
    Sheet(
        name="figure-inputs",
        about="Every number that led to a verdict, by name.",
        refers=OF_FINDING,
        rows=_inputs,
        fields=(
            FINDING,
            Field("indicator", "code in the edition"),
            Field("name", "of the number"),
            Field("value", "as it was; blank is not zero"),
        ),
    ),
    Sheet(
        name="measures",
        about="Measures that the State reports, counted by kind and state of play.",
        refers=OF_FINDING,
        rows=_measures,
        fields=(
            FINDING,
            Field("kind", "law, policy, programme, ..."),
            Field("status", "adopted, in-force, ..."),
            whole("measures", "how many"),
        ),
    ),
    Sheet(
        name="treaties",
        about="Where the State stands towards the treaties of the commitment.",
        refers=OF_FINDING,
        rows=_treaties,
        fields=(
            FINDING,
            Field("treaty", "its name"),
            Field("status", "party, signatory, withdrawn, ..."),
            Field("since", "day of the act that decides, as its source has it"),
        ),
    ),
    Sheet(
        name="finding-sources",
        about="All that a finding rests on.",
        key=("finding", "source"),
        refers=OF_FINDING,
        rows=_sources,
        fields=(FINDING, Field("source", "URN of a passage, claim, release, ...")),
    ),
    Sheet(
        name="replies",
        about="What States reply to findings about them.",
        refers=OF_FINDING,
        rows=_replies,
        fields=(
            FINDING,
            Field("state", "ISO 3166 alpha-3"),
            Field("day", "when it replied", "date"),
            Field("language", "language of the words"),
            Field("text", "the words"),
        ),
    ),
)
