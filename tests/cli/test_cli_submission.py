"""A State's report from the first answer to the dossier's passages, by commands alone."""

import json

import pytest
from click.testing import CliRunner

from stocktake.cli.main import stocktake
from stocktake.kernel.errors import NotFound, PartlyDone, Refused


URN = "2026/XAA/state/1"
FULL = f"stocktake:submission:{URN}"
ANSWERS = {
    "about/authority": {"en": "Ministry of Home Affairs"},
    "about/as_of": "2026-05-31",
    "1.2/status": "in-force",
    "1.2/challenges/bbbbbbbbbbbb": {},
    "1.2/challenges/bbbbbbbbbbbb/text": {"en": "Two posts have no interpreters."},
}


def run(*words):
    """The result of a command in this process."""
    return CliRunner().invoke(stocktake, list(words))


def told(*words):
    """What a command prints as JSON; it must have succeeded."""
    done = run(*words, "--json")
    if done.exception:
        raise done.exception
    return json.loads(done.stdout)


@pytest.fixture
def draft(db, tmp_path):
    """An open round with a filled draft of XAA."""
    file = tmp_path / "answers.json"
    file.write_text(json.dumps(ANSWERS), encoding="utf-8")
    run("rounds", "open", "2026")
    run("submission", "start", "--round", "2026", "--from", "XAA")
    done = told("submission", "fill", URN, str(file))
    assert (done["taken"], done["refused"]) == (5, [])
    return file


def test_a_report_goes_its_whole_way_by_commands(draft, tmp_path):
    run("submission", "move", URN, "submit")
    run("submission", "move", URN, "take-up")
    asked = run(
        "submission", "move", URN, "request-correction", "--message", "Which law?"
    )
    run("submission", "answer", URN, "1.2/status", "partly-in-force")
    for step in ("submit", "take-up", "accept", "publish"):
        moved = told("submission", "move", URN, step)

    shown = told("submission", "show", URN)
    assert asked.exit_code == 0
    assert (moved["to"], shown["stage"]) == ("published", "published")
    assert [one["message"] for one in shown["moves"] if one["message"]] == [
        "Which law?"
    ]
    assert [one["holds"] for one in shown["snapshots"]] == [True, True]
    assert told("submission", "verify") == []
    (change,) = told("submission", "diff", f"{URN}#1", f"{URN}#2")
    assert (change["address"], change["before"], change["after"]) == (
        "1.2/status",
        "in-force",
        "partly-in-force",
    )
    (row,) = [row for row in told("rounds", "status", "2026") if row["sender"] == "XAA"]
    assert (row["standing"], row["stage"]) == ("delivered", "published")


@pytest.mark.slow
def test_a_receipt_and_the_copy_it_vouches_for_are_written(draft, tmp_path):
    run("submission", "move", URN, "submit")
    receipt, copy = tmp_path / "r.pdf", tmp_path / "r.json"

    one = told("submission", "receipt", URN, "--out", str(receipt), "--copy", str(copy))
    again = told("submission", "receipt", one["sha256"][:16])

    from hashlib import sha256  # only here

    assert sha256(copy.read_bytes()).hexdigest() == one["sha256"]
    assert receipt.read_bytes().startswith(b"%PDF-")
    assert (again["submission"], again["number"]) == (FULL, 1)


def test_filling_in_the_same_file_again_changes_nothing(draft):
    assert told("submission", "fill", URN, str(draft)) == {
        "taken": 0,
        "unchanged": 5,
        "refused": [],
    }


def test_what_is_not_understood_is_listed_and_the_rest_is_taken(draft):
    draft.write_text('{"1.1/status": "no-measure", "9.9/x": 1}', encoding="utf-8")

    done = run("submission", "fill", URN, str(draft))

    assert isinstance(done.exception, PartlyDone)
    assert "1 taken" in done.output
    assert "refused 9.9/x" in done.output


