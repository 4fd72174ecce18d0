"""The mission's rule: who meets it in which sense, and what is missing; in order of code."""

from collections.abc import Iterable

from stocktake.dossiers.assessed import SENSES, Assessment, Standing
from stocktake.dossiers.content.telling import (
    codes,
    findings_source,
    ledger,
    name,
    say,
)
from stocktake.dossiers.evidence import Evidence
from stocktake.dossiers.frames import Frame
from stocktake.dossiers.rules import Block, Guidance, Section, Table


MOST_STATES_LISTED = 40  # with more, the list stands in an annex


def section(evidence: Evidence, words: Frame) -> Section:
    """The rule, its parameters, and how States stand."""
    told = evidence.assessment
    if told is None:
        return Section("rule", words("rule"), (Guidance(words("no_findings")),))
    source = findings_source(evidence, words, told, anchor="method-cards")
    blocks: list[Block] = [say(_parameters(words, told), source)]
    blocks.append(Guidance(words("rule_senses")))
    if evidence.scope.kind != "state":
        blocks.append(_world(evidence, words, told))
    if len(told.standings) > MOST_STATES_LISTED:
        blocks.append(Guidance(words("rule_in_annex")))
    else:
        blocks.append(states(evidence, words, told.standings))
    return Section("rule", words("rule"), tuple(blocks))


def _parameters(words: Frame, told: Assessment) -> str:
    """The rule as the edition sets it."""
    rule = told.rule
    key = "rule_text" if rule.all_themes else "rule_text_no_themes"
    measures = words.listed([words(f"play_{one}") for one in rule.measures])
    return words(key, measures=measures, majority=rule.majority, counted=rule.counted)


def _world(evidence: Evidence, words: Frame, told: Assessment) -> Table:
    """How many States meet the rule, and each half of it, in each sense."""
    rows = tuple(
        (
            words(f"sense_{sense}"),
            str(sum(one.all_themes[sense] for one in told.standings)),
            str(sum(one.majority[sense] for one in told.standings)),
            str(sum(one.meets[sense] for one in told.standings)),
            str(len(told.standings)),
        )
        for sense in SENSES
    )
    columns = (
        "col_sense",
        "col_all_themes",
        "col_majority",
        "col_meets",
        "col_of_states",
    )
    return ledger(
        words("table_rule_world"),
        tuple(words(key) for key in columns),
        rows,
        findings_source(evidence, words, told),
        note=words("rule_meets_note"),
    )


def states(evidence: Evidence, words: Frame, rows: Iterable[Standing]) -> Table:
    """One line a State, by code: three counts, what is missing, how it moved."""
    told = evidence.assessment
    assert told is not None
    columns = (
        "col_state",
        "col_themes",
        "sense_claimed",
        "sense_corroborated",
        "sense_contested",
        "col_meets",
        "col_trend",
        "col_missing",
    )
    return Table(
        title=words("table_rule"),
        columns=tuple(words(key) for key in columns),
        rows=tuple(_line(evidence, words, one) for one in rows),
        widths=(0.14, 0.1, 0.11, 0.15, 0.12, 0.12, 0.11, 0.15),
        figures=(1, 2, 3, 4),
        source=findings_source(evidence, words, told),
        note=words("rule_note"),
    )


def _line(evidence: Evidence, words: Frame, one: Standing) -> tuple[str, ...]:
    met = [words(f"sense_{sense}") for sense in SENSES[:2] if one.meets[sense]]
    return (
        name(evidence, one.state),
        str(len(one.themes["claimed"])),
        *(str(len(one.counts[sense])) for sense in SENSES),
        words.listed(met) or words("no"),
        words(f"trend_{one.trend}") if one.trend else "—",
        _missing(words, one),
    )


def _missing(words: Frame, one: Standing) -> str:
    if not one.missing_more and not one.missing_themes:
        return "—"
    parts = [words("missing_more", more=one.missing_more)] if one.missing_more else []
    if one.missing_themes:
        parts.append(words("missing_themes", themes=codes(words, one.missing_themes)))
    return words.words["semicolon"].join(parts)
