"""What a dossier says: nothing without a source, everything numbered, both voices."""

import pytest
from msgspec import structs

from stocktake.dossiers import rules
from stocktake.dossiers.content import compose
from stocktake.dossiers.content.commitments import MOST_ALSO
from stocktake.dossiers.evidence import Item
from stocktake.dossiers.render.docx import docx
from stocktake.dossiers.render.pdf import pdf
from stocktake.dossiers.rules import (
    Guidance,
    Map,
    Mark,
    Matrix,
    Paragraph,
    Reference,
    Scope,
    Statement,
    Table,
)


STATE = Scope("state", "XAA")


def test_a_statement_without_a_source_is_refused():
    with pytest.raises(ValueError, match="without a source"):
        Statement("All is well.", ())


def test_every_citation_is_a_substring_of_its_passage(dossier):
    made = dossier()

    assert rules.inexact(made) == ()
    assert len({one.urn for one in rules.citations(made)}) == len(made.passages)


def test_a_citation_that_is_one_sign_off_is_found(dossier):
    made = dossier()
    first = next(rules.citations(made))
    passages = tuple(
        rules.CitedPassage(**{**_fields(one), "text": "x" + one.text})
        if one.urn == first.urn
        else one
        for one in made.passages
    )

    moved = rules.Dossier(**{**_fields(made), "passages": passages})

    assert len(rules.inexact(moved)) >= 1


def _fields(struct):
    return {name: getattr(struct, name) for name in struct.__struct_fields__}


def test_paragraphs_are_numbered_through_the_whole_dossier(dossier):
    numbers = [
        block.number
        for block in rules.blocks(dossier())
        if isinstance(block, Paragraph)
    ]

    assert numbers == list(range(1, len(numbers) + 1))


def test_quoted_words_keep_their_language_and_ours_have_none(dossier):
    languages = {
        statement.language
        for block in rules.blocks(dossier("zh"))
        if isinstance(block, Paragraph)
        for statement in block.statements
    }

    assert languages == {"", "ar", "en", "fr", "ru", "zh"}


def test_states_and_experts_stand_under_headings_of_their_own(dossier):
    sections = {one.anchor: one for _, one in rules.walk(dossier().sections)}

    voices = {b.voice.strand for b in sections["state-1.2"].blocks}
    experts = {b.voice.strand for b in sections["expert-1.2"].blocks}

    assert (voices, experts) == ({"state"}, {"expert"})


def test_a_contrast_shows_both_sides(dossier):
    sections = {one.anchor: one for _, one in rules.walk(dossier().sections)}

    pair = [b for b in sections["contrast-1.2"].blocks if isinstance(b, Paragraph)]

    assert [(b.voice.strand, b.voice.stance) for b in pair] == [
        ("state", "achievement"),
        ("expert", "challenge"),
    ]


def test_a_commitment_nobody_speaks_of_says_that_nothing_was_found(dossier):
    sections = {one.anchor: one for _, one in rules.walk(dossier().sections)}

    silent = sections["commitment-2.1"]

    assert isinstance(silent.blocks[-1], Guidance)
    assert "No information was found" in silent.blocks[-1].text


def test_the_promise_rests_on_the_charter(dossier):
    sections = {one.anchor: one for _, one in rules.walk(dossier().sections)}

    (source,) = sections["commitment-1.2"].blocks[0].statements[0].sources

    assert isinstance(source, Reference)
    assert source.urn == "stocktake:charter:icmpd-2017/1.2"


def test_the_matrix_marks_who_speaks_of_what(dossier):
    (matrix,) = [b for b in rules.blocks(dossier()) if isinstance(b, Matrix)]

    rows = {
        row.code: dict(zip(matrix.columns, row.marks, strict=True))
        for row in matrix.rows
    }

    assert rows["XAA"] == {"1.1": Mark.NONE, "1.2": Mark.BOTH, "2.1": Mark.NONE}
    assert rows["XAB"] == {"1.1": Mark.EXPERT, "1.2": Mark.STATE, "2.1": Mark.NONE}


@pytest.mark.slow
def test_where_commitments_are_too_many_the_matrix_shows_what_is_above_them(evidence):
    few = evidence()
    many = tuple(Item(f"2.{n}", "2", f"No. {n}", "", "") for n in range(2, 45))
    counts = {**few.counts, ("2.44", "XAC", "state"): 1}

    made = compose(
        structs.replace(
            few, items=few.items + many, counts=counts, summaries={}, contrasts=()
        ),
        lambda _urns: {},
    )

    (matrix,) = [b for b in rules.blocks(made) if isinstance(b, Matrix)]
    assert (matrix.columns, matrix.groups) == (("1", "2"), ())
    assert matrix.rows[2].marks == (Mark.STATE, Mark.STATE)
    assert b"/StructTreeRoot" in pdf(made)
    assert docx(made)


def test_illustrative_states_are_tiles_and_not_on_the_map(dossier):
    (map_,) = [b for b in rules.blocks(dossier()) if isinstance(b, Map)]

    assert map_.values == ()
    assert [tile[0] for tile in map_.tiles] == ["XAA", "XAB", "XAC"]
    assert map_.disclaimer == ""


def test_the_total_of_the_themes_is_their_sum(dossier):
    tables = [b for b in rules.blocks(dossier()) if isinstance(b, Table) and b.total]

    (themes,) = tables

    assert themes.total[1:5] == ("3", "2", "7", "7")


def test_a_dossier_of_a_state_speaks_of_that_state_alone(dossier):
    made = dossier("en", STATE)

    (matrix,) = [b for b in rules.blocks(made) if isinstance(b, Matrix)]
    anchors = {one.anchor for _, one in rules.walk(made.sections)}

    assert [row.code for row in matrix.rows] == ["XAA"]
    assert {"state-1.2-XAA", "expert-1.2-XAA"} <= anchors
    assert "state-1.2" not in anchors


def test_a_dossier_of_a_theme_has_that_theme_alone(dossier):
    made = dossier("en", Scope("theme", "2"))

    themes = [one.anchor for one in made.sections if one.tally]

    assert themes == ["theme-2"]


def test_merged_quotations_are_capped_and_counted(dossier):
    paragraphs = [b for b in rules.blocks(dossier()) if isinstance(b, Paragraph)]

    merged = [b for b in paragraphs if b.also]

    assert merged
    assert all(len(b.also) <= MOST_ALSO and b.more == 0 for b in merged)


@pytest.mark.parametrize("language", ["ar", "zh", "en", "fr", "ru", "es"])
def test_no_word_of_the_frame_is_left_unfilled(dossier, language):
    made = dossier(language)

    said = [
        statement.text
        for block in rules.blocks(made)
        if isinstance(block, Paragraph)
        for statement in block.statements
        if not statement.language
    ]

    assert said
    assert not [text for text in said if "{" in text or "}" in text]


def test_only_arabic_runs_from_right_to_left(dossier):
    directions = {
        code: dossier(code).direction for code in ("ar", "zh", "en", "fr", "ru", "es")
    }

    assert [code for code, way in directions.items() if way == "rtl"] == ["ar"]
