"""One finding in words: the State, the experts, the figures, how they stand beside each other."""

from collections.abc import Iterable, Iterator

from stocktake.dossiers.assessed import Figure, Finding, Side
from stocktake.dossiers.content import policies
from stocktake.dossiers.content.figure_lines import in_words, publisher
from stocktake.dossiers.content.telling import finding_source, name, why
from stocktake.dossiers.evidence import Evidence
from stocktake.dossiers.frames import Frame
from stocktake.dossiers.rules import (
    Block,
    Paragraph,
    Reference,
    Reply,
    Statement,
    Table,
)


def blocks(
    evidence: Evidence, words: Frame, state: str, code: str
) -> tuple[Block, ...]:
    """The finding about a State and commitment; nothing where there is none."""
    if evidence.assessment is None:
        return ()
    for one in evidence.assessment.on(code):
        if one.state == state:
            return tuple(_told(evidence, words, one))
    return ()


def _told(evidence: Evidence, words: Frame, one: Finding) -> Iterator[Block]:
    source = finding_source(words, one)
    who = name(evidence, one.state)
    said = [state_says(words, one, who), experts_say(words, one), agreement(words, one)]
    said += [confidence(words, one)]
    yield Paragraph(tuple(Statement(text, (source,)) for text in said))
    if one.figures:
        yield _figures(evidence, words, one, source)
        doubts = tuple(unsure(words, one.figures))
        if doubts:
            yield Paragraph(tuple(Statement(text, (source,)) for text in doubts))
    yield from policies.blocks(words, one, who, source)
    if one.treaties:
        yield Paragraph((Statement(treaties(words, one), (source,)),))
    if one.corrected:
        line = words(
            "finding_corrected", version=one.version, reason=why(words, one.reason)
        )
        yield Paragraph((Statement(line, (source,)),))
    yield from _replies(evidence, words, one, source)


def state_says(words: Frame, one: Finding, who: str) -> str:
    """What the State says, in its own codes, and the measures that it reports."""
    line = words("finding_state", state=who, said=state_in_short(words, one))
    if not one.measures:
        return line
    measures = words.listed(
        [
            words(
                "measure_of",
                kind=words(f"measure_{kind}"),
                status=words(f"play_{play}"),
                count=count,
            )
            for kind, play, count in one.measures
        ]
    )
    return f"{line} {words('finding_measures', measures=measures)}"


def state_in_short(words: Frame, one: Finding) -> str:
    """The State's own code; else why it gives none; else its passages, counted."""
    if one.status:
        return words("status_" + one.status)
    if one.absence:
        return words("absence_" + one.absence)
    return _side(words, one.own)


def _side(words: Frame, side: Side) -> str:
    if not side.passages:
        return words("says_nothing")
    return words(
        "says_passages",
        passages=side.passages,
        achievements=side.achievements,
        challenges=side.challenges,
    )


def experts_say(words: Frame, one: Finding) -> str:
    """Ratings, claims and passages of experts, counted."""
    return words("finding_experts", said=experts_in_short(words, one))


def experts_in_short(words: Frame, one: Finding) -> str:
    """The same without a beginning."""
    said = []
    if one.ratings:
        ratings = words.listed([words(f"rating_{rating}") for rating in one.ratings])
        said.append(words("experts_rate", ratings=ratings))
    others = {kind: n for kind, n in one.claims.items() if kind != "rating"}
    if others:
        claims = words.listed(
            [
                words("count_of", what=words(f"claim_{kind}"), count=count)
                for kind, count in sorted(others.items())
            ]
        )
        said.append(words("experts_claim", claims=claims))
    if not said or one.experts.passages:
        said.append(_side(words, one.experts))
    return words.words["semicolon"].join(said)


def agreement(words: Frame, one: Finding) -> str:
    """How the two stand beside each other, and by how many steps."""
    line = words("finding_agreement", what=words(f"agreement_{one.agreement}"))
    if one.gap is None:
        return line
    gap = f"{one.gap:+d}".replace("-", "−") if one.gap else "0"
    return f"{line} {words('finding_gap', gap=gap, scale=words(f'scale_{one.scale}'))}"


def confidence(words: Frame, one: Finding) -> str:
    """How sure one may be, and how much of what could be known is known."""
    return words(
        "finding_confidence",
        confidence=words(f"confidence_{one.confidence}"),
        evidence=words(f"triangulation_{one.triangulation}"),
        assessed=one.assessed,
        applicable=one.applicable,
    )


def _figures(
    evidence: Evidence, words: Frame, one: Finding, source: Reference
) -> Table:
    """Each indicator: label, the arithmetic on one line, how well it stands, of when it is."""
    rows = tuple(
        (
            each.title,
            words(f"label_{each.label}"),
            in_words(words, each.arithmetic or each.reason),
            holds(words, each),
            words(f"grade_{each.grade}") if each.grade else "—",
            each.vintage or "—",
        )
        for each in one.figures
    )
    columns = (
        "col_indicator",
        "col_label",
        "col_arithmetic",
        "col_holds",
        "col_grade",
        "col_vintage",
    )
    rules = sorted({each.rule for each in one.figures})
    named = {each.inputs.get("source", "") for each in one.figures} - {""}
    sources = sorted(publisher(words, each) for each in named)
    note = words("figures_note", rules=words.listed(rules))
    if sources:
        said = words.words["semicolon"].join(sources)
        note = f"{words('figures_from', sources=said)} {note}"
    return Table(
        title=words("table_figures", code=one.code, state=name(evidence, one.state)),
        columns=tuple(words(key) for key in columns),
        rows=rows,
        widths=(0.21, 0.11, 0.34, 0.1, 0.13, 0.11),
        source=source,
        note=note,
    )


def holds(words: Frame, one: Figure) -> str:
    """``3 of 4``; where the data allow no rerun, that it was not tried."""
    if not one.reruns:
        return words("holds_untried")
    return words("holds_in", k=one.holds, n=one.reruns)


def unsure(words: Frame, figures: Iterable[Figure]) -> Iterator[str]:
    """What another reasonable choice would say, where a verdict does not hold."""
    for one in figures:
        if one.alternative:
            yield words(
                "figure_unsure",
                indicator=one.title,
                k=one.holds,
                n=one.reruns,
                label=words(f"label_{one.alternative}"),
            )


def treaties(words: Frame, one: Finding) -> str:
    """Where the State stands towards each treaty of the commitment."""
    listed = words.words["semicolon"].join(
        words(
            "treaty_line",
            treaty=treaty,
            status=words("treaty_" + status.replace(" ", "_")),
            since=since[:4] or "—",
        )
        for treaty, status, since in one.treaties
    )
    return words("finding_treaties", treaties=listed)


def _replies(
    evidence: Evidence, words: Frame, one: Finding, source: Reference
) -> Iterator[Block]:
    for reply in one.replies:
        language, text = reply.said(words.language)
        yield Reply(
            state=name(evidence, one.state),
            day=words.day(reply.day),
            text=text,
            language=language,
            source=source,
        )
