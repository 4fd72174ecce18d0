"""The workflow: every stage, step and role; clearing; messages; supersede and withdraw."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from tests.scenarios import expert_report, people
from tests.scenarios.state_report import (
    NOON,
    OFFICER,
    TO_PUBLICATION,
    focal_point,
    moved,
    started,
)

from stocktake.accounts import queries as accounts
from stocktake.accounts.rules import LOCAL_ADMINISTRATOR, Acting, Role
from stocktake.audit.models import Event
from stocktake.kernel.errors import NotFound, NotPermitted, Refused
from stocktake.reporting import actions, queries, workflow
from stocktake.reporting.models import Move, Submission
from stocktake.reporting.rules import Stage, Step, Strand


# Written by hand from what was agreed, not from the code: stage, step, stage after.
STATE = """
draft                clear               cleared               while the State clears
draft                submit              submitted             while it does not
draft                withdraw            withdrawn
cleared              reopen              draft
cleared              submit              submitted
cleared              withdraw            withdrawn
submitted            take-up             under_check
submitted            withdraw            withdrawn
under_check          request-correction  correction_requested
under_check          accept              accepted
under_check          withdraw            withdrawn
correction_requested clear               cleared               while the State clears
correction_requested submit              submitted             while it does not
correction_requested withdraw            withdrawn
accepted             publish             published
accepted             withdraw            withdrawn
published            withdraw            withdrawn
"""
EXPERT = """
draft         submit      submitted
draft         withdraw    withdrawn
submitted     take-up     under_check
submitted     withdraw    withdrawn
under_check   open-reply  reply_window
under_check   decline     declined
under_check   withdraw    withdrawn
reply_window  publish     published
reply_window  decline     declined
reply_window  withdraw    withdrawn
published     withdraw    withdrawn
"""
# Which role does which step; of the scoped ones only for their own State or organisation.
DOES = {
    (Strand.STATE, Role.FOCAL_POINT): "clear reopen submit withdraw",
    (Strand.STATE, Role.ALTERNATE): "clear reopen submit withdraw",
    (Strand.STATE, Role.VALIDATING_AUTHORITY): "clear reopen",
    (Strand.STATE, Role.SECRETARIAT): (
        "take-up request-correction accept publish withdraw"
    ),
    (Strand.STATE, Role.LOCAL): (
        "clear reopen submit take-up request-correction accept publish withdraw"
    ),
    (Strand.EXPERT, Role.EXPERT): "submit withdraw",
    (Strand.EXPERT, Role.SECRETARIAT): "take-up open-reply decline publish withdraw",
    (Strand.EXPERT, Role.LOCAL): ("submit take-up open-reply decline publish withdraw"),
}
SCOPED = {
    Role.FOCAL_POINT,
    Role.ALTERNATE,
    Role.CONTRIBUTOR,
    Role.VALIDATING_AUTHORITY,
    Role.EXPERT,
}
OWN = {Strand.STATE: "KEN", Strand.EXPERT: "XNGO"}


def table(strand, *, clearing):
    left_out = "while it does not" if clearing else "while the State clears"
    rows = {}
    for line in (STATE if strand is Strand.STATE else EXPERT).strip().splitlines():
        stage, step, after = line.split()[:3]
        if left_out not in line:
            rows[Stage(stage), Step(step)] = Stage(after)
    return rows


def expert_draft():
    return expert_report.named()


def tried(key, step, by):
    """Where a step leads, or the kind of refusal; nothing is changed by the trial."""
    try:
        with transaction.atomic():
            after = actions.move(key, step, by=by, at=NOON, message="because").after
            transaction.set_rollback(True)
            return after
    except Refused as refusal:
        return type(refusal)


@pytest.mark.slow
@pytest.mark.django_db
@pytest.mark.parametrize("area", ["own", "other"])
@pytest.mark.parametrize("clearing", [False, True])
@pytest.mark.parametrize("strand", list(Strand))
def test_every_stage_step_and_role(strand, clearing, area):
    urn = started() if strand is Strand.STATE else expert_draft()
    if clearing:
        actions.set_clearing("KEN", on=True, by=focal_point("KEN"), at=NOON)
    allowed = table(strand, clearing=clearing)
    key = queries.draft(urn).key
    held = frozenset({OWN[strand] if area == "own" else "TUN"})
    roles = Role if area == "own" else SCOPED  # the others are bound to no area
    wrong = []
    for stage in Stage:
        Submission.objects.filter(pk=key).update(stage=stage)
        for step in Step:
            for role in roles:
                by = Acting("somebody", frozenset({role}), held)
                may = step in DOES.get((strand, role), "").split() and (
                    role not in SCOPED or area == "own"
                )
                expected = allowed.get((stage, step), Refused)
                if not may:
                    expected = NotPermitted
                found = tried(key, step, by)
                if step is Step.SUPERSEDE or step not in workflow.WHO[strand]:
                    expected = Refused
                if found != expected:
                    wrong.append((stage, step, role, expected, found))

    assert wrong == []


@pytest.mark.parametrize("strand", list(Strand))
def test_every_step_of_the_table_has_somebody_who_may_do_it(strand):
    steps = {step for _, step in workflow.MOVES[strand]}

    assert steps == set(workflow.WHO[strand])


@pytest.mark.parametrize("strand", list(Strand))
def test_every_stage_is_reached_and_final_ones_are_left_by_nothing(strand):
    moves = workflow.MOVES[strand]
    reached, frontier = {Stage.DRAFT}, [Stage.DRAFT]
    while frontier:
        stage = frontier.pop()
        new = {after for (at, _), after in moves.items() if at is stage} - reached
        reached |= new
        frontier += new

    left = {stage for stage, _ in moves}
    final = {Stage.SUPERSEDED, Stage.WITHDRAWN} | (
        {Stage.DECLINED} if strand is Strand.EXPERT else set()
    )
    assert reached - left == final
    assert left <= reached


@pytest.mark.parametrize("step", ["request-correction", "decline", "withdraw"])
def test_a_step_against_the_sender_needs_a_message(step):
    with pytest.raises(Refused, match="message"):
        workflow.explained(Step(step), " \n ")


@pytest.mark.django_db
def test_a_correction_carries_its_message_to_the_sender_and_opens_the_answers():
    urn = moved(started(), Step.SUBMIT, Step.TAKE_UP, Step.REQUEST_CORRECTION)

    last = queries.moves(urn)[-1]
    saved = actions.save_answer(
        urn,
        "1.2/status",
        "partly-in-force",
        expected_revision=1,
        by=focal_point("KEN"),
        at=NOON,
    )

    assert last.message == "Page 3 contradicts page 9."
    assert last.by == "officer"
    assert saved.revision == 2


@pytest.mark.django_db
@pytest.mark.parametrize("step", [Step.SUBMIT, Step.CLEAR])
def test_answers_are_closed_once_they_are_cleared_or_submitted(step):
    urn = started()
    if step is Step.CLEAR:
        actions.set_clearing("KEN", on=True, by=focal_point("KEN"), at=NOON)
    moved(urn, step)

    with pytest.raises(Refused, match="can no longer be changed"):
        actions.save_answer(
            urn,
            "1.2/status",
            "no-measure",
            expected_revision=1,
            by=focal_point("KEN"),
            at=NOON,
        )


@pytest.mark.django_db
def test_what_blocks_is_named_and_nothing_moves():
    urn = started()
    actions.save_answer(
        urn,
        "about/as_of",
        None,
        expected_revision=1,
        by=focal_point("KEN"),
        at=NOON,
    )

    with pytest.raises(Refused, match=r"1 faults that block: about/as_of: missing"):
        moved(urn, Step.SUBMIT)

    assert queries.draft(urn).stage is Stage.DRAFT
    assert queries.moves(urn) == ()


@pytest.mark.django_db
@pytest.mark.parametrize("stage", [Stage.DRAFT, Stage.CLEARED, Stage.ACCEPTED])
def test_switching_clearing_off_and_on_hides_nothing_and_moves_nothing(stage):
    urn, by = started(), focal_point("KEN")
    actions.set_clearing("KEN", on=True, by=by, at=NOON)
    ways = {
        Stage.DRAFT: (),
        Stage.CLEARED: (Step.CLEAR,),
        Stage.ACCEPTED: (Step.CLEAR, Step.SUBMIT, Step.TAKE_UP, Step.ACCEPT),
    }
    moved(urn, *ways[stage])
    before = (queries.draft(urn).stage, queries.answers(urn), queries.moves(urn))

    for on in (False, True, False):
        actions.set_clearing("KEN", on=on, by=by, at=NOON)

    assert (
        queries.draft(urn).stage,
        queries.answers(urn),
        queries.moves(urn),
    ) == before
    assert urn in {row.urn for row in queries.listed(by=by)}
    assert queries.open_steps(urn, by=LOCAL_ADMINISTRATOR)


@pytest.mark.django_db
def test_cleared_before_switching_off_can_be_submitted_or_reopened_after():
    urn, by = started(), focal_point("KEN")
    actions.set_clearing("KEN", on=True, by=by, at=NOON)
    moved(urn, Step.CLEAR)
    actions.set_clearing("KEN", on=False, by=by, at=NOON)

    assert queries.open_steps(urn, by=by) == (
        Step.REOPEN,
        Step.SUBMIT,
        Step.WITHDRAW,
    )


@pytest.mark.django_db
def test_where_a_state_named_a_validating_authority_that_alone_clears():
    urn, focal = started("KEN"), focal_point("KEN")
    actions.set_clearing("KEN", on=True, by=focal, at=NOON)
    before = queries.open_steps(urn, by=focal)
    authority = accounts.acting(
        people.person(Role.VALIDATING_AUTHORITY, area="KEN", email="v@example.org")
    )

    with pytest.raises(NotPermitted, match="validating authority"):
        actions.move(urn, Step.CLEAR, by=focal, at=NOON)
    after = queries.open_steps(urn, by=focal)
    done = actions.move(urn, Step.CLEAR, by=authority, at=NOON)

    assert Step.CLEAR in before
    assert Step.CLEAR not in after
    assert done.after is Stage.CLEARED


@pytest.mark.django_db
def test_only_the_state_itself_switches_its_clearing():
    with pytest.raises(NotPermitted):
        actions.set_clearing("KEN", on=True, by=focal_point("TUN"), at=NOON)
    with pytest.raises(NotPermitted):
        actions.set_clearing("KEN", on=True, by=OFFICER, at=NOON)
    with pytest.raises(NotFound):
        actions.set_clearing("XNGO", on=True, by=LOCAL_ADMINISTRATOR, at=NOON)


@pytest.mark.django_db
def test_a_newer_version_supersedes_the_published_one_and_leaves_its_documents():
    first = moved(started(), *TO_PUBLICATION)
    second = moved(started(), *TO_PUBLICATION)

    assert (first[-1], second[-1]) == ("1", "2")
    assert queries.draft(first).stage is Stage.SUPERSEDED
    assert queries.moves(first)[-1].message == second
    assert [row.urn for row in queries.submissions("2026", sender="KEN")] == [second]


@pytest.mark.django_db
def test_a_withdrawn_report_is_out_of_every_public_list_and_still_there():
    urn = moved(started(), *TO_PUBLICATION)

    actions.move(
        urn,
        Step.WITHDRAW,
        by=focal_point("KEN"),
        at=NOON,
        message="A figure was wrong.",
    )

    assert queries.submissions("2026", sender="KEN") == ()
    assert queries.answers(urn)
    assert len(queries.snapshots(urn)) == 1


@pytest.mark.django_db
def test_every_move_is_in_the_trail():
    urn = moved(started(), *TO_PUBLICATION)

    events = Event.objects.filter(about=urn).values_list("kind", "data")
    told = [data for kind, data in events if kind == "submission.moved"]
    assert [(one["from"], one["step"], one["to"]) for one in told] == [
        ("draft", "submit", "submitted"),
        ("submitted", "take-up", "under_check"),
        ("under_check", "accept", "accepted"),
        ("accepted", "publish", "published"),
    ]
    assert {"submission.signed", "submission.published"} <= {kind for kind, _ in events}


@pytest.mark.django_db
def test_the_database_refuses_a_correction_without_message():
    urn = started()

    with pytest.raises(IntegrityError, match="move_against_the_sender"):
        Move.objects.create(
            submission_id=queries.draft(urn).key,
            step=Step.REQUEST_CORRECTION,
            before=Stage.UNDER_CHECK,
            after=Stage.CORRECTION_REQUESTED,
            by="somebody",
            at=NOON,
        )


@pytest.mark.django_db
@pytest.mark.parametrize(("days", "published"), [(27, False), (28, True)])
def test_experts_are_published_when_the_state_had_28_days_to_reply(days, published):
    urn = expert_draft()
    for step in (Step.SUBMIT, Step.TAKE_UP, Step.OPEN_REPLY):
        actions.move(urn, step, by=LOCAL_ADMINISTRATOR, at=NOON)
    at = NOON + timedelta(days=days)

    if published:
        after = actions.move(urn, Step.PUBLISH, by=OFFICER, at=at).after
        assert after is Stage.PUBLISHED
    else:
        with pytest.raises(Refused, match="may reply until 2026-06-29"):
            actions.move(urn, Step.PUBLISH, by=OFFICER, at=at)


@pytest.mark.django_db
def test_a_list_shows_a_person_the_drafts_of_their_own_state_only():
    mine, theirs = started("KEN"), started("TUN")

    seen = {row.urn for row in queries.listed(by=focal_point("KEN"))}

    assert mine in seen
    assert theirs not in seen
