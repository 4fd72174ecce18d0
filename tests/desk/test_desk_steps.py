"""Where a report stands and its steps, as browsers without script see and take them."""

import hashlib
import json
import re

import pytest

from scenarios import state_report
from stocktake.accounts.rules import LOCAL_ADMINISTRATOR, Role
from stocktake.reporting import actions, queries
from stocktake.reporting.actions import Change
from stocktake.reporting.rules import Stage, Step


pytestmark = [pytest.mark.django_db, pytest.mark.slow]

PAGE = "/en/desk/submissions/2026/XAA/state/1/"
OFFICER_MOVES = (Step.SUBMIT, Step.TAKE_UP)


def words(response) -> str:
    """The words of a page, spaces folded."""
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def hidden(response) -> dict[str, str]:
    """The hidden fields of a page's forms, without the token."""
    found = re.findall(
        r'<input type="hidden" name="(\w+)" value="([^"]*)"', response.content.decode()
    )
    return {name: value for name, value in found if name != "csrfmiddlewaretoken"}


def confirm(client, step: str, **more: str):
    """Open the page of a step and confirm it there."""
    page = f"{PAGE}steps/{step}/"
    return client.post(page, {**hidden(client.get(page)), **more})


def stage(urn: str) -> Stage:
    return queries.draft(urn).stage


@pytest.fixture
def officer(signed_in):
    """The browser of somebody of the secretariat."""
    return signed_in(Role.SECRETARIAT)


@pytest.mark.parametrize("language", ["ar", "ru"])
def test_the_pages_of_a_report_speak_each_language(officer, urn, language):
    state_report.moved(urn, *OFFICER_MOVES, Step.REQUEST_CORRECTION)
    root = PAGE.replace("/en/", f"/{language}/")

    for path in ("", "answers/", "comparison/", "steps/withdraw/"):
        page = officer.get(root + path).content.decode()

        for english in ("What you can do", "Correction requested", "Where it stands"):
            assert english not in page, (path, english)


def test_the_way_marks_what_is_done_where_it_is_and_what_comes(officer, urn):
    state_report.moved(urn, *OFFICER_MOVES)

    page = officer.get(PAGE).content.decode()

    way = re.search(r'<ol class="way".*?</ol>', page, re.DOTALL)[0]
    points = re.findall(r'way__name">([^<]+)</p><p class="way__where">([^<]+)', way)
    assert points == [
        ("Draft", "Done"),
        ("Submitted", "Done"),
        ("Under check", "Now"),
        ("Accepted", "To come"),
        ("Published", "To come"),
    ]
    assert way.count('aria-current="step"') == 1


def test_everybody_is_offered_their_own_steps_only(
    focal, colleague, officer, signed_in, urn
):
    def offered(client) -> list[str]:
        page = client.get(PAGE).content.decode()
        return re.findall(r"/state/1/steps/([a-z-]+)/", page)

    assert offered(focal) == ["submit", "withdraw"]
    assert offered(colleague) == []
    assert offered(signed_in(Role.VALIDATING_AUTHORITY)) == []
    assert offered(officer) == ["withdraw"]
    state_report.moved(urn, *OFFICER_MOVES)
    assert offered(focal) == ["withdraw"]
    assert offered(officer) == ["request-correction", "accept", "withdraw"]


def test_a_step_says_what_will_happen_before_it_is_done(focal, urn):
    page = focal.get(f"{PAGE}steps/submit/")

    assert "Nobody can change it afterwards." in words(page)
    assert stage(urn) is Stage.DRAFT


def test_submitting_gives_a_receipt_and_the_very_bytes_that_were_signed(focal, urn):
    response = confirm(focal, "submit")

    assert response["Location"] == f"{PAGE}#submitted"
    page = focal.get(PAGE)
    taken = queries.snapshot(urn)
    assert "Here is your receipt." in words(page)
    assert taken.sha256 in page.content.decode()
    pdf = focal.get(f"{PAGE}receipts/1/")
    assert pdf.content.startswith(b"%PDF")
    assert "attachment" in pdf["Content-Disposition"]
    data = focal.get(f"{PAGE}snapshots/1/").content
    assert hashlib.sha256(data).hexdigest() == taken.sha256
    assert json.loads(data)["answers"]["1.2/status"] == "in-force"


def test_what_blocks_stops_the_submission_and_leads_to_its_place(focal, urn):
    row = queries.answers(urn)["about/authority"]
    by = state_report.focal_point("XAA")
    actions.save_answers(
        urn, [Change(row.address, None, row.revision)], by=by, at=state_report.NOON
    )

    page = focal.get(f"{PAGE}steps/submit/")
    sent = focal.post(f"{PAGE}steps/submit/", hidden(page))

    assert "1 fault blocks this step." in words(page)
    assert "/blocks/about/#" in page.content.decode()
    assert '<button class="btn" type="submit">Submit' not in page.content.decode()
    assert sent.status_code == 422
    assert stage(urn) is Stage.DRAFT


