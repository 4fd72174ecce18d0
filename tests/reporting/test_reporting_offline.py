"""Files that come back, merged into the draft: Word files, older versions, what is refused whole."""

import io
import shutil
import subprocess
import zipfile
from datetime import UTC, datetime, timedelta

import pytest
import yaml
from django.test.utils import CaptureQueriesContext

from scenarios.word_file import Word
from stocktake.accounts.rules import LOCAL_ADMINISTRATOR
from stocktake.charter import publishing
from stocktake.charter import queries as charter
from stocktake.kernel.errors import Refused
from stocktake.reporting import actions, queries
from stocktake.reporting.actions import offline
from stocktake.reporting.models import Edit, PinnedQuestionnaire
from stocktake.reporting.rules import Strand
from stocktake.reporting.wordfile import reading
from stocktake.reporting.workbook import package, telling
from stocktake.reporting.workbook.layout import Layout
from stocktake.reporting.workbook.report import Choice


pytestmark = [pytest.mark.django_db, pytest.mark.slow]

NOON = datetime(2024, 6, 1, 12, tzinfo=UTC)
WHO = {"by": LOCAL_ADMINISTRATOR, "at": NOON}
LATER = {"by": LOCAL_ADMINISTRATOR, "at": NOON + timedelta(hours=2)}
MEASURE = "1.1/measures/0123456789ab"
NOTE, OTHER, TITLE = "1.1/status_note", "1.2/status_note", f"{MEASURE}/title"
FILLED = {
    "1.1/status": "in-force",
    NOTE: {"en": "A law of 2023.\n\nIts second part.", "fr": "Une loi."},
    OTHER: {"en": "Nothing yet.", "ar": "لا شيء بعد."},
    MEASURE: {"position": 1},
    TITLE: {"en": "Act 12", "ar": "القانون 12"},
    f"{MEASURE}/kind": "budget-line",
}


def start(edition="icmpd-2017", values=FILLED):
    actions.open_round("2024", edition=edition, illustrative=True, **WHO)
    made = actions.start_draft("2024", sender="XAA", strand=Strand.STATE, **WHO)
    changes = [actions.Change(address, value) for address, value in values.items()]
    assert not actions.save_answers(made.key, changes, **WHO).refused
    return made


@pytest.fixture
def draft():
    return start()


def export(draft, kind=".docx", language="en"):
    return offline.export(draft.key, kind=kind, language=language, **WHO)


def bring(data, **more):
    return offline.import_(data, "answers", **LATER, **more)


def opened(data, draft):
    file = reading.opened(data, "answers", offline._signer())
    return Word(Layout(draft.questionnaire, file.meta, file.signer), data)


def values(draft):
    return {address: row.value for address, row in queries.answers(draft.key).items()}


def online(draft, address, value, revision=1):
    actions.save_answer(draft.key, address, value, expected_revision=revision, **LATER)


def test_a_word_file_is_known_by_its_content_and_taken_once(draft):
    word = opened(export(draft), draft)
    word.write(NOTE, "A law of 2024.\nOne paragraph more.")

    report = bring(word.data)
    after, edits = values(draft), Edit.objects.count()
    again = bring(word.data)

    assert [(one.address, one.cell) for one in report.taken] == [
        (NOTE, "What the answer rests on")
    ]
    assert after == FILLED | {
        NOTE: {"en": "A law of 2024.\nOne paragraph more.", "fr": "Une loi."}
    }
    assert (again.taken, again.clashing, again.not_understood) == ((), (), ())
    assert (values(draft), Edit.objects.count()) == (after, edits)


def test_a_word_file_and_an_online_change_clash_and_a_person_chooses(draft):
    word = opened(export(draft), draft)
    word.write(NOTE, "From the file.")
    online(draft, NOTE, {"en": "From online.", "fr": "Une loi."})

    first = bring(word.data)
    second = bring(word.data, choices={NOTE: Choice.WORKBOOK})

    assert [one.address for one in first.clashing] == [NOTE]
    assert second.clashing[0].chosen is Choice.WORKBOOK
    assert values(draft)[NOTE]["en"] == "From the file."


def test_pending_changes_are_told_in_words(draft):
    word = opened(export(draft), draft)
    word.put(NOTE, "<w:ins><w:r><w:t> Added.</w:t></w:r></w:ins>")

    told = telling.as_json(bring(word.data), "fr")

    assert [one["code"] for one in told["remarks"]] == ["pending-changes"]
    assert "modifications suivies" in told["remarks"][0]["text"]
    assert "1 insertions" in told["remarks"][0]["text"]


def office(tmp_path, file, form):
    """A file as LibreOffice saves it in another form."""
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        pytest.skip("LibreOffice is not installed: its side of the round trip is open")
    out = tmp_path / "out"
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = [program, profile, "--headless", "--convert-to", form, "--outdir"]
    done = subprocess.run(
        [*command, str(out), str(file)], capture_output=True, timeout=240, check=False
    )
    made = out / f"{file.stem}.{form.partition(':')[0]}"
    if not made.exists():
        pytest.skip(f"LibreOffice cannot open Word files here: {done.stderr[-200:]!r}")
    return made


