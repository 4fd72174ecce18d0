"""Answering on the desk by plain forms, as a browser without script sends them."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from scenarios import state_report
from scenarios.html_form import Form
from stocktake.accounts.models import Person
from stocktake.accounts.rules import LOCAL_ADMINISTRATOR, Role
from stocktake.reporting import actions, queries
from stocktake.reporting.actions import Change
from stocktake.reporting.rules import Step, Strand


pytestmark = [pytest.mark.django_db, pytest.mark.slow]

REPORT = "/en/desk/reports/2026/XAA/state/1/"
BLOCK = f"{REPORT}blocks/1.2/"
MEASURE = f"{BLOCK}measures/aaaaaaaaaaaa/"
NOTE = "1.2/status_note"


def words(response) -> str:
    """The words of a page, spaces folded."""
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def said(urn: str, address: str):
    """What stands at an address."""
    row = queries.answers(urn).get(address)
    return row.value if row else None


def form_of(client, path: str) -> Form:
    return Form(client.get(path))


def test_every_page_answers_in_every_language(focal, urn):
    for path in ("", "checks/", "blocks/1.2/"):
        for language in ("ar", "zh", "fr", "ru", "es"):
            address = f"{REPORT}{path}".replace("/en/", f"/{language}/")

            assert focal.get(address).status_code == 200, address


def test_every_kind_of_record_opens_empty(focal, urn):
    questionnaire = queries.draft(urn).questionnaire
    for group in questionnaire.block("1.2").groups:
        there = focal.get(f"{BLOCK}{group.id}/new/")

        assert focal.get(there["Location"]).status_code == 200, group.id


def test_what_is_typed_is_saved_and_leads_to_the_next_block(focal, urn):
    form = form_of(focal, BLOCK).type(f"{NOTE}:text-en", "Families live in the open.")

    response = form.send(focal, ("go", "next"))

    assert response["Location"] == f"{REPORT}blocks/1.3/"
    assert said(urn, NOTE)["en"] == "Families live in the open."


def test_a_form_that_nobody_touched_changes_nothing(focal, urn):
    before = queries.answers(urn)

    form_of(focal, BLOCK).send(focal)
    form_of(focal, MEASURE).send(focal)

    assert queries.answers(urn) == before


def test_a_stale_form_leaves_alone_what_its_writer_did_not_touch(focal, colleague, urn):
    stale = form_of(focal, BLOCK)
    form_of(colleague, BLOCK).type("1.2/status:as", "partly-in-force").send(colleague)

    response = stale.type(f"{NOTE}:text-en", "Mine.").send(focal)

    assert response.status_code == 302
    assert said(urn, "1.2/status") == "partly-in-force"
    assert said(urn, NOTE)["en"] == "Mine."


def clash(focal, colleague):
    """A page on which the focal point's words met newer ones of a colleague."""
    stale = form_of(focal, BLOCK)
    form_of(colleague, BLOCK).type(f"{NOTE}:text-en", "Theirs.").send(colleague)
    return stale.type(f"{NOTE}:text-en", "Mine.").send(focal)


def test_words_that_meet_newer_words_are_shown_beside_them(focal, colleague, urn):
    response = clash(focal, colleague)

    assert response.status_code == 422
    shown = words(response)
    assert "Theirs." in shown
    assert "contributor of XAA" in shown
    assert Form(response).values[f"{NOTE}:text-en"] == ["Mine."]
    assert said(urn, NOTE)["en"] == "Theirs."


@pytest.mark.parametrize(("choice", "kept"), [("theirs", "Theirs."), ("mine", "Mine.")])
def test_their_writer_chooses_which_words_stay(focal, colleague, urn, choice, kept):
    form = Form(clash(focal, colleague)).type(f"{NOTE}:choose", choice)

    response = form.send(focal)

    assert response.status_code == 302
    assert said(urn, NOTE)["en"] == kept
    assert said(urn, NOTE)["fr"].startswith("Les enfants")


def test_without_a_choice_nothing_is_overwritten(focal, colleague, urn):
    response = Form(clash(focal, colleague)).send(focal)

    assert response.status_code == 422
    assert "Choose which of the two to keep." in words(response)
    assert said(urn, NOTE)["en"] == "Theirs."


def test_two_languages_of_a_text_are_written_side_by_side(focal, colleague, urn):
    stale = form_of(focal, BLOCK)
    form_of(colleague, BLOCK).type(f"{NOTE}:text-es", "En español.").send(colleague)

    response = stale.type(f"{NOTE}:text-en", "In English.").send(focal)

    assert response.status_code == 302
    assert said(urn, NOTE)["es"] == "En español."
    assert said(urn, NOTE)["en"] == "In English."


