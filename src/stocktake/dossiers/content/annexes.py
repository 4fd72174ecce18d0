"""The annexes about findings: rule State by State, coverage, vintages, changes, cards, words."""

from collections import Counter
from collections.abc import Iterator

from stocktake.dossiers.assessed import Assessment, Change
from stocktake.dossiers.content import standing
from stocktake.dossiers.content.telling import (
    finding_source,
    findings_source,
    ledger,
    name,
    say,
    why,
)
from stocktake.dossiers.evidence import Evidence
from stocktake.dossiers.frames import Frame
from stocktake.dossiers.rules import (
    Block,
    Guidance,
    Paragraph,
    Reference,
    Section,
    Statement,
    Table,
)


MOST_CHANGES = 60  # with more, they are counted here and whole in the data package
TERMS = (
    "round",
    "strand",
    "commitment",
    "finding",
    "claimed",
    "corroborated",
    "contested",
    "agreement",
    "gap",
    "label",
    "holds",
    "confidence",
    "coverage",
    "vintage",
    "silence",
    "passage",
)


def sections(evidence: Evidence, words: Frame) -> tuple[Section, ...]:
    """All annexes that rest on findings; none where the round has none."""
    told = evidence.assessment
    if told is None:
        return ()
    listed = (
        (
            Section(
                "rule-states", words("rule_states"), (_states(evidence, words, told),)
            ),
        )
        if len(told.standings) > standing.MOST_STATES_LISTED
        else ()
    )
    return (
        *listed,
        Section("changes", words("changes"), tuple(_changes(evidence, words, told))),
        Section("assessed", words("assessed"), (_coverage(evidence, words, told),)),
        Section("vintages", words("vintages"), tuple(_vintages(evidence, words, told))),
        Section("method-cards", words("method_cards"), tuple(_cards(words, told))),
    )


def glossary(evidence: Evidence, words: Frame) -> Section:
    """The words that mean something exact here."""
    rows = tuple((words(f"term_{term}"), words(f"meaning_{term}")) for term in TERMS)
    source = Reference(
        f"stocktake:charter:{evidence.edition}",
        words("source_edition", edition=evidence.edition),
    )
    table = Table(
        title=words("table_glossary"),
        columns=(words("col_term"), words("col_meaning")),
        rows=rows,
        widths=(0.24, 0.76),
        source=source,
    )
    return Section("glossary", words("glossary"), (table,))


def _states(evidence: Evidence, words: Frame, told: Assessment) -> Table:
    return standing.states(evidence, words, told.standings)


def _changes(evidence: Evidence, words: Frame, told: Assessment) -> Iterator[Block]:
    source = findings_source(evidence, words, told)
    if not told.before:
        yield Guidance(words("no_round_before"))
    elif not told.changes:
        yield say(words("no_changes", round=told.before), source)
    else:
        yield from _changed(evidence, words, told)
    corrections = told.corrections
    if corrections:
        yield say(words("corrections", count=len(corrections)), source)
    by_urn = {one.urn: one for one in told.findings}
    for one in corrections[:MOST_CHANGES]:
        line = words(
            "correction",
            code=one.code,
            state=name(evidence, one.state),
            version=one.version,
            reason=why(words, one.reason),
        )
        yield say(line, finding_source(words, by_urn[one.urn]))


def _changed(evidence: Evidence, words: Frame, told: Assessment) -> Iterator[Block]:
    """What moved since the round before: each line where they are few, else counted."""
    source = findings_source(evidence, words, told)
    if len(told.changes) <= MOST_CHANGES:
        columns = ("col_state", "col_commitment", "col_label", "col_agreement")
        yield Table(
            title=words("table_changes", round=told.before),
            columns=tuple(words(key) for key in columns),
            rows=tuple(_change(evidence, words, one) for one in told.changes),
            widths=(0.24, 0.14, 0.31, 0.31),
            source=source,
        )
        return
    moves = Counter(one.agreement for one in told.changes)
    rows = tuple(
        (words("from_to", **_moved(words, "agreement", move)), str(count))
        for move, count in sorted(moves.items())
        if move[0] != move[1]
    )
    yield ledger(
        words("table_changes", round=told.before),
        (words("col_agreement"), words("col_findings")),
        rows,
        source,
        first=0.75,
        note=words("changes_in_data"),
    )


def _moved(words: Frame, kind: str, move: tuple[str, str]) -> dict[str, str]:
    return {"before": words(f"{kind}_{move[0]}"), "now": words(f"{kind}_{move[1]}")}


def _change(evidence: Evidence, words: Frame, one: Change) -> tuple[str, ...]:
    cells = [
        "—" if move[0] == move[1] else words("from_to", **_moved(words, kind, move))
        for kind, move in (("label", one.label), ("agreement", one.agreement))
    ]
    return (name(evidence, one.state), one.code, *cells)


def _coverage(evidence: Evidence, words: Frame, told: Assessment) -> Table:
    """Of each commitment: who spoke, and how many indicators could be judged."""
    rows = []
    for theme in evidence.themes:
        for item in evidence.under(theme.code):
            found = told.on(item.code)
            numbers = (
                len(found),
                sum(one.state_spoke for one in found),
                sum(one.experts_spoke for one in found),
                sum(one.assessed for one in found),
                sum(one.applicable for one in found),
            )
            rows.append((f"{item.code} {item.title}", *map(str, numbers)))
    columns = (
        "col_commitment",
        "col_findings",
        "col_state_spoke",
        "col_experts_spoke",
        "col_assessed",
        "col_applicable",
    )
    return ledger(
        words("table_assessed"),
        tuple(words(key) for key in columns),
        tuple(rows),
        findings_source(evidence, words, told),
        first=0.45,
        note=words("assessed_note"),
    )


def _vintages(evidence: Evidence, words: Frame, told: Assessment) -> Iterator[Block]:
    """As of when the findings are, that labels have no date, and of when each release is."""
    newest = max(one.as_of for one in told.findings)
    yield Guidance(words("vintages_day", day=words.day(newest)))
    if any(report.received > newest for report in evidence.reports):
        yield Guidance(words("vintages_later", day=words.day(newest)))
    yield Guidance(words("vintages_labels"))
    used = Counter(
        (figure.release, figure.vintage)
        for one in told.findings
        for figure in one.figures
        if figure.release
    )
    if not used:
        yield Guidance(words("no_vintages"))
        return
    columns = ("col_release", "col_vintage", "col_figures")
    yield Table(
        title=words("table_vintages"),
        columns=tuple(words(key) for key in columns),
        rows=tuple(
            (release, day, str(count)) for (release, day), count in sorted(used.items())
        ),
        widths=(0.62, 0.2, 0.18),
        figures=(2,),
        codes=(0,),
        source=findings_source(evidence, words, told),
    )


def _cards(words: Frame, told: Assessment) -> Iterator[Block]:
    """The cards of the methods."""
    yield Guidance(words("cards_hint"))
    for one in told.methods:
        source = Reference(
            f"stocktake:method:{one.name}", words("source_card", name=one.name)
        )
        parts = (f"{one.name}: {one.what}", one.formula, one.limits, one.source)
        yield Paragraph(tuple(Statement(part, (source,)) for part in parts if part))
