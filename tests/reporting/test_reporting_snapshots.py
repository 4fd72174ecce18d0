"""What was submitted: canonical, hashed, unchangeable, on a receipt, comparable."""

import hashlib
import json

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.models import ProtectedError
from hypothesis import given
from hypothesis import strategies as st
from tests.scenarios.state_report import (
    ANSWERS,
    MEASURE,
    NOON,
    OFFICER,
    focal_point,
    moved,
    started,
)

from stocktake.audit import queries as audit
from stocktake.documents.reading import read
from stocktake.kernel.errors import NotFound
from stocktake.kernel.languages import LANGUAGES
from stocktake.reporting import actions, comparing, queries, receipts, snapshots
from stocktake.reporting.comparing import Difference, Part
from stocktake.reporting.models import Snapshot, Submission
from stocktake.reporting.rules import Step
from stocktake.reporting.unchangeable import REMOVE


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=20,
)


@given(JSON)
def test_canonical_json_holds_the_value_whatever_the_order_of_keys(value):
    text = snapshots.canonical(value)

    assert json.loads(text) == value
    assert snapshots.canonical(json.loads(text)) == text


@pytest.mark.django_db
def test_a_snapshot_holds_every_answer_and_has_the_hash_of_its_bytes():
    urn = moved(started(), Step.SUBMIT)

    one = queries.snapshot(urn)

    assert one.sha256 == hashlib.sha256(one.content.encode()).hexdigest()
    told = one.told
    assert set(told["answers"]) == set(ANSWERS)
    assert told["answers"]["about/authority"] == ANSWERS["about/authority"]
    assert (told["signer"], told["submission"]) == ("focal point of KEN", urn)
    assert (one.answers, one.measures, one.documents) == (8, 1, 0)


@pytest.mark.django_db
def test_a_correction_is_a_second_snapshot_and_the_first_stays():
    urn = moved(started(), Step.SUBMIT, Step.TAKE_UP, Step.REQUEST_CORRECTION)
    first = queries.snapshot(urn)
    actions.save_answer(
        urn,
        "1.2/status",
        "partly-in-force",
        expected_revision=1,
        by=focal_point("KEN"),
        at=NOON,
    )
    moved(urn, Step.SUBMIT)

    one, two = queries.snapshots(urn)

    assert (one.number, two.number) == (1, 2)
    assert one == first
    (change,) = comparing.compare(one.told["answers"], two.told["answers"])
    assert (change.address, change.before, change.after) == (
        "1.2/status",
        "in-force",
        "partly-in-force",
    )


CHANGES = {
    "content": "UPDATE reporting_snapshot SET content = content || ' '",
    "hash": f"UPDATE reporting_snapshot SET sha256 = '{'0' * 64}'",
    "signer": "UPDATE reporting_snapshot SET signer = 'somebody else'",
    "nothing": "UPDATE reporting_snapshot SET number = number",
    "deleted": "DELETE FROM reporting_snapshot",
}


@pytest.mark.django_db
@pytest.mark.parametrize("sql", CHANGES.values(), ids=CHANGES)
def test_the_database_refuses_to_change_or_delete_a_snapshot(sql):
    urn = moved(started(), Step.SUBMIT)
    before = queries.snapshot(urn)

    with (
        pytest.raises(DatabaseError, match="never changed or deleted"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql)

    assert queries.snapshot(urn) == before
    assert queries.unsound() == ()


@pytest.mark.django_db
def test_a_submission_with_a_snapshot_cannot_be_deleted():
    urn = moved(started(), Step.SUBMIT)

    with pytest.raises(ProtectedError):
        Submission.objects.get(pk=queries.draft(urn).key).delete()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda row: row.update(content='{"answers":{}}'), "does not have the hash"),
        (
            lambda row: row.update(
                content="{}", sha256=hashlib.sha256(b"{}").hexdigest()
            ),
            "the audit log recorded the hash",
        ),
        (lambda row: row.delete(), "it was removed"),
    ],
    ids=["content", "content and hash", "removed"],
)
def test_what_is_altered_past_the_database_is_found(change, said):
    moved(started("KEN"), Step.SUBMIT)
    moved(started("TUN"), Step.SUBMIT)
    with connection.cursor() as cursor:  # as one could who owns the database
        for statement in REMOVE[connection.vendor]:
            cursor.execute(statement)

    change(Snapshot.objects.filter(submission__sender="KEN"))

    (fault,) = queries.unsound()
    assert (fault.submission.split("/")[1], fault.number) == ("KEN", 1)
    assert said in fault.what


