"""The commands on countries, groupings and treaties, as a person types them."""

import json

import pytest
from click.testing import CliRunner

from stocktake.cli.main import stocktake
from stocktake.geography.rules import Ambiguous
from stocktake.kernel.errors import NotFound, WrongUsage


def _run(*words):
    return CliRunner().invoke(stocktake, words, catch_exceptions=True)


def test_find_joins_its_words_and_prints_json():
    done = _run("geography", "find", "Ivory", "Coast", "--json")

    said = json.loads(done.output)
    assert (said["code"], said["m49"], said["names"]["ar"]) == (
        "CIV",
        "384",
        "كوت ديفوار",
    )
    assert said["groupings"] == ["ECOWAS"]


def test_find_refuses_what_is_ambiguous_or_unknown():
    assert isinstance(_run("geography", "find", "Congo").exception, Ambiguous)
    assert isinstance(_run("geography", "find", "Xanadu").exception, NotFound)


def test_list_can_be_narrowed_to_a_grouping_and_names_in_a_language():
    done = _run("geography", "list", "--in", "EAC", "--language", "fr")

    assert "République démocratique du Congo" in done.output
    assert len(done.output.splitlines()) == 1 + 8
    assert (
        len(json.loads(_run("geography", "list", "--states", "--json").output)) == 193
    )


def test_groups_says_the_day_the_source_and_what_is_not_sure():
    done = _run("geography", "groups", "LDC", "--on", "2027-01-01")

    assert "on 2027-01-01" in done.output
    assert done.output.count("not known for sure") == 3
    assert "Source:" in done.output
    assert "known to hold until 2025-12-31" in done.output


def test_groups_as_json_holds_members_with_their_doubts():
    said = json.loads(
        _run("geography", "groups", "MERCOSUR", "--on", "2018-01-01", "--json").output
    )

    assert {row["state"]: row["suspended"] for row in said["members"]}["VEN"] is True
    assert said["within_data"] is True


@pytest.mark.slow
@pytest.mark.django_db
def test_treaties_are_loaded_compared_and_asked_for(tmp_path):
    table = tmp_path / "status.csv"
    table.write_text(
        "instrument,untc_no,iso3,participant,signature,consent_date,consent_type\n"
        "ICRMW,IV-13,MAR,Morocco,1991-08-15,1993-06-21,ratification\n",
        "utf-8",
    )

    loaded = json.loads(_run("treaties", "load", str(tmp_path), "--json").output)
    status = json.loads(
        _run(
            "treaties",
            "status",
            "--state",
            "Morocco",
            "--instrument",
            "IV-13",
            "--json",
        ).output
    )
    shown = _run("treaties", "status", "--state", "Morocco").output

    assert (loaded[0]["status"], loaded[0]["actions"]) == ("loaded", 2)
    assert (status[0]["status"], status[0]["since"]) == ("party", "1993-06-21")
    assert (
        shown.count(" no data ")
        == len(json.loads(_run("treaties", "instruments", "--json").output)) - 1
    )
    assert "No two loaded tables disagree" in _run("treaties", "disagreements").output


@pytest.mark.django_db
def test_treaties_status_wants_a_state_or_an_instrument(tmp_path):
    assert isinstance(_run("treaties", "status").exception, WrongUsage)
    assert isinstance(_run("treaties", "load", str(tmp_path)).exception, WrongUsage)