@pytest.mark.parametrize(
    ("name", "typed", "message"),
    [
        ("date:value", "03/04/2023", "two different days"),
        ("date:value", "soon", "not a date"),
        ("population:value", "many", "not a number"),
        ("evidence:value", "https://example.org/a\r\nnot a link", "begins with https"),
    ],
)
def test_what_cannot_be_saved_stays_as_typed_and_the_summary_leads_to_it(
    focal, urn, name, typed, message
):
    address = f"{state_report.MEASURE}/{name}"
    form = form_of(focal, MEASURE).type(address, typed)
    form.type(f"{state_report.MEASURE}/legal_reference:value", "Act 12 of 2023")

    response = form.send(focal)

    page = response.content.decode()
    assert response.status_code == 422
    assert message in words(response)
    assert Form(response).values[address] == [typed]
    target = f"f-1-2-measures-aaaaaaaaaaaa-{name.partition(':')[0]}"
    assert f'href="#{target}"' in page
    assert f'id="{target}"' in page
    assert said(urn, f"{state_report.MEASURE}/legal_reference") == "Act 12 of 2023"


@pytest.mark.parametrize(
    ("typed", "stored"),
    [("1 March 2023", "2023-03-01"), ("٢٠٢٣", "2023"), ("2023-03", "2023-03")],
)
def test_days_are_read_as_people_write_them(focal, urn, typed, stored):
    address = f"{state_report.MEASURE}/date"

    form_of(focal, MEASURE).type(f"{address}:value", typed).send(focal)

    assert said(urn, address) == stored


def test_an_absence_without_its_reason_is_kept_and_stops_the_submission(focal, urn):
    status = "1.3/status"
    form = form_of(focal, f"{REPORT}blocks/1.3/")

    form.type(f"{status}:as", "~no_information").send(focal)
    stopped = words(focal.get(f"{REPORT}checks/"))
    again = form_of(focal, f"{REPORT}blocks/1.3/")
    again.type(f"{status}:reason-no_information", "not-collected").send(focal)

    assert "Choose the reason why there is no answer." in stopped
    assert said(urn, status) == {"absent": "no_information", "reason": "not-collected"}


def test_an_answer_that_opens_questions_keeps_its_writer_on_the_page(focal, urn):
    form = form_of(focal, f"{REPORT}blocks/1.3/").type("1.3/status:as", "in-force")

    response = form.send(focal, ("go", "next"), follow=True)

    assert "opened further questions" in words(response)
    assert response.redirect_chain[-1][0] == f"{REPORT}blocks/1.3/"


def test_states_are_named_and_regions_too(focal, urn):
    there = focal.get(f"{BLOCK}offers/new/")["Location"]
    record = there.rstrip("/").rpartition("/")[2]
    areas = f"1.2/offers/{record}/areas"

    form_of(focal, there).type(f"{areas}:value", "Slovenia\r\nEurope\r\nKEN").send(
        focal
    )

    assert said(urn, areas) == ["150", "KEN", "SVN"]


def test_a_record_is_added_removed_and_brought_back(focal, urn):
    there = focal.get(f"{BLOCK}measures/new/")["Location"]
    record = f"1.2/measures/{there.rstrip('/').rpartition('/')[2]}"

    response = form_of(focal, there).type(f"{record}/title:text-en", "A new act")
    response = response.send(focal, ("go", "back"), follow=True)
    assert "A new act" in words(response)

    focal.post(f"{there}remove/")
    assert said(urn, record) is None
    assert "All that it held is kept." in words(focal.get(there))

    focal.post(f"{there}restore/")
    assert said(urn, f"{record}/title") == {"en": "A new act"}


def test_a_record_in_which_nothing_was_written_is_not_added(focal, urn):
    there = focal.get(f"{BLOCK}measures/new/")["Location"]
    before = queries.answers(urn)

    form_of(focal, there).send(focal, ("go", "back"))

    assert queries.answers(urn) == before


def prefilled(urn: str) -> None:
    """An answer and a record that were filled in beforehand."""
    actions.save_answers(
        urn,
        [
            Change("1.3/status", "no-measure"),
            Change("1.3/measures/cccccccccccc", {}),
            Change("1.3/measures/cccccccccccc/title", {"en": "An old act"}),
        ],
        by=LOCAL_ADMINISTRATOR,
        at=state_report.NOON,
        origin="prefill:before",
    )


@pytest.mark.parametrize(
    ("button", "left"),
    [("1.3/status", 1), ("1.3/measures/cccccccccccc", 1), ("1.3", 0)],
)
def test_what_was_filled_in_waits_for_a_person(focal, urn, button, left):
    prefilled(urn)
    page = f"{REPORT}blocks/1.3/"
    waiting = focal.get(page).context["page"].waiting

    form_of(focal, page).send(focal, ("confirm", button))

    assert waiting == 2
    assert focal.get(page).context["page"].waiting == left


