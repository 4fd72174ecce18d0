"""Questionnaires as data: spread over items, values in one form, addresses, views."""

import json
import string
from decimal import Decimal
from types import SimpleNamespace

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stocktake.charter import queries as charter
from stocktake.kernel.errors import NotFound, Refused
from stocktake.kernel.languages import LANGUAGES
from stocktake.reporting import questionnaires as q
from stocktake.reporting.questionnaires import schema
from stocktake.reporting.questionnaires.faults import messages
from stocktake.reporting.questionnaires.reading import read, spread
from stocktake.reporting.questionnaires.rules import Address, fields_of, parse


STATE = q.questionnaire("icmpd-2017", "state")
EXPERT = q.questionnaire("icmpd-2017", "expert")
MEASURE = "1.2/measures/3f9c0a12b7de"


def row(value, *, confirmed=True, revision=1):
    return SimpleNamespace(
        value=value,
        confirmed=confirmed,
        revision=revision,
        by="Ministry of Labour",
        at=None,
        origin="person" if confirmed else "prefill:previous",
    )


def rows(**answers):
    """Answers by address; ``/`` in an address is written as two underscores."""
    return {address.replace("__", "/"): row(v) for address, v in answers.items()}


def standing(answers):
    return {address: row(value) for address, value in answers.items()}


# --- spread over the items of the edition


@pytest.mark.parametrize("made", [STATE, EXPERT], ids=["state", "expert"])
def test_every_item_below_a_theme_has_a_block_under_its_theme(made):
    edition = charter.edition("icmpd-2017")

    blocks = {b.item: b.theme for b in made.blocks.values() if b.theme != b.item}

    for item in edition.leaves:
        assert blocks[item.code] == edition.theme_of(item.code).code
    assert [s.code for s in made.sections] == [
        "opening",
        "1",
        "2",
        "3",
        "4",
        "5",
        "closing",
    ]


def test_a_block_of_a_state_asks_all_that_a_report_needs():
    ids = [part.id for part in STATE.block("1.2").parts]

    assert ids == [
        "status",
        "status_note",
        "measures",
        "achievements",
        "challenges",
        "counter_productive",
        "needs",
        "offers",
        "national_targets",
        "indicator_detained",
        "indicator_detained_children",
        "indicator_alternatives",
        "reported_elsewhere",
        "follow_up",
    ]
    measure = {field.id for field in STATE.block("1.2").by_id["measures"].fields}
    assert measure >= {
        "title",
        "kind",
        "date",
        "status",
        "body",
        "legal_reference",
        "population",
        "budget",
        "side_effects_watched",
        "side_effects_observed",
        "evidence",
    }


def test_status_is_a_scale_of_four_steps_and_two_absences():
    status = STATE.field("1.2/status")

    assert [(o.code, o.rank) for o in status.options] == [
        ("no-measure", 0),
        ("under-development", 1),
        ("partly-in-force", 2),
        ("in-force", 3),
    ]
    assert set(status.absences) == set(q.Absence)


def test_the_states_of_a_measure_hold_those_that_the_coverage_rule_names():
    rule = charter.edition("icmpd-2017").rule

    codes = STATE.field(f"{MEASURE}/status").codes

    assert {*rule.counting_measures, *rule.ending_measures} <= codes


def test_experts_rate_on_five_points_each_with_an_anchor_in_words():
    rating = EXPERT.field("1.2/ratings/3f9c0a12b7de/rating")

    assert [o.code for o in rating.options] == [
        "no-evidence",
        "not-started",
        "limited",
        "substantial",
        "complete",
    ]
    assert all(o.hint["en"] and o.hint["ar"] for o in rating.options)


def test_side_effects_and_common_targets_come_from_the_edition():
    edition = charter.edition("icmpd-2017")

    watched = STATE.field(f"{MEASURE}/side_effects_watched")
    target = STATE.field("1.2/national_targets/3f9c0a12b7de/common_target")

    assert watched.codes == {e.code for e in edition.lists["side-effects"].entries}
    assert [o.label for o in target.options] == [
        t.text for t in edition.item("1.2").targets
    ]


