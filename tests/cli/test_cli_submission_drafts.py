"""A draft by commands: filled in beforehand, confirmed, moved on, looked back at."""

import json

import pytest
from click.testing import CliRunner

from stocktake.cli.main import stocktake
from stocktake.kernel.errors import Refused, WrongUsage


pytestmark = pytest.mark.slow

BEFORE, NOW = "2024/XAA/state/1", "2026/XAA/state/1"
MEASURE = "1.2/measures/3f9c0a12b7de"


def run(*words):
    """The result of a command in this process; what it raised is raised here."""
    done = CliRunner().invoke(stocktake, list(words))
    if done.exception:
        raise done.exception
    return done.stdout


@pytest.fixture
def draft(db, tmp_path):
    """XAA reported in 2024; its draft for 2026 has begun."""
    given = {
        "about/authority": {"en": "Ministry"},
        "about/as_of": "2024-05-31",
        "1.2/status": "in-force",
        MEASURE: {},
        f"{MEASURE}/title": {"en": "Alien Act"},
        f"{MEASURE}/kind": "law",
        f"{MEASURE}/status": "in-force",
        f"{MEASURE}/date": "2023",
    }
    file = tmp_path / "answers.json"
    file.write_text(json.dumps(given), encoding="utf-8")
    run("rounds", "open", "2024")
    run("rounds", "open", "2026")
    run("submission", "start", "--round", "2024", "--from", "XAA")
    run("submission", "fill", BEFORE, str(file))
    for step in ("submit", "take-up", "accept"):
        run("submission", "move", BEFORE, step)
    return run("submission", "start", "--round", "2026", "--from", "XAA", "--json")


def test_what_was_reported_before_is_filled_in_and_confirmed(draft):
    first = json.loads(draft)["filled_in"]
    started = json.loads(
        run("submission", "start", "--round", "2026", "--from", "XAA", "--json")
    )
    again = json.loads(run("submission", "prefill", NOW, "--json"))
    confirmed = run("submission", "confirm", NOW, "1.2")
    record = run("submission", "confirm", NOW, MEASURE)
    one = run("submission", "confirm", NOW, "about/authority")

    assert (first, started["filled_in"]) == (7, 0)
    assert again == {"previous": 0, "treaties": 0}
    assert confirmed == "6 answers confirmed.\n"
    assert (record, one) == ("0 answers confirmed.\n", "1 answer confirmed.\n")


def test_the_history_of_an_answer_is_shown_and_an_item_has_none(draft):
    rows = json.loads(run("submission", "history", BEFORE, "1.2/status", "--json"))

    assert [(row["value"], row["outcome"]) for row in rows] == [("in-force", "taken")]
    with pytest.raises(WrongUsage, match=r"such as 1\.2/status"):
        run("submission", "history", BEFORE, "1.2")


def test_a_draft_on_the_newest_version_has_nowhere_to_move(draft):
    told = json.loads(run("submission", "version", NOW, "--json"))

    assert (told["from"], told["to"], told["questions"], told["dropped"]) == (
        1,
        1,
        [],
        {},
    )
    with pytest.raises(Refused, match="answers version 1 already"):
        run("submission", "version", NOW, "--move")
