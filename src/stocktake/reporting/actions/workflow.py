"""Move submissions: permission, table, guard, write, trail."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction

from stocktake.accounts.rules import Acting, Permission
from stocktake.actors import queries as actors
from stocktake.audit.actions import record
from stocktake.kernel.errors import NotFound, Refused
from stocktake.kernel.urns import urn
from stocktake.reporting import workflow
from stocktake.reporting.actions.guards import GUARDS, reply_is_over
from stocktake.reporting.actions.moving import Act, write
from stocktake.reporting.actions.signing import sign
from stocktake.reporting.models import Clearing, Submission
from stocktake.reporting.queries.answers import submission_of
from stocktake.reporting.queries.workflow import SnapshotRow, clearing_on
from stocktake.reporting.rules import Stage, Step, Strand
from stocktake.reporting.sources.rules import moment


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
    act = Act(found, step, before, words, by, at)
    if act.own:
        act = replace(act, at=moment(found.sender, at))
    if guard := GUARDS.get(step):
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
        act = Act(found, Step.PUBLISH, Stage(found.stage), "", by, at)
        reply_is_over(act)
        acts.append((act, after))
    return tuple(_done(act, after) for act, after in acts)


def _done(act: Act, after: Stage) -> Moved:
    found = act.found
    taken = sign(act) if act.step is Step.SUBMIT else None
    superseded = _supersede_older(act) if act.step is Step.PUBLISH else ()
    write(act, after)
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


def _supersede_older(act: Act) -> tuple[str, ...]:
    """The answers this sender published before in the round give way; documents stay."""
    older = Submission.objects.filter(
        round=act.found.round,
        sender=act.found.sender,
        strand=act.found.strand,
        stage=Stage.PUBLISHED,
        questionnaire__isnull=False,
    ).select_related("round")
    for one in older:
        write(
            Act(one, Step.SUPERSEDE, Stage.PUBLISHED, act.found.urn, act.by, act.at),
            Stage.SUPERSEDED,
        )
    return tuple(one.urn for one in older)