def test_a_text_keeps_its_other_languages(draft):
    run("submission", "answer", URN, "about/authority", "Ministère", "--language", "fr")

    shown = told("submission", "show", URN)["answers"]["about/authority"]

    assert shown["value"] == {"en": "Ministry of Home Affairs", "fr": "Ministère"}


def test_an_absence_is_answered_with_its_reason(draft):
    row = told(
        "submission",
        "answer",
        URN,
        "1.1/status",
        "--absent",
        "no_information",
        "--reason",
        "not-collected",
    )

    assert row["value"] == {"absent": "no_information", "reason": "not-collected"}


def test_records_are_added_answered_and_removed(draft):
    address = told("submission", "add", URN, "1.2/measures")["address"]
    run("submission", "answer", URN, f"{address}/title", "An act")

    blocking = [
        fault["address"]
        for fault in told("submission", "check", URN)
        if fault["severity"] == "blocker"
    ]
    run("submission", "remove", URN, address)

    assert blocking == [f"{address}/kind", f"{address}/status"]
    assert "blocker" not in {
        fault["severity"] for fault in told("submission", "check", URN)
    }


@pytest.mark.parametrize(
    ("words", "kind", "said"),
    [
        (["show", "2026/KEN/state/1"], NotFound, "submission list"),
        (["show", "nonsense"], NotFound, "submission list"),
        (["move", URN, "publish"], Refused, "Open steps: submit, withdraw"),
        (["move", URN, "withdraw"], Refused, "message"),
        (["answer", URN, "1.2/statu", "in-force"], NotFound, "does not ask 1.2/statu"),
        (["answer", URN, "1.2/status", "in force"], Refused, "not one of the options"),
        (["receipt", URN], NotFound, "it is not submitted"),
        (["list", "--stage", "drafted"], NotFound, "There are: draft"),
        (["diff", URN, f"{URN}#x"], NotFound, "number of a snapshot"),
        (["start", "--round", "2030", "--from", "KEN"], NotFound, "rounds open 2030"),
    ],
)
def test_what_cannot_be_done_says_what_can(draft, words, kind, said):
    done = run("submission", *words)

    assert isinstance(done.exception, kind), done.exception
    assert said in str(done.exception)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["move", URN, "submitt"], "There are: clear, reopen, submit"),
        (["answer", URN, "1.2/status"], "Give a VALUE"),
        (["answer", URN, "1.2/status", "x", "--clear"], "one of them"),
    ],
)
def test_wrong_usage_is_told_from_refusal(draft, words, said):
    done = run("submission", *words)

    assert done.exit_code == 2
    assert said in done.output


def test_questions_list_addresses_with_their_codes(draft):
    rows = {row["address"]: row for row in told("submission", "questions", URN, "1.2")}

    assert "partly-in-force" in rows["1.2/status"]["codes"]
    assert rows["1.2/challenges/bbbbbbbbbbbb/text"]["answer"]
    assert {row["item"] for row in told("submission", "questions", URN)} >= {
        "about",
        "1.2",
        "5.7",
    }


def test_a_round_is_closed_and_reopened_and_late_reports_are_excepted(draft):
    run("rounds", "close", "2026")
    refused = run("submission", "move", URN, "submit")
    run("rounds", "open", "2026", "--reopen")
    run(
        *[
            "rounds",
            "except",
            "2026",
            "--from",
            "KEN",
            "--until",
            "2999-01-01",
            "--reason",
            "Flood",
        ],
    )

    assert "was closed on" in str(refused.exception)
    (row,) = [
        r
        for r in told("rounds", "status", "2026", "--on", "2998-01-01")
        if r["sender"] == "KEN"
    ]
    assert (row["standing"], row["excepted_until"]) == ("excepted", "2999-01-01")
    assert told("rounds", "plan", "2026") == {"added": 0, "dropped": 0}


def test_clearing_is_switched_by_command(draft):
    run("submission", "clearing", "XAA", "on")

    shown = told("submission", "show", URN)

    assert shown["clearing"] is True
    assert shown["steps"] == ["clear", "withdraw"]
