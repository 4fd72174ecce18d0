"""The public page that says who delivered a report, and when."""

import csv
import io
from datetime import UTC, datetime

import pytest

from scenarios import portal_round, state_report
from stocktake.accounts.rules import LOCAL_ADMINISTRATOR
from stocktake.reporting import actions
from stocktake.reporting.rules import Step, Strand


pytestmark = [pytest.mark.django_db, pytest.mark.slow]
PAGE = "/en/rounds/2026/delivery/"


@pytest.fixture
def delivered():
    """One report submitted, one published, of 193 that are owed."""
    state_report.moved(state_report.started("KEN"), Step.SUBMIT)
    return state_report.moved(state_report.started("SVN"), *state_report.TO_PUBLICATION)


def records(client, query=""):
    return client.get(f"{PAGE}?format=json{query}").json()["records"]


def test_every_state_is_told_with_its_day_and_standing(client, delivered):
    found = {row["state"]: row for row in records(client)}

    assert len(found) == 193
    assert found["KEN"]["delivered"] == "2026-06-01"
    assert (found["KEN"]["published"], found["SVN"]["published"]) == (False, True)
    assert found["FRA"]["delivered"] is None
    assert found["FRA"]["due"] == "2026-12-18"


def test_the_page_says_how_many_came_and_links_only_to_what_is_public(
    client, delivered
):
    page = client.get(PAGE).content.decode()

    assert "2 State reports have come; 193 are owed." in page
    assert "/en/rounds/2026/states/SVN/" in page
    assert "/en/rounds/2026/states/KEN/" not in page
    assert "Not public yet" in page


@pytest.mark.parametrize("language", ["ar", "zh", "fr", "ru", "es"])
def test_the_page_speaks_each_language(client, delivered, language):
    page = client.get(f"/{language}/rounds/2026/delivery/").content.decode()

    assert "Who has delivered" not in page
    assert "Not public yet" not in page


def test_rows_can_be_kept_to_a_standing_and_a_region(client, delivered):
    came = {row["state"] for row in records(client, "&standing=delivered")}
    in_africa = {row["state"] for row in records(client, "&region=002")}

    assert came == {"KEN", "SVN"}
    assert "KEN" in in_africa
    assert "SVN" not in in_africa


def test_rows_can_be_ordered_by_the_day_they_came(client, delivered):
    codes = [row["state"] for row in records(client, "&sort=delivered")]

    assert codes[:3] == ["KEN", "SVN", "AFG"]


def test_the_table_can_be_had_as_csv(client, delivered):
    text = client.get(f"{PAGE}?format=csv").content.decode("utf-8-sig")

    rows = list(csv.DictReader(io.StringIO(text)))
    assert len(rows) == 193
    assert rows[0]["state"] == "AFG"


def test_nothing_tells_that_or_when_an_expert_delivered(client, db, settings, tmp_path):
    settings.STOCKTAKE_HOME = tmp_path
    portal_round.small_round()

    page = client.get("/en/rounds/2024/delivery/").content.decode()
    rows = client.get("/en/rounds/2024/delivery/?format=json").json()["records"]

    assert "XNGO" not in page
    assert "XNGO" not in {row["state"] for row in rows}


def test_a_late_report_that_is_excepted_says_until_when(client, db):
    after = datetime(2027, 2, 1, tzinfo=UTC)
    actions.open_round("2024", by=LOCAL_ADMINISTRATOR, at=after)
    actions.except_late(
        "2024",
        "KEN",
        Strand.STATE,
        until=datetime(2100, 1, 1, tzinfo=UTC).date(),
        reason="Elections.",
        by=LOCAL_ADMINISTRATOR,
        at=after,
    )

    page = client.get("/en/rounds/2024/delivery/?standing=excepted").content.decode()

    assert "Late, with an exception" in page
    assert "may come until 1 January 2100" in page
    assert "Elections" not in page


def test_the_number_of_queries_does_not_grow_with_the_states(
    client, db, django_assert_num_queries
):
    actions.open_round("2026", by=LOCAL_ADMINISTRATOR, at=state_report.NOON)
    with django_assert_num_queries(7):
        client.get(PAGE)
    for sender in ("KEN", "SVN", "FRA"):
        state_report.moved(state_report.started(sender), Step.SUBMIT)

    with django_assert_num_queries(7):
        client.get(PAGE)
