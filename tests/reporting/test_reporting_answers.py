"""Answers: saved by address, stale edits refused with both kept, nothing lost."""

from datetime import UTC, datetime, timedelta

import pytest

from stocktake.accounts.rules import LOCAL_ADMINISTRATOR, Acting, Role
from stocktake.audit.models import Event
from stocktake.kernel.errors import NotFound, NotPermitted, Refused
from stocktake.reporting import actions, queries
from stocktake.reporting.models import Submission
from stocktake.reporting.questionnaires import NotAValue
from stocktake.reporting.rules import Stage, Strand


pytestmark = pytest.mark.django_db

NOON = datetime(2024, 6, 1, 12, tzinfo=UTC)
SOON, LATER = NOON + timedelta(minutes=2), NOON + timedelta(hours=2)


def colleague(name, *, role=Role.CONTRIBUTOR, area="XAA", sections=()):
    return Acting(name, frozenset({role}), frozenset({area}), frozenset(sections))


LABOUR, JUSTICE = colleague("Ministry of Labour"), colleague("Ministry of Justice")
NGO = colleague("Nadia", role=Role.EXPERT, area="XNGO")


@pytest.fixture
def draft():
    actions.open_round("2024", by=LOCAL_ADMINISTRATOR, at=NOON, illustrative=True)
    return actions.start_draft(
        "2024", sender="XAA", strand=Strand.STATE, by=LABOUR, at=NOON
    )


def save(draft, address, value, *, seen=0, by=LABOUR, at=NOON, origin="person"):
    return actions.save_answer(
        draft.key, address, value, expected_revision=seen, by=by, at=at, origin=origin
    )


def test_a_draft_pins_the_newest_version_and_is_started_once(draft):
    again = actions.start_draft(
        "2024", sender="XAA", strand=Strand.STATE, by=LABOUR, at=LATER
    )

    assert again.urn == draft.urn == "stocktake:submission:2024/XAA/state/1"
    assert (draft.questionnaire.code, draft.questionnaire.version) == ("state", 1)
    assert draft.stage is Stage.DRAFT


def test_a_draft_of_a_round_that_is_not_open_is_refused_with_what_to_do(db):
    with pytest.raises(NotFound, match="stocktake rounds open 2024"):
        actions.start_draft(
            "2024", sender="XAA", strand=Strand.STATE, by=LABOUR, at=NOON
        )


def test_an_answer_is_saved_by_key_or_urn_and_read_back(draft):
    saved = save(draft, "1.2/status", "in-force")

    assert (saved.value, saved.revision, saved.by) == (
        "in-force",
        1,
        "Ministry of Labour",
    )
    assert queries.answers(draft.urn)["1.2/status"] == saved


def test_a_text_is_held_in_several_languages_side_by_side(draft):
    texts = {"fr": "Une loi.", "ar": "قانون.", "en": "  A law.\r\n", "es": ""}

    saved = save(draft, "1.2/status_note", texts)

    assert saved.value == {"ar": "قانون.", "en": "A law.", "fr": "Une loi."}


def test_a_stale_edit_is_refused_with_both_texts_and_the_refused_one_is_kept(draft):
    save(draft, "1.2/status_note", {"en": "first"})
    save(draft, "1.2/status_note", {"en": "theirs"}, seen=1, by=JUSTICE, at=SOON)

    with pytest.raises(
        actions.Clash, match=r"1\.2/status_note was changed by Ministry of Justice"
    ) as caught:
        save(draft, "1.2/status_note", {"en": "mine"}, seen=1, at=LATER)

    assert caught.value.mine == {"en": "mine"}
    assert caught.value.theirs.value == {"en": "theirs"}
    assert queries.answers(draft.key)["1.2/status_note"].value == {"en": "theirs"}
    assert [
        (change.outcome, change.value["en"], change.by)
        for change in queries.history(draft.key, "1.2/status_note")
    ] == [
        ("taken", "first", "Ministry of Labour"),
        ("taken", "theirs", "Ministry of Justice"),
        ("refused", "mine", "Ministry of Labour"),
    ]


def test_saving_what_stands_already_changes_nothing_whatever_was_seen(draft):
    save(draft, "1.2/status", "in-force")

    again = save(draft, "1.2/status", "in-force", seen=0, by=JUSTICE, at=LATER)

    assert (again.revision, again.by) == (1, "Ministry of Labour")
    assert len(queries.history(draft.key, "1.2/status")) == 1


