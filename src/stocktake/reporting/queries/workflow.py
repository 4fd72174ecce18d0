"""How submissions moved, what may be done with them now, what exactly was submitted."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Q

from stocktake.accounts import queries as accounts
from stocktake.accounts.rules import Acting, Permission, Role
from stocktake.audit import queries as audit
from stocktake.kernel.errors import NotFound
from stocktake.reporting import snapshots as made
from stocktake.reporting import workflow
from stocktake.reporting.models import Clearing, Move, Snapshot, Submission
from stocktake.reporting.queries.answers import submission_of
from stocktake.reporting.rules import Stage, Step, Strand
from stocktake.reporting.sources.rules import is_protected


@dataclass(frozen=True, slots=True)
class MoveRow:
    """One step of a submission."""

    step: Step
    before: Stage
    after: Stage
    message: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class SnapshotRow:
    """What was submitted, once, with its hash; ``content`` is the canonical JSON."""

    submission: str  # URN
    number: int
    content: str
    sha256: str
    signer: str
    at: datetime
    answers: int
    measures: int
    documents: int

    @property
    def told(self) -> Mapping[str, Any]:
        """The content as a value."""
        found: Mapping[str, Any] = json.loads(self.content)
        return found

    @property
    def holds(self) -> bool:
        """Whether the content still has the hash that was given out."""
        return made.digest(self.content) == self.sha256


@dataclass(frozen=True, slots=True)
class ListedSubmission:
    """One submission in a list: whose, how far, how much."""

    urn: str
    round: str
    sender: str
    strand: Strand
    version: int
    stage: Stage
    at: datetime  # when it was submitted; of a draft, when it was started
    questionnaire: str  # "state@1"; empty where only documents were sent
    answers: int
    documents: int
    snapshots: int


def listed(
    *,
    round_code: str = "",
    sender: str = "",
    stage: Stage | None = None,
    by: Acting,
) -> tuple[ListedSubmission, ...]:
    """Submissions in every stage that this person may read. One query and no more."""
    rows = Submission.objects.select_related("round", "questionnaire").defer(
        "questionnaire__source"
    )
    if round_code:
        rows = rows.filter(round__code=round_code)
    if sender:
        rows = rows.filter(sender=sender)
    if stage:
        rows = rows.filter(stage=stage)
    counted = rows.annotate(
        answered=Count(
            "answers", filter=Q(answers__value__isnull=False), distinct=True
        ),
        enclosed=Count("enclosures", distinct=True),
        taken=Count("snapshots", distinct=True),
    ).order_by("round__first", "strand", "sender", "version")
    return tuple(
        ListedSubmission(
            urn=one.urn,
            round=one.round.code,
            sender=one.sender,
            strand=Strand(one.strand),
            version=one.version,
            stage=Stage(one.stage),
            at=one.submitted_at,
            questionnaire=(
                f"{one.questionnaire.code}@{one.questionnaire.version}"
                if one.questionnaire
                else ""
            ),
            answers=one.answered,
            documents=one.enclosed,
            snapshots=one.taken,
        )
        for one in counted
        if may_see(one.sender, Strand(one.strand), Stage(one.stage), by=by)
    )


def may_see(sender: str, strand: Strand, stage: Stage, *, by: Acting) -> bool:
    """Whether somebody may know of a submission: published, their own, or theirs to check.

    What experts write before they submit is for them alone.
    """
    if stage is Stage.PUBLISHED and not is_protected(sender):
        return True
    if strand is Strand.STATE:
        return by.may(Permission.REPORT_READ, area=sender)
    if by.may(Permission.CLAIM_EDIT, area=sender):
        return True
    return stage is not Stage.DRAFT and by.may(Permission.CLAIM_READ)


def moves(submission: int | str) -> tuple[MoveRow, ...]:
    """What became of a submission, step by step. Two queries."""
    rows = Move.objects.filter(submission=submission_of(submission).pk).order_by("id")
    return tuple(
        MoveRow(
            Step(one.step),
            Stage(one.before),
            Stage(one.after),
            one.message,
            one.by,
            one.at,
        )
        for one in rows
    )


def open_steps(submission: int | str, *, by: Acting) -> tuple[Step, ...]:
    """The steps that are open now and that this person may do. Two queries."""
    found = submission_of(submission)
    strand = Strand(found.strand)
    return tuple(
        step
        for step in workflow.steps(
            strand, Stage(found.stage), clearing=clearing_on(found.sender)
        )
        if by.may(workflow.WHO[strand][step], area=found.sender)
        and not clears_elsewhere(found.sender, step, by=by)
    )


def clears_elsewhere(area: str, step: Step, *, by: Acting) -> bool:
    """Whether a State's validating authority clears, and this is not it. One query at most."""
    return (
        step is Step.CLEAR
        and not by.roles & {Role.VALIDATING_AUTHORITY, Role.LOCAL}
        and accounts.has_authority(area)
    )


