"""Files in: taken, recognised, refused; interrupted at any point and gone on with."""

import csv
import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from datetime import UTC, datetime

import docx
import pytest
from django.db import connection

from stocktake.accounts.rules import LOCAL_ADMINISTRATOR, VISITOR
from stocktake.audit import queries as audit
from stocktake.jobs import intake, senders
from stocktake.jobs.intake import Status
from stocktake.kernel.errors import BrokenData, NotFound, NotPermitted, Refused
from stocktake.reporting import queries as reporting
from stocktake.reporting.rules import Stage, Strand


NOON = datetime(2024, 6, 1, 12, tzinfo=UTC)
BY = {"by": LOCAL_ADMINISTRATOR, "at": NOON}
PARAGRAPHS = "\n\n".join(
    f"{n}. The Government adopted measure {{0}}-{n} so that migrants in vulnerable situations receive assistance."
    for n in range(1, 6)
)


def silent(_stage, _done, _total):
    """Progress that nobody watches."""


def report(folder, name="report.txt", mark="A"):
    """A report of five numbered paragraphs."""
    file = folder / name
    file.write_text(PARAGRAPHS.format(mark), encoding="utf-8")
    return file


def take(files, sender="SVN", **asked):
    delivery = senders.delivery(
        "2024", sender, strand=asked.pop("strand", None), **asked, **BY
    )
    return intake.take_in(dict.fromkeys(files, delivery), progress=silent, **BY)


@pytest.mark.django_db(transaction=True)
def test_a_report_is_taken_once_and_then_recognised(tmp_path):
    file = report(tmp_path)

    first, again = take([file]), take([file])

    assert [(r.status, r.passages, r.language) for r in first] == [
        (Status.TAKEN, 5, "en")
    ]
    assert again[0].status is Status.DUPLICATE
    assert "already taken from SVN as 'report.txt'" in again[0].reason
    assert len(reporting.submissions("2024")) == 1


@pytest.mark.django_db(transaction=True)
def test_the_same_bytes_under_two_names_are_one_document(tmp_path):
    one, two = report(tmp_path, "one.txt"), report(tmp_path, "two.txt")

    results = take([one, two])

    assert [r.status for r in results] == [Status.TAKEN, Status.DUPLICATE]
    assert results[1].reason == "the same file as one.txt"


@pytest.mark.django_db(transaction=True)
def test_bad_files_are_refused_with_what_to_do_and_the_others_go_on(tmp_path):
    good = report(tmp_path)
    empty = tmp_path / "empty.pdf"
    empty.touch()
    lying = tmp_path / "lying.pdf"
    lying.write_text("<html><body>I am no PDF</body></html>")
    missing = tmp_path / "missing.pdf"

    results = take([empty, lying, missing, good])

    assert [r.status for r in results] == [
        Status.REFUSED,
        Status.REFUSED,
        Status.REFUSED,
        Status.TAKEN,
    ]
    assert all(r.reason.endswith((".", "?")) for r in results[:3])
    assert "cannot be opened" in results[2].reason


@pytest.mark.django_db(transaction=True)
def test_a_document_that_was_kept_but_not_enclosed_is_taken_without_being_read_again(
    tmp_path,
):
    file = report(tmp_path)
    take([file], sender="SVN")

    other_round = senders.delivery("2022", "SVN", strand=None, **BY)
    results = intake.take_in({file: other_round}, progress=silent, **BY)

    assert results[0].status is Status.TAKEN
    assert reporting.document_hashes("2022") == reporting.document_hashes("2024")


@pytest.mark.django_db(transaction=True)
def test_a_correction_takes_the_place_of_a_document_and_keeps_the_version_before(
    tmp_path,
):
    wrong = take([report(tmp_path, "wrong.txt", "A")])[0]
    other = take([report(tmp_path, "other.txt", "B")])[0]

    right = take([report(tmp_path, "right.txt", "C")], replaces=wrong.document)[0]

    now, before = sorted(
        reporting.submissions("2024", all_stages=True), key=lambda s: -s.version
    )
    assert {d.sha256 for d in now.documents} == {right.document, other.document}
    assert (now.stage, before.stage) == (Stage.PUBLISHED, Stage.SUPERSEDED)
    assert wrong.document not in reporting.document_hashes("2024")


@pytest.mark.django_db(transaction=True)
def test_a_correction_of_what_is_not_there_is_refused(tmp_path):
    with pytest.raises(NotFound):
        take([report(tmp_path)], replaces="f" * 64)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("sender", "strand", "about", "expected"),
    [
        ("SVN", None, (), ("SVN", Strand.STATE, ("SVN",))),
        ("si", None, (), ("SVN", Strand.STATE, ("SVN",))),
        ("705", None, (), ("SVN", Strand.STATE, ("SVN",))),
        ("XAA", None, (), ("XAA", Strand.STATE, ("XAA",))),
        ("SVN", "expert", (), ("SVN", Strand.EXPERT, ("SVN",))),
        ("NGO1", None, ("SVN", "Austria"), ("NGO1", Strand.EXPERT, ("AUT", "SVN"))),
        ("NGO1", "expert", (), ("NGO1", Strand.EXPERT, ())),
    ],
)
def test_who_sends_decides_the_strand_unless_it_is_said(
    sender, strand, about, expected
):
    delivery = senders.delivery("2024", sender, strand=strand, about=about, **BY)

    assert (delivery.sender, delivery.strand, delivery.about) == expected


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("sender", "strand", "words"),
    [
        ("NGO1", "state", "no State we know"),
        ("Congo", None, "COG"),
        ("small ngo", None, "SMALL-NGO"),
    ],
)
def test_a_sender_that_is_not_clear_is_refused_with_what_to_do(sender, strand, words):
    with pytest.raises(Refused, match=words):
        senders.delivery("2024", sender, strand=strand, **BY)


