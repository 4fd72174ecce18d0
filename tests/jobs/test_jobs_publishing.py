"""Published answers become a document with passages whose labels their sender gave."""

import json

import pytest
from tests.scenarios.state_report import (
    ANSWERS,
    CHALLENGE,
    MEASURE,
    NOON,
    TO_PUBLICATION,
    focal_point,
    moved,
    started,
)

from stocktake.accounts.rules import LOCAL_ADMINISTRATOR
from stocktake.audit import queries as audit
from stocktake.documents import actions as checked
from stocktake.documents import queries as documents
from stocktake.jobs import publishing
from stocktake.kernel.errors import Refused
from stocktake.reporting import actions, queries
from stocktake.reporting.actions import Change
from stocktake.reporting.rules import Step, Strand
from stocktake.texts import queries as texts


pytestmark = pytest.mark.django_db


def saved(urn, answers):
    """The draft with more answers in it."""
    changes = [Change(address, value, 0) for address, value in answers.items()]
    done = actions.save_answers(urn, changes, by=focal_point("KEN"), at=NOON)
    assert not done.refused
    return urn


@pytest.fixture
def published(django_capture_on_commit_callbacks):
    """A published submission whose reactions ran, as they do after commit."""

    def publish(urn):
        with django_capture_on_commit_callbacks(execute=True):
            moved(urn, *TO_PUBLICATION)
        (row,) = queries.submissions("2026", sender="KEN")
        return row

    return publish


def test_publishing_makes_a_document_with_one_passage_an_answer(published):
    row = published(started())

    (document,) = row.documents
    passages = documents.passages(document.sha256)
    assert document.name == "answers-2026-KEN-state-1.html"
    assert document.title == "State report, round 2026: Kenya"
    assert [(p.number, p.text, p.language) for p in passages] == [
        ("1", ANSWERS["1.2/status_note"]["en"], "en"),
        ("2", "Act on alternatives to detention", "en"),
        ("3", "Two border posts still have no interpreters.", "en"),
    ]
    assert passages[2].heading[1:] == (
        "1.2 Detention only as a last resort",
        "Main challenges",
    )


def test_each_passage_is_labelled_with_its_block_as_confirmed(published):
    row = published(started())

    labelled = texts.labels_of(row.documents[0].sha256)

    assert [[(label.code, label.by) for label in one.labels] for one in labelled] == [
        [("1.2", "confirmed")]
    ] * 3
    assert [one.stances[0].stance for one in labelled] == [
        "neither",
        "neither",
        "challenge",
    ]


def test_the_document_is_one_that_our_own_reader_takes(published):
    row = published(started())
    data = documents.data(row.documents[0].sha256)

    assert checked.check(data, row.documents[0].name).kind == "html"


def test_words_that_look_like_markup_stay_words(published):
    urn = saved(
        started(),
        {
            "1.1/status": "in-force",
            "1.1/status_note": {"en": "<script>x</script> & so"},
        },
    )
    row = published(urn)

    page = documents.data(row.documents[0].sha256).decode()

    assert "<script>" not in page
    assert "&lt;script&gt;x&lt;/script&gt; &amp; so" in page


def test_the_main_language_is_that_of_most_answers_others_keep_their_own(published):
    urn = saved(
        started(),
        {
            "1.1/status": "in-force",
            "1.3/status": "in-force",
            "1.1/status_note": {"ar": "لا توجد تدابير بعد."},
            "1.3/status_note": {"ar": "أُنشئت لجنة.", "en": "A commission was set up."},
        },
    )
    row = published(urn)

    passages = documents.passages(row.documents[0].sha256)
    assert row.documents[0].language == "en"
    assert [(p.language, p.text) for p in passages if p.language == "ar"] == [
        ("ar", "لا توجد تدابير بعد.")
    ]
    page = documents.data(row.documents[0].sha256).decode()
    assert 'lang="ar" dir="rtl">' in page


def test_a_measure_with_a_narrative_is_headed_by_its_title(published):
    urn = saved(
        started(),
        {f"{MEASURE}/description": {"en": "It replaced detention by housing."}},
    )
    row = published(urn)

    passages = documents.passages(row.documents[0].sha256)
    (told,) = [p for p in passages if "housing" in p.text]
    assert told.heading[-2:] == ("Measures", "Act on alternatives to detention")
    assert "Act on alternatives to detention" not in [p.text for p in passages]


def test_publishing_twice_or_catching_up_after_it_changes_nothing(published):
    row = published(started())
    events = audit.verify()[0]

    publishing.publish_answers(row.urn, at=NOON)

    assert publishing.catch_up("2026", at=NOON) == 0
    assert queries.submissions("2026", sender="KEN") == (row,)
    assert audit.verify() == (events, ())


def test_what_an_interruption_left_out_is_caught_up():
    urn = moved(started(), *TO_PUBLICATION)  # the reactions never run
    assert queries.submissions("2026", sender="KEN")[0].documents == ()

    made = publishing.catch_up("2026", at=NOON)

    assert made == 1
    assert queries.submissions("2026", sender="KEN")[0].urn == urn
    assert len(queries.submissions("2026", sender="KEN")[0].documents) == 1


def test_the_same_answers_give_the_same_bytes_and_hash():
    urn = moved(started(), *TO_PUBLICATION)
    draft = queries.draft(urn)
    told = publishing.passages_told(draft.questionnaire, queries.answers(draft.key))

    one, two = (publishing.html("A title", told, "fr", urn=urn) for _ in range(2))

    assert one == two
    assert 'lang="fr" dir="ltr"' in one.decode()


def test_a_report_of_codes_only_is_published_without_a_document(published):
    urn = started()
    for address in (CHALLENGE, MEASURE):
        actions.remove_record(urn, address, by=focal_point("KEN"), at=NOON)
    actions.save_answer(
        urn,
        "1.2/status_note",
        None,
        expected_revision=1,
        by=focal_point("KEN"),
        at=NOON,
    )

    assert published(urn).documents == ()


def test_what_experts_say_never_goes_through_here():
    actions.open_round("2026", by=LOCAL_ADMINISTRATOR, at=NOON)
    draft = actions.start_draft(
        "2026",
        sender="XNGO",
        strand=Strand.EXPERT,
        about=["KEN"],
        by=LOCAL_ADMINISTRATOR,
        at=NOON,
    )

    assert publishing.publish_answers(draft.urn, at=NOON) is False


def test_a_document_taken_in_never_joins_answers_that_were_signed(published, tmp_path):
    row = published(started())
    sha = row.documents[0].sha256

    with pytest.raises(Refused, match="submit a new version"):
        actions.replace(
            "2026", sha, "0" * 64, "new.html", by=LOCAL_ADMINISTRATOR, at=NOON
        )


def test_withdrawn_answers_are_out_of_what_is_read(published):
    row = published(started())

    actions.move(
        row.urn, Step.WITHDRAW, by=focal_point("KEN"), at=NOON, message="Wrong."
    )

    assert queries.document_hashes("2026") == ()
    assert json.dumps(queries.snapshot(row.urn).told["answers"])
