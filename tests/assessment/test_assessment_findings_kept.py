"""Findings in the database: made from what is published, kept in versions, replied to."""

from contextlib import nullcontext
from datetime import UTC, datetime, timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from scenarios import expert_report, state_report
from scenarios.expert_report import NOON, OFFICER, ROUND, named, protected, published
from stocktake.accounts.rules import LOCAL_ADMINISTRATOR, Acting, Permission, Role
from stocktake.assessment import actions, queries, verifying
from stocktake.assessment.models import Finding, Material, Reply
from stocktake.assessment.rules import Agreement, Sense, SourceClass
from stocktake.audit.models import Event
from stocktake.kernel.errors import NotFound, NotPermitted, Refused
from stocktake.reporting import actions as reporting
from stocktake.reporting.actions import Change
from stocktake.reporting.claims import ClaimStatus
from stocktake.reporting.rules import Step


pytestmark = [pytest.mark.django_db, pytest.mark.slow]
LATER = NOON + timedelta(days=70)
KEN = "stocktake:finding:2026/KEN/1.2"
FOCAL = state_report.focal_point("KEN")


@pytest.fixture(autouse=True)
def _own_home(tmp_path, settings):
    settings.STOCKTAKE_HOME = tmp_path


@pytest.fixture
def reacting(django_capture_on_commit_callbacks):
    """What is done inside is followed by what reacts to it."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


def assess(*states, at=LATER, **more):
    return actions.assess_round(
        ROUND, states=states or ("KEN",), by=LOCAL_ADMINISTRATOR, at=at, **more
    )


def both_sides(reacting=nullcontext):
    """Kenya answers that 1.2 is in force; XNGO rates it as limited.

    What reacts to publication makes documents; who needs none does without.
    """
    with reacting():
        state_report.moved(state_report.started("KEN"), *state_report.TO_PUBLICATION)
        published([named()])


def test_answers_and_claims_stand_side_by_side_with_their_sources(reacting):
    both_sides(reacting)

    assess()

    found = queries.finding(KEN)
    assert (found.claimed.status, found.claimed.level) == ("in-force", 4)
    assert found.claimed.by_kind == {"law": 1}
    (rated,) = found.experts.ratings
    assert (rated.sender, rated.source) == ("XNGO", SourceClass.NOT_STATED)
    assert (rated.rating, rated.level) == ("limited", 2)
    assert found.experts.claims == {"challenge": 1, "rating": 1}
    assert (found.agreement, found.gap) == (Agreement.CONTESTED, 2)
    assert "stocktake:submission:2026/KEN/state/1" in found.sources
    assert any(urn.startswith("stocktake:passage:") for urn in found.sources)
    dated = {one.source: one.dated for one in found.vintages}
    assert dated["stocktake:submission:2026/KEN/state/1"] == "2026-06-01"
    assert set(dated) >= {u for u in found.sources if "claim" in u or "submission" in u}


def test_assessing_again_changes_nothing_and_leaves_no_event():
    both_sides()
    first = assess()
    events = Event.objects.count()

    again = assess(at=LATER + timedelta(days=3))

    assert (first.new, again.new, again.changed) == (38, 0, 0)
    assert again.unchanged == 38
    assert Event.objects.count() == events
    assert queries.finding(KEN).as_of == LATER.date()


def test_published_reports_correct_findings_with_the_reason_and_the_old_one_stays(
    reacting,
):
    with reacting():
        state_report.moved(state_report.started("KEN"), *state_report.TO_PUBLICATION)
    assess(at=NOON)

    with reacting():
        published([named()])

    old, new = queries.finding(KEN, 1), queries.finding(KEN)
    assert (old.agreement, new.agreement) == ("one-side-only", "contested")
    assert (new.version, new.reason) == (2, "claims, passages")
    assert [one.reason for one in queries.versions(KEN)] == ["", "claims, passages"]


def test_an_old_day_finds_what_was_public_then():
    both_sides()

    assess(as_of=NOON.date())

    found = queries.finding(KEN)
    assert found.agreement is Agreement.ONE_SIDE_ONLY
    assert found.experts.claims == {}


def test_findings_are_made_again_to_the_byte_from_what_was_kept(reacting):
    both_sides(reacting)
    assess()

    assert verifying.verify(ROUND) == (38, ())


def test_what_was_altered_behind_our_back_is_named():
    both_sides()
    assess()
    from stocktake.assessment.unchangeable import MAKE, REMOVE

    with connection.cursor() as cursor:
        for statement in REMOVE[connection.vendor]:
            cursor.execute(statement)
        Finding.objects.filter(code="1.2").update(content="{}")
        Finding.objects.filter(code="1.3").update(inputs="0" * 64)
        for statement in MAKE[connection.vendor]:
            cursor.execute(statement)

    _, faults = verifying.verify(ROUND)

    assert [fault.split(": ")[0] for fault in faults] == [
        f"{KEN} version 1",
        "stocktake:finding:2026/KEN/1.3 version 1",
    ]


def test_the_database_refuses_to_change_or_delete_a_finding_its_material_or_a_reply():
    both_sides()
    assess()
    actions.reply(KEN, "We disagree.", "en", by=FOCAL, at=LATER)

    for model in (Finding, Material, Reply):
        row = model.objects.first()
        with pytest.raises(DatabaseError), transaction.atomic():
            model.objects.filter(pk=row.pk).update(id=row.pk + 10_000)
        with pytest.raises(DatabaseError), transaction.atomic():
            model.objects.filter(pk=row.pk).delete()


def test_the_database_refuses_findings_without_reason_or_hash():
    both_sides()
    assess()
    broken = (
        {"version": 2, "reason": ""},
        {"version": 1, "reason": "why"},
        {"version": 0},
        {"sha256": "x"},
        {"inputs": ""},
        {"state": "KEN"},  # there is a version 1
    )
    for wrong in broken:
        row = Finding.objects.get(code="1.2")
        row.pk, row.state = None, "UGA"
        for name, value in wrong.items():
            setattr(row, name, value)

        with pytest.raises(DatabaseError), transaction.atomic():
            row.save(force_insert=True)


@pytest.mark.parametrize("publication", ["anonymous", "confidential"])
def test_what_a_protected_source_says_counts_only_if_it_is_published(
    reacting, publication
):
    with reacting():
        state_report.moved(state_report.started("KEN"), *state_report.TO_PUBLICATION)
    assess(at=NOON)
    before = list(Finding.objects.values_list("state", "code", "version", "sha256"))
    events = Event.objects.filter(kind="round.assessed").count()

    with reacting():
        published([protected(publication=publication)])
    assess()

    found = queries.finding(KEN)
    kept = "".join(Material.objects.values_list("content", flat=True))
    if publication == "anonymous":
        assert found.experts.senders == ("SOURCE",)
        assert found.experts.ratings[0].source is SourceClass.PROTECTED
    else:
        assert found.experts.senders == ()
        after = list(Finding.objects.values_list("state", "code", "version", "sha256"))
        assert after == before
        assert Event.objects.filter(kind="round.assessed").count() == events
    assert "XNGO" not in kept
    assert "source." not in kept


def test_a_confidential_claim_beside_published_ones_leaves_no_trace(reacting):
    """Two worlds, with and without it: the same findings, to the byte."""
    hidden = "1.2/challenges/dddddddddddd"
    more = {
        hidden: {},
        f"{hidden}/areas": ["UGA"],
        f"{hidden}/text": {"en": "A secret."},
        f"{hidden}/sources": ["testimony"],
        f"{hidden}/publication": "confidential",
    }
    worlds = []
    for extra in ({}, more):
        point = transaction.savepoint()
        with reacting():
            published([protected(more=extra)])
        assess("KEN", "UGA")
        told = (
            "state",
            "code",
            "version",
            "reason",
            "as_of",
            "at",
            "inputs",
            "content",
        )
        worlds.append(
            (
                list(Finding.objects.order_by("state", "code").values_list(*told)),
                sorted(Material.objects.values_list("sha256", "content")),
                list(Event.objects.filter(kind="round.assessed").values_list("data")),
            )
        )
        transaction.savepoint_rollback(point)

    assert worlds[0] == worlds[1]
    assert "stocktake:claim:2026/KEN/aaaaaaaaaaaa" in str(worlds[0])


def test_what_was_withdrawn_leaves_the_findings(reacting):
    both_sides(reacting)
    assess()

    with reacting():
        reporting.move(
            "stocktake:submission:2026/XNGO/expert/1",
            Step.WITHDRAW,
            by=expert_report.expert(),
            at=LATER,
            message="An error in our notes.",
        )

    found = queries.finding(KEN)
    assert found.experts.senders == ()
    assert found.version == 2


def test_a_claim_that_is_weighed_moves_the_finding_at_once(reacting):
    both_sides()
    assess()
    claim = "stocktake:claim:2026/KEN/aaaaaaaaaaaa"

    with reacting():
        reporting.weigh(
            claim, ClaimStatus.CONTESTED, reason="A visit.", by=OFFICER, at=LATER
        )

    found = queries.finding(KEN)
    assert found.experts.statuses["contested"] == 1
    assert (found.version, found.reason) == (2, "claims")


def test_weighing_a_confidential_claim_moves_nothing_and_leaves_no_event(reacting):
    published([protected(publication="confidential")])
    assess()
    claim = "stocktake:claim:2026/KEN/aaaaaaaaaaaa"
    state_report.moved(state_report.started("KEN"), *state_report.TO_PUBLICATION)

    with reacting():
        reporting.weigh(
            claim, ClaimStatus.CORROBORATED, reason="Seen.", by=OFFICER, at=LATER
        )

    assert Event.objects.filter(kind="round.assessed").count() == 1
    assert [one.number for one in queries.versions(KEN)] == [1]


def test_the_rule_and_overviews_are_computed_from_kept_findings(
    django_assert_num_queries,
):
    both_sides()
    assess("KEN", "UGA")

    with django_assert_num_queries(5):
        ken, uga = queries.standings(ROUND)
    assert ken.claimed.commitments == ("1.2",)
    assert ken.contested.commitments == ("1.2",)
    assert ken.missing.more == 15
    assert uga.basis == "nothing"
    assert queries.world(ROUND).meeting[Sense.CLAIMED] == 0
    assert queries.overview(ROUND, "1.2").labels["non-reporter"] == 1
    assert queries.overview(ROUND, "1").states == 2
    with pytest.raises(NotFound, match="TZA"):
        queries.standing(ROUND, "TZA")


def test_a_measure_that_is_repealed_in_the_next_round_lets_the_count_fall():
    earlier = datetime(2024, 6, 1, 12, tzinfo=UTC)
    old = state_report.started("KEN", round_code="2024", at=earlier)
    state_report.moved(old, *state_report.TO_PUBLICATION, at=earlier)
    new = state_report.started("KEN")
    change = Change(f"{state_report.MEASURE}/status", "repealed", 1)
    reporting.save_answers(new, [change], by=FOCAL, at=NOON)
    state_report.moved(new, *state_report.TO_PUBLICATION)

    actions.assess_round("2024", states=["KEN"], by=LOCAL_ADMINISTRATOR, at=LATER)
    assess()
    first, then = queries.history(ROUND, "KEN")

    assert (first.round, first.claimed.commitments) == ("2024", ("1.2",))
    assert (then.round, then.claimed.commitments) == (ROUND, ())
    assert then.claimed.trend.since == "2024"
    assert then.claimed.trend.fell == ("themes", "commitments")
    assert queries.standing(ROUND, "KEN") == then


def test_interrupted_it_goes_on_with_the_states_that_were_not_finished():
    reporting.open_round(ROUND, by=LOCAL_ADMINISTRATOR, at=NOON)

    def interrupted(stage, done, _total):
        if (stage, done) == ("findings", 1):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        assess("KEN", "UGA", progress=interrupted)
    left = queries.states(ROUND)
    done = assess("KEN", "UGA")

    assert left == ("KEN",)
    assert (done.new, done.unchanged) == (38, 38)


def test_more_states_take_no_more_queries_to_gather():
    both_sides()
    from django.test.utils import CaptureQueriesContext

    from stocktake.assessment.gathering import gather

    counts = []
    for states in (["KEN"], ["KEN", "UGA", "TZA", "RWA", "BDI"]):
        with CaptureQueriesContext(connection) as seen:
            gather(ROUND, states=states, on=LATER)
        counts.append(len(seen))

    assert counts[0] == counts[1]


def test_a_state_replies_to_what_is_found_about_it():
    both_sides()
    assess()

    actions.reply(KEN, " We disagree. ", "en", by=FOCAL, at=LATER)
    actions.reply(KEN, "Nous contestons.", "fr", by=FOCAL, at=LATER)
    actions.reply(KEN, "We still disagree.", "en", by=FOCAL, at=LATER)

    (one,) = queries.finding(KEN).replies
    assert one.texts == {"en": "We still disagree.", "fr": "Nous contestons."}
    assert (one.state, one.version) == ("KEN", 1)
    listed = {row.code: row.replies for row in queries.findings(ROUND, state="KEN")}
    assert listed["1.2"] == (one,)
    assert listed["1.3"] == ()
    event = Event.objects.filter(kind="finding.replied").last()
    assert (event.about, event.data["language"]) == (KEN, "en")


def test_a_reply_says_something_in_one_of_the_languages_and_is_the_states_own():
    both_sides()
    assess()

    for text, language, says in (
        ("  ", "en", "1 to 5000"),
        ("x" * 5001, "en", "5001"),
        ("Yes.", "de", "'de'"),
    ):
        with pytest.raises(Refused, match=says):
            actions.reply(KEN, text, language, by=FOCAL, at=LATER)
    for who in (
        state_report.focal_point("UGA"),
        Acting("officer", frozenset({Role.SECRETARIAT})),
        Acting("colleague", frozenset({Role.CONTRIBUTOR}), frozenset({"KEN"})),
        expert_report.expert(),
    ):
        with pytest.raises(NotPermitted, match=Permission.FINDING_REPLY.value):
            actions.reply(KEN, "No.", "en", by=who, at=LATER)
    assert not Reply.objects.exists()


def test_only_the_secretariat_and_the_review_office_assess():
    state_report.started("KEN")

    with pytest.raises(NotPermitted, match=Permission.ROUND_ASSESS.value):
        actions.assess_round(ROUND, states=["KEN"], by=FOCAL, at=NOON)


@pytest.mark.parametrize(
    "urn", [KEN, "stocktake:finding:2026/KEN", "2026/KEN/9.9", "stocktake:x:1/2/3"]
)
def test_a_finding_that_is_not_there_is_refused_with_what_to_do(urn):
    with pytest.raises(NotFound, match="stocktake assess"):
        queries.finding(urn)
