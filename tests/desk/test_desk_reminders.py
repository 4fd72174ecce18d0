"""What somebody was told, on the desk: in the page's language, theirs only, read once."""

from datetime import timedelta

import pytest
from django.utils import timezone

from scenarios.state_report import OFFICER
from stocktake.accounts.models import Person
from stocktake.accounts.rules import LOCAL_ADMINISTRATOR, Role
from stocktake.reporting import actions
from stocktake.reporting.models import Obligation


pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture
def told(urn):
    """XAA's report is due in 20 days, and everybody concerned was told."""
    today = timezone.now().date()
    days = {
        "opens": today - timedelta(days=90),
        "due": today + timedelta(days=20),
        "grace_until": today + timedelta(days=50),
        "closes": today + timedelta(days=200),
    }
    owed = Obligation.objects.filter(round__code="2026", sender="KEN")
    owed.update(sender="XAA", **days)

    def note():
        return actions.note_reminders(on=today, by=OFFICER, at=timezone.now())

    return note


def test_a_reminder_stands_on_the_first_page_until_it_is_read(told, focal):
    told()

    before = focal.get("/en/desk/").content.decode()
    answer = focal.post("/en/desk/reminders/read/")
    after = focal.get("/en/desk/").content.decode()

    assert "Days left: 20." in before
    assert answer.headers["Location"] == "/en/desk/reminders/"
    assert "Days left: 20." not in after
    assert "Days left: 20." in focal.get("/en/desk/reminders/").content.decode()


def test_a_reminder_is_said_again_in_the_language_of_the_page(told, focal):
    told()

    page = focal.get("/ar/desk/reminders/").content.decode()

    assert "الأيام المتبقية: 20." in page
    assert 'dir="rtl"' in page
    assert "Days left" not in page


def test_only_the_last_that_was_said_of_a_report_stands_on_the_first_page(told, focal):
    told()
    person = Person.objects.get(email="focal-point@example.org")
    made = person.reminders.get()
    made.pk, made.event = None, "due-60"
    made.save()

    assert focal.get("/en/desk/").content.decode().count("Days left: 20.") == 1
    assert focal.get("/en/desk/reminders/").content.decode().count("Days left") == 2


def test_nobody_sees_or_reads_what_another_was_told(told, focal, signed_in):
    other = signed_in(Role.FOCAL_POINT, area="XAB", email="xab@example.org")
    told()

    other.post("/en/desk/reminders/read/")

    assert "Days left" not in other.get("/en/desk/reminders/").content.decode()
    assert "Days left" in focal.get("/en/desk/").content.decode()


def test_whoever_tries_the_desk_out_sees_what_is_due(told, client):
    client.post("/en/account/try-out/", {"role": "focal-point", "area": "XAA"})

    page = client.get("/en/desk/reminders/").content.decode()

    assert "Days left: 20." in page
    assert "Mark all as read" not in page
    assert client.post("/en/desk/reminders/read/").status_code == 403


def test_the_page_costs_the_same_for_many_reminders(
    told, focal, django_assert_max_num_queries
):
    told()
    person = Person.objects.get(email="focal-point@example.org")
    made = person.reminders.get()
    for number in range(9):
        made.pk, made.about = None, f"stocktake:obligation:2026/XAA/state/{number}"
        made.save()

    with django_assert_max_num_queries(8):
        focal.get("/en/desk/reminders/")


def test_without_any_the_page_says_so(focal):
    actions.open_round("2026", by=LOCAL_ADMINISTRATOR, at=timezone.now())

    assert "nothing to remind" in focal.get("/en/desk/reminders/").content.decode()
