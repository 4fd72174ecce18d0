"""Theme by theme, commitment by commitment: promise, counts, and both voices in their words."""

from collections.abc import Iterable

from stocktake.dossiers.content import findings, one_finding, themes
from stocktake.dossiers.content.coverage import labels_source
from stocktake.dossiers.evidence import Evidence, Item, Quotation, Summary
from stocktake.dossiers.frames import Frame
from stocktake.dossiers.rules import (
    Block,
    Guidance,
    Paragraph,
    Reference,
    Reply,
    Section,
    Statement,
    Voice,
)


MOST_STATES = {
    "round": 8,
    "theme": 24,
    "state": 1,
}  # with more, each State has its own dossier
MOST_CONTRASTS = 4
MOST_QUOTES_OF_STATE = 6  # in a dossier of several States; its own shows them all
MOST_ALSO = 5
_STANCES = ("achievement", "challenge", "neither")


def theme(evidence: Evidence, words: Frame, item: Item) -> Section:
    """One theme with its commitments."""
    items = evidence.under(item.code)
    states = {code for one in items for code in evidence.states_on(one.code)}
    line = words(
        "theme_counts",
        covered=sum(1 for one in items if evidence.passages_on(one.code)),
        commitments=len(items),
        passages=sum(evidence.passages_on(one.code) for one in items),
        states=len(states),
    )
    return Section(
        f"theme-{item.code}",
        words("theme", code=item.code, title=item.title),
        (
            Paragraph((Statement(line, (labels_source(evidence, words),)),)),
            *themes.blocks(evidence, words, item),
        ),
        tuple(commitment(evidence, words, one) for one in items),
        tally=int(item.code) if item.code in {"1", "2", "3", "4", "5"} else 0,
    )


def commitment(evidence: Evidence, words: Frame, item: Item) -> Section:
    """One commitment: promise, counts, across States, contrasts, State by State."""
    blocks: list[Block] = [_promise(evidence, words, item)]
    blocks += [
        _promise(evidence, words, part, named=True)
        for part in evidence.under(item.code)
    ]
    title = f"{item.code} {item.title}"
    inner = findings.targets(evidence, words, item)
    if evidence.scope.kind == "state":
        told = one_finding.blocks(evidence, words, evidence.scope.code, item.code)
        key = words("finding")
        inner += (Section(f"finding-{item.code}", key, told),) if told else ()
    inner += findings.across(evidence, words, item)
    if evidence.passages_on(item.code):
        blocks.append(_counts(evidence, words, item))
        inner += tuple(_said(evidence, words, item))
    else:
        blocks.append(Guidance(words("nothing_found")))
    return Section(f"commitment-{item.code}", title, tuple(blocks), inner)


def _said(evidence: Evidence, words: Frame, item: Item) -> Iterable[Section]:
    """What was said, quoted: across States, side by side, State by State."""
    if evidence.scope.kind != "state":
        yield from _across(evidence, words, item)
    yield from _contrasts(evidence, words, item)
    yield from _by_state(evidence, words, item)


def _promise(
    evidence: Evidence, words: Frame, item: Item, *, named: bool = False
) -> Paragraph:
    """What was promised, in our own short words, and where the compact says it."""
    whole = words("promise_source", compact=evidence.compact, place=item.source)
    where = item.source if named else whole
    source = Reference(f"stocktake:charter:{evidence.edition}/{item.code}", where)
    text = (
        f"{item.code} {item.title}. {item.promise}"
        if named
        else item.promise or item.title
    )
    return Paragraph((Statement(text, (source,)),))


def _counts(evidence: Evidence, words: Frame, item: Item) -> Paragraph:
    source = labels_source(evidence, words)
    line = words(
        "counts_line",
        size=evidence.passages_on(item.code),
        state=evidence.passages_on(item.code, strand="state"),
        expert=evidence.passages_on(item.code, strand="expert"),
        states=len(evidence.states_on(item.code)),
    )
    statements = [Statement(line, (source,))]
    shown = evidence.summaries.get((item.code, "", ""))
    if shown and evidence.scope.kind != "state":
        statements.append(Statement(_pool(shown, words), (source,)))
    return Paragraph(tuple(statements))


def _pool(shown: Summary, words: Frame) -> str:
    return words(
        "pool_line",
        shown=len(shown.quotations),
        shown_states=shown.pool.states,
        states=shown.pool.reporting,
        confirmed=words(
            "percent", value=round(100 * shown.pool.confirmed / max(1, shown.pool.size))
        ),
        unused=shown.pool.unused,
    )


