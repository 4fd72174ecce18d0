"""Move submissions: permission, table, guard, write, trail; submitting makes a snapshot."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from django.db import transaction

from stocktake.accounts.rules import Acting, Permission
from stocktake.actors import queries as actors
from stocktake.audit.actions import record
from stocktake.kernel.errors import NotFound, Refused
from stocktake.kernel.urns import urn
from stocktake.reporting import calendar, snapshots, workflow
from stocktake.reporting.actions import making_claims
from stocktake.reporting.actions.batch import signature
from stocktake.reporting.models import Clearing, Move, Snapshot, Submission
from stocktake.reporting.queries.answers import answers, draft_of, submission_of
from stocktake.reporting.queries.claims import publishable_from
from stocktake.reporting.queries.obligations import (
    excepted_until,
    is_illustrative,
    obligation_on,
)
from stocktake.reporting.queries.workflow import (
    SnapshotRow,
    clearing_on,
    snapshot_row,
)
from stocktake.reporting.questionnaires.checking import check
from stocktake.reporting.questionnaires.rules import Severity
from stocktake.reporting.rules import Stage, Step, Strand
from stocktake.reporting.sources.rules import is_protected, moment


_SHOWN: Final = 5  # faults that a refusal names


@dataclass(frozen=True, slots=True)
class Moved:
    """Where a submission stands after a step; submitted, also what was signed."""

    urn: str
    before: Stage
    after: Stage
    snapshot: SnapshotRow | None = None
    superseded: tuple[str, ...] = ()


class Overtaken(Refused):
    """Somebody else moved the submission in between; nothing was done."""


@dataclass(frozen=True, slots=True)
class _Act:
    """One step being done."""

    found: Submission
    step: Step
    before: Stage
    message: str
    by: Acting
    at: datetime

    @property
    def strand(self) -> Strand:
        return Strand(self.found.strand)

    @property
    def own(self) -> bool:
        """Whether experts move their own submission."""
        return (
            self.strand is Strand.EXPERT
            and self.step in (Step.SUBMIT, Step.WITHDRAW)
            and not self.by.may(Permission.CLAIM_CHECK)
        )

    @property
    def signed(self) -> str:
        """Experts are named by their code only when they move their own submission."""
        if self.own:
            return signature(self.by, self.strand, self.found.sender)
        return self.by.name


@transaction.atomic
def move(
    submission: int | str,
    step: Step,
    *,
    by: Acting,
    at: datetime,
    message: str = "",
    seen: Stage | None = None,
) -> Moved:
    """Do one step of a submission, if the table, the person and the calendar allow it.

    Submitting keeps an unchangeable snapshot; publishing supersedes the version that was
    published before, and what reacts to ``submission.published`` runs after commit.
    ``seen`` is the stage somebody decided by: raises Overtaken where it is another now.
    """
    found = _locked(submission)
    strand = Strand(found.strand)
    if step not in workflow.WHO[strand]:
        msg = f"{found.urn} is of the {strand} strand, which has no step {step}."
        raise Refused(msg)
    if step in workflow.AUTOMATIC:
        msg = f"{found.urn} is superseded when a newer version of it is published, not by hand."
        raise Refused(msg)
    by.require(workflow.WHO[strand][step], area=found.sender)
    before = Stage(found.stage)
    if seen is not None and seen is not before:
        msg = f"{found.urn} was {seen} when you decided, and is {before} now."
        raise Overtaken(msg)
    after = workflow.next_stage(
        strand, before, step, clearing=clearing_on(found.sender)
    )
    words = workflow.explained(step, message)
    act = _Act(found, step, before, words, by, at)
    if act.own:
        act = replace(act, at=moment(found.sender, at))
    if guard := _GUARDS.get(step):
        guard(act)
    return _done(act, after)


@transaction.atomic
def publish_together(
    submissions: Iterable[str], *, by: Acting, at: datetime
) -> tuple[Moved, ...]:
    """Publish what protected sources report, all of it in one act; none before its day."""
    by.require(Permission.CLAIM_PUBLISH)
    acts = []
    for one in submissions:
        found = _locked(one)
        after = workflow.next_stage(
            Strand(found.strand), Stage(found.stage), Step.PUBLISH, clearing=False
        )
        act = _Act(found, Step.PUBLISH, Stage(found.stage), "", by, at)
        _reply_is_over(act)
        acts.append((act, after))
    return tuple(_done(act, after) for act, after in acts)


def _done(act: _Act, after: Stage) -> Moved:
    found = act.found
    taken = _submitted(act) if act.step is Step.SUBMIT else None
    superseded = _supersede_older(act) if act.step is Step.PUBLISH else ()
    _write(act, after)
    if act.step is Step.PUBLISH:
        record(
            "submission.published",
            by=act.signed,
            about=found.urn,
            at=act.at,
            data={
                "round": found.round.code,
                "sender": found.sender,
                "strand": found.strand,
                "at": act.at.isoformat(),
            },
        )
    return Moved(found.urn, act.before, after, taken, superseded)


@transaction.atomic
def set_clearing(area: str, *, on: bool, by: Acting, at: datetime) -> None:
    """Switch a State's national clearing on or off; nothing that exists changes stage.

    What is cleared already can still be submitted or reopened after switching off.
    """
    by.require(Permission.CLEARING_SET, area=area)
    if not actors.is_state(area):
        msg = f"{area!r} is no State: only States clear before they submit."
        raise NotFound(msg)
    if clearing_on(area) == on:
        return
    Clearing.objects.update_or_create(
        area=area, defaults={"on": on, "by": by.name, "at": at}
    )
    record("clearing.set", by=by.name, about=urn("state", area), at=at, data={"on": on})


def _locked(submission: int | str) -> Submission:
    key = submission if isinstance(submission, int) else submission_of(submission).pk
    Submission.objects.select_for_update().filter(pk=key).values_list("pk").first()
    return submission_of(key)


def _write(act: _Act, after: Stage) -> None:
    act.found.stage = after
    act.found.save(update_fields=["stage", "submitted_at"])
    Move.objects.create(
        submission=act.found,
        step=act.step,
        before=act.before,
        after=after,
        message=act.message,
        by=act.signed,
        at=act.at,
    )
    data: dict[str, Any] = {
        "step": act.step.value,
        "from": act.before.value,
        "to": after.value,
        "at": act.at.isoformat(),
    }
    if act.message and act.strand is Strand.STATE:
        data["message"] = act.message  # what is said to experts might name a source
    record("submission.moved", by=act.signed, about=act.found.urn, at=act.at, data=data)


def _answered(act: _Act) -> None:
    """Refuse to clear or submit what answers nothing or has faults that block."""
    draft = draft_of(act.found)
    given = answers(act.found.pk)
    blocking = [
        fault
        for fault in check(draft.questionnaire, given)
        if fault.severity is Severity.BLOCKER
    ]
    if not given:
        msg = f"{act.found.urn} holds no answer yet."
        raise Refused(msg)
    if blocking:
        named = "; ".join(f"{one.address}: {one.code}" for one in blocking[:_SHOWN])
        more = len(blocking) - _SHOWN
        msg = (
            f"{act.found.urn} has {len(blocking)} faults that block: {named}"
            f"{f' and {more} more' if more > 0 else ''}."
            f" See them all: stocktake submission check {act.found.urn}"
        )
        raise Refused(msg)


def _may_submit(act: _Act) -> None:
    """Answered, in an open round, in time; invented senders are never late."""
    _answered(act)
    if act.strand is Strand.EXPERT:
        making_claims.check_accredited(act.found)
    round_ = act.found.round
    if round_.closed_at is not None:
        msg = f"Round {round_.code} was closed on {round_.closed_at:%Y-%m-%d}: nothing is submitted in it."
        raise Refused(msg)
    if _invented(act.found.sender):
        return
    today = act.at.date()
    why = calendar.why_not_now(
        obligation_on(round_, act.found.sender, act.strand, today),
        today=today,
        correction=_was_submitted(act.found),
        excepted_until=excepted_until(round_, act.found.sender, act.strand),
    )
    if why:
        msg = f"{act.found.urn} cannot be submitted. {why}"
        raise Refused(msg)


def _invented(sender: str) -> bool:
    if is_illustrative(sender):
        return True
    try:
        return actors.organisation(sender).illustrative
    except NotFound:
        return False


def _was_submitted(found: Submission) -> bool:
    return Move.objects.filter(submission=found, step=Step.SUBMIT).exists()


def _reply_is_over(act: _Act) -> None:
    """Refuse to publish what experts say before the State could reply."""
    if act.strand is Strand.STATE:
        return
    day = publishable_from(act.found)
    if day and act.at.date() < day:
        msg = f"The State concerned may reply until {day}: what experts say is published from then on."
        raise Refused(msg)


def _by_hand(act: _Act) -> None:
    """As before, and protected sources' reports not one by one: the time would tell."""
    if is_protected(act.found.sender):
        msg = "What protected sources report is published together: stocktake claims publish"
        raise Refused(msg)
    _reply_is_over(act)


