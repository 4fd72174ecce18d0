"""Who is reminded of what and when: before a report is due, once after, never twice."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError
from hypothesis import given
from hypothesis import strategies as st
from tests.scenarios.state_report import NOON, OFFICER, moved, started

from scenarios import people
from stocktake.accounts import queries as accounts
from stocktake.accounts.rules import LOCAL_ADMINISTRATOR, Role
from stocktake.actors import actions as actors
from stocktake.kernel.errors import NotPermitted
from stocktake.reporting import actions, queries, reminding
from stocktake.reporting.calendar import Deadlines
from stocktake.reporting.models import Claim, Move, Reminder, Round, Submission
from stocktake.reporting.reminding import Event
from stocktake.reporting.rules import Stage, Step, Strand


DUE = date(2026, 12, 18)
DAYS = Deadlines(date(2026, 1, 1), DUE, date(2027, 1, 17), date(2027, 6, 16))


def before(days: int) -> date:
    return DUE - timedelta(days=days)


@pytest.mark.parametrize(
    ("today", "excepted", "event"),
    [
        (before(61), None, None),
        (before(60), None, Event.DUE_60),
        (before(31), None, Event.DUE_60),
        (before(30), None, Event.DUE_30),
        (before(8), None, Event.DUE_30),
        (before(7), None, Event.DUE_7),
        (DUE, None, Event.DUE_7),
        (before(-1), None, Event.OVERDUE),
        (DAYS.closes, None, Event.OVERDUE),
        (DAYS.closes + timedelta(days=1), None, None),
        (before(-1), date(2027, 3, 1), None),
        (date(2027, 3, 1), date(2027, 3, 1), None),
        (date(2027, 3, 2), date(2027, 3, 1), Event.OVERDUE),
        (before(7), date(2027, 3, 1), Event.DUE_7),
    ],
)
def test_which_reminder_a_day_calls_for(today, excepted, event):
    assert reminding.due(DAYS, today=today, excepted_until=excepted) is event


@pytest.mark.parametrize(
    ("event", "sent", "news"),
    [
        (Event.DUE_60, [], True),
        (Event.DUE_30, [Event.DUE_60], True),
        (Event.DUE_30, [Event.DUE_30], False),
        (Event.DUE_60, [Event.DUE_7], False),
        (Event.OVERDUE, [Event.DUE_60, Event.DUE_30, Event.DUE_7], True),
        (Event.ACCEPTED, [], True),
        (Event.ACCEPTED, [Event.ACCEPTED], False),
        (Event.ACCEPTED, [Event.CORRECTION_REQUESTED], True),
    ],
)
def test_what_is_news_after_what_was_sent(event, sent, news):
    assert reminding.is_news(event, sent) is news


@given(st.lists(st.integers(-250, 120), min_size=1, max_size=60, unique=True))
def test_on_whatever_days_it_runs_nobody_is_told_more_than_four_times(runs):
    sent: list[Event] = []

    for left in sorted(runs, reverse=True):
        event = reminding.due(DAYS, today=before(left))
        if event and reminding.is_news(event, sent):
            sent.append(event)

    assert len(sent) == len(set(sent)) <= 4
    assert sent == sorted(sent, key=list(Event).index)


pytestmark = pytest.mark.django_db


def round_of_2026():
    actions.open_round("2026", by=LOCAL_ADMINISTRATOR, at=NOON)


def noted(on: date) -> int:
    return actions.note_reminders(on=on, by=OFFICER, at=NOON)


def told(email: str = "ken@example.org") -> list[Event]:
    return [row.event for row in reversed(queries.reminders(person=email))]


def focal_point(area="KEN", email="ken@example.org"):
    return people.person(Role.FOCAL_POINT, area=area, email=email, secured=False)


def test_run_every_day_of_a_year_a_person_is_told_four_times():
    round_of_2026()
    focal_point()

    counts = [noted(before(left)) for left in (*range(65, 5, -3), 7, 7, 0, -1, -2, -40)]

    assert sum(counts) == 4
    assert told() == [Event.DUE_60, Event.DUE_30, Event.DUE_7, Event.OVERDUE]


def test_days_on_which_it_did_not_run_are_made_up_for_once():
    round_of_2026()
    focal_point()

    assert noted(before(20)) == 1
    assert told() == [Event.DUE_30]
    assert noted(before(20)) == noted(before(19)) == 0


def test_a_reminder_keeps_codes_and_facts_and_no_sentence():
    round_of_2026()
    focal_point()
    noted(before(28))

    (row,) = queries.reminders(person="ken@example.org")

    assert (row.event, row.day) == (Event.DUE_30, before(28))
    assert row.about == "stocktake:obligation:2026/KEN/state/2026-12-18"
    assert row.parameters == {
        "round": "2026",
        "sender": "KEN",
        "strand": "state",
        "due": "2026-12-18",
        "grace_until": "2027-01-17",
        "days": 28,
    }


def test_whoever_delivered_is_left_alone():
    moved(started("KEN"), Step.SUBMIT)
    focal_point()
    focal_point("TUN", "tun@example.org")

    noted(before(10))

    assert told() == []
    assert told("tun@example.org") == [Event.DUE_30]


def test_who_works_on_a_report_is_reminded_and_nobody_else():
    round_of_2026()
    roles = [role for role in people.ROLES if role is not Role.EXPERT]
    for role in roles:
        area = "KEN" if people.own_area(role) else ""
        people.person(role, area=area, secured=False)

    noted(before(10))

    assert sorted({row.email for row in queries.reminders()}) == [
        "alternate-focal-point@example.org",
        "contributor@example.org",
        "focal-point@example.org",
        "validating-authority@example.org",
    ]


def test_an_organisation_that_opted_in_is_reminded_of_each_of_its_years():
    round_of_2026()
    actors.register_organisation(
        "XNGO", illustrative=True, by=LOCAL_ADMINISTRATOR, at=NOON
    )
    people.person(Role.EXPERT, area="XNGO", email="expert@example.org")
    actions.opt_in("XNGO", by=OFFICER, at=NOON)

    noted(before(5))

    (row,) = queries.reminders(person="expert@example.org")
    assert row.parameters["strand"] == "expert"
    assert row.parameters["due"] == "2026-12-18"


def test_somebody_of_two_areas_gets_both_on_one_day():
    round_of_2026()
    person = focal_point()
    person.areas = ["KEN", "TUN"]
    person.save()

    ((addressee, found),) = queries.notices(accounts.addressees(), today=before(30))

    assert addressee.email == "ken@example.org"
    assert [one.parameters["sender"] for one in found] == ["KEN", "TUN"]


def test_a_closed_round_reminds_nobody():
    round_of_2026()
    focal_point()
    actions.close_round("2026", by=OFFICER, at=NOON)

    assert noted(before(5)) == 0


def test_an_exception_puts_off_what_is_said_after_the_day():
    round_of_2026()
    focal_point()
    actions.except_late(
        "2026",
        "KEN",
        Strand.STATE,
        until=date(2027, 3, 1),
        reason="A flood.",
        by=OFFICER,
        at=NOON,
    )

    assert noted(before(-2)) == 0
    assert noted(date(2027, 3, 2)) == 1
    assert queries.reminders()[0].parameters["excepted_until"] == "2027-03-01"


def test_a_correction_and_an_acceptance_are_told_once_each_time():
    urn = moved(started("KEN"), Step.SUBMIT, Step.TAKE_UP, Step.REQUEST_CORRECTION)
    focal_point()
    day = NOON.date()

    assert noted(day) == 1
    later = NOON + timedelta(days=2)
    moved(urn, Step.SUBMIT, Step.TAKE_UP, Step.REQUEST_CORRECTION, at=later)
    moved(urn, Step.SUBMIT, Step.TAKE_UP, Step.ACCEPT, at=later)
    assert noted(later.date()) == 2
    assert noted(later.date()) == 0
    assert told() == [
        Event.CORRECTION_REQUESTED,
        Event.CORRECTION_REQUESTED,
        Event.ACCEPTED,
    ]
    assert "Page 3" not in str(queries.reminders())


def test_steps_of_long_ago_are_news_to_nobody():
    moved(started("KEN"), Step.SUBMIT, Step.TAKE_UP, Step.REQUEST_CORRECTION)
    focal_point()

    assert noted(NOON.date() + timedelta(days=15)) == 0


def reply_opened(*claims):
    """An expert's report about these States, to which they may reply since noon."""
    actions.open_round("2026", by=LOCAL_ADMINISTRATOR, at=NOON)
    found = Submission.objects.create(
        round=Round.objects.get(code="2026"),
        sender="XNGO",
        strand=Strand.EXPERT,
        about=[area for area, _publication in claims],
        stage=Stage.REPLY_WINDOW,
        submitted_at=NOON,
    )
    for number, (area, publication) in enumerate(claims):
        Claim.objects.create(
            submission=found,
            area=area,
            item="1.2",
            address=f"1.2/challenges/{number:012x}",
            record=f"{number:012x}",
            kind="challenge",
            publication=publication,
            words="0" * 64,
        )
    Move.objects.create(
        submission=found,
        step=Step.OPEN_REPLY,
        before=Stage.UNDER_CHECK,
        after=Stage.REPLY_WINDOW,
        by="officer",
        at=NOON,
    )
    return found