def test_what_one_person_types_in_one_sitting_is_one_entry_of_the_history(draft):
    save(draft, "1.2/status_note", {"en": "A"})
    save(draft, "1.2/status_note", {"en": "A la"}, seen=1, at=SOON)
    save(draft, "1.2/status_note", {"en": "A law"}, seen=2, at=LATER)

    assert [
        (change.revision, change.value["en"])
        for change in queries.history(draft.key, "1.2/status_note")
    ] == [(2, "A la"), (3, "A law")]


def test_a_cleared_answer_is_gone_and_its_revision_goes_on(draft):
    save(draft, "1.2/status", "in-force")
    save(draft, "1.2/status", None, seen=1)

    assert queries.answers(draft.key) == {}
    assert queries.revisions(draft.key) == {"1.2/status": 2}
    with pytest.raises(actions.Clash):
        save(draft, "1.2/status", "no-measure", seen=1)


def test_clearing_what_was_never_answered_writes_nothing(draft):
    assert save(draft, "1.2/status", "").revision == 0
    assert queries.revisions(draft.key) == {}


def test_a_value_that_is_none_of_the_field_is_refused_by_code(draft):
    with pytest.raises(NotAValue) as caught:
        save(draft, "1.2/status", "maybe")

    assert (caught.value.code, caught.value.parameters) == (
        "not-an-option",
        (("given", "maybe"),),
    )


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("1.2", "is no address of an answer"),
        ("9.9/status", "has no block '9.9'"),
        ("1.2/nothing", "does not ask 1.2/nothing"),
        ("1.2/measures/3f9c0a12b7de/nothing", "does not ask"),
        ("1.2/measures/not-an-id/title", "is no address of an answer"),
    ],
)
def test_an_address_that_the_questionnaire_lacks_is_refused(draft, address, words):
    with pytest.raises(Refused, match=words):
        save(draft, address, "in-force")


def test_records_stand_in_the_order_in_which_they_were_added(draft):
    first = actions.add_record(draft.key, "1.2", "measures", by=LABOUR, at=NOON)
    second = actions.add_record(draft.key, "1.2", "measures", by=JUSTICE, at=NOON)

    block = queries.block(draft.key, "1.2", language="en")

    measures = next(p for p in block.parts if p.address == "1.2/measures")
    assert [record.id for record in measures.records] == [first, second]


def test_a_removed_record_is_unseen_and_comes_back_with_all_it_held(draft):
    record = actions.add_record(draft.key, "1.2", "measures", by=LABOUR, at=NOON)
    address = f"1.2/measures/{record}"
    save(draft, f"{address}/title", {"en": "Alien Act"})

    actions.remove_record(draft.key, address, by=JUSTICE, at=SOON)

    assert queries.answers(draft.key) == {}
    with pytest.raises(NotAValue) as caught:
        save(draft, f"{address}/title", {"en": "Aliens Act"}, seen=1, at=LATER)
    assert caught.value.code == "record-removed"
    assert dict(caught.value.parameters)["by"] == "Ministry of Justice"

    actions.restore_record(draft.key, address, by=LABOUR, at=LATER)

    assert queries.answers(draft.key)[f"{address}/title"].value == {"en": "Alien Act"}


def test_a_field_of_a_record_that_nobody_added_is_refused(draft):
    with pytest.raises(NotAValue) as caught:
        save(draft, "1.2/measures/3f9c0a12b7de/title", {"en": "Alien Act"})

    assert caught.value.code == "no-such-record"


def test_a_batch_takes_each_change_by_itself_and_says_what_became_of_it(draft):
    save(draft, "1.1/status", "in-force")
    save(draft, "1.3/status", "in-force")
    record = "1.2/measures/3f9c0a12b7de"

    saved = actions.save_answers(
        draft.key,
        [
            actions.Change(f"{record}/title", {"en": "Alien Act"}),
            actions.Change(record, {"position": 1}),
            actions.Change("1.1/status", "in-force", 1),
            actions.Change("1.3/status", "no-measure", 0),
            actions.Change("1.2/status", "perhaps"),
        ],
        by=JUSTICE,
        at=SOON,
        origin="workbook",
    )

    assert sorted(row.address for row in saved.taken) == [record, f"{record}/title"]
    assert [row.address for row in saved.unchanged] == ["1.1/status"]
    assert [clash.address for clash in saved.clashes] == ["1.3/status"]
    assert [(no.change.address, no.reason.code) for no in saved.refused] == [
        ("1.2/status", "not-an-option")
    ]