_GUARDS: Final[Mapping[Step, Callable[[_Act], None]]] = {
    Step.CLEAR: _answered,
    Step.SUBMIT: _may_submit,
    Step.PUBLISH: _by_hand,
}


def _submitted(act: _Act) -> SnapshotRow:
    """Keep what is submitted, byte for byte, and put its hash into the trail."""
    found = act.found
    found.submitted_at = act.at
    given = {address: row.value for address, row in answers(found.pk).items()}
    pinned = found.questionnaire
    assert pinned is not None  # the guard asked for its answers
    number = Snapshot.objects.filter(submission=found).count() + 1
    enclosed = list(found.enclosures.values_list("document__sha256", flat=True))
    text = snapshots.content(
        snapshots.Signed(
            urn=found.urn,
            round=found.round.code,
            edition=found.round.edition,
            sender=found.sender,
            strand=found.strand,
            about=tuple(found.about),
            questionnaire={
                "code": pinned.code,
                "version": pinned.version,
                "sha256": pinned.sha256,
            },
            number=number,
            signer=act.signed,
            at=act.at,
        ),
        answers=given,
        documents=enclosed,
    )
    if act.strand is Strand.EXPERT:
        making_claims.make(found)
    answered, measures = snapshots.counts(given)
    kept = Snapshot.objects.create(
        submission=found,
        number=number,
        content=text,
        sha256=snapshots.digest(text),
        signer=act.signed,
        at=act.at,
        answers=answered,
        measures=measures,
        documents=len(enclosed),
    )
    record(
        "submission.signed",
        by=act.signed,
        about=found.urn,
        at=act.at,
        data={"number": number, "sha256": kept.sha256, "answers": answered},
    )
    return snapshot_row(kept, found.urn)


def _supersede_older(act: _Act) -> tuple[str, ...]:
    """The answers this sender published before in the round give way; documents stay."""
    older = Submission.objects.filter(
        round=act.found.round,
        sender=act.found.sender,
        strand=act.found.strand,
        stage=Stage.PUBLISHED,
        questionnaire__isnull=False,
    ).select_related("round")
    for one in older:
        _write(
            _Act(one, Step.SUPERSEDE, Stage.PUBLISHED, act.found.urn, act.by, act.at),
            Stage.SUPERSEDED,
        )
    return tuple(one.urn for one in older)