def test_a_state_is_told_until_when_it_may_reply_and_not_to_whom():
    reply_opened(("KEN", "attributed"), ("KEN", "anonymous"))
    focal_point()

    assert noted(NOON.date()) == 1
    assert noted(NOON.date() + timedelta(days=1)) == 0
    (row,) = queries.reminders()
    assert row.event is Event.REPLY_OPENED
    assert row.parameters == {"round": "2026", "state": "KEN", "until": "2026-06-29"}
    assert row.about == "stocktake:replies:2026/KEN/2026-06-29"


def test_no_state_hears_of_a_confidential_claim():
    reply_opened(("KEN", "confidential"), ("TUN", "attributed"))
    focal_point()
    focal_point("TUN", "tun@example.org")

    noted(NOON.date())

    assert told() == []
    assert told("tun@example.org") == [Event.REPLY_OPENED]


def test_only_who_may_reply_hears_that_it_may():
    reply_opened(("KEN", "attributed"))
    people.person(Role.CONTRIBUTOR, area="KEN", secured=False)
    focal_point("TUN", "tun@example.org")

    assert noted(NOON.date()) == 0


def test_what_is_due_costs_the_same_for_however_many_people(
    django_assert_max_num_queries,
):
    round_of_2026()
    focal_point()
    everybody = accounts.addressees() * 9

    with django_assert_max_num_queries(8):
        queries.notices(everybody, today=before(10))


