"""Evidence of a State: attached to a record, seen by who may, public with the report."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from scenarios import people
from scenarios.state_report import (
    MEASURE,
    NOON,
    OFFICER,
    TO_PUBLICATION,
    focal_point,
    moved,
)
from stocktake.accounts.rules import Role
from stocktake.reporting import actions, queries
from stocktake.reporting.rules import Strand


pytestmark = [pytest.mark.django_db, pytest.mark.slow]
ITEM, GROUP, RECORD = MEASURE.split("/")
NAMES = {
    "round_code": "2026",
    "sender": "XAA",
    "strand": "state",
    "version": 1,
    "item": ITEM,
    "group": GROUP,
    "record": RECORD,
}
ATTACH = "desk:attach_file", NAMES
MINUTES = b"Minutes of the inspection of 3 May.\n"


def attach(client, data=MINUTES, name="jane-doe.txt", language="en"):
    address = reverse(ATTACH[0], kwargs=ATTACH[1]).replace("/en/", f"/{language}/")
    return client.post(address, {"file": SimpleUploadedFile(name, data)})


def page(client):
    return client.get(reverse("desk:record", kwargs=NAMES)).content.decode()


def opened(client, number=1):
    return client.get(reverse("desk:file", kwargs={**NAMES, "number": number}))


def in_public(client):
    where = ["2026", "XAA", ITEM, GROUP, RECORD, 1]
    return client.get(reverse("evidence_file", args=where))


def test_a_file_is_attached_to_a_record_and_loses_its_name(urn, focal, signed_in):
    done = attach(focal)

    shown = page(focal)
    mine, office = opened(focal), opened(signed_in(Role.SECRETARIAT))
    other = opened(signed_in(Role.FOCAL_POINT, area="XAB", email="b@example.org"))

    assert done.status_code == 302
    assert "jane-doe" not in shown
    assert "(TXT)" in shown
    assert mine.content == office.content == MINUTES
    assert 'filename="evidence-1.txt"' in mine["Content-Disposition"]
    assert other.status_code == 403


def test_a_file_is_public_with_the_report_and_not_before(urn, focal):
    attach(focal)
    visitor = Client()

    before = in_public(visitor)
    moved(urn, *TO_PUBLICATION)
    after = in_public(visitor)
    shown = visitor.get(reverse("portal:state", args=["2026", "XAA"])).content.decode()

    assert before.status_code == 404
    assert after.content == MINUTES
    assert after["Content-Type"] == "application/octet-stream"
    assert (
        reverse("evidence_file", args=["2026", "XAA", ITEM, GROUP, RECORD, 1]) in shown
    )
    assert "Act on alternatives to detention" in shown


def test_what_is_submitted_names_the_hash_of_each_file(urn, focal):
    attach(focal)

    moved(urn, *TO_PUBLICATION[:1])

    (kept,) = queries.snapshots(urn)
    content = queries.snapshot(urn, kept.number).content
    assert f'"{MEASURE}#1":"' in content


def test_a_new_version_starts_with_the_files_of_the_one_before(urn, focal):
    attach(focal)
    moved(urn, *TO_PUBLICATION)

    newer = actions.start_draft(
        "2026", sender="XAA", strand=Strand.STATE, by=focal_point("XAA"), at=NOON
    )

    assert newer.version == 2
    name, data = actions.opened(newer.key, MEASURE, 1, by=OFFICER)
    assert (name, data) == ("evidence-1.txt", MINUTES)


def test_a_file_is_taken_away_again(urn, focal):
    attach(focal)

    focal.post(reverse("desk:detach_file", kwargs={**NAMES, "number": 1}))

    assert opened(focal).status_code == 404
    assert "(TXT)" not in page(focal)


def test_a_contributor_of_other_sections_attaches_nothing(urn, signed_in):
    colleague = people.person(Role.CONTRIBUTOR)
    colleague.sections = ["4"]
    colleague.save()
    client = Client()
    client.force_login(colleague)

    assert "attach_file" not in page(client)
    assert attach(client).status_code in {400, 422}
    assert opened(client).status_code == 404


@pytest.mark.parametrize(
    ("language", "says"),
    [
        ("fr", "le document contient des macros"),
        ("ar", "وحدات ماكرو"),
        ("en", "macros"),
    ],
)
def test_why_a_file_is_refused_is_said_in_the_pages_language(
    urn, focal, language, says
):
    page = b"<!doctype html><title>x</title><p>Report."

    told = attach(focal, page, "a.html", language)
    macros = attach(focal, _with_macros(), "a.docx", language)

    assert told.status_code == macros.status_code == 422
    assert says in macros.content.decode()
    assert '<span lang="en"' not in told.content.decode()


def _with_macros() -> bytes:
    import io
    import zipfile

    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", "<w/>")
        archive.writestr("word/vbaProject.bin", "x")
    return out.getvalue()
