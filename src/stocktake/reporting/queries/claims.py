"""Read claims: as the secretariat, the State concerned, the public and their author may."""

from collections.abc import Iterable, Mapping
from datetime import date

from django.db.models import Count, QuerySet

from stocktake.accounts.rules import Acting, Permission
from stocktake.charter import queries as charter
from stocktake.kernel.errors import NotFound
from stocktake.reporting.models import Claim, Move, Submission
from stocktake.reporting.queries.answers import submission_of
from stocktake.reporting.queries.claim_rows import ClaimRow, claim_rows
from stocktake.reporting.rules import Stage, Step, Strand
from stocktake.reporting.sources.rules import (
    Publication,
    is_protected,
    publish_day,
)


def claim_of(name: str) -> Claim:
    """The newest claim of a URN that was not withdrawn; NotFound else. One query."""
    parts = name.removeprefix("stocktake:claim:").split("/")
    found = None
    if len(parts) == 3:
        rows = Claim.objects.filter(
            submission__round__code=parts[0], area=parts[1], record=parts[2]
        ).select_related("submission__round")
        standing = rows.exclude(submission__stage=Stage.WITHDRAWN)
        found = standing.order_by("-submission__version").first()
    if found is None:
        msg = f"There is no claim {name!r}."
        raise NotFound(msg)
    return found


def claim(name: str, *, by: Acting) -> ClaimRow:
    """One claim, for whoever may see it. Five queries."""
    found = claim_of(name)
    if _secretariat(by):
        (row,) = claim_rows([found])
        return row
    shown = found.publication != Publication.CONFIDENTIAL and Stage(
        found.submission.stage
    ) in (Stage.REPLY_WINDOW, Stage.PUBLISHED)
    if shown and by.may(Permission.CLAIM_REPLY, area=found.area):
        (row,) = claim_rows([found], outside=True)
        return row
    msg = f"There is no claim {name!r}."
    raise NotFound(msg)


def claims(
    round_code: str, *, by: Acting, area: str = "", submission: str = ""
) -> tuple[ClaimRow, ...]:
    """Submitted claims of a round, confidential ones too, for the secretariat. Five queries."""
    by.require(Permission.CLAIM_READ)
    by.require(Permission.CLAIM_READ_CONFIDENTIAL)
    rows = _submitted().filter(submission__round__code=round_code)
    if area:
        rows = rows.filter(area=area)
    if submission:
        sender, strand, version = submission.split("/")[-3:]
        rows = rows.filter(
            submission__sender=sender,
            submission__strand=strand,
            submission__version=version,
        )
    return claim_rows(rows)


def claims_to_reply(area: str, *, by: Acting) -> tuple[ClaimRow, ...]:
    """What may be replied to on behalf of a State: never confidential, no source. Five queries."""
    by.require(Permission.CLAIM_REPLY, area=area)
    rows = Claim.objects.filter(
        area=area, submission__stage__in=[Stage.REPLY_WINDOW, Stage.PUBLISHED]
    ).exclude(publication=Publication.CONFIDENTIAL)
    return claim_rows(rows.select_related("submission__round"), outside=True)


def published_claims(
    round_code: str,
    *,
    area: str = "",
    items: Iterable[str] | None = None,
    documents: Iterable[str] | None = None,
) -> tuple[ClaimRow, ...]:
    """What everyone may see of published claims, with the replies. Five queries.

    Of a State or region, about some items, or told in some documents.
    """
    rows = Claim.objects.filter(
        submission__round__code=round_code, submission__stage=Stage.PUBLISHED
    ).exclude(publication=Publication.CONFIDENTIAL)
    if area:
        rows = rows.filter(area=area)
    if items is not None:
        rows = rows.filter(item__in=list(items))
    if documents is not None:
        rows = rows.filter(document__in=list(documents))
    return claim_rows(rows.select_related("submission__round"), outside=True)


def claims_by_passage(
    round_code: str, documents: Iterable[str]
) -> Mapping[tuple[str, int], ClaimRow]:
    """The published claim that each passage of these documents tells. Five queries.

    For whoever quotes a passage of experts: the State's replies, the status and its
    reason stand beside the claim, by document (SHA-256) and order of the passage.
    """
    return {
        (row.document, order): row
        for row in published_claims(round_code, documents=documents)
        for order in row.passages
    }


def claims_to_publish(submission: str) -> tuple[ClaimRow, ...]:
    """The claims that are published with a submission and its like: for making documents.

    Of a protected source all published anonymous claims of the round about the same
    States whose day is the same. No permission is asked: whoever calls makes public.
    """
    found = submission_of(submission)
    rows = Claim.objects.filter(submission__round=found.round).exclude(
        publication=Publication.CONFIDENTIAL
    )
    if not is_protected(found.sender):
        return claim_rows(
            rows.filter(submission=found, submission__stage=Stage.PUBLISHED),
            outside=True,
        )
    day = publishable_from(found)
    areas = list(found.claims.values_list("area", flat=True))
    alike = [
        one
        for one in rows.filter(
            area__in=areas,
            submission__stage=Stage.PUBLISHED,
            publication=Publication.ANONYMOUS,
        ).select_related("submission__round")
        if publishable_from(one.submission) == day
    ]
    return claim_rows(alike, outside=True)


def claims_without_document(round_code: str) -> tuple[str, ...]:
    """The published reports with a claim that is in no document, though it may be. One query."""
    rows = Claim.objects.filter(
        submission__round__code=round_code,
        submission__stage=Stage.PUBLISHED,
        document="",
    ).exclude(publication=Publication.CONFIDENTIAL)
    return tuple(
        sorted({one.submission.urn for one in rows.select_related("submission__round")})
    )


def areas_of(submission: str) -> tuple[str, ...]:
    """The States and regions that a report's claims are about. Two queries."""
    rows = submission_of(submission).claims.order_by("area")
    return tuple(rows.values_list("area", flat=True).distinct())


def speaks_for_all(submission: str) -> bool:
    """Whether a report is published under the name that stands for all sources."""
    return is_protected(submission.split("/")[1])


def publication_day(submission: str) -> date | None:
    """The day from which a report may be published. Two queries."""
    return publishable_from(submission_of(submission))


def publishable_from(found: Submission) -> date | None:
    """The day from which a report may be published; None where no window was opened. One query."""
    opened = (
        Move.objects.filter(submission=found, step=Step.OPEN_REPLY)
        .order_by("-id")
        .values_list("at", flat=True)
        .first()
    )
    if opened is None:
        return None
    return publish_day(
        opened.date(),
        reply_days=charter.edition(found.round.edition).calendar.reply_days,
        protected=is_protected(found.sender),
    )


def confidential_counts(round_code: str, *, by: Acting) -> Mapping[str, int]:
    """How many confidential claims each State has: for the secretariat's view alone. One query."""
    by.require(Permission.CLAIM_READ_CONFIDENTIAL)
    rows = _submitted().filter(
        submission__round__code=round_code, publication=Publication.CONFIDENTIAL
    )
    counted = rows.order_by().values("area").annotate(count=Count("id"))
    return {row["area"]: row["count"] for row in counted.order_by("area")}


def _secretariat(by: Acting) -> bool:
    return by.may(Permission.CLAIM_READ) and by.may(Permission.CLAIM_READ_CONFIDENTIAL)


def _submitted() -> QuerySet[Claim]:
    rows = Claim.objects.filter(submission__strand=Strand.EXPERT)
    return rows.exclude(
        submission__stage__in=[Stage.DRAFT, Stage.WITHDRAWN]
    ).select_related("submission__round")