def test_a_correction_is_asked_for_in_words_that_the_state_reads(officer, focal, urn):
    state_report.moved(urn, *OFFICER_MOVES)

    wordless = confirm(officer, "request-correction", message="  ")
    assert wordless.status_code == 422
    assert 'href="#message"' in wordless.content.decode()
    assert stage(urn) is Stage.UNDER_CHECK
    confirm(officer, "request-correction", message="1.2: which act?")

    assert stage(urn) is Stage.CORRECTION_REQUESTED
    assert "1.2: which act?" in words(focal.get(PAGE))


def test_a_step_that_another_was_faster_with_is_refused_and_keeps_the_words(
    officer, urn
):
    state_report.moved(urn, *OFFICER_MOVES)
    page = f"{PAGE}steps/request-correction/"
    opened = hidden(officer.get(page))
    state_report.moved(urn, Step.ACCEPT)

    response = officer.post(page, {**opened, "message": "Three long paragraphs."})

    assert response.status_code == 409
    assert "Somebody was faster" in words(response)
    assert "Three long paragraphs." in response.content.decode()
    assert stage(urn) is Stage.ACCEPTED


def test_nobody_signs_what_a_colleague_changed_after_they_looked(focal, urn):
    opened = hidden(focal.get(f"{PAGE}steps/submit/"))
    from django.utils import timezone

    actions.save_answer(
        urn,
        "1.2/status",
        "partly-in-force",
        expected_revision=1,
        by=LOCAL_ADMINISTRATOR,
        at=timezone.now(),
    )

    response = focal.post(f"{PAGE}steps/submit/", opened)

    assert response.status_code == 422
    assert "local administrator changed an answer at" in words(response)
    assert stage(urn) is Stage.DRAFT
    again = focal.post(f"{PAGE}steps/submit/", hidden(response))
    assert again.status_code == 302


def test_a_late_report_is_told_that_it_is_late_in_the_language_of_the_page(signed_in):
    state_report.started("KEN", round_code="2020")
    client = signed_in(Role.FOCAL_POINT, area="KEN", email="ken@example.org")

    page = client.get("/fr/desk/submissions/2020/KEN/state/1/steps/submit/")

    assert "Le dernier jour était le 17 janvier 2021" in words(page)


def test_clearing_is_walked_and_switching_it_off_hides_nothing(focal, urn):
    focal.post("/en/desk/people/XAA/clearing/", {"clearing": "on"})
    assert "steps/submit/" not in focal.get(PAGE).content.decode()
    confirm(focal, "clear")
    assert stage(urn) is Stage.CLEARED

    focal.post("/en/desk/people/XAA/clearing/", {"clearing": "off"})

    page = focal.get(PAGE).content.decode()
    assert "Cleared nationally" in page
    assert {"submit", "reopen"} <= set(re.findall(r"/steps/([a-z-]+)/", page))
    confirm(focal, "submit")
    assert stage(urn) is Stage.SUBMITTED


def test_two_versions_are_compared_word_by_word(focal, urn):
    state_report.moved(urn, *OFFICER_MOVES, Step.REQUEST_CORRECTION)
    note = {"en": "Children are never held in centres; families live in the open."}
    by = state_report.focal_point("XAA")
    actions.save_answer(
        urn, "1.2/status_note", note, expected_revision=1, by=by, at=state_report.NOON
    )

    page = focal.get(f"{PAGE}comparison/").content.decode()

    assert re.search(r"<del><span class=\"vh\">removed: </span>no longer ", page)
    assert re.search(r"<ins><span class=\"vh\">added: </span>never ", page)
    assert "1 answer differs." in page


def test_a_reader_of_another_state_sees_nothing(signed_in, urn):
    other = signed_in(Role.FOCAL_POINT, area="XAB", email="other@example.org")

    for path in ("", "answers/", "comparison/", "offline/", "steps/submit/"):
        assert other.get(PAGE + path).status_code == 403, path


def test_reports_of_experts_have_no_page_here(officer):
    gone = officer.get("/en/desk/submissions/2026/XNGO/expert/1/")

    assert gone.status_code == 404


def test_all_answers_are_read_theme_by_theme_in_every_language_they_have(officer, urn):
    page = officer.get(f"{PAGE}answers/?theme=1").content.decode()

    assert "Act on alternatives to detention" in page
    assert 'lang="fr" dir="ltr">Les enfants ne sont plus retenus' in page


@pytest.mark.parametrize("path", ["", "answers/?theme=1", "steps/withdraw/"])
def test_queries_do_not_grow_with_measures(
    officer, urn, path, django_assert_max_num_queries
):
    changes = []
    for number in range(60):
        record = f"1.2/measures/{number:012x}"
        changes += [
            Change(record, {}),
            Change(f"{record}/title", {"en": f"Act {number}"}),
        ]
    by = state_report.focal_point("XAA")
    actions.save_answers(urn, changes, by=by, at=state_report.NOON)

    with django_assert_max_num_queries(26):
        assert officer.get(PAGE + path).status_code == 200
