"""Krippendorff's alpha: rows computed by hand, gaps, words, and what cannot be computed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stocktake.assessment.methods import krippendorff
from stocktake.assessment.methods.krippendorff import Level, alpha


def table(*coders):
    """A table without names, a line a coder, as the command reads it."""
    return [
        {str(at): code for at, code in enumerate(line.split(","), 1)} for line in coders
    ]


def first(*coders):
    return krippendorff.METHOD.run(table(*coders))[0]


# Two coders, four units: 1 1, 1 2, 2 2, 2 2. Coincidences: 11 twice, 12 and 21 once, 22
# four times; n_1 = 3, n_2 = 5, n = 8. Nominal: 1 - 7 * 2 / (2 * 3 * 5) = 8/15.
BY_HAND = ("1,1,2,2", "1,2,2,2")


def test_alpha_is_what_the_coincidences_make_by_hand():
    row = first(*BY_HAND)

    assert row["alpha_nominal"] == pytest.approx(8 / 15, abs=1e-12)
    assert row["alpha_ordinal"] == pytest.approx(
        8 / 15, abs=1e-12
    )  # one step, one size
    assert row["alpha_interval"] == pytest.approx(8 / 15, abs=1e-12)
    assert (row["value"], row["level"]) == (row["alpha_ordinal"], "ordinal")
    assert (row["coders"], row["units"], row["coded_twice"]) == (2, 4, 4)


def test_there_is_one_result_for_each_coder_with_its_own_number_of_codes():
    rows = krippendorff.METHOD.run(table("1,2,nan", "1,2,3", "1,,3"))

    assert [row["coded_by_this_coder"] for row in rows] == [2, 3, 2]
    assert len({row["value"] for row in rows}) == 1


def test_a_unit_with_one_code_does_not_count_and_a_gap_is_not_zero():
    alone = first(*BY_HAND)
    with_single = first("1,1,2,2,9", "1,2,2,2,nan")
    with_zero = first("1,1,2,2,9", "1,2,2,2,0")

    assert with_single["alpha_nominal"] == alone["alpha_nominal"]
    assert (with_single["units"], with_single["coded_twice"]) == (5, 4)
    assert with_zero["alpha_nominal"] != alone["alpha_nominal"]


@pytest.mark.parametrize(
    ("coders", "reason"),
    [
        (("2,2,2", "2,2,2"), "do not vary"),
        (("1,nan", "nan,2"), "no unit has two codes"),
        (("nan,nan", ","), "no unit has two codes"),
    ],
)
def test_what_cannot_be_computed_is_never_one(coders, reason):
    row = first(*coders)

    assert (row["value"], row["status"]) == (None, "not-computable")
    assert reason in row["reason"]


def test_units_with_one_code_alone_have_no_alpha():
    assert alpha([[1.0], [2.0], []], Level.NOMINAL) is None


def test_words_have_no_order():
    row = first("limited,complete,limited", "limited,limited,limited")

    assert row["level"] == "nominal"
    assert row["value"] == row["alpha_nominal"]
    assert (row["alpha_ordinal"], row["alpha_ratio"]) == (None, None)


def test_ratio_needs_codes_from_zero_up():
    row = first("-1,1,2", "-1,2,2")

    assert row["alpha_ratio"] is None
    assert row["alpha_interval"] is not None


def test_units_may_have_names_and_coders_too():
    named = krippendorff.METHOD.run(
        table("coder,u1,u2,u3,u4", "anna,1,1,2,2", "ben,1,2,2,2")
    )

    assert named[0]["reason"] == "names of the units"
    assert named[1]["alpha_nominal"] == pytest.approx(8 / 15)


def test_a_table_of_results_is_not_taken_for_codes():
    rows = krippendorff.METHOD.run(table("dataset,level,alpha", "A,nominal,0.7"))

    assert [row["value"] for row in rows] == [None, None]


UNITS = st.lists(st.lists(st.integers(0, 4).map(float), min_size=2, max_size=4))


@given(UNITS, st.sampled_from(Level), st.randoms())
def test_alpha_is_at_most_one_and_does_not_mind_the_order(units, level, chance):
    before = alpha(units, level)
    shuffled = [chance.sample(codes, len(codes)) for codes in units]
    chance.shuffle(shuffled)
    after = alpha(shuffled, level)

    assert (before is None) == (after is None)
    if before is not None:
        assert before <= 1 + 1e-12
        assert after == pytest.approx(before, abs=1e-9)


@given(UNITS)
def test_full_agreement_is_one_wherever_codes_vary(units):
    same = [[codes[0]] * len(codes) for codes in units]
    varied = len({codes[0] for codes in same}) > 1

    for level in Level:
        assert alpha(same, level) == (pytest.approx(1) if varied else None)


@given(UNITS, st.floats(0.5, 4), st.floats(-3, 3))
def test_interval_alpha_does_not_mind_the_unit(units, factor, shift):
    moved = [[factor * code + shift for code in codes] for codes in units]
    before, after = (alpha(each, Level.INTERVAL) for each in (units, moved))

    assert (before is None) == (after is None)
    if before is not None:
        assert after == pytest.approx(before, abs=1e-6)