@pytest.mark.django_db
def test_the_hash_is_in_the_chained_trail():
    urn = moved(started(), Step.SUBMIT)

    (event,) = audit.events("submission.signed")

    assert (event.about, event.data["sha256"]) == (urn, queries.snapshot(urn).sha256)
    assert audit.verify()[1] == ()


@pytest.mark.django_db
def test_a_receipt_is_found_by_the_beginning_of_its_hash():
    urn = moved(started(), Step.SUBMIT)
    sha = queries.snapshot(urn).sha256

    assert queries.snapshot_of_hash(sha[:16].upper()).submission == urn
    for wrong in (sha[:7], "0" * 64, ""):
        with pytest.raises(NotFound):
            queries.snapshot_of_hash(wrong)


@pytest.mark.slow
@pytest.mark.django_db
@pytest.mark.parametrize("language", sorted(set(LANGUAGES) - {"ar"}))
def test_a_receipt_has_hash_signer_and_time_on_one_page(language):
    one = queries.snapshot(moved(started("XAA"), Step.SUBMIT))

    found = read(receipts.pdf(one, language=language), "receipt.pdf")

    text = " ".join(
        [*(p.text for p in found.passages), *(a.text for a in found.asides)]
    )
    assert len(found.pages) == 1
    for words in (one.sha256[:32], one.sha256[32:], one.signer, "2026-06-01 12:00:00"):
        assert words in text
    assert receipts.words(language).title in f"{found.title} {text}"


@pytest.mark.slow
@pytest.mark.django_db
@pytest.mark.parametrize("language", ["ar", "en"])
def test_a_receipt_is_the_same_byte_for_byte_when_made_again(language):
    one = queries.snapshot(moved(started(), Step.SUBMIT))

    again = [receipts.pdf(one, language=language) for _ in range(2)]

    assert again[0] == again[1]
    assert again[0].startswith(b"%PDF-")


def test_receipts_are_made_in_the_six_languages_only():
    assert {receipts.words(code).title for code in LANGUAGES}.__len__() == 6
    with pytest.raises(NotFound, match="not in 'de'"):
        receipts.words("de")


@pytest.mark.django_db
def test_two_submissions_are_compared_answer_by_answer_in_the_order_of_the_questions():
    urn = moved(started(), Step.SUBMIT)
    questionnaire = queries.draft(urn).questionnaire
    before = {address: row.value for address, row in queries.answers(urn).items()}
    after = dict(before)
    del after["about/as_of"]
    after["1.2/status"] = "partly-in-force"
    after["4.1/status"] = "no-measure"
    after[f"{MEASURE}/title"] = {"en": "Act on the alternatives to detention"}
    after[MEASURE] = {"position": 7}

    found = comparing.compare(before, after, questionnaire)

    assert [(one.address, one.what) for one in found] == [
        ("about/as_of", Difference.REMOVED),
        ("1.2/status", Difference.CHANGED),
        (f"{MEASURE}/title", Difference.CHANGED),
        ("4.1/status", Difference.ADDED),
    ]
    assert found[2].words["en"] == (
        (Part.SAME, "Act on "),
        (Part.NEW, "the "),
        (Part.SAME, "alternatives to detention"),
    )
    assert comparing.compare(before, before, questionnaire) == ()


@given(st.text(max_size=60), st.text(max_size=60))
def test_marked_words_give_both_texts_back(before, after):
    runs = comparing.marked(before, after)

    assert "".join(text for part, text in runs if part is not Part.NEW) == before
    assert "".join(text for part, text in runs if part is not Part.GONE) == after


@pytest.mark.django_db
def test_the_officer_who_accepts_changes_nothing_that_was_signed():
    urn = moved(started(), Step.SUBMIT)
    signed = queries.snapshot(urn)

    moved(urn, Step.TAKE_UP, Step.ACCEPT, Step.PUBLISH)

    assert queries.snapshots(urn) == (signed,)
    assert queries.moves(urn)[-1].by == OFFICER.name


@pytest.mark.django_db(transaction=True)
def test_what_is_committed_is_unchangeable_too():
    urn = moved(started(), Step.SUBMIT)

    with (
        pytest.raises(DatabaseError, match="never changed or deleted"),
        connection.cursor() as cursor,
    ):
        cursor.execute("DELETE FROM reporting_snapshot")

    assert queries.snapshot(urn).holds
