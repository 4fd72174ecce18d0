"""The secretariat's pages: what waits, who owes what, rounds, people, the record."""

import csv
import io
import re

import pytest
from django.apps import apps

from scenarios import people, state_report
from stocktake.accounts.rules import LOCAL_ADMINISTRATOR, Role
from stocktake.reporting import actions, queries
from stocktake.reporting.rules import Step, Strand


pytestmark = [pytest.mark.django_db, pytest.mark.slow]

DESK = "/en/desk"
ROUND = f"{DESK}/rounds/2026/"


def words(response) -> str:
    """The words of a page, spaces folded."""
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def senders(response) -> list[str]:
    """The codes in the rows of a table, in order."""
    return re.findall(
        r'<th scope="row"[^>]*>(?:<a [^>]*>)?<span class="code">(\w+)<',
        response.content.decode(),
    )


@pytest.fixture
def officer(signed_in):
    """The browser of somebody of the secretariat."""
    return signed_in(Role.SECRETARIAT)


@pytest.fixture
def queue(db):
    """A report in every pile of the queue."""
    state_report.moved(state_report.started("FRA"), Step.SUBMIT)
    state_report.moved(state_report.started("CHL"), Step.SUBMIT, Step.TAKE_UP)
    state_report.moved(
        state_report.started("EGY"), Step.SUBMIT, Step.TAKE_UP, Step.ACCEPT
    )
    state_report.moved(
        state_report.started("KEN"),
        Step.SUBMIT,
        Step.TAKE_UP,
        Step.REQUEST_CORRECTION,
    )


@pytest.mark.parametrize("language", ["ar", "ru"])
def test_the_pages_speak_each_language(officer, queue, language):
    for path in (
        "tasks/",
        "tasks/record/?verify=1",
        "rounds/",
        "rounds/2026/",
        "rounds/2022/open/",
        "rounds/2026/close/",
        "rounds/2026/late/",
        "people/",
        "people/KEN/",
    ):
        page = officer.get(f"/{language}/desk/{path}").content.decode()

        assert '<html lang="en"' not in page
        for english in ("Who owes", "Tasks<", "Rounds<", "National clearing", "Due<"):
            assert english not in page, (path, english)


def test_the_queue_holds_each_report_where_it_waits(officer, queue):
    page = officer.get(f"{DESK}/tasks/")

    assert senders(page) == ["FRA", "CHL", "EGY", "KEN"]


def test_a_round_is_opened_only_once_it_is_confirmed(officer):
    page = officer.get(f"{DESK}/rounds/2026/open/")
    assert "193 States owe a report" in words(page)
    assert queries.rounds() == ()

    officer.post(f"{DESK}/rounds/2026/open/")

    assert [row.code for row in queries.rounds()] == ["2026"]
    assert "Round 2026 is open." in words(officer.get(ROUND))


def test_a_closed_round_takes_nothing_until_it_is_opened_again(officer, focal, urn):
    officer.post(f"{ROUND}close/")
    page = focal.get(f"{DESK}/submissions/2026/XAA/state/1/steps/submit/")
    assert "nothing is submitted in it" in words(page)

    officer.post(f"{ROUND}open/")

    assert queries.round_("2026").closed_at is None


def test_who_owes_what_can_be_kept_to_and_ordered_by_plain_links(officer, queue):
    assert len(senders(officer.get(ROUND))) == 193
    assert senders(officer.get(f"{ROUND}?standing=delivered")) == [
        "CHL",
        "EGY",
        "FRA",
        "KEN",
    ]
    assert senders(officer.get(f"{ROUND}?stage=accepted")) == ["EGY"]
    assert senders(officer.get(f"{ROUND}?state=chil")) == ["CHL"]
    backwards = officer.get(f"{ROUND}?sort=-code")
    assert senders(backwards)[0] == "ZWE"
    assert 'aria-sort="descending"' in backwards.content.decode()


def test_the_table_is_handed_out_as_csv(officer, queue):
    response = officer.get(f"{ROUND}?standing=delivered&format=csv")

    rows = list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))
    assert [row["sender"] for row in rows] == ["CHL", "EGY", "FRA", "KEN"]
    assert rows[1]["stage"] == "accepted"


