"""The executive summary: what the rest proves, in a few sentences; each names its source."""

from collections.abc import Iterable, Iterator

from stocktake.dossiers.assessed import (
    AGREEMENTS,
    APART,
    LABELS,
    SENSES,
    Assessment,
    tally,
)
from stocktake.dossiers.content.coverage import counts_line, labels_source
from stocktake.dossiers.content.opening import reports_line, reports_of_round
from stocktake.dossiers.content.telling import (
    codes,
    counted,
    finding_source,
    findings_source,
    name,
    named,
    say,
)
from stocktake.dossiers.evidence import Evidence, Item
from stocktake.dossiers.frames import Frame
from stocktake.dossiers.rules import Block, Citation, Guidance, Reference, Section


MOST_APART = 3  # commitments on which the two strands differ most


def section(evidence: Evidence, words: Frame) -> Section:
    """The summary of this dossier's scope."""
    blocks: list[Block] = [
        say(
            reports_line(evidence, words),
            reports_of_round(evidence, words, anchor="reported"),
        ),
        say(
            counts_line(evidence, words),
            labels_source(evidence, words, anchor="coverage"),
        ),
    ]
    told = evidence.assessment
    if told is None:
        blocks.append(Guidance(words("no_findings")))
    else:
        blocks += _found(evidence, words, told)
    return Section("summary", words("summary"), tuple(blocks))


def _found(evidence: Evidence, words: Frame, told: Assessment) -> Iterator[Block]:
    rule = findings_source(evidence, words, told, anchor="rule")
    yield say(_findings(words, told), rule)
    if evidence.scope.kind == "state":
        yield from _own_rule(evidence, words, told, rule)
    elif evidence.scope.kind == "round":
        yield say(_rule(words, told), rule)
    agreements = tally((one.agreement for one in told.findings), AGREEMENTS)
    yield say(
        words("sum_agreement", counts=counted(words, agreements, "agreement")), rule
    )
    labels = tally((one.label for one in told.findings), LABELS)
    yield say(words("sum_labels", counts=counted(words, labels, "label")), rule)
    yield from _apart(evidence, words, told)
    yield from _silent(evidence, words, told, rule)
    yield from _changed(evidence, words, told)
    yield from _replied(words, told, rule)


def _findings(words: Frame, told: Assessment) -> str:
    figures = sum(1 for one in told.findings if one.figures)
    return words(
        "sum_findings",
        findings=len(told.findings),
        states=len(told.states),
        figures=figures,
    )


def _rule(words: Frame, told: Assessment) -> str:
    meets = {
        sense: sum(1 for one in told.standings if one.meets[sense]) for sense in SENSES
    }
    return words("sum_rule", states=len(told.standings), **meets)


def _own_rule(
    evidence: Evidence, words: Frame, told: Assessment, source: Reference
) -> Iterator[Block]:
    for one in told.standings:
        line = words(
            "sum_own_rule",
            state=name(evidence, one.state),
            themes=len(one.themes["claimed"]),
            counted=one.counted,
            **{sense: len(one.counts[sense]) for sense in SENSES},
        )
        yield say(line, source)
        if one.missing_more or one.missing_themes:
            line = words(
                "sum_missing",
                more=one.missing_more,
                themes=codes(words, one.missing_themes),
                commitments=codes(words, one.missing),
            )
            yield say(line, source)


def _apart(evidence: Evidence, words: Frame, told: Assessment) -> Iterator[Block]:
    """The commitments on which States and experts differ most, with words of both sides."""
    counts = {
        item.code: sum(1 for one in told.on(item.code) if one.agreement in APART)
        for theme in evidence.themes
        for item in evidence.under(theme.code)
    }
    most = sorted(counts, key=lambda code: (-counts[code], code))[:MOST_APART]
    items = {item.code: item for item in evidence.items}
    for code in most:
        if counts[code]:
            yield _one_apart(evidence, words, told, items[code])


def _one_apart(evidence: Evidence, words: Frame, told: Assessment, item: Item) -> Block:
    found = [one for one in told.on(item.code) if one.agreement in APART]
    by_class = tally((one.agreement for one in found), APART)
    line = words(
        "sum_apart",
        code=item.code,
        title=item.title,
        counts=counted(words, by_class, "agreement"),
    )
    anchor = f"commitment-{item.code}"
    source = (
        findings_source(evidence, words, told, anchor=anchor)
        if len(found) > 1
        else finding_source(words, found[0], anchor=anchor)
    )
    states = [one.state for one in found]
    return say(line, source, *_both_sides(evidence, item.code, states))


def _both_sides(
    evidence: Evidence, code: str, states: Iterable[str]
) -> tuple[Citation, ...]:
    """Words of both sides of one State: a contrast, else the first that each side says."""
    wanted = list(states)
    for pair in evidence.contrasts:
        if pair.code == code and pair.state in wanted:
            return pair.first.citation, pair.second.citation
    for state in wanted:
        said = [
            summary.quotations[0].citation
            for strand in ("state", "expert")
            if (summary := evidence.summaries.get((code, state, strand)))
            and summary.quotations
        ]
        if len(said) == 2:
            return tuple(said)
    return ()


def _silent(
    evidence: Evidence, words: Frame, told: Assessment, source: Reference
) -> Iterator[Block]:
    own = {report.sender for report in evidence.reports if report.strand == "state"}
    silent = [state for state in told.states if state not in own]
    quiet = sum(1 for one in told.findings if one.agreement == "silence")
    if evidence.scope.kind == "state":
        yield say(words("sum_own_silence", silence=quiet), source)
        return
    listed = named(evidence, words, silent) if 0 < len(silent) <= 8 else ""
    key = "sum_silence_named" if listed else "sum_silence"
    yield say(
        words(
            key, states=len(silent), of=len(told.states), names=listed, silence=quiet
        ),
        source,
    )


def _changed(evidence: Evidence, words: Frame, told: Assessment) -> Iterator[Block]:
    source = findings_source(evidence, words, told, anchor="changes")
    if not told.before:
        yield say(words("sum_first"), source)
        return
    labels = sum(1 for one in told.changes if one.label[0] != one.label[1])
    classes = sum(1 for one in told.changes if one.agreement[0] != one.agreement[1])
    yield say(
        words("sum_changes", round=told.before, labels=labels, classes=classes), source
    )


def _replied(words: Frame, told: Assessment, source: Reference) -> Iterator[Block]:
    replies = sum(len(one.replies) for one in told.findings)
    if replies:
        yield say(words("sum_replies", count=replies), source)
