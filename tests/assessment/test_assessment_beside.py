"""Methods beside measures of change, on rows that were computed by hand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stocktake.assessment.methods import (
    cerqual,
    contribution_tracing,
    policy_average,
    registry,
    sdg_10_7_2,
    sdg_index,
    treaties,
    upr_iri,
)
from stocktake.assessment.methods.rules import Unreadable
from stocktake.geography import queries as geography


def run(name, *rows):
    return registry.method(name).run(rows)


def one(name, **row):
    return run(name, row)[0]


# The SDG Index: a plain mean, gaps filled by the region.


def test_a_gap_is_filled_by_its_region_and_a_zero_is_a_score():
    rows = run(
        "sdg-index",
        {"goal_1_score": "0", "goal_2_score": "50", "region": "R"},
        {"goal_1_score": "40", "goal_2_score": "", "region": "R"},
        {"goal_1_score": "", "goal_2_score": "", "region": "R"},
        {"goal_1_score": "90", "goal_2_score": "NA", "region": "alone"},
    )

    assert [row["value"] for row in rows] == [25, 45, None, None]
    assert rows[1]["filled"] == {"goal_2_score": 50}
    assert (rows[1]["lowest"], rows[1]["highest"]) == (20, 70)
    assert rows[2]["reason"] == "no goal has a score"
    assert "no other score in the region" in rows[3]["reason"]


def test_a_blank_that_its_source_reads_as_zero_is_zero():
    row = one("sdg-index", goal_1="", goal_2="80", blank_read_as_zero="goal_1")

    assert (row["value"], row["status"]) == (40, "complete")


@given(
    st.lists(st.floats(0, 100), min_size=1, max_size=17), st.floats(0, 100), st.data()
)
def test_a_mean_rises_with_every_score(scores, other, data):
    at = data.draw(st.integers(0, len(scores) - 1))
    lower, higher = sorted((scores[at], other))

    low, high = (
        sdg_index.average(dict(enumerate([*scores[:at], x, *scores[at + 1 :]])), {})
        for x in (lower, higher)
    )

    assert low.value <= high.value
    assert low.lowest == low.value == low.highest  # without a gap the bounds meet


# Policy answers: means of means, n/a left out.


def test_policy_answers_are_averaged_through_dimensions_and_areas():
    row = one(
        "policy-average",
        **{
            "work/access/permit": "100",
            "work/access/sector": "0",
            "work/support/training": "50",
            "health/cover/urgent": "n/a",
            "health/cover/all": "100",
        },
    )

    assert row["areas"] == {"work": 50, "health": 100}
    assert (row["value"], row["answered"], row["asked"]) == (75, 4, 5)
    assert (row["lowest"], row["highest"]) == (50, 75)


def test_an_area_without_an_answer_is_left_out_and_shown_blank():
    row = one("policy-average", state="XAA", work="40", health="", school="0")

    assert row["areas"] == {"work": 40, "health": None, "school": 0}
    assert (row["value"], row["status"]) == (20, "partly-answered")


def test_policy_answers_that_nobody_gave_are_no_zero():
    row = one("policy-average", work="", health="n/a")

    assert (row["value"], row["lowest"], row["highest"]) == (None, 0, 100)
    assert row["reason"] == "no question is answered"


ANSWERS = st.dictionaries(
    st.tuples(*[st.sampled_from("abc")] * 3).map("/".join),
    st.sampled_from([0.0, 50.0, 100.0, None]),
    min_size=1,
)


@given(ANSWERS)
def test_a_policy_average_lies_between_its_bounds(answers):
    found = policy_average.averaged(answers)

    if found.value is None:
        assert set(answers.values()) == {None}
    assert found.lowest <= found.highest
    if None not in answers.values():
        assert found.lowest == pytest.approx(found.value) == found.highest


# SDG 10.7.2: shares and categories.


@pytest.mark.parametrize(
    ("shares", "value", "category"),
    [
        ("0 0 0 0 0 0", 0, 1),
        ("40 40 40 40 40 39", 39 + 5 / 6, 1),
        ("40 40 40 40 40 40", 40, 2),
        ("80 80 80 80 80 79", 79 + 5 / 6, 2),
        ("100 100 100 100 100 99", 99 + 5 / 6, 3),
        ("3 4 4 4 4 4", 3, 3),  # categories throughout: the whole is at least 96.7
        ("4 4 4 4 4 4", 100, 4),
        ("1 1 1 1 1 1", 1, 1),  # each below 40, so the whole too
        ("1 1 1 4 4 4", 2, 2),  # anywhere from 50 to below 70
    ],
)
def test_six_domains_have_a_mean_and_a_category(shares, value, category):
    row = one("sdg-10.7.2", **{f"D{n}": s for n, s in enumerate(shares.split(), 1)})

    assert row["value"] == pytest.approx(value)
    assert (row["score"], row["cat_overall"]) == (category, category)


def test_categories_of_the_domains_may_leave_the_whole_open():
    row = one("sdg-10.7.2", D1="2", D2="2", D3="2", D4="3", D5="3", D6="3")

    assert (row["overall_low"], row["overall_high"]) == (60, 90)
    assert (row["value"], row["score"]) == (None, None)
    assert "between two ends" in row["reason"]


def test_answers_become_shares_over_what_was_answered():
    answers = {f"D{d}.{n}": "yes" for d in range(1, 7) for n in range(1, 6)}
    row = one("sdg-10.7.2", **{**answers, "D1.1": "partly", "D2.1": "", "D2.2": "no"})

    assert (row["D1"], row["answered1"], row["cat1"]) == (90, 5, 3)
    assert (row["D2"], row["answered2"], row["cat2"]) == (75, 4, 2)
    assert row["value"] == pytest.approx((90 + 75 + 400) / 6)


def test_a_domain_with_two_answers_has_no_category_and_leaves_the_whole_blank():
    answers = {f"D{d}.{n}": "1" for d in range(1, 7) for n in range(1, 6)}
    gaps = {"D3.1": "", "D3.2": "", "D3.3": ""}
    row = one("sdg-10.7.2", **{**answers, **gaps})

    assert (row["D3"], row["cat3"]) == (100, None)
    assert (row["value"], row["score"]) == (None, None)
    assert "D3" in row["reason"]


def test_half_a_yes_exists_in_the_first_domain_only():
    with pytest.raises(Unreadable, match=r"D2\.1"):
        one("sdg-10.7.2", **{"D2.1": "0.5"})


def test_a_missing_domain_is_not_a_zero():
    row = one("sdg-10.7.2", D1="100", D2="", D3="100", D4="100", D5="100", D6="100")

    assert (row["value"], row["D2"], row["cat2"]) == (None, None, None)


def test_a_category_ends_where_the_next_begins():
    assert [sdg_10_7_2.within(step).category for step in (1, 2, 3, 4)] == [1, 2, 3, 4]


# Treaties.


def test_only_being_party_counts_and_a_blank_is_not_no_action():
    rows = run(
        "treaties",
        {
            "iso2": "SI",
            "crc": "state party",
            "icmw": "signatory state",
            "x": "no action",
        },
        {"iso2": "NA", "crc": "acceded", "icmw": "", "x": "withdrawn"},
        {"iso2": "SI", "crc": "", "icmw": "", "x": ""},
        {"iso2": "S", "crc": "state party", "icmw": "", "x": ""},
        {"iso2": "MS", "crc": "no action", "icmw": "", "x": ""},
    )

    assert [row["value"] for row in rows] == [1, 1, None, None, None]
    assert (rows[0]["signatories"], rows[0]["share"]) == (1, pytest.approx(100 / 3))
    assert rows[1]["state"] == geography.find("Namibia").alpha3  # NA is no blank here
    assert (rows[1]["known"], rows[1]["share"]) == (2, 50)
    assert rows[1]["reason"] == "nothing known of icmw: the count is the least"
    assert rows[2]["reason"] == "nothing is known of any treaty"
    assert "no code of a State" in rows[3]["reason"]
    assert "not a State" in rows[4]["reason"]


def test_a_withdrawn_code_is_read_as_today_s():
    assert one("treaties", iso2="TP", crc="state party")["state"] == "TLS"


def test_a_word_that_says_nothing_is_told_and_not_guessed():
    row = one("treaties", state="SVN", crc="state party", icmw="perhaps")

    assert (row["value"], row["unknown"]) == (1, 1)
    assert "not understood: icmw" in row["reason"]


def test_standings_are_words_in_any_case():
    assert treaties.standing(" State  Party ") is treaties.Standing.PARTY
    assert treaties.standing("Denounced") is treaties.Standing.WITHDRAWN
    assert treaties.standing("who knows") is None


# UPR Info's index and the gap.


@pytest.mark.parametrize(
    ("state", "others", "value", "gap", "status"),
    [
        ("fully", "partially", 0.75, 0.5, "state-more-positive"),
        ("not", "fully", 0.5, -1, "others-more-positive"),
        ("partially", "not+fully", 0.5, 0, "agree"),
        ("fully", "", 1, None, "one-side-only"),
        ("", "not+partially", 0.25, None, "one-side-only"),
        ("", "", None, None, None),
        ("0.5", "1", 0.75, -0.5, "others-more-positive"),
    ],
)
def test_the_index_of_all_answers_and_the_gap_beside_it(
    state, others, value, gap, status
):
    row = one("upr-iri", state_says=state, others_say=others)

    assert (row["value"], row["gap"], row["status"]) == (value, gap, status)


def test_an_answer_that_is_no_answer_is_refused():
    with pytest.raises(Unreadable, match="none of not, partially, fully"):
        one("upr-iri", state_says="fully", others_say="mostly")


@given(st.sampled_from([0.0, 0.5, 1.0]), st.lists(st.sampled_from([0.0, 0.5, 1.0])))
def test_the_index_lies_between_the_two_sides(state, others):
    found = upr_iri.index(state, others)
    sides = [side for side in (found.state, found.others) if side is not None]

    assert min(sides) - 1e-12 <= found.index <= max(sides) + 1e-12


# Contribution tracing.


@pytest.mark.parametrize(
    ("prior", "sensitivity", "type1", "value", "status"),
    [
        ("0.25", "0.8", "0.2", 4 / 7, "supports"),
        ("0.5", "0.3", "0.3", 0.5, "says-nothing"),
        ("0.5", "0.1", "0.9", 0.1, "weakens"),
        ("0.5", "0.4", "0", 1, "supports"),
        ("0.5", "0", "0", None, None),
        ("", "0.4", "0.1", None, None),
    ],
)
def test_evidence_moves_belief_as_bayes_says(prior, sensitivity, type1, value, status):
    row = one("contribution-tracing", prior=prior, sensitivity=sensitivity, type1=type1)

    assert row["value"] == (None if value is None else pytest.approx(value))
    assert row["status"] == status


@given(st.floats(0.01, 0.99), st.floats(0.01, 1), st.floats(0.01, 1))
def test_belief_stays_a_share_and_evidence_that_fits_the_claim_raises_it(
    prior, sensitivity, type1
):
    after = contribution_tracing.posterior(
        prior=prior, sensitivity=sensitivity, type1=type1
    )

    assert 0 <= after <= 1
    assert (after > prior - 1e-12) or sensitivity < type1


# CERQual.


@pytest.mark.parametrize(
    ("rated", "sources", "verified", "ceiling"),
    [
        ("none none none none", "3", "", "high"),
        ("moderate moderate minor moderate", "3", "", "high"),
        ("serious none none none", "3", "", "moderate"),
        ("serious none serious none", "3", "", "low"),
        ("none none none none", "1", "", "low"),
        ("none none none none", "1", "no", "low"),
        ("none none none none", "1", "yes", "high"),
        ("serious none none none", "1", "no", "low"),
        ("none none none none", "", "", "high"),
        ("none none none none", "0", "", None),
        ("none NA none none", "3", "", None),
    ],
)
def test_concerns_hold_confidence_down(rated, sources, verified, ceiling):
    named = dict(zip(cerqual.COMPONENTS, rated.split(), strict=True))
    row = one("cerqual", **named, sources=sources, verified=verified)

    assert (row["value"], row["status"]) == (ceiling, ceiling)


@pytest.mark.parametrize(
    ("overall", "allowed"), [("high", False), ("moderate", True), ("very low", True)]
)
def test_nothing_stronger_than_the_ceiling_is_allowed(overall, allowed):
    row = one(
        "cerqual",
        methodological_limitations="serious",
        coherence="none",
        adequacy="minor",
        relevance="none",
        overall=overall,
    )

    assert row["allowed"] is allowed
    assert row["held_down_by"] == ["serious concern: methods"]


@pytest.mark.parametrize(
    ("column", "cell"),
    [("coherence", "grave"), ("verified", "perhaps"), ("overall", "sure")],
)
def test_words_that_are_no_rating_are_refused(column, cell):
    rated = dict.fromkeys(cerqual.COMPONENTS, "none")

    with pytest.raises(Unreadable, match=column):
        one("cerqual", **{**rated, column: cell})


# Cells that are not what their column asks for, and shares where nothing is known.


@pytest.mark.parametrize(
    ("method", "row", "column"),
    [
        ("policy-average", {"work": "120"}, "work"),
        ("policy-average", {"work": "high"}, "work"),
        ("sdg-10.7.2", {"D1": "101"}, "D1"),
        ("sdg-10.7.2", {"D1.1": "often"}, r"D1\.1"),
        ("contribution-tracing", {"prior": "2"}, "prior"),
        ("sdg-index", {"goal_1": "many"}, "goal_1"),
    ],
)
def test_a_cell_that_cannot_be_read_is_refused_by_its_column(method, row, column):
    with pytest.raises(Unreadable, match=column):
        run(method, row)


def test_a_domain_without_an_answer_has_no_share():
    row = one("sdg-10.7.2", **{"case": "x", "D1.1": "yes", "D2.1": ""})

    assert (row["D1"], row["D2"], row["answered2"]) == (100, None, 0)


def test_treaties_may_be_counted_without_a_key():
    row = one("treaties", crc="party", icmw="signed")

    assert (row["value"], "state" in row) == (1, False)


def test_what_is_known_of_no_treaty_has_no_share():
    assert treaties.count({"crc": treaties.Standing.UNKNOWN}).share is None
