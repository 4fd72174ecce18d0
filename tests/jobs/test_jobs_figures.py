"""What States typed as their own figures becomes statistics beside the official ones."""

import pytest
from tests.scenarios.state_report import (
    NOON,
    OFFICER,
    TO_PUBLICATION,
    focal_point,
    moved,
    started,
)

from stocktake.indicators import queries as releases
from stocktake.indicators.keys import Slice
from stocktake.jobs import figures
from stocktake.kernel.errors import NotFound
from stocktake.reporting import actions
from stocktake.reporting.actions import Change
from stocktake.reporting.rules import Step


pytestmark = [pytest.mark.django_db, pytest.mark.slow]
DETAINED = "1.2/indicator_detained"


@pytest.fixture(autouse=True)
def own_home(tmp_path, monkeypatch):
    monkeypatch.setenv("STOCKTAKE_HOME", str(tmp_path / "home"))


def published(answers, run):
    urn = started()
    changes = [Change(address, value, 0) for address, value in answers.items()]
    saved = actions.save_answers(urn, changes, by=focal_point("KEN"), at=NOON)
    assert not saved.refused, saved.refused
    with run(execute=True):
        moved(urn, *TO_PUBLICATION)
    return urn


def held():
    found = releases.observations(figures.FLOW).records()
    return {
        (each["QUESTION"], each["COMMITMENT"], each["TIME_PERIOD"]): each
        for each in found
    }


def own(value, year=2025, source="own"):
    return {"source": source, "value": value, "year": year}


def test_own_figures_of_a_published_report_stand_beside_the_official_ones(
    django_capture_on_commit_callbacks,
):
    urn = published(
        {
            DETAINED: own("812"),
            "1.1.1/indicator_victims_identified": own("37", 2024),
            "2.4/indicator_deaths": own("5", source="official"),
            "1.3/indicator_complaints": {
                "absent": "no_information",
                "reason": "not-collected",
            },
        },
        django_capture_on_commit_callbacks,
    )

    found = held()
    release = releases.release(figures.FLOW)
    assert sorted(found) == [
        ("detained", "1-2", "2025"),
        ("victims-identified", "1-1-1", "2024"),
    ]
    detained = found["detained", "1-2", "2025"]
    assert (detained["OBS_VALUE"], detained["SOURCE"]) == (812, "QUESTIONNAIRE")
    assert (detained["OBS_STATUS"], detained["UNIT_MEASURE"]) == ("V", "PS")
    assert (detained["ROUND"], detained["SUBMISSION"]) == ("2026", urn)
    assert found["victims-identified", "1-1-1", "2024"]["OFFICIAL"] == "sdg:16.2.2"
    assert release.files[0]["publisher"] == "Kenya"
    assert release.files[0]["edition"] == urn


def test_a_withdrawn_report_takes_its_figures_along_and_the_old_release_stays(
    django_capture_on_commit_callbacks,
):
    run = django_capture_on_commit_callbacks
    urn = published({DETAINED: own("812"), "1.3/indicator_complaints": own("4")}, run)

    with run(execute=True):
        actions.move(urn, Step.WITHDRAW, by=OFFICER, at=NOON, message="Sent in error.")

    first = releases.release(figures.FLOW, number=1)
    old = releases.ask(releases.flow(figures.FLOW), Slice(), first)
    assert held() == {}
    assert {each["OBS_VALUE"] for each in old.records()} == {812, 4}


def test_catching_up_again_changes_nothing(django_capture_on_commit_callbacks):
    published({DETAINED: own("812")}, django_capture_on_commit_callbacks)

    assert figures.catch_up("2026", at=NOON) == 0
    assert len(releases.releases(figures.FLOW)) == 1


def test_a_report_without_figures_makes_no_release(django_capture_on_commit_callbacks):
    published({}, django_capture_on_commit_callbacks)

    with pytest.raises(NotFound, match="no release"):
        releases.release(figures.FLOW)