@pytest.mark.parametrize("made", [STATE, EXPERT], ids=["state", "expert"])
def test_every_word_is_there_in_six_languages(made):
    texts = [
        t for b in made.blocks.values() for _, f in fields_of(b) for t in (f.label,)
    ]
    texts += [
        o.label
        for b in made.blocks.values()
        for _, f in fields_of(b)
        for o in f.options
    ]
    texts += [
        t for b in made.blocks.values() for g in b.groups for t in (g.label, g.one)
    ]

    assert texts
    assert all(set(text) == set(LANGUAGES) for text in texts)


def test_the_schema_in_the_package_is_that_of_the_types():
    assert schema.PATH.read_text(encoding="utf-8") == schema.schema()
    assert json.loads(schema.schema())["$defs"]["Field"]


def test_a_version_that_the_edition_lacks_is_refused_with_those_there_are():
    with pytest.raises(
        NotFound, match="has no version 7 of the questionnaire 'state'; it has: 1"
    ):
        q.source("icmpd-2017", "state", 7)


def test_where_an_item_has_no_common_target_none_is_asked_for():
    edition = charter.edition("icmpd-2017")
    bare = [msgspec.structs.replace(item, targets=()) for item in edition.items]
    file = read(q.source("icmpd-2017", "state").content, name="state.yaml")

    made = spread(file, msgspec.structs.replace(edition, items=tuple(bare)))

    asked = set(made.block("1.2").by_id["national_targets"].by_id)
    assert {"title", "progress"} <= asked
    assert not {"common_target", "alignment"} & asked


# --- addresses


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("1.2/status", Address("1.2", "status")),
        (MEASURE, Address("1.2", "", "measures", "3f9c0a12b7de")),
        (f"{MEASURE}/title", Address("1.2", "title", "measures", "3f9c0a12b7de")),
        ("OBJ07-c/status", Address("OBJ07-c", "status")),
    ],
)
def test_an_address_reads_back_as_it_was_written(text, address):
    assert parse(text) == address
    assert str(address) == text


@pytest.mark.parametrize(
    "text",
    ["", "1.2", "/status", "1.2/", "1.2/a/b", "1.2/a/3f9c0a12b7de/b/c", "1.2/A b"],
)
def test_what_is_no_address_is_refused(text):
    with pytest.raises(Refused, match="is no address of an answer"):
        parse(text)


# --- values

POPULATION = f"{MEASURE}/population"
BUDGET = f"{MEASURE}/budget"
EVIDENCE = f"{MEASURE}/evidence"
REPORT = "1.2/reported_elsewhere/3f9c0a12b7de/report"
AREAS = "1.2/offers/3f9c0a12b7de/areas"
INDICATOR = "1.2/indicator_detained"
COST = "4.2.4/indicator_remittance_cost"

CANONICAL = [
    ("1.2/status", "in-force", "in-force"),
    ("1.2/status", "", None),
    ("1.2/status", {"absent": "no_information"}, {"absent": "no_information"}),
    (
        "1.2/status",
        {"note": {"en": "soon"}, "reason": "not-yet-available", "absent": "no_information"},
        {"absent": "no_information", "reason": "not-yet-available", "note": {"en": "soon"}},
    ),
    (f"{MEASURE}/side_effects_watched", ["smuggling-demand", "redirected-flows"], ["redirected-flows", "smuggling-demand"]),
    ("1.2/status_note", {"en": "\u0000 A\tlaw \r\nand more \n"}, {"en": "A\tlaw\nand more"}),
    (f"{MEASURE}/legal_reference", " Act 12\n of 2023 ", "Act 12 of 2023"),
    (POPULATION, 1240, "1240"),
    (POPULATION, "1240.0", "1240"),
    (POPULATION, "-0", "0"),
    (COST, {"value": "6.30", "year": "2023"}, {"source": "own", "value": "6.3", "year": 2023}),
    (INDICATOR, {"source": "official"}, {"source": "official"}),
    (BUDGET, {"amount": "1E+6", "currency": "eur"}, {"amount": "1000000", "currency": "EUR"}),
    (BUDGET, {"amount": 5}, {"amount": "5"}),
    (BUDGET, {"amount": "", "currency": ""}, None),
    (f"{MEASURE}/date", "2023", "2023"),
    (f"{MEASURE}/date", " 2024-02-29 ", "2024-02-29"),
    (EVIDENCE, ["https://example.org/a", "", "https://example.org/a"], ["https://example.org/a"]),
    (EVIDENCE, "http://example.org", ["http://example.org"]),
    (REPORT, {"symbol": " A/HRC/49/33 "}, {"symbol": "A/HRC/49/33"}),
    (AREAS, ["SVN", "150", "si"], ["150", "SVN"]),
]  # fmt: skip


