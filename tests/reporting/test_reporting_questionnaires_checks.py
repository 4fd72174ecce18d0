"""What is missing or wrong: one walk for checks and completeness, severities, conditions."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from test_reporting_questionnaires import MEASURE, STATE, row, standing

from stocktake.reporting import questionnaires as q
from stocktake.reporting.questionnaires.checking import words
from stocktake.reporting.questionnaires.rules import Severity


GOOD_MEASURE = {
    MEASURE: {"position": 1},
    f"{MEASURE}/title": {"en": "Alien Act"},
    f"{MEASURE}/kind": "law",
    f"{MEASURE}/status": "in-force",
    f"{MEASURE}/date": "2023",
    f"{MEASURE}/body": {"en": "Ministry of the Interior"},
}


def faults_of(answers, *, item="1.2"):
    return {
        (fault.address, fault.severity.value, fault.code)
        for fault in q.check(STATE, answers)
        if fault.address.split("/")[0] == item
    }


def without_advice(found):
    return {f for f in found if f[1] in ("error", "blocker")}


def test_an_empty_draft_misses_a_status_for_each_of_the_thirty_commitments():
    missing = q.completeness(STATE, {}).missing

    statuses = [address for address in missing if address.endswith("/status")]
    assert len(statuses) == 30
    assert "1.1.1/status" not in missing
    assert ("1.1.1/status", "warning", "missing") in faults_of({}, item="1.1.1")


CASES = [
    # answers, faults that are to be found (address, severity, code)
    ({"1.2/status": {"absent": "not_relevant"}}, {("1.2/status", "blocker", "reason-missing")}),
    ({"1.2/status": {"absent": "not_relevant", "reason": "other"}}, {("1.2/status", "error", "note-missing")}),
    ({"1.2/status": {"absent": "not_relevant", "reason": "not-bound"}}, set()),
    ({"1.2/status": "in-force"}, {("1.2/measures", "error", "too-few-records")}),
    ({"1.2/status": "in-force", **GOOD_MEASURE}, set()),
    ({"1.2/status": "no-measure", **GOOD_MEASURE}, {("1.2/measures", "error", "measures-though-none")}),
    ({"1.2/status": "in-force", MEASURE: {"position": 1}},
     {(f"{MEASURE}/title", "blocker", "missing"), (f"{MEASURE}/kind", "blocker", "missing"), (f"{MEASURE}/status", "blocker", "missing")}),
    ({"1.2/status": "in-force", **GOOD_MEASURE, f"{MEASURE}/kind": "repeal"}, {(f"{MEASURE}/replaces", "error", "missing")}),
    ({"1.2/status": "in-force", **GOOD_MEASURE, f"{MEASURE}/date": None}, {(f"{MEASURE}/date", "error", "missing")}),
    ({"1.2/status": "in-force", **GOOD_MEASURE, f"{MEASURE}/budget": {"amount": "5"}}, {(f"{MEASURE}/budget", "blocker", "half-money")}),
    ({"1.2/status": "no-measure", "1.2/indicator_detained": {"source": "own", "value": "5"}}, {("1.2/indicator_detained", "blocker", "half-indicator")}),
    ({"1.2/status": "gone-from-the-list"}, {("1.2/status", "blocker", "not-an-option")}),
]  # fmt: skip


@pytest.mark.parametrize(("answers", "expected"), CASES)
def test_each_fault_is_named_with_its_place_and_weight(answers, expected):
    assert without_advice(faults_of(standing(answers))) == expected


def test_a_status_in_force_with_only_repealed_measures_is_questioned():
    answers = standing(
        {"1.2/status": "in-force", **GOOD_MEASURE, f"{MEASURE}/status": "repealed"}
    )

    found = faults_of(answers)

    assert ("1.2/measures", "warning", "none-in-force") in found


def test_what_was_filled_in_beforehand_blocks_until_it_is_confirmed():
    answers = standing({"1.2/status": "in-force", **GOOD_MEASURE})
    answers["1.2/status"] = row("in-force", confirmed=False)

    assert ("1.2/status", "blocker", "unconfirmed") in faults_of(answers)
    assert "1.2/status" in q.completeness(STATE, answers).missing


def test_an_answer_to_a_closed_question_is_kept_and_told_of():
    answers = standing({"1.2/status": "no-measure", "1.2/status_note": {"en": "x"}})

    assert ("1.2/status_note", "info", "no-longer-asked") in faults_of(answers)


def test_an_answer_that_no_question_takes_is_told_of():
    found = q.check(STATE, standing({"1.2/retired": "x"}))

    assert ("1.2/retired", "unknown-question") in {(f.address, f.code) for f in found}


def test_a_long_text_is_advised_to_be_shorter_in_the_language_it_is_long_in():
    texts = {"en": "word " * 201, "zh": "字" * 300}
    answers = standing({"1.2/status": "under-development", "1.2/status_note": texts})

    (fault,) = (f for f in q.check(STATE, answers) if f.code == "too-many-words")

    assert (fault.severity, dict(fault.parameters)) == (
        Severity.WARNING,
        {"count": "201", "language": "en", "most": "200"},
    )


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("", 0),
        ("a law", 2),
        ("a law – and more", 4),
        ("没有措施", 2),
        ("قانون جديد", 2),
    ],
)
def test_words_are_counted_as_a_person_would(text, count):
    assert words(text) == count


def test_two_measures_of_one_title_are_questioned():
    other = "1.2/measures/aaaaaaaaaaaa"
    answers = standing(
        {
            "1.2/status": "in-force",
            **GOOD_MEASURE,
            other: {"position": 2},
            f"{other}/title": {"en": "ALIEN  act"},
        }
    )

    assert (f"{other}/title", "warning", "doubled") in faults_of(answers)


STATUS = st.sampled_from(
    [
        None,
        "no-measure",
        "in-force",
        "nonsense",
        {"absent": "not_relevant"},
        {"absent": "no_information", "reason": "not-collected"},
    ]
)
MEASURE_VALUES = st.fixed_dictionaries(
    {
        "title": st.sampled_from([None, {"en": "Act"}]),
        "kind": st.sampled_from([None, "law", "repeal"]),
        "status": st.sampled_from([None, "in-force", "under-development"]),
        "date": st.sampled_from([None, "2023", "x"]),
        "budget": st.sampled_from([None, {"amount": "1"}, {"currency": "EUR"}]),
    }
)


@st.composite
def drafts(draw):
    answers = {}
    for item in ("1.1", "1.1.1", "1.2", "about"):
        value = draw(STATUS)
        if item != "about" and value is not None:
            answers[f"{item}/status"] = row(value, confirmed=draw(st.booleans()))
        for number in range(draw(st.integers(0, 2)) if item != "about" else 0):
            record = f"{item}/measures/{number:012x}"
            answers[record] = row({"position": number}, confirmed=draw(st.booleans()))
            for field, given_ in draw(MEASURE_VALUES).items():
                if given_ is not None:
                    answers[f"{record}/{field}"] = row(
                        given_, confirmed=draw(st.booleans())
                    )
    return answers


@pytest.mark.slow
@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(drafts())
def test_completeness_and_checks_never_disagree(answers):
    heavy = {Severity.ERROR, Severity.BLOCKER}
    faults = {f.address for f in q.check(STATE, answers) if f.severity in heavy}

    found = q.completeness(STATE, answers)

    assert all(
        any(fault == m or fault.startswith(f"{m}/") for fault in faults)
        for m in found.missing
    )
    assert found.total.asked - found.total.done == len(found.missing)
    assert found.total.complete == (not found.missing)
    assert sum(s.asked for s in found.sections.values()) == found.total.asked
    assert {
        item: progress
        for item, progress in found.blocks.items()
        if progress != q.block_view(STATE, item, answers, language="en").progress
    } == {}


@pytest.mark.slow
@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(drafts())
def test_the_faults_of_the_whole_are_those_of_the_pages(answers):
    whole = [(f.address, f.code) for f in q.check(STATE, answers)]

    pages = [
        (f.address, f.code)
        for item in STATE.blocks
        for f in q.block_view(STATE, item, answers, language="en").faults
    ]

    assert whole == pages
