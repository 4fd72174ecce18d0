"""What a dossier says of findings: every sentence cited, counts that add up, nobody ranked."""

import pytest
from msgspec import structs

from stocktake.dossiers import rules
from stocktake.dossiers.content import compose
from stocktake.dossiers.content.commitments import MOST_QUOTES_OF_STATE
from stocktake.dossiers.frames import frame
from stocktake.dossiers.render import view
from stocktake.dossiers.rules import (
    Bars,
    Citation,
    Guidance,
    Paragraph,
    Reference,
    Reply,
    Scope,
    Table,
)


STATE = Scope("state", "XAA")
LANGUAGES = ("ar", "zh", "en", "fr", "ru", "es")


def sections(dossier):
    return {one.anchor: one for _, one in rules.walk(dossier.sections)}


def said(section):
    return [
        statement.text
        for block in section.blocks
        if isinstance(block, Paragraph)
        for statement in block.statements
    ]


def everything_said(dossier):
    return " ".join(
        text for _, one in rules.walk(dossier.sections) for text in said(one)
    )


def test_every_sentence_of_the_summary_gets_a_note(found):
    _evidence, dossier = found()

    for block in sections(dossier)["summary"].blocks:
        assert isinstance(block, Paragraph)
        assert all(view.noted(block))


def test_a_table_of_figures_names_where_they_are_from(found):
    _evidence, dossier = found("en", STATE)

    tables = [one for one in rules.blocks(dossier) if isinstance(one, Table)]

    (figures,) = [
        one
        for one in tables
        if "what figures show" in one.title and "commitment 1.2" in one.title
    ]
    assert figures.note.startswith("Figures: UN DESA. Rules: ")


def test_notes_lead_to_sections_that_are_there(found):
    for scope in (rules.WHOLE_ROUND, STATE, Scope("theme", "1")):
        _evidence, dossier = found("en", scope)
        there = sections(dossier)

        anchors = {
            source.anchor
            for block in rules.blocks(dossier)
            if isinstance(block, Paragraph)
            for statement in block.statements
            for source in statement.sources
            if isinstance(source, Reference) and source.anchor
        }

        assert anchors
        assert anchors <= set(there)


def test_where_the_two_differ_words_of_both_sides_are_cited(found):
    _evidence, dossier = found()

    apart = next(
        block
        for block in sections(dossier)["summary"].blocks
        if "differ on 1.2" in block.statements[0].text
    )

    voices = {s.strand for s in apart.statements[0].sources if isinstance(s, Citation)}
    assert voices == {"state", "expert"}


def test_the_bars_of_a_commitment_add_up_to_its_states(found):
    _evidence, dossier = found()

    for block in rules.blocks(dossier):
        if isinstance(block, Bars):
            assert sum(row.value for row in block.rows) == block.total == 3


def test_states_that_did_not_report_are_a_class_of_their_own(found):
    _evidence, dossier = found()

    _agreement, labels = sections(dossier)["findings-1.1"].blocks

    assert {row.name: row.value for row in labels.rows} == {
        "cannot be assessed": 2,
        "State did not report": 1,
    }


def test_a_theme_counts_its_findings_and_names_the_worst_label(found):
    _evidence, dossier = found()

    theme = sections(dossier)["theme-1"]
    agreement, labels = [b for b in theme.blocks if isinstance(b, Table)]

    assert (
        "with a verdict on figures: 1 of 6; the least that figures show: moving, too slow."
        in said(theme)[1]
    )
    for table in (agreement, labels):
        assert table.columns[1:] == ("1.1", "1.2")
        assert [sum(int(r[at]) for r in table.rows) for at in (1, 2)] == [3, 3]
    assert labels.rows[-1][0] == "State did not report"


def test_silence_names_who_is_silent_and_says_nothing_of_them(found):
    _evidence, dossier = found()

    (nobody, experts_only) = said(sections(dossier)["silence-1.1"])

    assert nobody == "Neither the State nor any expert speaks (2): State A, State C."
    assert experts_only == "Only experts speak (1): State B."