def test_a_late_report_is_excepted_by_name_and_for_a_reason(officer, urn):
    page = f"{ROUND}late/"
    empty = officer.post(page, {"strand": "state"})
    assert empty.status_code == 422
    assert empty.content.decode().count('<li><a href="#id_') == 3
    past = {"sender": "Kenya", "strand": "state", "until": "2026-01-01", "reason": "x"}
    assert "This day has passed." in words(officer.post(page, past))

    officer.post(page, {**past, "until": "2100-01-01", "reason": "A flood."})

    (made,) = queries.exceptions("2026")
    assert (made.sender, made.reason, made.by) == (
        "KEN",
        "A flood.",
        "secretariat of",
    )
    assert "A flood." in words(officer.get(ROUND))


def test_the_people_of_a_state_are_seen_with_their_sections_and_clearing(
    officer, focal
):
    people.invite(Role.VALIDATING_AUTHORITY, area="XAA", email="va@example.org")

    page = words(officer.get(f"{DESK}/people/XAA/"))

    assert "focal-point of XAA" in page
    assert "va@example.org" in page
    assert "Switch clearing on" not in page
    assert "Switch clearing on" in words(focal.get(f"{DESK}/people/XAA/"))
    assert officer.get(f"{DESK}/people/?state=Chile")["Location"].endswith("/CHL/")
    wrong = officer.get(f"{DESK}/people/?state=Atlantis")
    assert "There is no State of this code or name." in words(wrong)


def test_a_focal_point_sees_the_people_of_their_own_state_only(focal, signed_in):
    signed_in(Role.FOCAL_POINT, area="XAB", email="other@example.org")

    page = focal.get(f"{DESK}/people/")

    assert senders(page) == ["XAA"]
    assert "XAB" not in words(page)


def test_the_record_is_shown_and_checked_and_names_what_was_altered(officer, queue):
    whole = words(officer.get(f"{DESK}/tasks/record/?verify=1"))
    assert "The record holds:" in whole
    event = apps.get_model("audit.Event").objects.order_by("id")[2]
    apps.get_model("audit.Event").objects.filter(pk=event.pk).update(by="nobody")

    page = words(officer.get(f"{DESK}/tasks/record/?verify=1&kind=submission.moved"))

    assert "The record does not hold in 1 place." in page
    assert f"Event {event.pk}: this event was altered" in page


def test_what_experts_owe_is_shown_to_those_who_may_read_claims(signed_in, officer):
    actions.open_round("2026", by=LOCAL_ADMINISTRATOR, at=state_report.NOON)
    officer_sees = officer.get(ROUND).content.decode()
    admin_sees = signed_in(Role.ADMINISTRATOR).get(ROUND).content.decode()

    assert 'name="strand"' in officer_sees
    assert 'name="strand"' not in admin_sees
    assert 'name="stage"' not in admin_sees


@pytest.mark.parametrize("path", ["tasks/", "rounds/2026/", "people/", "rounds/"])
def test_queries_do_not_grow_with_states(officer, path, django_assert_max_num_queries):
    actions.open_round("2026", by=LOCAL_ADMINISTRATOR, at=state_report.NOON)
    many_submitted()

    with django_assert_max_num_queries(20):
        assert officer.get(f"{DESK}/{path}").status_code == 200


def many_submitted() -> None:
    """A submission of each of 193 States and a person of each, written in bulk."""
    submission = apps.get_model("reporting.Submission")
    round_ = apps.get_model("reporting.Round").objects.get(code="2026")
    owed = apps.get_model("reporting.Obligation").objects.filter(strand=Strand.STATE)
    first = queries.draft(state_report.started("XAA"))
    pinned = submission.objects.get(pk=first.key).questionnaire
    codes = sorted(set(owed.values_list("sender", flat=True)))
    submission.objects.bulk_create(
        submission(
            round=round_,
            sender=code,
            strand="state",
            about=[code],
            stage="submitted",
            submitted_at=state_report.NOON,
            questionnaire=pinned,
        )
        for code in codes
    )
    person = apps.get_model("accounts.Person")
    person.objects.bulk_create(
        person(
            email=f"{code.lower()}@example.org",
            name=f"focal point of {code}",
            roles=["focal-point"],
            areas=[code],
        )
        for code in codes
    )
