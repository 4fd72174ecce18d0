"""Weigh claims, reply to them, publish those whose day has come."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from stocktake.accounts.rules import Acting, Permission
from stocktake.audit.actions import record
from stocktake.kernel.errors import NotFound, Refused
from stocktake.kernel.languages import LANGUAGES
from stocktake.kernel.urns import urn
from stocktake.reporting.actions.workflow import move, publish_together
from stocktake.reporting.claims import ClaimStatus
from stocktake.reporting.models import Claim, Reply, Submission, Weighing
from stocktake.reporting.queries.claims import claim_of, publishable_from
from stocktake.reporting.rules import Stage, Step, Strand
from stocktake.reporting.sources.rules import Publication, is_protected


_LONGEST = 20_000
_OPEN_TO_REPLIES = frozenset({Stage.REPLY_WINDOW, Stage.PUBLISHED})


@transaction.atomic
def weigh(
    claim: str, status: ClaimStatus, *, reason: str, by: Acting, at: datetime
) -> None:
    """Give a claim a status with the reason for it; earlier ones stay readable."""
    by.require(Permission.CLAIM_WEIGH)
    found = claim_of(claim)
    if found.submission.stage in (Stage.DRAFT, Stage.WITHDRAWN):
        msg = f"{claim} is {found.submission.stage}: only what is submitted is weighed."
        raise Refused(msg)
    words = reason.strip()
    if not words:
        msg = "Say why: the reason stands beside the status."
        raise Refused(msg)
    Weighing.objects.create(claim=found, status=status, reason=words, by=by.name, at=at)
    Claim.objects.filter(pk=found.pk).update(status=status)
    record(
        "claim.weighed",
        by=by.name,
        about=claim,
        at=at,
        data={"from": found.status, "to": status.value, "at": at.isoformat()},
    )


@transaction.atomic
def reply(claim: str, text: Mapping[str, Any], *, by: Acting, at: datetime) -> None:
    """What the State concerned answers; it stands beside the claim for ever.

    A second reply stands in the place of the first, which is kept.
    """
    found = claim_of(claim)
    by.require(Permission.CLAIM_REPLY, area=found.area)
    if (
        found.publication == Publication.CONFIDENTIAL
        or Stage(found.submission.stage) not in _OPEN_TO_REPLIES
    ):
        msg = f"There is no claim {claim} that waits for a reply."
        raise NotFound(msg)
    words = {
        language: said
        for language in LANGUAGES
        if (said := str(text.get(language) or "").strip()[:_LONGEST])
    }
    if not words:
        msg = "The reply is empty."
        raise Refused(msg)
    Reply.objects.create(
        round=found.submission.round,
        area=found.area,
        record=found.record,
        words=found.words,
        text=words,
        by=by.name,
        at=at,
    )
    record("claim.replied", by=by.name, about=claim, at=at)


def publish_due(round_code: str, *, by: Acting, at: datetime) -> tuple[str, ...]:
    """Publish every report of experts whose reply window is over; what was published.

    Protected sources' reports are published in one act on a common day.
    """
    by.require(Permission.CLAIM_PUBLISH)
    rows = Submission.objects.filter(
        round__code=round_code, strand=Strand.EXPERT, stage=Stage.REPLY_WINDOW
    ).select_related("round")
    due = [row for row in rows if (day := publishable_from(row)) and day <= at.date()]
    named = [row.urn for row in due if not is_protected(row.sender)]
    protected = sorted(row.urn for row in due if is_protected(row.sender))
    with transaction.atomic():
        for one in named:
            move(one, Step.PUBLISH, by=by, at=at)
        publish_together(protected, by=by, at=at)
    return (*named, *protected)


@transaction.atomic
def place(
    claims: Mapping[int, tuple[str, list[int]]], *, by: Acting, at: datetime
) -> None:
    """Say in which document and passages claims were published, by their keys."""
    by.require(Permission.REPORT_TAKE_IN)
    for key, (document, passages) in claims.items():
        Claim.objects.filter(pk=key).exclude(
            publication=Publication.CONFIDENTIAL
        ).update(document=document, passages=passages)
    shas = sorted({document for document, _ in claims.values()})
    for sha in shas:
        record(
            "claims.made-document",
            by=by.name,
            about=urn("document", sha),
            at=at,
            data={"claims": sum(document == sha for document, _ in claims.values())},
        )
