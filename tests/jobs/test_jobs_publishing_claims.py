"""Published claims become documents: per State, under a name or under that of all sources."""

from datetime import timedelta

import pytest
from tests.scenarios.expert_report import (
    CHALLENGE,
    NOON,
    RATING,
    ROUND,
    WORDS,
    accredited,
    expert,
    named,
    protected,
    published,
)

from stocktake.actors.rules import COLLECTIVE
from stocktake.documents import queries as documents
from stocktake.reporting import actions, queries
from stocktake.reporting.rules import Step
from stocktake.texts import queries as texts


pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture(autouse=True)
def _own_home(tmp_path, settings):
    settings.STOCKTAKE_HOME = tmp_path


@pytest.fixture
def made(django_capture_on_commit_callbacks):
    """Reports published, and what reacts to it done."""

    def publish(*urns, by=None):
        with django_capture_on_commit_callbacks(execute=True):
            published(list(urns), by=by)
        return queries.submissions(ROUND)

    return publish


def test_claims_under_a_name_make_a_document_for_each_state(made):
    (row,) = made(named())

    assert row.sender == "XNGO"
    assert [(d.name, d.about) for d in row.documents] == [
        ("claims-2026-KEN-XNGO-1.html", ("KEN",)),
        ("claims-2026-UGA-XNGO-1.html", ("UGA",)),
    ]
    passages = documents.passages(row.documents[0].sha256)
    assert [p.text for p in passages] == [
        WORDS,
        "Close the hotel floor.",
        "Alternatives exist on paper only.",
        "Border staff are trained in child protection.",
    ]
    assert passages[2].heading[-2:] == (
        "Independent rating of implementation",
        "Limited",
    )


def test_passages_carry_the_label_and_stance_that_their_author_chose(made):
    (row,) = made(named())

    labelled = texts.labels_of(row.documents[0].sha256)

    assert [[(x.code, x.by) for x in one.labels] for one in labelled] == [
        [("1.2", "confirmed")],
        [("1.2", "confirmed")],
        [("1.2", "confirmed")],
        [("1.3", "confirmed")],
    ]
    assert labelled[0].stances[0].stance == "challenge"
    assert labelled[3].stances[0].stance == "achievement"


def test_anonymous_claims_of_several_sources_stand_in_one_document_of_all(made):
    accredited("XUNI")
    one = protected("XNGO")
    two = protected(
        "XUNI",
        by=expert("XUNI", "Otto"),
        more={f"{CHALLENGE}/text": {"en": "The hotel has no doctor."}},
        beside=True,
    )

    both = frozenset({"XNGO", "XUNI"})
    (row,) = made(one, two, by=_both(both))

    assert row.sender == COLLECTIVE
    assert [d.name for d in row.documents] == [
        "claims-2026-KEN-2026-07-01-1.html",
        "claims-2026-UGA-2026-07-01-1.html",
    ]
    ken = documents.document(row.documents[0].sha256)
    assert (
        ken.title == "Claims about Kenya, round 2026: A source known to the secretariat"
    )
    assert {WORDS, "The hotel has no doctor."} <= {
        p.text for p in documents.passages(ken.sha256)
    }


def _both(areas):
    from dataclasses import replace

    return replace(expert(), areas=areas)


def test_what_is_withdrawn_leaves_what_speaks_for_all(
    made, django_capture_on_commit_callbacks
):
    urn = protected()
    made(urn, by=expert())

    with django_capture_on_commit_callbacks(execute=True):
        actions.move(
            urn,
            Step.WITHDRAW,
            by=queries.with_pseudonyms(expert()),
            at=NOON + timedelta(days=70),
            message="Somebody was followed.",
        )

    (row,) = queries.submissions(ROUND)
    assert row.documents == ()


def test_confidential_records_of_an_anonymous_report_are_in_no_document(made):
    (row,) = made(
        protected(more={f"{RATING}/publication": "confidential"}), by=expert()
    )

    said = [p.text for d in row.documents for p in documents.passages(d.sha256)]
    assert "Alternatives exist on paper only." not in said
    assert WORDS in said


def test_a_claim_knows_its_passages(made):
    (row,) = made(named())

    first = queries.published_claims(ROUND, area="KEN")[0]

    assert (first.document, first.passages) == (row.documents[0].sha256, (1, 2))


def test_a_states_list_holds_only_what_speaks_about_it(made):
    made(named())

    (row,) = queries.submissions(ROUND, state="UGA")

    assert [d.about for d in row.documents] == [("UGA",)]


def test_a_region_is_no_state(made):
    urn = named()
    actions.save_answer(
        urn, f"{CHALLENGE}/areas", ["002"], expected_revision=1, by=expert(), at=NOON
    )

    (row,) = made(urn)

    assert ("",) in [d.about for d in row.documents]