@pytest.mark.parametrize(("address", "given_", "stored"), CANONICAL)
def test_a_value_is_stored_in_one_form(address, given_, stored):
    field = STATE.field(address)

    assert q.canonical(field, given_) == stored
    assert q.canonical(field, stored) == stored


REFUSED = [
    ("1.2/status", "maybe", "not-an-option"),
    ("1.2/status", {"absent": "unknown"}, "absence-not-offered"),
    ("1.2/status_note", {"absent": "not_relevant"}, "absence-not-offered"),
    ("1.2/status", {"absent": "not_relevant", "why": "x"}, "unknown-part"),
    ("1.2/status_note", "a law", "not-texts"),
    ("1.2/status_note", {"de": "ein Gesetz"}, "unknown-language"),
    ("1.2/status_note", {"en": "a" * 60_001}, "too-long"),
    (POPULATION, "N/A", "not-a-number"),
    (POPULATION, True, "not-a-number"),
    (POPULATION, "NaN", "not-a-number"),
    (POPULATION, "1e400", "not-a-number"),
    (POPULATION, "1,5", "not-a-number"),
    (POPULATION, "1.5", "not-whole"),
    (POPULATION, "-1", "too-small"),
    (COST, {"value": "101"}, "too-large"),
    (BUDGET, "5 EUR", "not-money"),
    (BUDGET, {"amount": "5", "currency": "XXX"}, "unknown-currency"),
    (f"{MEASURE}/date", "2023-02-29", "not-a-date"),
    (f"{MEASURE}/date", "1/3/2023", "not-a-date"),
    (f"{MEASURE}/date", "0001", "not-a-date"),
    (EVIDENCE, "javascript:alert(1)", "not-a-link"),
    (EVIDENCE, "https://a b.org", "not-a-link"),
    (EVIDENCE, "example.org", "not-a-link"),
    (EVIDENCE, "https://[", "not-a-link"),
    (REPORT, {"title": "x"}, "unknown-part"),
    (REPORT, {"passages": ["x"]}, "not-a-passage"),
    (AREAS, ["Atlantis"], "not-an-area"),
    (AREAS, ["999"], "not-an-area"),
    (INDICATOR, {"source": "guess", "value": "1"}, "not-an-option"),
    (INDICATOR, {"value": "1", "year": "23"}, "not-a-year"),
    (INDICATOR, "12", "not-a-figure"),
]  # fmt: skip


@pytest.mark.parametrize(("address", "given_", "code"), REFUSED)
def test_what_is_no_value_of_a_field_is_refused_by_a_code_with_words(
    address, given_, code
):
    with pytest.raises(q.NotAValue) as caught:
        q.canonical(STATE.field(address), given_)

    assert caught.value.code == code
    for language in LANGUAGES:
        words = q.said(caught.value, language)
        assert words
        assert "{" not in words