def clearing_on(area: str) -> bool:
    """Whether a State clears before it submits; off unless it said so. One query."""
    said = Clearing.objects.filter(area=area).values_list("on", flat=True).first()
    return bool(said)


def clearing_areas() -> frozenset[str]:
    """The States that clear before they submit. One query."""
    return frozenset(Clearing.objects.filter(on=True).values_list("area", flat=True))


def snapshots(submission: int | str) -> tuple[SnapshotRow, ...]:
    """Everything that was submitted under a URN, the oldest first. Two queries."""
    found = submission_of(submission)
    return tuple(
        snapshot_row(one, found.urn)
        for one in Snapshot.objects.filter(submission=found.pk).order_by("number")
    )


def snapshot(submission: int | str, number: int | None = None) -> SnapshotRow:
    """One snapshot, the newest unless one is named; NotFound with those there are."""
    found = snapshots(submission)
    for one in found:
        if one.number == (number or found[-1].number):
            return one
    there = ", ".join(str(one.number) for one in found) or "none: it is not submitted"
    msg = f"{submission} has no snapshot {number or ''}. It has: {there}."
    raise NotFound(msg)


def snapshot_of_hash(sha256: str) -> SnapshotRow:
    """The snapshot that a receipt's hash, or the beginning of it, names. One query."""
    rows = Snapshot.objects.filter(sha256__startswith=sha256.lower()).select_related(
        "submission__round"
    )[:2]
    if len(sha256) < 8 or len(rows) != 1:
        msg = f"No snapshot has the hash {sha256!r}. Give the whole of it, as on the receipt."
        raise NotFound(msg)
    return snapshot_row(rows[0], rows[0].submission.urn)


@dataclass(frozen=True, slots=True)
class Unsound:
    """One snapshot that cannot be what was submitted, and why."""

    submission: str
    number: int
    what: str


def unsound() -> tuple[Unsound, ...]:
    """Snapshots that were altered, exchanged or removed past the database. Two queries.

    Each must have the hash that it bears, and bear the one that the audit log recorded.
    """
    signed = {
        (event.about, int(event.data["number"])): str(event.data["sha256"])
        for event in audit.events("submission.signed")
    }
    found: list[Unsound] = []
    rows = Snapshot.objects.select_related("submission__round").order_by("id")
    for row in rows.iterator():
        one = snapshot_row(row, row.submission.urn)
        recorded = signed.pop((one.submission, one.number), None)
        if not one.holds:
            what = f"its content does not have the hash {one.sha256}"
        elif recorded is None:
            what = "the audit log knows nothing of it"
        elif recorded != one.sha256:
            what = f"the audit log recorded the hash {recorded}"
        else:
            continue
        found.append(Unsound(one.submission, one.number, what))
    gone = [Unsound(urn, number, "it was removed") for urn, number in sorted(signed)]
    return (*found, *gone)


def snapshot_row(one: Snapshot, urn: str) -> SnapshotRow:
    """A snapshot as queries hand it out."""
    return SnapshotRow(
        submission=urn,
        number=one.number,
        content=one.content,
        sha256=one.sha256,
        signer=one.signer,
        at=one.at,
        answers=one.answers,
        measures=one.measures,
        documents=one.documents,
    )