@pytest.mark.parametrize(
    ("language", "old", "new"),
    [("en", "Nothing yet.", "Much since."), ("ar", "لا شيء بعد.", "الكثير منذ ذلك.")],
)
def test_libreoffice_opens_edits_and_saves_a_word_file(
    draft, tmp_path, language, old, new
):
    word = opened(export(draft, language=language), draft)
    title = "قانون\nجديد" if language == "ar" else "Act 13\nA new one"
    word.write(TITLE, title)
    (tmp_path / "answers.docx").write_bytes(word.data)

    text = office(tmp_path, tmp_path / "answers.docx", "odt")
    edited = tmp_path / "edited.odt"
    with zipfile.ZipFile(text) as before, zipfile.ZipFile(edited, "w") as after:
        for name in before.namelist():
            content = before.read(name)
            if name == "content.xml":
                assert old.encode() in content
                content = content.replace(old.encode(), new.encode())
            after.writestr(name, content)
    report = bring(office(tmp_path, edited, "docx:MS Word 2007 XML").read_bytes())

    assert report.not_understood == ()
    assert {one.address for one in report.taken} == {OTHER, TITLE}
    now = values(draft)
    assert (now[OTHER][language], now[TITLE][language]) == (new, title)
    assert now[NOTE] == FILLED[NOTE]


@pytest.fixture
def own(tmp_path, monkeypatch):
    """An edition of one's own with the questionnaire as shipped."""
    monkeypatch.setenv("STOCKTAKE_HOME", str(tmp_path))
    name = f"mine-{tmp_path.name[-8:]}".replace("_", "-")
    return publishing.copy(charter.DEFAULT_EDITION, name)


def second_version(own):
    """A version without the note of the status, whose measures have a name for a title."""
    path = own / "questionnaires" / "state.yaml"
    first = path.read_text(encoding="utf-8")
    (path.parent / "state-v1.yaml").write_text(first, encoding="utf-8")
    content = yaml.load(first, Loader=yaml.CSafeLoader)
    content["version"] = 2
    parts = {part["id"]: part for part in content["per_item"]}
    content["per_item"].remove(parts["status_note"])
    fields = {field["id"]: field for field in parts["measures"]["fields"]}
    fields["title"] |= {"id": "name", "was": "title"}
    parts["measures"]["title"] = "name"
    text = yaml.dump(content, allow_unicode=True, Dumper=yaml.CSafeDumper)
    path.write_text(text, encoding="utf-8")


def test_a_file_of_an_older_version_is_carried_over_and_tells_what_is_not_asked(own):
    draft = start(own.name)
    word = opened(export(draft), draft)
    word.write(TITLE, "Act 13")
    word.write(NOTE, "No longer asked.")
    second_version(own)
    actions.move_to_version(draft.key, **WHO)

    report = bring(word.data)
    again = bring(word.data)

    assert report.version_moved == (1, 2)
    assert [one.address for one in report.taken] == [f"{MEASURE}/name"]
    assert [(one.code, one.address) for one in report.not_understood] == [
        ("not-asked-any-more", NOTE)
    ]
    assert values(draft)[f"{MEASURE}/name"] == {"en": "Act 13", "ar": "القانون 12"}
    assert (again.taken, again.clashing) == ((), ())


def test_a_file_of_a_version_that_is_not_known_here_is_refused_with_the_reason(draft):
    data = export(draft, ".xlsx")
    PinnedQuestionnaire.objects.update(sha256="f" * 64)

    with pytest.raises(Refused, match="version 1 of the state questionnaire, which"):
        bring(data)


def zipped(parts, method=zipfile.ZIP_DEFLATED):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def locked_with_a_password():
    data = bytearray(zipped({"xl/workbook.xml": "a"}))
    at = data.index(b"PK\x01\x02")
    data[at + 8] |= 1
    return bytes(data)


BOOK = {"xl/workbook.xml": "<a/>"}
TYPES = "[Content_Types].xml"
REFUSED = {
    "too large": (b"PK\x03\x04" + bytes(package.MAX_BYTES), "20.0 MB"),
    "another kind": (b"%PDF-1.7", "neither a workbook"),
    "a zip of other things": (zipped({"a.txt": "b"}), "neither a workbook"),
    "damaged": (zipped(BOOK)[:-9], "do not unpack"),
    "macros by a part": (zipped(BOOK | {"xl/vbaProject.bin": "a"}), "macros"),
    "macros by a type": (zipped(BOOK | {TYPES: "sheet.macroEnabled"}), "macros"),
    "old macros": (zipped(BOOK | {"xl/macrosheets/a.xml": "<a/>"}), "macros"),
    "controls": (zipped(BOOK | {"xl/activeX/a.xml": "<a/>"}), "macros"),
    "a password": (locked_with_a_password(), "password"),
    "many parts": (zipped(BOOK | {f"{n}": "" for n in range(501)}), "502 parts"),
    "a bomb": (zipped(BOOK | {"xl/a.xml": " " * 2_000_000}), "zip bomb"),
    "entities": (zipped({"xl/workbook.xml": "<!DOCTYPE a>"}), "declares entities"),
    "entities in UTF-16": (
        zipped({"word/document.xml": "<!DOCTYPE a>".encode("utf-16")}),
        "declares entities",
    ),
}


@pytest.mark.parametrize(("data", "message"), REFUSED.values(), ids=REFUSED)
def test_a_file_that_may_not_be_opened_is_refused_with_what_to_do(data, message):
    with pytest.raises(Refused, match=f"answers: .*{message}.*[.] [A-Z]"):
        bring(data)


@pytest.mark.parametrize("kind", [".xlsx", ".docx"])
def test_the_number_of_queries_does_not_grow_with_the_answers(draft, kind):
    from django.db import connection

    def counted():
        data = export(draft, kind)
        with CaptureQueriesContext(connection) as out:
            export(draft, kind)
        with CaptureQueriesContext(connection) as back:
            bring(data)
        return len(out), len(back)

    few = counted()
    more = {
        f"1.1/measures/{n:012x}{field}": value
        for n in range(40)
        for field, value in (("", {"position": n + 2}), ("/title", {"en": "Act"}))
    }
    actions.save_answers(
        draft.key, [actions.Change(*one) for one in more.items()], **WHO
    )

    assert counted() == few