def test_a_letter_takes_its_reminders_from_every_other_run():
    round_of_2026()
    focal_point()
    noted(before(10))
    ids = [row.id for row in queries.reminders(unmailed=True)]

    assert actions.claim_for_mail(ids, by=OFFICER, at=NOON)
    assert not actions.claim_for_mail(ids, by=OFFICER, at=NOON)
    assert queries.reminders(unmailed=True) == ()
    actions.release_for_mail(ids, by=OFFICER)
    assert len(queries.reminders(unmailed=True)) == 1


def test_people_read_their_own_reminders_only():
    round_of_2026()
    mine = accounts.acting(focal_point())
    other = accounts.acting(focal_point("TUN", "tun@example.org"))
    noted(before(10))

    assert queries.unread(mine.person) == queries.unread(other.person) == 1
    assert actions.read_reminders(by=mine, at=NOON) == 1
    assert (queries.unread(mine.person), queries.unread(other.person)) == (0, 1)
    with pytest.raises(NotPermitted):
        actions.read_reminders(by=LOCAL_ADMINISTRATOR, at=NOON)


@pytest.mark.parametrize("role", [Role.FOCAL_POINT, Role.EXPERT, Role.RESEARCHER])
def test_only_the_office_sends_reminders(role):
    by = accounts.acting(people.person(role, secured=False))

    with pytest.raises(NotPermitted):
        actions.note_reminders(on=DUE, by=by, at=datetime(2026, 6, 1, tzinfo=UTC))


def test_the_database_refuses_to_tell_a_person_the_same_twice():
    person = focal_point()
    given = {
        "person": person,
        "about": "stocktake:obligation:2026/KEN/state/2026-12-18",
        "event": Event.DUE_30,
        "day": DUE,
    }
    Reminder.objects.create(**given)

    with pytest.raises(IntegrityError):
        Reminder.objects.create(**given)
