"""The days of reports in every reading of "bi-annual"; what a changed calendar changes."""

import itertools
from datetime import date, timedelta

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stocktake.charter.rules import Calendar, Window, dates_of, rounds
from stocktake.reporting import calendar
from stocktake.reporting.calendar import Deadlines, Owed, Standing
from stocktake.reporting.rules import Strand


BEGINS = date(2018, 12, 19)


def of_period(state=24, expert=12):
    return Calendar(BEGINS, 120, state, expert)


def test_every_second_year_a_state_has_a_year_to_deliver_and_a_month_of_grace():
    days = calendar.state_days(of_period(), dates_of(of_period(), "2024"))

    assert days == Deadlines(
        opens=date(2023, 12, 19),
        due=date(2024, 12, 18),
        grace_until=date(2025, 1, 17),
        closes=date(2025, 6, 16),
    )


def test_twice_a_year_a_report_opens_with_its_half_year_and_never_before():
    twice = of_period(state=6, expert=6)

    days = [calendar.state_days(twice, one) for one in rounds(twice)]

    assert len(days) == 20
    assert days[1].opens == date(2019, 6, 19)
    assert all(a.due < b.opens for a, b in itertools.pairwise(days))


def test_experts_owe_a_report_each_year_of_a_round_of_two():
    days = calendar.expert_days(of_period(), dates_of(of_period(), "2024"))

    assert [one.due for one in days] == [date(2023, 12, 18), date(2024, 12, 18)]
    assert [one.opens for one in days] == [date(2023, 6, 21), date(2024, 6, 21)]


@given(st.integers(6, 120), st.integers(6, 120))
def test_days_are_in_order_in_every_reading(state, expert):
    period = of_period(state, expert)

    for dates in rounds(period):
        for days in (
            calendar.state_days(period, dates),
            *calendar.expert_days(period, dates),
        ):
            assert days.opens <= days.due <= days.grace_until <= days.closes
            assert dates.first <= days.opens


def test_a_close_before_the_end_of_the_grace_is_refused():
    with pytest.raises(msgspec.ValidationError, match="shorter than grace"):
        msgspec.convert({"opens_before": 1, "grace": 9, "closes_after": 8}, Window)


DAYS = Deadlines(
    date(2024, 1, 1), date(2024, 6, 30), date(2024, 7, 30), date(2024, 12, 31)
)


@pytest.mark.parametrize(
    ("today", "delivered", "excepted", "standing", "overdue"),
    [
        (date(2023, 12, 31), None, None, Standing.NOT_OPEN, 0),
        (date(2024, 1, 1), None, None, Standing.OPEN, 0),
        (date(2024, 6, 30), None, None, Standing.OPEN, 0),
        (date(2024, 7, 1), None, None, Standing.IN_GRACE, 0),
        (date(2024, 7, 30), None, None, Standing.IN_GRACE, 0),
        (date(2024, 7, 31), None, None, Standing.OVERDUE, 31),
        (date(2024, 7, 31), None, date(2024, 8, 31), Standing.EXCEPTED, 31),
        (date(2024, 9, 1), None, date(2024, 8, 31), Standing.OVERDUE, 63),
        (date(2024, 9, 1), date(2024, 6, 30), None, Standing.DELIVERED, 63),
        (date(2024, 9, 1), date(2024, 7, 30), None, Standing.DELIVERED, 63),
        (date(2024, 9, 1), date(2024, 7, 31), None, Standing.DELIVERED_LATE, 63),
    ],
)
def test_how_a_report_stands_on_a_day(today, delivered, excepted, standing, overdue):
    found = calendar.standing(
        DAYS, delivered=delivered, today=today, excepted_until=excepted
    )

    assert found is standing
    assert calendar.days_overdue(DAYS, today) == overdue