def test_the_same_batch_again_changes_nothing(draft):
    record = "1.2/measures/3f9c0a12b7de"
    changes = [
        actions.Change(record, {}),
        actions.Change(f"{record}/title", {"en": "Alien Act"}),
        actions.Change("1.2/status", "in-force"),
    ]
    first = actions.save_answers(draft.key, changes, by=LABOUR, at=NOON)
    before = queries.answers(draft.key)

    second = actions.save_answers(draft.key, changes, by=JUSTICE, at=LATER)

    assert (len(first.taken), len(second.taken)) == (3, 0)
    assert len(second.unchanged) == 3
    assert queries.answers(draft.key) == before


@pytest.mark.slow
def test_a_batch_of_1500_answers_takes_some_forty_statements(
    draft, django_assert_max_num_queries
):
    changes = []
    for number in range(300):
        record = f"1.2/measures/{number:012x}"
        changes.append(actions.Change(record, {"position": number}))
        changes += [
            actions.Change(f"{record}/title", {"en": f"Act {number}"}),
            actions.Change(f"{record}/kind", "law"),
            actions.Change(f"{record}/status", "in-force"),
            actions.Change(f"{record}/date", "2023"),
        ]

    with django_assert_max_num_queries(50):  # inserts of some hundred rows each
        saved = actions.save_answers(
            draft.key, changes, by=LABOUR, at=NOON, origin="workbook"
        )

    assert len(saved.taken) == 1500
    assert len(queries.answers(draft.key)) == 1500


def test_who_else_is_writing_is_named_with_where_and_when(draft):
    save(draft, "1.2/status", "in-force", by=JUSTICE)
    save(draft, "1.1/status", "in-force", by=JUSTICE, at=SOON)
    save(draft, "1.3/status", "in-force", by=LABOUR, at=SOON)

    soon = queries.recent_editors(draft.key, at=SOON, but="Ministry of Labour")
    later = queries.recent_editors(draft.key, at=LATER, but="Ministry of Labour")

    assert [(e.name, e.address, e.at) for e in soon] == [
        ("Ministry of Justice", "1.1/status", SOON)
    ]
    assert later == ()


@pytest.mark.parametrize(
    ("by", "words"),
    [
        (colleague("Other State", area="XAB"), r"report\.edit"),
        (colleague("Researcher", role=Role.RESEARCHER), r"report\.edit"),
        (colleague("Authority", role=Role.VALIDATING_AUTHORITY), r"report\.edit"),
        (NGO, r"report\.edit"),
    ],
)
def test_only_those_who_may_edit_the_report_of_that_state_write(draft, by, words):
    with pytest.raises(NotPermitted, match=words):
        save(draft, "1.2/status", "in-force", by=by)


def test_a_contributor_writes_in_the_sections_they_were_given(draft):
    limited = colleague("Ministry of Labour", sections={"3", "1.2"})

    save(draft, "3.1/status", "in-force", by=limited)
    save(draft, "1.2/status", "in-force", by=limited)

    with pytest.raises(Refused, match=r"may not write in 1\.1"):
        save(draft, "1.1/status", "in-force", by=limited)


def test_what_is_submitted_can_no_longer_be_changed(draft):
    Submission.objects.filter(pk=draft.key).update(stage=Stage.SUBMITTED)

    with pytest.raises(Refused, match="it can no longer be changed"):
        save(draft, "1.2/status", "in-force")


def test_the_trail_says_where_and_by_whom_and_never_what(draft):
    save(draft, "1.2/status_note", {"en": "a secret draft"})

    event = Event.objects.order_by("-id").first()

    assert (event.kind, event.by) == ("answers.saved", "Ministry of Labour")
    assert event.data["address"] == "1.2/status_note"
    assert "secret" not in str(event.data)