def test_states_stand_in_the_order_of_their_codes_whatever_they_reach(found):
    _evidence, dossier = found()

    (rule,) = [
        b
        for b in sections(dossier)["rule"].blocks
        if isinstance(b, Table) and b.columns[0] == "State"
    ]

    assert [row[0] for row in rule.rows] == ["State A", "State B", "State C"]
    assert not [
        w for w in ("rank", "best", "worst") if f" {w} " in everything_said(dossier)
    ]


def test_a_region_counts_its_states_and_names_who_is_silent(found, evidence):
    _evidence, dossier = found()

    (region,) = sections(dossier)["regions"].sections

    assert said(region)[0].startswith(
        "States: 3; of them with a report of their own: 3"
    )
    assert [b.title.split(":")[0] for b in region.blocks if isinstance(b, Table)] == [
        "States of no region"
    ] * 3


def test_the_dossier_of_a_state_gives_the_arithmetic_on_one_line(found):
    _evidence, dossier = found("en", STATE)

    told = sections(dossier)["finding-1.2"]
    (figures,) = [b for b in told.blocks if isinstance(b, Table)]

    assert figures.rows[0][2].endswith("= 1.2")
    assert figures.rows[0][3] == "2 of 4"
    assert figures.rows[1][2:4] == ("fewer than 2 points", "no rerun possible")
    assert any("most others say: on track" in text for text in said(told))


def test_a_reply_stands_with_its_finding_in_its_own_language(found):
    _evidence, dossier = found("en", STATE)

    (reply,) = [
        b for b in sections(dossier)["finding-1.2"].blocks if isinstance(b, Reply)
    ]

    assert (reply.language, reply.day) == ("fr", "2 July 2024")
    assert reply.source.urn == "stocktake:finding:2024/XAA/1.2"


def test_a_gap_is_signed_and_an_absence_is_no_status(found):
    _evidence, dossier = found()

    text = everything_said(dossier)

    assert "Gap, State less experts: +1 (steps of a scale of five)." in text
    assert "State C says: not relevant." in text


def test_without_findings_the_dossier_says_so_and_stands_as_before(dossier):
    made = dossier()

    there = sections(made)

    assert isinstance(there["summary"].blocks[-1], Guidance)
    assert "No findings were made" in there["rule"].blocks[0].text
    assert "findings-1.2" not in there
    assert "1.2" in " ".join(one.title for one in there.values())


def test_quotations_left_out_are_counted_and_their_place_is_named(hand):
    base, wrote = hand()
    key = ("1.2", "XAA", "state")
    (one,) = base.summaries[key].quotations
    many = structs.replace(base.summaries[key], quotations=(one,) * 9)
    crowded = structs.replace(base, summaries={**base.summaries, key: many})

    def compose_(of):
        return compose(of, lambda urns: {urn: wrote.passages[urn] for urn in urns})

    left = [
        b
        for b in sections(compose_(crowded))["about-1.2-XAA"].blocks
        if isinstance(b, Guidance)
    ]
    own = structs.replace(crowded, scope=STATE)
    shown = sections(compose_(own))["state-1.2-XAA"].blocks

    assert left[0].text == frame("en")(
        "quotes_left_out", count=9 - MOST_QUOTES_OF_STATE, state="State A"
    )
    assert len([b for b in shown if isinstance(b, Paragraph)]) == 9
    assert "Found and not quoted: 3 more passages" in shown[-1].text


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_word_about_findings_is_left_unfilled(found, language):
    for scope in (rules.WHOLE_ROUND, STATE):
        _evidence, dossier = found(language, scope)

        text = everything_said(dossier)

        assert "{" not in text
        assert "}" not in text
        assert rules.inexact(dossier) == ()


def test_changes_and_corrections_are_listed_with_their_reasons(found):
    _evidence, dossier = found()

    changes = sections(dossier)["changes"]
    (table,) = [b for b in changes.blocks if isinstance(b, Table)]

    assert ("State B", "1.2", "—", "agree → contested") in table.rows
    assert any("a rating was withdrawn" in text for text in said(changes))


def test_the_same_findings_give_the_same_dossier(found):
    assert found() == found()