def test_a_contributor_writes_in_their_sections_only(colleague, urn):
    Person.objects.filter(email="contributor@example.org").update(sections=["2"])
    assert 'id="answers" method="post"' not in colleague.get(BLOCK).content.decode()

    response = colleague.post(
        BLOCK, {f"{NOTE}:was": "9:", f"{NOTE}:text-en": "Not mine to write"}
    )

    assert response.status_code == 400
    assert colleague.get(f"{REPORT}blocks/2.1/").context["page"].writable


def test_what_was_submitted_is_read_and_not_changed(focal, urn):
    stale = form_of(focal, BLOCK).type(f"{NOTE}:text-en", "Too late")
    state_report.moved(urn, Step.SUBMIT)

    page = focal.get(BLOCK)

    assert "You cannot change them." in words(page)
    assert "Children are no longer held" in words(page)
    assert stale.send(focal).status_code == 400


def test_an_expert_reads_no_report_of_a_state(signed_in, urn):
    expert = signed_in(Role.EXPERT)

    assert expert.get(REPORT).status_code == 403
    assert expert.get(REPORT.replace("/1/", "/99/")).status_code == 403


def test_nothing_of_experts_stays_in_their_browser(signed_in, focal, urn):
    draft = actions.start_draft(
        "2026",
        sender="XNGO",
        strand=Strand.EXPERT,
        by=LOCAL_ADMINISTRATOR,
        at=state_report.NOON,
    )
    path = f"/en/desk/reports/2026/XNGO/expert/{draft.version}/blocks/about/"

    expert = signed_in(Role.EXPERT).get(path).content.decode()

    assert 'data-keep=""' in expert
    assert 'data-keep="focal-point of XAA|' in focal.get(BLOCK).content.decode()


def test_the_page_names_who_else_is_writing(focal, colleague, urn):
    form_of(colleague, BLOCK).type("1.2/status:as", "partly-in-force").send(colleague)

    page = focal.get(BLOCK)

    assert "contributor of XAA wrote in “1.2 How far is this" in words(page)
    assert "wrote in" not in words(colleague.get(BLOCK))


def test_the_script_gets_tokens_with_which_it_saves_again(focal, urn):
    form = form_of(focal, BLOCK).type(f"{NOTE}:text-en", "One.")
    first = form.send(focal, headers={"accept": "application/json"}).json()
    form.type(f"{NOTE}:was", first["tokens"][NOTE]).type(f"{NOTE}:text-en", "Two.")

    second = form.send(focal, headers={"accept": "application/json"}).json()

    assert list(first["tokens"]) == [NOTE]
    assert not second["errors"]
    assert said(urn, NOTE)["en"] == "Two."


def test_the_script_hears_of_clashes_and_of_other_writers(focal, colleague, urn):
    stale = form_of(focal, BLOCK).type(f"{NOTE}:text-en", "Mine.")
    form_of(colleague, BLOCK).type(f"{NOTE}:text-en", "Theirs.").send(colleague)

    told = stale.send(focal, headers={"accept": "application/json"}).json()

    assert told["clashing"] == [NOTE]
    assert told["others"][0]["name"] == "contributor of XAA"
    assert said(urn, NOTE)["en"] == "Theirs."


def many(urn: str, count: int) -> None:
    """A block with that many more measures."""
    changes = []
    for number in range(count):
        measure = f"2.1/measures/{number:012x}"
        changes += [
            Change(measure, {}),
            Change(f"{measure}/title", {"en": f"Measure {number}"}),
            Change(f"{measure}/kind", "law"),
        ]
    actions.save_answers(
        urn, changes, by=LOCAL_ADMINISTRATOR, at=timezone.now() - timedelta(hours=1)
    )


@pytest.mark.parametrize(
    "path",
    [
        "",
        "checks/",
        "blocks/2.1/",
        "blocks/2.1/measures/",
        "blocks/2.1/measures/000000000001/",
    ],
)
def test_queries_do_not_grow_with_records(
    focal, urn, path, django_assert_max_num_queries
):
    many(urn, 3)
    focal.get(REPORT + path)
    with django_assert_max_num_queries(14) as few:
        focal.get(REPORT + path)
    asked = len(few)
    many(urn, 60)
    focal.get(REPORT + path)

    with django_assert_max_num_queries(asked):
        focal.get(REPORT + path)


def test_a_long_list_of_records_is_paged(focal, urn):
    many(urn, 60)

    block = focal.get(f"{REPORT}blocks/2.1/").context["page"]
    third = focal.get(f"{REPORT}blocks/2.1/measures/?page=3").context["page"]

    (measures,) = [p for p in block.parts if getattr(p, "total", 0) == 60]
    assert len(measures.rows) == 10
    assert [row.number for row in third.box.rows] == list(range(51, 61))


def test_faults_lead_to_their_question(focal, urn):
    page = focal.get(f"{REPORT}checks/").context["page"]
    lines = [line.href for group in page.groups for line in group.lines]

    assert f"{REPORT}blocks/1.1/#f-1-1-status" in lines
    assert f"{MEASURE}#f-1-2-measures-aaaaaaaaaaaa-date" in lines