def test_of_an_expert_only_the_code_of_who_sends_is_kept(draft):
    actions.start_draft("2024", sender="XNGO", strand=Strand.EXPERT, by=NGO, at=NOON)
    urn = "stocktake:submission:2024/XNGO/expert/1"

    saved = actions.save_answer(
        urn,
        "about/method",
        {"en": "interviews"},
        expected_revision=0,
        by=NGO,
        at=NOON,
    )

    assert saved.by == "expert XNGO"
    assert {event.by for event in Event.objects.filter(about=urn)} == {"expert XNGO"}
    assert [c.by for c in queries.history(urn, "about/method")] == ["expert XNGO"]


def test_a_correction_starts_from_what_was_published(draft):
    save(draft, "1.2/status", "in-force")
    Submission.objects.filter(pk=draft.key).update(stage=Stage.PUBLISHED)

    second = actions.start_draft(
        "2024", sender="XAA", strand=Strand.STATE, by=LABOUR, at=LATER
    )

    assert second.urn.endswith("/2")
    assert queries.answers(second.key)["1.2/status"].value == "in-force"
    assert queries.answers(draft.key)["1.2/status"].value == "in-force"


def test_a_submission_of_documents_answers_no_questionnaire(draft):
    Submission.objects.filter(pk=draft.key).update(questionnaire=None)

    with pytest.raises(NotFound, match="documents only"):
        queries.draft(draft.key)


def test_a_page_takes_the_same_questions_however_much_was_answered(
    draft, django_assert_num_queries
):
    with django_assert_num_queries(2):
        queries.block(draft.key, "1.2", language="en")
    with django_assert_num_queries(4):
        queries.outline(draft.key, language="en")
    for number in range(40):
        record = f"1.2/measures/{number:012x}"
        changes = [
            actions.Change(record, {}),
            actions.Change(f"{record}/title", {"en": f"Act {number}"}),
        ]
        actions.save_answers(draft.key, changes, by=LABOUR, at=NOON)

    with django_assert_num_queries(2):
        page = queries.block(draft.key, "1.2", language="en")
    with django_assert_num_queries(4):
        queries.outline(draft.key, language="en")
    with django_assert_num_queries(3):  # weighed already
        queries.outline(draft.key, language="fr")

    assert page.progress == queries.completeness(draft.key).blocks["1.2"]


def test_progress_follows_every_change_at_once(draft):
    def done():
        return queries.completeness(draft.key).blocks["1.3"].done

    assert done() == 0
    save(draft, "1.3/status", "no-measure")
    assert done() == 1
    save(draft, "1.3/status", None, seen=1)
    assert done() == 0
    save(draft, "1.3/status", "no-measure", seen=2)
    assert done() == 1
    save(draft, "1.3/status", "in-force", seen=3)
    assert queries.completeness(draft.key).missing[-1] != "1.3/status"
    assert "1.3/measures" in queries.completeness(draft.key).missing


def test_a_translator_and_a_drafter_write_in_one_text_side_by_side(draft):
    note = "1.2/status_note"
    save(draft, note, {"en": "A law.", "fr": "Une loi."})

    def part(value, by, at):
        return actions.save_answer(
            draft.key, note, value, expected_revision=1, by=by, at=at, partial=True
        )

    part({"en": "A law of 2023."}, LABOUR, SOON)
    merged = part({"fr": "Une loi de 2023.", "ar": "قانون"}, JUSTICE, SOON)

    assert merged.value == {
        "ar": "قانون",
        "en": "A law of 2023.",
        "fr": "Une loi de 2023.",
    }
    with pytest.raises(actions.Clash) as caught:
        part({"en": "An act."}, JUSTICE, LATER)
    assert caught.value.mine == {"en": "An act."}
    assert caught.value.theirs.value["en"] == "A law of 2023."


def test_one_language_of_a_text_can_be_cleared_and_the_others_stay(draft):
    note = "1.2/status_note"
    save(draft, note, {"en": "A law.", "fr": "Une loi."})

    saved = actions.save_answer(
        draft.key,
        note,
        {"fr": ""},
        expected_revision=1,
        by=LABOUR,
        at=SOON,
        partial=True,
    )

    assert saved.value == {"en": "A law."}


def test_only_texts_can_be_saved_in_part(draft):
    with pytest.raises(NotAValue):
        actions.save_answer(
            draft.key,
            "1.2/status",
            "in-force",
            expected_revision=0,
            by=LABOUR,
            at=NOON,
            partial=True,
        )
