"""The main job on real input: reports in, a cited dossier out, by the commands a user types."""

import json
import os
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest


pytestmark = pytest.mark.slow

WORKING_GROUP = {
    "bangladesh2013": "BGD",
    "canada2013": "CAN",
    "ecuador2012": "ECU",
    "elsalvador2014": "SLV",
    "germany2013": "DEU",
    "guatemala2012": "GTM",
    "italy2014": "ITA",
    "jordan2013": "JOR",
    "mali2013": "MLI",
    "mexico2013": "MEX",
    "morocco2012": "MAR",
    "philippines2012": "PHL",
    "southafrica2012": "ZAF",
    "srilanka2012": "LKA",
    "tunisia2012": "TUN",
    "unitedarabemirates2013": "ARE",
}


class Copy:
    """A copy of Stocktake in a home of its own, worked by its commands."""

    def __init__(self, home: Path) -> None:
        self.home = home

    def run(self, *words: str, ends: int = 0) -> str:
        """What a command prints; it must end with the exit code."""
        done = subprocess.run(
            [
                sys.executable,
                "-m",
                "stocktake.cli.main",
                "--home",
                str(self.home),
                *words,
            ],
            capture_output=True,
            text=True,
            check=False,
            env={**os.environ, "STOCKTAKE_DATABASE_URL": ""},
        )
        assert done.returncode == ends, (
            f"{words[:3]} ended with {done.returncode}: {done.stderr[-2000:]}"
        )
        return done.stdout


@pytest.fixture(scope="module")
def slovenia(shared, tmp_path_factory):
    """Slovenia's national, stakeholder and UN reports, taken in for round 2024."""
    copy = Copy(tmp_path_factory.mktemp("slovenia"))
    folder = shared / "data/texts/upr_slovenia"
    own = [str(file) for file in sorted(folder.glob("SVN_*_national_report.pdf"))]
    experts = sorted(folder.glob("SVN_*_stakeholder_summary.pdf"))
    united = [
        *sorted(folder.glob("SVN_*_un_compilation.pdf")),
        folder / "DAMAGED_SVN_2009_un_compilation.pdf",
    ]
    common = ["--round", "2024", "--json"]
    taken = json.loads(copy.run("intake", *own, "--from", "SVN", *common))
    taken += json.loads(
        copy.run(
            "intake", *map(str, experts), "--from", "NGOS", "--about", "SVN", *common
        )
    )
    taken += json.loads(
        copy.run(
            "intake",
            *map(str, united),
            "--from",
            "UN",
            "--about",
            "Slovenia",
            *common,
            ends=3,
        )
    )
    return copy, taken


def test_the_damaged_report_is_refused_and_the_eleven_others_are_taken(slovenia):
    _, taken = slovenia

    refused = [row for row in taken if row["status"] == "refused"]

    assert Counter(row["status"] for row in taken) == {"taken": 11, "refused": 1}
    assert Path(refused[0]["file"]).name.startswith("DAMAGED")
    assert refused[0]["reason"]


def test_every_taken_report_is_english_and_has_its_passages(slovenia):
    _, taken = slovenia

    assert all(
        row["language"] == "en" and row["passages"] >= 40 and row["pages"] >= 10
        for row in taken
        if row["status"] == "taken"
    )


def test_the_dossier_of_slovenia_is_built_and_every_citation_holds(slovenia, tmp_path):
    copy, _ = slovenia

    copy.run(
        "dossier",
        "build",
        "--round",
        "2024",
        "--state",
        "SVN",
        "--tier",
        "fast",
        "--out",
        str(tmp_path / "d"),
    )
    verified = copy.run("dossier", "verify", str(tmp_path / "d"))

    files = {file.suffix for file in (tmp_path / "d").iterdir()}
    content = (tmp_path / "d" / "dossier.json").read_text(encoding="utf-8")
    assert {".pdf", ".docx", ".html", ".json"} <= files
    assert len(set(re.findall(r"stocktake:passage:[0-9a-f]{64}/\d+", content))) >= 30
    assert verified


def test_what_was_labelled_says_why_and_stances_are_of_sentences(slovenia):
    copy, taken = slovenia
    copy.run("texts", "label", "--round", "2024", "--tier", "fast")
    national = next(row for row in taken if "2024_national" in row["file"])

    passages = json.loads(copy.run("passages", national["document"], "--json"))

    labelled = [one for one in passages if one["labels"]]
    assert 0.05 < len(labelled) / len(passages) < 0.7  # a report on all human rights
    assert all(
        label["because"] and 0 <= label["score"] <= 1
        for one in labelled
        for label in one["labels"]
    )
    assert all(
        one["text"][stance["start"] : stance["end"]].strip()
        for one in labelled
        for stance in one["stances"]
    )


@pytest.fixture(scope="module")
def sixteen(shared, tmp_path_factory):
    """The sixteen Working Group reports as expert reports on sixteen States."""
    folder = tmp_path_factory.mktemp("reports")
    copy = Copy(tmp_path_factory.mktemp("sixteen"))
    rows = ["file,from,strand,about"]
    for name, state in WORKING_GROUP.items():
        (folder / f"{name}.pdf").write_bytes(
            (shared / f"data/texts/upr_wg_reports/{name}.pdf").read_bytes()
        )
        rows.append(f"{name}.pdf,HRC,expert,{state}")
    (folder / "senders.csv").write_text("\n".join(rows) + "\n")
    taken = json.loads(
        copy.run(
            "intake", "--list", str(folder / "senders.csv"), "--round", "2024", "--json"
        )
    )
    return copy, taken


def test_the_working_group_reports_make_a_round_with_a_dossier(sixteen, tmp_path):
    copy, taken = sixteen

    copy.run(
        "dossier",
        "build",
        "--round",
        "2024",
        "--tier",
        "fast",
        "--format",
        "html,json",
        "--out",
        str(tmp_path / "d"),
    )
    copy.run("dossier", "verify", str(tmp_path / "d"))

    assert Counter(row["status"] for row in taken) == {"taken": 16}
    assert sum(row["passages"] for row in taken) > 1600


def test_speeches_of_the_general_debate_are_taken_as_text(shared, tmp_path):
    copy = Copy(tmp_path / "home")
    folder = tmp_path / "speeches"
    folder.mkdir()
    with (shared / "data/texts/ungdc/ungdc_2018_2024.jsonl").open(
        encoding="utf-8"
    ) as lines:
        speeches = [json.loads(line) for line in lines]
    for number, speech in enumerate(speeches):
        text = next(
            value
            for value in speech.values()
            if isinstance(value, str) and len(value) > 2000
        )
        (folder / f"{number:04d}.txt").write_text(text, encoding="utf-8")

    taken = json.loads(
        copy.run("intake", str(folder), "--round", "2024", "--from", "UNGD", "--json")
    )

    assert len(taken) == len(speeches) == 1061
    assert Counter(row["status"] for row in taken)["refused"] == 0
    assert {row["language"] for row in taken if row["status"] == "taken"} == {"en"}
    assert min(row["passages"] for row in taken if row["status"] == "taken") >= 1