@pytest.mark.django_db(transaction=True)
def test_a_list_names_many_senders_at_once(tmp_path):
    report(tmp_path, "a.txt", "A")
    report(tmp_path, "b.txt", "B")
    listing = tmp_path / "senders.csv"
    with listing.open("w", newline="") as out:
        csv.writer(out).writerows(
            [
                ["file", "from", "strand", "about"],
                ["a.txt", "SVN", "state", ""],
                ["b.txt", "NGO1", "expert", "SVN|AUT"],
            ]
        )

    results = intake.take_in(
        senders.deliveries_listed(listing, "2024", **BY), progress=silent, **BY
    )

    assert [r.status for r in results] == [Status.TAKEN, Status.TAKEN]
    assert {s.sender: s.about for s in reporting.submissions("2024")} == {
        "SVN": ("SVN",),
        "NGO1": ("AUT", "SVN"),
    }


@pytest.mark.django_db
def test_a_list_without_its_columns_is_refused_by_name(tmp_path):
    listing = tmp_path / "senders.csv"
    listing.write_text("name,sender\na.txt,SVN\n")

    with pytest.raises(BrokenData, match=r"senders\.csv: lacks the column file, from"):
        senders.deliveries_listed(listing, "2024", **BY)


@pytest.mark.django_db
def test_only_who_may_takes_reports_in(tmp_path):
    delivery = senders.delivery("2024", "SVN", strand=None, **BY)

    with pytest.raises(NotPermitted):
        intake.take_in(
            {report(tmp_path): delivery}, by=VISITOR, at=NOON, progress=silent
        )


def test_a_folder_gives_its_readable_files_in_order_and_a_named_file_is_always_tried(
    tmp_path,
):
    (tmp_path / "deep").mkdir()
    wanted = [report(tmp_path, "b.txt"), report(tmp_path / "deep", "c.TXT")]
    report(tmp_path, ".hidden.txt")
    named = tmp_path / "notes.xyz"
    named.touch()

    assert intake.files_in([tmp_path]) == tuple(wanted)
    assert intake.files_in([named, tmp_path]) == (named, *wanted)


def many_reports(folder, count):
    """So many Word files of forty numbered paragraphs."""
    for number in range(count):
        document = docx.Document()
        for paragraph in range(1, 41):
            document.add_paragraph(
                f"{paragraph}. In report {number} the Government describes measure {paragraph} for migrants."
            )
        document.save(str(folder / f"{number:02d}.docx"))


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="kill -9 is of POSIX")
def test_killed_at_any_moment_it_takes_nothing_twice_and_loses_nothing(tmp_path):
    reports, home = tmp_path / "reports", tmp_path / "home"
    reports.mkdir()
    many_reports(reports, 12)
    command = [sys.executable, "-m", "stocktake.cli.main", "--home", str(home)]
    wanted = [
        *command,
        "intake",
        str(reports),
        "--round",
        "2024",
        "--from",
        "SVN",
        "--json",
    ]
    environment = {**os.environ, "STOCKTAKE_DATABASE_URL": ""}
    killed = 0
    for wait in (0.9, 1.3, 1.7, 2.1, 2.5):
        process = subprocess.Popen(
            wanted,
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        time.sleep(wait)
        killed += process.poll() is None
        os.kill(process.pid, signal.SIGKILL)
        process.wait()

    done = subprocess.run(
        wanted, env=environment, capture_output=True, text=True, check=False
    )
    results = json.loads(done.stdout)
    status = subprocess.run(
        [*command, "rounds", "status", "2024", "--json"],
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    chain = subprocess.run(
        [*command, "audit", "verify"],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )

    assert killed >= 1
    assert done.returncode == 0
    assert {r["status"] for r in results} <= {"taken", "duplicate"}
    assert json.loads(status.stdout)[0]["documents"] == 12
    assert json.loads(status.stdout)[0]["passages"] == 12 * 40
    assert chain.returncode == 0, chain.stdout


@pytest.mark.django_db(transaction=True)
def test_every_intake_leaves_its_events(tmp_path):
    take([report(tmp_path)])

    count, faults = audit.verify()

    assert (count, faults) == (3, ())  # round opened, document kept, report taken in
    assert connection.vendor in {"sqlite", "postgresql"}


@pytest.mark.django_db(transaction=True)
def test_a_file_that_takes_too_long_is_refused_and_the_others_are_taken(
    tmp_path, monkeypatch
):
    slow, quick = report(tmp_path, "slow.txt"), report(tmp_path, "quick.txt", mark="B")
    limit = intake.reader.limit
    given = {slow: replace(limit(slow), seconds=0.001), quick: limit(quick)}
    monkeypatch.setattr(intake.reader, "limit", given.__getitem__)

    taken = take([slow, quick])

    assert [one.status for one in taken] == [Status.REFUSED, Status.TAKEN]
    assert "raise STOCKTAKE_READ_SECONDS" in taken[0].reason
