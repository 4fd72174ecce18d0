"""What a person decides of a passage: confirmed, rejected, and what cannot be decided."""

from datetime import UTC, datetime

import pytest

from stocktake.accounts.rules import LOCAL_ADMINISTRATOR, VISITOR
from stocktake.audit.models import Event
from stocktake.documents import actions as documents
from stocktake.documents.rules import Kind, PassageRead, Reading
from stocktake.kernel.errors import NotFound, NotPermitted
from stocktake.texts import actions
from stocktake.texts.actions import Decision
from stocktake.texts.models import Label, Stance
from stocktake.texts.rules import StanceKind


pytestmark = pytest.mark.django_db
NOON = datetime(2024, 6, 30, 12, tzinfo=UTC)
BY = {"by": LOCAL_ADMINISTRATOR, "at": NOON}
WORDS = (
    "Detention of children is prohibited.",
    "Fees were reduced. Banks agreed to it.",
)


@pytest.fixture
def document():
    passages = tuple(
        PassageRead(order=n, number=str(n), text=text, page=None)
        for n, text in enumerate(WORDS, start=1)
    )
    reading = Reading(
        kind=Kind.TXT,
        title="a report",
        pages=(),
        passages=passages,
        asides=(),
        language="en",
        languages=("en", "en"),
        engine="test",
    )
    data = "\n".join(WORDS).encode()
    return documents.keep(data, "a.txt", reading=reading, **BY).sha256


def decide(document, *decisions, **other):
    return actions.decide_labels(
        document, decisions, edition="icmpd-2017", **(BY | other)
    )


def labels():
    rows = Label.objects.order_by("passage__order", "code")
    return list(rows.values_list("passage__order", "code", "by", "score"))


def test_a_rejected_label_stays_as_rejected_and_counts_nothing(document):
    decide(document, Decision(1, "1.2"))

    changed = decide(document, Decision(1, "1.2", confirmed=False))

    assert changed == 1
    assert labels() == [(1, "1.2", "rejected", 0.0)]


def test_a_label_may_be_rejected_that_no_model_gave_and_stands_without_stances(
    document,
):
    decide(document, Decision(2, "1.2", confirmed=False))

    assert labels() == [(2, "1.2", "rejected", 0.0)]
    assert not Stance.objects.exists()


def test_what_was_rejected_may_be_confirmed_again_and_the_trail_tells_both(document):
    decide(document, Decision(1, "1.2", confirmed=False), Decision(2, "1.1"))
    decide(document, Decision(1, "1.2"))

    told = Event.objects.filter(kind="labels.decided").order_by("id")
    assert [(e.data["confirmed"], e.data["rejected"]) for e in told] == [(1, 1), (1, 0)]
    assert labels() == [(1, "1.2", "confirmed", 1.0), (2, "1.1", "confirmed", 1.0)]


def test_deciding_the_same_again_changes_nothing_and_leaves_no_trail(document):
    decide(document, Decision(1, "1.2", confirmed=False))

    assert decide(document, Decision(1, "1.2", confirmed=False)) == 0
    assert Event.objects.filter(kind="labels.decided").count() == 1


def test_the_stance_that_a_source_stated_is_that_of_every_sentence(document):
    decide(document, Decision(2, "1.2", stance=StanceKind.CHALLENGE))

    rows = Stance.objects.order_by("sentence").values_list("sentence", "stance")
    assert list(rows) == [(1, "challenge"), (2, "challenge")]


WRONG = [
    (Decision(3, "1.2"), {}, NotFound, "no passage 3; it has 2"),
    (Decision(1, "99.9"), {}, NotFound, "99.9"),
    (Decision(1, "1.2", confirmed=False), {"by": VISITOR}, NotPermitted, None),
]


@pytest.mark.parametrize(("decision", "other", "error", "message"), WRONG)
def test_a_decision_that_cannot_be_taken_is_refused_and_nothing_is_written(
    document, decision, other, error, message
):
    with pytest.raises(error, match=message):
        decide(document, Decision(1, "1.1", confirmed=False), decision, **other)

    assert labels() == []