def test_what_is_said_of_a_fault_has_the_same_parameters_in_every_language():
    for code, texts in messages().items():
        names = {
            language: {name for _, name, _, _ in string.Formatter().parse(text) if name}
            for language, text in texts.items()
        }
        assert set(texts) == set(LANGUAGES), code
        unequal = {
            language: found
            for language, found in names.items()
            if not found <= names["en"] | {"language"}
        }
        assert not unequal, code


@given(st.decimals(0, 100, places=4))
def test_a_number_keeps_its_value_whatever_its_form(number):
    text = q.canonical(STATE.field(COST), {"value": str(number)})["value"]

    assert Decimal(text) == number
    assert not text.endswith(".")


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(
        st.sampled_from(["absent", "reason", "note", "en", "value", "year", "amount", "currency", "symbol", "link", "passages", "source"])
        | st.text(max_size=5),
        inner,
        max_size=4,
    ),
    max_leaves=8,
)  # fmt: skip


@given(
    st.sampled_from(["1.2/status", "1.2/status_note", POPULATION, BUDGET, EVIDENCE, REPORT, AREAS, INDICATOR, f"{MEASURE}/date", f"{MEASURE}/legal_reference", f"{MEASURE}/side_effects_watched"]),
    JSON,
)  # fmt: skip
def test_whatever_is_given_is_taken_in_one_form_or_refused_with_a_code(address, value):
    field = STATE.field(address)

    stored = code = None
    try:
        stored = q.canonical(field, value)
    except q.NotAValue as refused:
        code = refused.code

    assert code in {None, *messages()}
    assert q.canonical(field, stored) == stored
    json.dumps(stored, allow_nan=False)


# --- shown


def test_a_block_is_shown_with_words_answers_and_faults_in_the_language_of_the_reader():
    answers = standing(
        {
            "1.2/status": "in-force",
            MEASURE: {"position": 1},
            f"{MEASURE}/title": {"fr": "Loi sur les étrangers"},
            f"{MEASURE}/kind": "law",
        }
    )

    page = q.block_view(STATE, "1.2", answers, language="fr")

    parts = {part.address: part for part in page.parts}
    assert page.title == "La détention en dernier recours" or page.title
    assert parts["1.2/status"].shown == "En vigueur"
    assert [o.code for o in parts["1.2/status"].options if o.chosen] == ["in-force"]
    (record,) = parts["1.2/measures"].records
    assert record.title == "Loi sur les étrangers"
    fields = {field.field.id: field for field in record.fields}
    assert fields["kind"].shown == "Loi"
    assert [f.code for f in fields["status"].faults] == ["missing"]
    assert fields["status"].faults[0].text == "Cette question est encore sans réponse."


def test_a_question_that_another_answer_closes_says_which_and_is_not_asked():
    page = q.block_view(STATE, "1.2", rows(), language="en")

    note = next(part for part in page.parts if part.address == "1.2/status_note")

    assert not note.asked
    assert note.when[0].address == "1.2/status"
    assert "in-force" in note.when[0].among


def test_an_absence_is_shown_with_its_reason_and_note():
    value = {
        "absent": "no_information",
        "reason": "other",
        "note": {"en": "The register opens in May"},
    }

    words = q.shown(STATE, STATE.field(POPULATION), value, "en")

    assert words == (
        "No information. Another reason (please say which). The register opens in May"
    )


def test_an_empty_record_shows_every_field_of_its_group():
    record = q.empty_record(STATE, "1.2", "measures", record="0" * 12, language="ar")

    assert [field.address.rpartition("/")[2] for field in record.fields] == [
        field.id for field in STATE.block("1.2").by_id["measures"].fields
    ]


def test_the_outline_names_sections_blocks_progress_and_status():
    answers = rows(**{"1.2__status": "no-measure"})

    opening, rights, *_ = q.outline(STATE, answers, language="es")

    assert (opening.title, rights.title) == (
        "Inicio",
        "Derechos humanos de las personas migrantes",
    )
    line = next(line for line in rights.blocks if line.item == "1.2")
    assert (line.status, line.progress.done, line.progress.asked) == (
        "Ninguna medida",
        1,
        1,
    )
