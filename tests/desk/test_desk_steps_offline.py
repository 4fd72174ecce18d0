"""A report taken away as a file and brought back through the desk."""

import io
import re
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from scenarios import state_report
from stocktake.reporting import actions, queries
from stocktake.reporting.actions import Change
from stocktake.reporting.rules import Step


pytestmark = [pytest.mark.django_db, pytest.mark.slow]

PAGE = "/en/desk/submissions/2026/XAA/state/1/offline/"
NOTE = "1.2/status_note"


def words(response) -> str:
    """The words of a page, spaces folded."""
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def taken_away(client, kind: str = ".xlsx") -> bytes:
    response = client.post(f"{PAGE}file/", {"language": "en", "kind": kind})
    assert "attachment" in response["Content-Disposition"]
    return response.content


def rewritten(data: bytes, before: str, after: str) -> bytes:
    """The workbook with the words of its cells replaced."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        hits = 0
        for part in old.infolist():
            content = old.read(part)
            hits += content.count(f">{before}<".encode())
            new.writestr(
                part, content.replace(f">{before}<".encode(), f">{after}<".encode())
            )
    assert hits, f"no cell says {before!r}"
    return out.getvalue()


def brought_back(client, data: bytes, name: str = "report.xlsx"):
    return client.post(PAGE, {"file": SimpleUploadedFile(name, data)})


def note(urn: str) -> str:
    return queries.answers(urn)[NOTE].value["en"]


def changed_online(urn: str, text: str) -> None:
    row = queries.answers(urn)[NOTE]
    actions.save_answers(
        urn,
        [Change(NOTE, {"en": text}, row.revision, partial=True)],
        by=state_report.focal_point("XAA"),
        at=state_report.NOON,
    )


ONLINE = state_report.ANSWERS[NOTE]["en"]


@pytest.fixture
def filled(focal, urn):
    """The workbook with another note, filled in without a network."""
    return rewritten(taken_away(focal), ONLINE, "Written on the train.")


def test_an_answer_from_the_file_is_taken_and_a_second_time_changes_nothing(
    focal, urn, filled
):
    first = brought_back(focal, filled)
    stood = queries.answers(urn)
    second = brought_back(focal, filled)

    assert note(urn) == "Written on the train."
    assert "1 answer taken" in words(first)
    assert "Taken 0" in words(second)
    assert queries.answers(urn) == stood


def test_both_texts_are_shown_where_both_changed_and_the_online_one_stands(
    focal, urn, filled
):
    changed_online(urn, "Written at the ministry.")

    page = words(brought_back(focal, filled))

    assert "Written on the train." in page
    assert "Written at the ministry." in page
    assert note(urn) == "Written at the ministry."


def test_the_words_of_the_file_stand_where_somebody_chooses_them(focal, urn, filled):
    changed_online(urn, "Written at the ministry.")
    page = brought_back(focal, filled).content.decode()
    name = re.search(r'name="(choice:\d+:1\.2/status_note)"', page)[1]

    response = focal.post(f"{PAGE}choice/", {"language": "en", name: "mine"})

    assert response["Location"] == PAGE
    assert note(urn) == "Written on the train."
    assert queries.answers(urn)[NOTE].value["fr"].startswith("Les enfants")
    assert "Clashing 0" in words(brought_back(focal, filled))


def test_a_choice_that_comes_after_a_newer_change_is_asked_for_again(
    focal, urn, filled
):
    changed_online(urn, "Written at the ministry.")
    page = brought_back(focal, filled).content.decode()
    name = re.search(r'name="(choice:\d+:1\.2/status_note)"', page)[1]
    changed_online(urn, "Written once more.")

    response = focal.post(f"{PAGE}choice/", {"language": "en", name: "mine"})

    assert response.status_code == 409
    assert "Written once more." in words(response)
    assert "Written on the train." in words(response)
    assert note(urn) == "Written once more."


def test_what_is_not_understood_is_named_by_sheet_and_cell(focal, urn):
    data = rewritten(taken_away(focal), "In force", "Almost")

    page = words(brought_back(focal, data))

    assert "Not understood 2" in page
    assert re.search(r"Human rights of migrants [A-Z]+\d+ Almost", page)


def test_the_texts_go_out_and_come_back_as_a_word_file(focal, urn):
    data = taken_away(focal, ".docx")

    page = words(brought_back(focal, data, "report.docx"))

    assert "Taken 0" in page
    assert "Not understood 0" in page


@pytest.mark.parametrize(
    ("data", "name"),
    [(b"", "a.xlsx"), (b"=cmd|' /C calc'!A0", "a.xlsx"), (b"PK\x03\x04junk", "a.xlsx")],
)
def test_what_is_no_workbook_is_refused_and_nothing_changes(focal, urn, data, name):
    before = queries.answers(urn)

    response = brought_back(focal, data, name)

    assert response.status_code == 422
    assert "The file was not taken" in words(response)
    assert queries.answers(urn) == before


def test_nothing_is_taken_in_once_it_is_submitted(focal, urn, filled):
    state_report.moved(urn, Step.SUBMIT)

    page = focal.get(PAGE).content.decode()
    response = brought_back(focal, filled)

    assert 'type="file"' not in page
    assert response.status_code == 422
    assert note(urn) == ONLINE


def test_a_file_of_another_states_report_is_refused(signed_in, focal, urn, filled):
    from stocktake.accounts.rules import Role

    state_report.started("XAB")
    other = signed_in(Role.FOCAL_POINT, area="XAB", email="other@example.org")

    response = other.post(
        PAGE.replace("XAA", "XAB"), {"file": SimpleUploadedFile("a.xlsx", filled)}
    )

    assert response.status_code == 403
    assert note(urn) == ONLINE
