"""Rounds of the calendar in every reading of "bi-annual"; the coverage rule."""

from datetime import date, timedelta
from itertools import pairwise

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stocktake.charter import queries
from stocktake.charter.rules import (
    Calendar,
    dates_of,
    is_majority,
    lifted,
    round_on,
    rounds,
)
from stocktake.kernel.errors import NotFound


BEGINS = date(2018, 12, 19)


def calendar(state=24, expert=12, duration=120):
    return Calendar(BEGINS, duration, state, expert)


def codes(*args, **kwargs):
    return [dates.code for dates in rounds(calendar(*args, **kwargs))]


def test_every_second_year_gives_five_rounds():
    assert codes() == ["2020", "2022", "2024", "2026", "2028"]


def test_twice_a_year_gives_twenty_rounds_numbered_within_the_year():
    found = codes(state=6, expert=6)

    assert len(found) == 20
    assert found[:4] == ["2019-1", "2019-2", "2020-1", "2020-2"]
    assert found[-1] == "2028-2"


def test_every_year_gives_ten_rounds_without_numbers():
    assert codes(state=12) == [str(year) for year in range(2019, 2029)]


def test_a_last_period_that_does_not_fit_ends_with_the_compact():
    last = rounds(calendar(state=36))[-1]

    assert (last.code, last.last) == ("2028", date(2028, 12, 18))
    assert [r.code for r in rounds(calendar(state=36))] == [
        "2021",
        "2024",
        "2027",
        "2028",
    ]


def test_a_round_of_two_years_holds_two_expert_years():
    round_ = dates_of(calendar(), "2024")

    assert (round_.first, round_.last) == (date(2022, 12, 19), date(2024, 12, 18))
    assert round_.state_due == date(2024, 12, 18)
    assert round_.expert_due == (date(2023, 12, 18), date(2024, 12, 18))


def test_experts_twice_a_year_give_four_dates_in_a_round():
    assert len(dates_of(calendar(expert=6), "2024").expert_due) == 4


def test_an_unknown_round_is_refused_with_the_list():
    with pytest.raises(NotFound, match=r"no round '2023'.*The rounds are 2020, 2022"):
        dates_of(calendar(), "2023")


@pytest.mark.parametrize("months", [0, 5, 121])
def test_periods_below_six_months_or_above_ten_years_are_refused(months):
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert(
            {
                "begins": BEGINS,
                "duration_months": 120,
                "state_period_months": months,
                "expert_period_months": 12,
            },
            Calendar,
        )


@pytest.mark.parametrize(
    ("day", "code"),
    [
        (date(2018, 12, 18), None),
        (date(2018, 12, 19), "2020"),
        (date(2020, 12, 18), "2020"),
        (date(2020, 12, 19), "2022"),
        (date(2028, 12, 18), "2028"),
        (date(2028, 12, 19), None),
    ],
)
def test_a_day_lies_in_one_round_or_in_none(day, code):
    found = round_on(calendar(), day)

    assert (found.code if found else None) == code


@given(st.integers(6, 120), st.integers(6, 120), st.integers(120, 240))
def test_rounds_cover_the_compact_without_gap_or_overlap(state, expert, duration):
    found = rounds(calendar(state, expert, duration))

    assert found[0].first == BEGINS
    assert all(b.first - a.last == timedelta(days=1) for a, b in pairwise(found))
    assert len({dates.code for dates in found}) == len(found)
    assert all(d.first <= due <= d.last for d in found for due in d.expert_due)
    assert found[-1].last in found[-1].expert_due


EDITION = queries.edition("icmpd-2017")


@pytest.mark.parametrize(
    ("covered", "counted"),
    [
        ({"1.2"}, {"1.2"}),
        ({"1.1.2"}, {"1.1"}),
        ({"4.2.1", "4.2.5"}, {"4.2"}),
        ({"4.1.1"}, set()),  # 4.1 counts by a measure of its own
        ({"4.1.1", "4.1"}, {"4.1"}),
        ({"1", "9.9"}, set()),
        (set(), set()),
    ],
)
def test_parts_of_1_1_and_4_2_lift_their_commitment(covered, counted):
    assert lifted(EDITION, covered) == counted


@given(st.integers(0, 200), st.integers(1, 200))
def test_majority_is_more_than_half(part, whole):
    assert is_majority(part, whole) == (part > whole / 2)


def test_the_rule_of_the_proposal_is_that_of_the_text():
    rule = EDITION.rule

    assert (rule.all_themes, rule.majority_more_than) == (True, "1/2")
    assert rule.shown == ("claimed", "corroborated", "contested")
    assert rule.must_not_fall == ("themes", "commitments")
    assert len(EDITION.commitments) == 30
