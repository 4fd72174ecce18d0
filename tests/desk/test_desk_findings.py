"""Findings on the desk: what a focal point reads about the State, and its reply."""

from datetime import UTC, datetime

import pytest
from django.urls import reverse

from stocktake.accounts.rules import LOCAL_ADMINISTRATOR, Role
from stocktake.assessment import actions, queries
from stocktake.reporting import actions as reporting


pytestmark = [pytest.mark.django_db, pytest.mark.slow]
NOON = datetime(2026, 11, 1, 12, tzinfo=UTC)
NAMES = {"round_code": "2024", "area": "XAA", "code": "1.2"}
URN = "stocktake:finding:2024/XAA/1.2"


@pytest.fixture
def assessed():
    """Round 2024 with findings about XAA."""
    reporting.open_round("2024", by=LOCAL_ADMINISTRATOR, at=NOON)
    actions.assess_round("2024", states=["XAA"], by=LOCAL_ADMINISTRATOR, at=NOON)


def test_a_focal_point_comes_from_the_desk_to_a_finding_and_replies(assessed, focal):
    desk = focal.get(reverse("desk:home")).content.decode()
    listed = focal.get(reverse("desk:findings")).content.decode()
    page = reverse("desk:finding", kwargs=NAMES)

    posted = focal.post(
        reverse("desk:finding_reply", kwargs=NAMES),
        {"reply": "لا نوافق.", "language": "ar"},
        follow=True,
    )

    assert reverse("desk:findings") in desk
    assert page in listed
    assert listed.count("Nobody says anything") == 38
    assert posted.redirect_chain[-1][0] == page
    shown = posted.content.decode()
    assert "Your reply stands beside the finding." in shown
    assert '<p lang="ar" dir="rtl">لا نوافق.</p>' in shown
    assert queries.finding(URN).replies[0].texts == {"ar": "لا نوافق."}
    assert ">Given<" in focal.get(reverse("desk:findings")).content.decode()


def test_a_reply_that_says_nothing_is_refused_on_the_page_and_the_words_stay(
    assessed, focal
):
    said = "x" * 5001
    refused = focal.post(
        reverse("desk:finding_reply", kwargs=NAMES), {"reply": said, "language": "en"}
    )

    assert refused.status_code == 422
    assert said in refused.content.decode()
    assert queries.finding(URN).replies == ()


def test_another_states_findings_are_not_listed_on_its_desk(assessed, signed_in):
    other = signed_in(Role.FOCAL_POINT, area="XAB")

    listed = other.get(reverse("desk:findings"))
    asked = other.get(reverse("desk:findings"), {"area": "XAA"})

    assert listed.status_code == 200
    assert "There are no findings about this State yet." in listed.content.decode()
    assert asked.status_code == 403
