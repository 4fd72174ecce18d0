"""Claims: made when submitted, weighed, replied to, published together; who sees what of them."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from tests.scenarios.expert_report import (
    ACHIEVEMENT,
    CHALLENGE,
    NOON,
    OFFICER,
    PROTECTION,
    RATING,
    ROUND,
    WORDS,
    accredited,
    expert,
    focal_point,
    in_reply_window,
    named,
    protected,
    published,
    submitted,
)

from stocktake.accounts.rules import LOCAL_ADMINISTRATOR, Acting, Role
from stocktake.actors import actions as actors
from stocktake.actors.rules import COLLECTIVE
from stocktake.audit.models import Event
from stocktake.kernel.errors import NotFound, NotPermitted, Refused
from stocktake.reporting import actions, queries
from stocktake.reporting.claims import ClaimKind, ClaimStatus
from stocktake.reporting.models import Claim, Weighing
from stocktake.reporting.rules import Stage, Step, Strand
from stocktake.reporting.sources.rules import Publication, publish_day


pytestmark = pytest.mark.django_db
KEN = focal_point("KEN")
URN = f"stocktake:claim:{ROUND}/KEN/aaaaaaaaaaaa"


@pytest.fixture(autouse=True)
def _own_home(tmp_path, settings):
    settings.STOCKTAKE_HOME = tmp_path


def test_each_record_becomes_a_claim_about_each_state_it_names():
    submitted(named())

    rows = queries.claims(ROUND, by=OFFICER)

    assert [(r.area, r.item, r.kind) for r in rows] == [
        ("KEN", "1.2", ClaimKind.CHALLENGE),
        ("KEN", "1.2", ClaimKind.RATING),
        ("KEN", "1.3", ClaimKind.ACHIEVEMENT),
        ("UGA", "1.3", ClaimKind.ACHIEVEMENT),
    ]
    assert rows[0].urn == URN
    assert rows[0].fields["text"] == {"en": WORDS}
    assert rows[1].fields["rating"] == "limited"
    assert {r.status for r in rows} == {ClaimStatus.UNVERIFIED}


def test_whom_a_report_is_about_follows_from_its_records():
    urn = submitted(named())

    assert queries.listed(sender="XNGO", by=OFFICER)[0].urn == urn
    assert Claim.objects.first().submission.about == ["KEN", "UGA"]


def test_a_report_without_a_claim_is_not_submitted():
    urn = named()
    for address in (CHALLENGE, RATING, ACHIEVEMENT):
        actions.remove_record(urn, address, by=expert(), at=NOON)

    with pytest.raises(Refused, match="makes no claim"):
        submitted(urn)


@pytest.mark.parametrize("start", [named, protected])
def test_only_the_accredited_submit_and_nothing_of_the_draft_is_lost(start):
    urn = start()
    actors.register_organisation(
        "XNGO", illustrative=False, by=LOCAL_ADMINISTRATOR, at=NOON
    )

    with pytest.raises(Refused, match="accredited"):
        submitted(urn, by=expert())
    assert len(queries.answers(urn)) > 10

    done = actors.apply_for_accreditation(
        "XNGO",
        kind="ngo",
        mandate="We visit places of detention.",
        by=expert(),
        at=NOON,
    )
    actors.decide_accreditation(
        done.urn, "accepted", reason="Letter seen.", by=OFFICER, at=NOON
    )
    assert submitted(urn, by=expert())


@pytest.mark.parametrize(
    ("start", "choice"), [(named, "anonymous"), (protected, "attributed")]
)
def test_words_and_identity_never_stand_side_by_side(start, choice):
    urn = start()

    with pytest.raises(Refused, match="your name"):
        actions.save_answer(
            urn,
            f"{CHALLENGE}/publication",
            choice,
            expected_revision=0,
            by=queries.with_pseudonyms(expert()),
            at=NOON,
        )


def test_one_record_of_an_anonymous_report_can_be_confidential():
    submitted(protected(more={f"{RATING}/publication": "confidential"}), by=expert())

    rows = {r.kind: r.publication for r in queries.claims(ROUND, by=OFFICER)}

    assert rows[ClaimKind.RATING] is Publication.CONFIDENTIAL
    assert rows[ClaimKind.CHALLENGE] is Publication.ANONYMOUS
    assert queries.confidential_counts(ROUND, by=OFFICER) == {"KEN": 1}


def test_weighing_needs_the_secretariat_and_a_reason_and_keeps_what_was():
    submitted(named())

    with pytest.raises(NotPermitted):
        actions.weigh(URN, ClaimStatus.CORROBORATED, reason="x", by=expert(), at=NOON)
    with pytest.raises(Refused, match="why"):
        actions.weigh(URN, ClaimStatus.CORROBORATED, reason=" ", by=OFFICER, at=NOON)
    for status in (ClaimStatus.CONTESTED, ClaimStatus.CORROBORATED):
        actions.weigh(URN, status, reason="Two visits agree.", by=OFFICER, at=NOON)

    row = queries.claim(URN, by=OFFICER)
    assert row.status is ClaimStatus.CORROBORATED
    assert [w.status for w in row.weighings] == ["contested", "corroborated"]


def test_a_status_is_kept_by_the_next_version_only_for_the_same_words():
    urn = named()
    published([urn])
    for record, area in (("aaaaaaaaaaaa", "KEN"), ("bbbbbbbbbbbb", "KEN")):
        actions.weigh(
            f"stocktake:claim:{ROUND}/{area}/{record}",
            ClaimStatus.CONTESTED,
            reason="The figures differ.",
            by=OFFICER,
            at=NOON,
        )
    again = actions.start_draft(
        ROUND, sender="XNGO", strand=Strand.EXPERT, by=expert(), at=NOON
    )
    actions.save_answer(
        again.urn,
        f"{RATING}/rating",
        "substantial",
        expected_revision=1,
        by=expert(),
        at=NOON,
    )
    submitted(again.urn)

    status = {
        r.kind: r.status
        for r in queries.claims(ROUND, by=OFFICER, submission=again.urn)
    }
    assert status[ClaimKind.CHALLENGE] == "contested"
    assert status[ClaimKind.RATING] == "unverified"


def test_the_state_sees_nothing_before_the_window_and_then_never_who_said_it():
    urn = protected(more={f"{RATING}/publication": "confidential"})
    submitted(urn, by=expert())
    assert queries.claims_to_reply("KEN", by=KEN) == ()

    for step in (Step.TAKE_UP, Step.OPEN_REPLY):
        actions.move(urn, step, by=OFFICER, at=NOON)
    rows = queries.claims_to_reply("KEN", by=KEN)

    assert [r.kind for r in rows] == [ClaimKind.CHALLENGE, ClaimKind.ACHIEVEMENT]
    assert {(r.sender, r.submission, r.files) for r in rows} == {(COLLECTIVE, "", 0)}
    assert "evidence" not in rows[0].fields
    assert "sources" not in rows[0].fields
    assert rows[0].fields["text"] == {"en": WORDS}
    with pytest.raises(NotFound):
        queries.claim(f"stocktake:claim:{ROUND}/KEN/bbbbbbbbbbbb", by=KEN)


def test_another_state_sees_none_of_it():
    in_reply_window(named())

    with pytest.raises(NotPermitted):
        queries.claims_to_reply("KEN", by=focal_point("UGA"))
    with pytest.raises(NotFound):
        queries.claim(URN, by=focal_point("UGA"))
    with pytest.raises(NotPermitted):
        actions.reply(URN, {"en": "No."}, by=focal_point("UGA"), at=NOON)


def test_a_reply_stands_beside_the_claim_and_beside_its_next_version():
    urn = named()
    in_reply_window(urn)
    actions.reply(URN, {"en": "The hotel was closed in May."}, by=KEN, at=NOON)
    actions.publish_due(ROUND, by=OFFICER, at=NOON + timedelta(days=28))
    again = actions.start_draft(
        ROUND, sender="XNGO", strand=Strand.EXPERT, by=expert(), at=NOON
    )
    actions.save_answer(
        again.urn,
        f"{CHALLENGE}/text",
        {"en": "Two families are held there."},
        expected_revision=1,
        by=expert(),
        at=NOON,
    )

    (before,) = queries.published_claims(ROUND, area="KEN")[0].replies
    published([again.urn])
    (after,) = queries.published_claims(ROUND, area="KEN")[0].replies

    assert before.text == after.text == {"en": "The hotel was closed in May."}
    assert (before.earlier, after.earlier) == (False, True)


@pytest.mark.parametrize("publication", ["confidential"])
def test_confidential_claims_get_no_reply(publication):
    in_reply_window(protected(publication=publication), by=expert())

    with pytest.raises(NotFound):
        actions.reply(URN, {"en": "No."}, by=KEN, at=NOON)


@pytest.mark.parametrize(
    ("opened", "protected_", "day"),
    [
        (date(2026, 6, 1), False, date(2026, 6, 29)),
        (date(2026, 6, 1), True, date(2026, 7, 1)),
        (date(2026, 6, 3), True, date(2026, 7, 1)),
        (date(2026, 6, 4), True, date(2026, 8, 1)),
        (date(2026, 12, 10), True, date(2027, 2, 1)),
    ],
)
def test_the_day_of_publication(opened, protected_, day):
    assert publish_day(opened, reply_days=28, protected=protected_) == day


def test_a_record_that_bears_the_number_of_anothers_is_refused():
    submitted(named())
    copied = protected("XUNI", by=expert("XUNI"))

    with pytest.raises(Refused, match="of the number aaaaaaaaaaaa"):
        submitted(copied, by=expert("XUNI"))


def test_nothing_is_published_before_its_day_and_protected_reports_never_by_hand():
    one, two = named(), protected(beside=True)
    in_reply_window(one)
    in_reply_window(two, by=expert())
    with pytest.raises(Refused, match="reply until"):
        actions.move(one, Step.PUBLISH, by=OFFICER, at=NOON + timedelta(days=27))
    with pytest.raises(Refused, match="together"):
        actions.move(two, Step.PUBLISH, by=OFFICER, at=NOON + timedelta(days=90))

    runs = [
        actions.publish_due(ROUND, by=OFFICER, at=NOON + timedelta(days=days))
        for days in (27, 28, 29, 30, 31)
    ]

    assert runs == [(), (one,), (), (two,), ()]


def test_confidential_claims_are_published_nowhere():
    published([protected(publication="confidential")], by=expert())

    assert queries.published_claims(ROUND) == ()
    assert queries.submissions(ROUND) == ()
    assert [
        r.sender for r in queries.round_status(ROUND, today=NOON.date()) if r.submission
    ] == []


def test_the_database_refuses_a_document_of_a_confidential_claim_and_a_weighing_without_reason():
    submitted(protected(publication="confidential"), by=expert())
    claim = Claim.objects.first()

    with pytest.raises(IntegrityError), transaction.atomic():
        Claim.objects.filter(pk=claim.pk).update(document="a" * 64)
    with pytest.raises(IntegrityError), transaction.atomic():
        Weighing.objects.create(
            claim=claim, status="contested", reason="", by="x", at=NOON
        )


def test_drafts_are_for_their_authors_alone():
    named()

    assert queries.listed(by=OFFICER) == ()
    assert queries.listed(by=PROTECTION) == ()
    assert len(queries.listed(by=expert())) == 1
    assert queries.listed(by=expert("XUNI")) == ()


def test_a_published_protected_report_is_listed_for_the_secretariat_alone():
    published([protected()], by=expert())

    seen = {
        role: len(queries.listed(by=Acting("x", frozenset({role}), frozenset({"KEN"}))))
        for role in (Role.VISITOR, Role.FOCAL_POINT, Role.RESEARCHER, Role.SECRETARIAT)
    }

    assert seen == {
        Role.VISITOR: 0,
        Role.FOCAL_POINT: 0,
        Role.RESEARCHER: 0,
        Role.SECRETARIAT: 1,
    }


def test_withdrawn_claims_are_gone_from_what_everyone_sees():
    urn = named()
    published([urn])
    assert len(queries.published_claims(ROUND)) == 4

    actions.move(urn, Step.WITHDRAW, by=expert(), at=NOON, message="Wrong place.")

    assert queries.published_claims(ROUND) == ()
    assert queries.draft(urn).stage is Stage.WITHDRAWN


def test_what_is_done_with_claims_is_in_the_trail_without_their_words():
    urn = named()
    in_reply_window(urn)
    actions.weigh(
        URN, ClaimStatus.CONTESTED, reason="Secret reason", by=OFFICER, at=NOON
    )
    actions.reply(URN, {"en": "Secret reply"}, by=KEN, at=NOON)

    events = {e.kind: e for e in Event.objects.filter(about=URN)}

    assert set(events) == {"claim.weighed", "claim.replied"}
    assert "Secret" not in str([e.data for e in events.values()])


def test_accreditation_is_applied_for_once_and_decided_with_a_reason():
    accredited("XLAW", illustrative=False)
    apply = {
        "kind": "ngo",
        "mandate": "Legal aid at two borders.",
        "by": expert("XLAW"),
        "at": NOON,
    }
    done = actors.apply_for_accreditation("XLAW", **apply)

    with pytest.raises(Refused, match="already"):
        actors.apply_for_accreditation("XLAW", **apply)
    with pytest.raises(NotPermitted):
        actors.apply_for_accreditation("XUNI", **apply)
    with pytest.raises(NotPermitted):
        actors.decide_accreditation(
            done.urn, "accepted", reason="Me!", by=expert("XLAW"), at=NOON
        )
    with pytest.raises(Refused, match="reason"):
        actors.decide_accreditation(
            done.urn, "declined", reason=" ", by=OFFICER, at=NOON
        )
    declined = actors.decide_accreditation(
        done.urn, "declined", reason="No letter.", by=OFFICER, at=NOON
    )
    again = actors.apply_for_accreditation("XLAW", **apply)
    assert declined.open == ()
    assert declined.decisions[0].reason == "No letter."
    assert again.urn == "stocktake:accreditation:XLAW/2"
