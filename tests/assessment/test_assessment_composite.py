"""Scaling and weighted means, on rows computed by hand, and their properties."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stocktake.assessment.methods import composite, registry
from stocktake.assessment.methods.composite import Branch
from stocktake.assessment.methods.rules import Unreadable


VALUES = [4.0, None, 8.0, 12.0]


@pytest.mark.parametrize(
    ("made", "wanted"),
    [
        (composite.min_max(VALUES), [0, None, 50, 100]),
        (composite.min_max(VALUES, direction=-1), [100, None, 50, 0]),
        (composite.z_scores(VALUES), [-1, None, 0, 1]),
        (composite.borda(VALUES), [0, None, 1, 2]),
        (composite.borda([5.0, 5.0, 1.0]), [1.5, 1.5, 0]),
        (composite.percentile_ranks(VALUES), [0, None, 0.5, 1]),
        (composite.to_maximum(VALUES), [0, None, 0.5, 1]),
        (composite.to_reference(VALUES, 2), [0, None, 1, 2]),
        (composite.to_reference(VALUES, 1), [None] * 4),  # the reference is a gap
        (composite.of_maximum(VALUES), [1 / 3, None, 2 / 3, 1]),
        (composite.goalposts(VALUES, 6, 10, scale=10), [0, None, 5, 10]),
        (composite.to_target(VALUES, 10, direction=1), [0, None, 2 / 3, 1]),
        (composite.to_target(VALUES, 4, direction=-1), [1, None, 0.5, 0]),
        (composite.min_max([3.0, 3.0]), [None, None]),  # no span
        (composite.min_max([None, None]), [None, None]),
        (composite.z_scores([3.0, None]), [None, None]),
        (composite.percentile_ranks([3.0, None]), [None, None]),
        (composite.of_maximum([None]), [None]),
        (composite.to_target([None], 1, direction=1), [None]),
    ],
)
def test_values_are_put_on_one_scale_and_gaps_stay_gaps(made, wanted):
    assert made == [None if each is None else pytest.approx(each) for each in wanted]


@pytest.mark.parametrize(
    ("mean", "values", "weights", "wanted"),
    [
        (composite.arithmetic, [10, None, 40], [1, 5, 2], 30),
        (composite.geometric, [4, None, 9], [1, 5, 1], 6),
        (composite.harmonic, [2, None, 6], [1, 5, 1], 3),
        (composite.arithmetic, [None, None], [1, 1], None),
        (composite.arithmetic, [1, 2], [0, 0], None),
        (composite.geometric, [0, 9], [1, 1], None),
        (composite.harmonic, [0, 9], [1, 1], None),
        (composite.arithmetic, [0, 9], [1, 1], 4.5),  # zero is a value
    ],
)
def test_weights_of_gaps_are_shared_out(mean, values, weights, wanted):
    assert mean(values, weights) == (None if wanted is None else pytest.approx(wanted))


TREE = (
    Branch("top", ""),
    Branch("a", "top", 3),
    Branch("b", "top", 1),
    Branch("a1", "a"),
    Branch("a2", "a"),
    Branch("b1", "b"),
)


def test_means_go_up_the_tree_with_coverage_and_bounds():
    made = composite.up_the_tree({"a1": 20, "a2": None, "b1": 60}, TREE)

    assert (made["a"].value, made["a"].coverage) == (20, 0.5)
    assert (made["a"].lowest, made["a"].highest) == (10, 60)
    assert made["top"].value == pytest.approx((3 * 20 + 60) / 4)
    assert made["top"].lowest == pytest.approx((3 * 10 + 60) / 4)
    assert made["top"].highest == pytest.approx((3 * 60 + 60) / 4)


@pytest.mark.parametrize(("threshold", "value"), [(0.5, 20), (0.6, None)])
def test_a_node_with_too_little_below_it_has_no_value(threshold, value):
    leaves = {"a1": 20, "a2": None, "b1": 60}

    assert composite.up_the_tree(leaves, TREE, threshold=threshold)["a"].value == value


LISTS = st.lists(st.one_of(st.none(), st.floats(0, 1000)), min_size=1, max_size=8)


@given(LISTS)
def test_scaled_values_keep_their_gaps_and_their_order(values):
    made = composite.min_max(values)
    held = [(a, b) for a, b in zip(values, made, strict=True) if b is not None]

    if held:
        assert [b is None for b in made] == [a is None for a in values]
    for a, x in held:
        for b, y in held:
            assert x <= y + 1e-9 or a > b


def run(name, *rows):
    return registry.method(name).run(rows)


def test_the_rows_of_one_formula_are_one_column():
    rows = run(
        "normalise",
        {"fn": "n_minmax(0,1)", "x": "2"},
        {"fn": "n_fracmax", "x": "5"},
        {"fn": "n_minmax(0,1)", "x": "6"},
        {"fn": "n_minmax(0,1)", "x": "NA"},
    )

    assert [row["value"] for row in rows] == [0, 1, 1, None]
    assert rows[3]["reason"] == "no value"


@pytest.mark.parametrize("fn", ["n_magic", "minmax", "n_minmax(0)", "n_minmax(a,b)"])
def test_a_formula_that_is_not_known_is_refused(fn):
    with pytest.raises(Unreadable, match="fn"):
        run("normalise", {"fn": fn, "x": "1"})


@pytest.mark.parametrize(
    ("fn", "given", "wanted"),
    [
        ("a_amean", "x=10,NA,40 w=1,5,2", 30),
        ("a_amean", "x=10,30", 20),
        ("a_gmean", "x=4,9 w=1,1", 6),
        ("a_hmean", "x=2,6 w=1,1", 3),
        ("a_hmean", "x=0,6", None),
        ("a_amean", "x=NA,NA", None),
        ("a_genmean(2)", "x=1,2", None),
    ],
)
def test_means_by_name(fn, given, wanted):
    row = run("aggregate", {"fn": fn, "input": given})[0]

    assert row["value"] == (None if wanted is None else pytest.approx(wanted))


@pytest.mark.parametrize(
    ("fn", "given"),
    [
        ("a_median", "x=1"),
        ("a_amean", "1,2"),
        ("a_amean", "x=1,2 w=1"),
        ("a_amean", "x=a"),
    ],
)
def test_means_that_cannot_be_read_are_refused(fn, given):
    with pytest.raises(Unreadable):
        run("aggregate", {"fn": fn, "input": given})