def _across(evidence: Evidence, words: Frame, item: Item) -> Iterable[Section]:
    """What States say and what experts say, in a few quotations each."""
    across = evidence.summaries.get((item.code, "", ""))
    quoted = across.quotations if across else ()
    for strand, key in (("state", "states_say"), ("expert", "experts_say")):
        said = sorted(
            (q for q in quoted if q.citation.strand == strand),
            key=lambda q: _STANCES.index(q.stance),
        )
        blocks = tuple(
            block for q in said for block in with_replies(q, evidence, words)
        )
        yield Section(
            f"{strand}-{item.code}",
            words(key),
            blocks or (Guidance(words("state_nothing")),),
        )


def with_replies(said: Quotation, evidence: Evidence, words: Frame) -> Iterable[Block]:
    """A quotation and, where it is of a claim, what the State replied to it."""
    yield quotation(said, evidence)
    replied = evidence.replies.get(said.citation.urn)
    if replied is None:
        return
    state = evidence.names.get(replied.state, replied.state)
    source = Reference(replied.claim, words("reply_to_claim", state=state))
    for one in replied.answers:
        language, text = one.said(words.language)
        yield Reply(
            state=state,
            day=words.day(one.day),
            text=text,
            language=language,
            source=source,
        )


def quotation(said: Quotation, evidence: Evidence) -> Paragraph:
    """One quotation as a paragraph: who speaks, of whom, the words, who says nearly the same."""
    citation = said.citation
    obvious = citation.strand == "state" or said.about == evidence.scope.code
    about = "" if obvious else evidence.names.get(said.about, said.about)
    voice = Voice(
        citation.strand,
        citation.sender_name,
        about,
        said.stance,
        confirmed=said.confirmed,
    )
    words = Statement(
        citation.quote, (citation,), language=citation.language, serif=True
    )
    return Paragraph(
        (words,), voice, said.also[:MOST_ALSO], max(0, len(said.also) - MOST_ALSO)
    )


def _contrasts(evidence: Evidence, words: Frame, item: Item) -> Iterable[Section]:
    pairs = [pair for pair in evidence.contrasts if pair.code == item.code]
    if evidence.scope.kind == "state":
        pairs = [pair for pair in pairs if pair.state == evidence.scope.code]
    if not pairs:
        return
    blocks: list[Block] = [Guidance(words("side_by_side_hint"))]
    for pair in pairs[:MOST_CONTRASTS]:
        blocks += with_replies(pair.first, evidence, words)
        blocks += with_replies(pair.second, evidence, words)
    yield Section(f"contrast-{item.code}", words("side_by_side"), tuple(blocks))


def _by_state(evidence: Evidence, words: Frame, item: Item) -> Iterable[Section]:
    """Per State what it says and what experts say, where there are few enough States."""
    wanted = set(evidence.states())
    states = [code for code in sorted(evidence.states_on(item.code)) if code in wanted]
    title = words("by_state")
    if len(wanted) > MOST_STATES[evidence.scope.kind]:
        left_out = Guidance(words("by_state_left_out", count=len(states)))
        yield Section(f"states-{item.code}", title, (left_out,))
        return
    inner = tuple(_one_state(evidence, words, item, code) for code in states)
    if evidence.scope.kind == "state":
        yield from (part for one in inner for part in one.sections)
    elif inner:
        yield Section(f"states-{item.code}", title, (), inner)


def _one_state(evidence: Evidence, words: Frame, item: Item, state: str) -> Section:
    name = evidence.names.get(state, state)
    headings = {
        "state": words("state_says", state=name),
        "expert": words("experts_say"),
    }
    parts = tuple(
        Section(
            f"{strand}-{item.code}-{state}",
            heading,
            tuple(
                _of_strand(
                    evidence, words, evidence.summaries.get((item.code, state, strand))
                )
            ),
        )
        for strand, heading in headings.items()
    )
    title = words("code_and_name", code=state, name=name)
    if evidence.scope.kind == "state":
        return Section(f"about-{item.code}-{state}", title, (), parts)
    nothing = words("state_nothing")
    flat = tuple(
        block for part in parts for block in part.blocks if block != Guidance(nothing)
    )
    found = one_finding.blocks(evidence, words, state, item.code)
    return Section(
        f"about-{item.code}-{state}", title, (*found, *(flat or (Guidance(nothing),)))
    )


def _of_strand(
    evidence: Evidence, words: Frame, summary: Summary | None
) -> Iterable[Block]:
    """The quotations of one State and strand; what is left out is counted, and where it is."""
    if summary is None or not summary.quotations:
        yield Guidance(words("state_nothing"))
        return
    own = evidence.scope.kind == "state"
    shown = len(summary.quotations) if own else MOST_QUOTES_OF_STATE
    for one in summary.quotations[:shown]:
        yield from with_replies(one, evidence, words)
    left = len(summary.quotations) - shown
    if left > 0:
        name = evidence.names.get(summary.state, summary.state)
        yield Guidance(words("quotes_left_out", count=left, state=name))
    if own and summary.pool.unused:
        yield Guidance(words("passages_left_out", count=summary.pool.unused))