@pytest.mark.parametrize(
    ("today", "correction", "excepted", "said"),
    [
        (date(2023, 12, 31), False, None, "taken from 2024-01-01"),
        (date(2024, 1, 1), False, None, ""),
        (date(2024, 7, 30), False, None, ""),
        (date(2024, 7, 31), False, None, "due 2024-06-30, with grace until 2024-07-30"),
        (date(2024, 7, 31), True, None, ""),
        (date(2024, 12, 31), True, None, ""),
        (date(2025, 1, 1), True, None, "Corrections were due 2024-12-31"),
        (date(2025, 1, 1), True, date(2025, 1, 1), ""),
        (date(2024, 7, 31), False, date(2024, 7, 31), ""),
        (date(2024, 8, 1), False, date(2024, 7, 31), "takes an exception"),
    ],
)
def test_when_a_report_is_taken(today, correction, excepted, said):
    why = calendar.why_not_now(
        DAYS, today=today, correction=correction, excepted_until=excepted
    )

    assert said in why
    assert bool(said) is bool(why)


def owe(sender, due, strand=Strand.STATE):
    return Owed(sender, strand, Deadlines(due - timedelta(days=90), due, due, due))


TODAY = date(2024, 6, 1)
PAST, SOON, LATER = date(2024, 1, 1), date(2024, 9, 1), date(2024, 12, 1)


@pytest.mark.parametrize(
    ("existing", "wanted", "reported", "add", "drop"),
    [
        # at first all are planned, past ones too
        ([], [owe("KEN", PAST)], [], [owe("KEN", PAST)], []),
        # a future day moves
        (
            [owe("KEN", SOON)],
            [owe("KEN", LATER)],
            [],
            [owe("KEN", LATER)],
            [owe("KEN", SOON)],
        ),
        # not when there is a report already
        ([owe("KEN", SOON)], [owe("KEN", LATER)], [owe("KEN", SOON)], [], []),
        # not when it is past
        ([owe("KEN", PAST)], [owe("KEN", LATER)], [], [], []),
        # nobody is given a new day in the past
        ([owe("KEN", SOON)], [owe("KEN", PAST)], [], [], [owe("KEN", SOON)]),
        # who is new is added, who is gone is dropped
        (
            [owe("KEN", SOON)],
            [owe("TUN", SOON)],
            [],
            [owe("TUN", SOON)],
            [owe("KEN", SOON)],
        ),
        # an expert's year that is past stands, the coming one moves
        (
            [owe("XNGO", PAST, Strand.EXPERT), owe("XNGO", SOON, Strand.EXPERT)],
            [owe("XNGO", PAST, Strand.EXPERT), owe("XNGO", LATER, Strand.EXPERT)],
            [owe("XNGO", PAST, Strand.EXPERT)],
            [owe("XNGO", LATER, Strand.EXPERT)],
            [owe("XNGO", SOON, Strand.EXPERT)],
        ),
    ],
)
def test_what_a_changed_calendar_changes(existing, wanted, reported, add, drop):
    change = calendar.replan(existing, wanted, reported=reported, today=TODAY)

    assert (list(change.add), list(change.drop)) == (add, drop)


OWED = st.builds(
    owe,
    st.sampled_from(["KEN", "TUN"]),
    st.dates(date(2024, 1, 1), date(2024, 12, 31)),
    st.sampled_from(list(Strand)),
)


@given(st.lists(OWED, unique=True), st.lists(OWED, unique=True), st.data())
def test_what_is_past_or_reported_is_never_dropped_and_nothing_is_planned_twice(
    existing, wanted, data
):
    reported = [one for one in existing if data.draw(st.booleans())]

    change = calendar.replan(existing, wanted, reported=reported, today=TODAY)

    assert not {one for one in change.drop if one.days.due < TODAY or one in reported}
    assert not set(change.add) & set(existing)
    after = (set(existing) - set(change.drop)) | set(change.add)
    again = calendar.replan(after, wanted, reported=reported, today=TODAY)
    assert again.drop == ()


@pytest.mark.parametrize(
    ("came", "first", "second"),
    [
        ([], None, None),
        ([date(2023, 3, 1)], date(2023, 3, 1), None),
        ([date(2024, 6, 20)], date(2024, 6, 20), None),
        ([date(2024, 6, 21)], None, date(2024, 6, 21)),
        ([date(2023, 12, 1), date(2025, 1, 1)], date(2023, 12, 1), date(2025, 1, 1)),
    ],
)
def test_a_delivery_answers_the_report_in_whose_window_it_comes(came, first, second):
    one, two = calendar.expert_days(of_period(), dates_of(of_period(), "2024"))

    assert calendar.delivery(one, [two], came) == first
    assert calendar.delivery(two, [one], came) == second
