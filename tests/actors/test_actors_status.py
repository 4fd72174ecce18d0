"""The status of a treaty is derived from actions; sources may disagree; no data is no 'no'."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stocktake.actors.rules import ActionKind, Status, TreatyAction, TreatySource
from stocktake.actors.status import disagreements, status_on


DAYS = TreatySource("days", "by day", date(2015, 3, 9), frozenset({"CRC"}), frozenset())
YEARS = TreatySource(
    "years", "by year", date(2022, 1, 1), frozenset({"CRC"}), frozenset({"SVN", "FRA"})
)


def _act(kind, dated, source="days", state="SVN"):
    return TreatyAction("CRC", state, ActionKind(kind), dated, source)


def _status(*acts, on=date(2020, 1, 1), sources=(DAYS,), state="SVN"):
    return status_on(state, "CRC", acts, sources, on=on)


@pytest.mark.parametrize(
    ("acts", "expected", "since"),
    [
        ([], Status.NO_ACTION, ""),
        ([("signature", "1990-01-26")], Status.SIGNATORY, "1990-01-26"),
        (
            [("signature", "1990-01-26"), ("ratification", "1992-07-06")],
            Status.PARTY,
            "1992-07-06",
        ),
        ([("accession", "1992-07-06")], Status.PARTY, "1992-07-06"),
        ([("succession", "1992-07-06")], Status.PARTY, "1992-07-06"),
        (
            [("accession", "1992-07-06"), ("withdrawal", "1997-01-01")],
            Status.WITHDRAWN,
            "1997-01-01",
        ),
        (
            [
                ("accession", "1992-07-06"),
                ("withdrawal", "1997-01-01"),
                ("accession", "2001-02-03"),
            ],
            Status.PARTY,
            "2001-02-03",
        ),
        ([("ratification", "2021-01-01")], Status.NO_ACTION, ""),
        ([("reservation or declaration", "unknown")], Status.NO_ACTION, ""),
    ],
)
def test_the_later_of_consent_and_withdrawal_decides(acts, expected, since):
    row = _status(*(_act(*act) for act in acts))

    assert (row.status, row.since) == (expected, since)


def test_without_a_table_that_covers_it_there_is_no_data():
    row = _status(sources=())

    assert (row.status, row.known_until, row.certain) == (Status.NO_DATA, None, False)


def test_no_action_known_says_until_when_it_is_known():
    row = _status(sources=(DAYS, YEARS))

    assert (row.status, row.known_until, row.beyond_data) == (
        Status.NO_ACTION,
        date(2022, 1, 1),
        False,
    )
    assert _status(on=date(2020, 1, 1)).beyond_data


def test_a_table_says_nothing_of_states_it_does_not_list():
    assert _status(sources=(YEARS,), state="COK").status is Status.NO_DATA


def test_a_year_alone_is_not_sure_within_that_year():
    act = _act("consent, kind not given", "1993", "years")
    during = _status(act, on=date(1993, 6, 1), sources=(YEARS,))
    after = _status(act, on=date(1994, 1, 1), sources=(YEARS,))

    assert (during.certain, after.certain, after.status) == (False, True, Status.PARTY)


def test_an_exact_date_is_preferred_to_a_year():
    row = _status(
        _act("consent, kind not given", "1992", "years"),
        _act("succession", "1992-07-06"),
        sources=(DAYS, YEARS),
    )

    assert (row.since, row.kind, row.dates_differ) == (
        "1992-07-06",
        "succession",
        False,
    )


def test_sources_that_date_it_differently_agree_that_it_is_a_party():
    row = _status(
        _act("consent, kind not given", "1995", "years"),
        _act("succession", "1992-07-06"),
        sources=(DAYS, YEARS),
    )

    assert (row.status, row.dates_differ) == (Status.PARTY, True)


def test_a_table_that_ought_to_know_and_does_not_makes_it_disputed():
    early = _status(
        _act("consent, kind not given", "1976", "years"), sources=(DAYS, YEARS)
    )
    late = _status(
        _act("consent, kind not given", "2016", "years"), sources=(DAYS, YEARS)
    )

    assert (early.status, early.certain) == (Status.DISPUTED, False)
    assert late.status is Status.PARTY


def test_disagreements_name_both_sides():
    acts = [
        _act("consent, kind not given", "1976", "years"),
        _act("accession", "1990-01-01", "days", "FRA"),
        _act("consent, kind not given", "1991", "years", "FRA"),
    ]

    found = disagreements(acts, (DAYS, YEARS))

    assert [(each.state, each.what, each.first, each.second) for each in found] == [
        (
            "FRA",
            "dates of consent differ",
            "accession 1990-01-01",
            "consent, kind not given 1991",
        ),
        ("SVN", "party in one only", "no action", "consent, kind not given 1976"),
    ]


def test_tables_that_fit_together_do_not_disagree():
    acts = [
        _act("accession", "1990-01-01"),
        _act("consent, kind not given", "1990", "years"),
        _act("consent, kind not given", "2018", "years", "FRA"),
    ]

    assert disagreements(acts, (DAYS, YEARS)) == ()


KINDS = [
    "signature",
    "ratification",
    "accession",
    "withdrawal",
    "reservation or declaration",
]
ACTS = st.lists(
    st.builds(
        _act,
        st.sampled_from(KINDS),
        st.dates(date(1950, 1, 1), date(2014, 12, 31)).map(str),
    ),
    max_size=6,
)
ON = st.dates(date(1950, 1, 1), date(2015, 3, 9))


@pytest.mark.slow
@given(acts=ACTS, on=ON)
def test_the_order_in_which_actions_are_read_does_not_matter(acts, on):
    assert _status(*acts, on=on) == _status(*reversed(acts), on=on)


@pytest.mark.slow
@given(acts=ACTS, on=ON)
def test_what_happens_later_does_not_change_the_status_of_a_day(acts, on):
    until_then = [act for act in acts if act.dated <= on.isoformat()]

    assert _status(*acts, on=on) == _status(*until_then, on=on)


@pytest.mark.slow
@given(acts=ACTS, on=ON)
def test_a_new_consent_makes_a_party_and_a_withdrawal_after_it_ends_that(acts, on):
    before = [act for act in acts if act.dated < on.isoformat()]
    joined = [*before, _act("accession", on.isoformat())]
    left = [*joined, _act("withdrawal", (on + timedelta(days=1)).isoformat())]

    assert _status(*joined, on=on).status is Status.PARTY
    assert _status(*left, on=on + timedelta(days=1)).status is Status.WITHDRAWN


@pytest.mark.slow
@given(acts=ACTS, on=ON)
def test_the_status_follows_the_newest_turn(acts, on):
    """Checked against a reading that walks through the acts one by one."""
    status = Status.NO_ACTION
    same_day = {ActionKind.WITHDRAWAL: 2, ActionKind.SIGNATURE: 0}
    for act in sorted(acts, key=lambda a: (a.dated, same_day.get(a.kind, 1))):
        if act.dated > on.isoformat() or act.kind is ActionKind.RESERVATION:
            continue
        if act.kind is ActionKind.WITHDRAWAL:
            status = Status.WITHDRAWN
        elif act.kind is not ActionKind.SIGNATURE:
            status = Status.PARTY
        elif status is Status.NO_ACTION:
            status = Status.SIGNATORY

    assert _status(*acts, on=on).status is status
