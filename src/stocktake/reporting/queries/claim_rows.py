"""Claims as rows, and what of an anonymous one its reader is not told."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from stocktake.actors.rules import COLLECTIVE
from stocktake.kernel.urns import urn
from stocktake.reporting.claims import SHOWN_OF_ANONYMOUS, ClaimKind, ClaimStatus
from stocktake.reporting.models import Answer, Claim, Evidence, Reply, Weighing
from stocktake.reporting.queries.evidence import File, public_evidence_of
from stocktake.reporting.rules import Stage
from stocktake.reporting.sources.rules import Publication


@dataclass(frozen=True, slots=True)
class ReplyRow:
    """What a State answered; ``earlier`` where the claim's words changed since."""

    text: Mapping[str, str]
    by: str
    at: datetime
    earlier: bool


@dataclass(frozen=True, slots=True)
class WeighingRow:
    """A status the secretariat gave, and why."""

    status: ClaimStatus
    reason: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class ClaimRow:
    """One claim as its reader may see it."""

    key: int  # for the lookups of this room; never shown
    urn: str
    round: str
    submission: str  # URN; empty for whoever must not know it
    sender: str  # the organisation, a pseudonym for the secretariat, else COLLECTIVE
    area: str
    item: str
    address: str
    kind: ClaimKind
    publication: Publication
    stage: Stage
    status: ClaimStatus
    fields: Mapping[str, Any]  # by the questionnaire's names: text, rating, sources ...
    weighings: tuple[WeighingRow, ...]
    replies: tuple[ReplyRow, ...]  # the oldest first; the last one stands
    files: int
    public_files: tuple[File, ...]  # published with it, under the sender's name
    document: str
    passages: tuple[int, ...]


def claim_rows(
    found: Iterable[Claim], *, outside: bool = False
) -> tuple[ClaimRow, ...]:
    """Claims as rows; ``outside``: for readers beside the secretariat and the source."""
    claims = list(found)
    fields = _fields(claims)
    replies = _replies(claims)
    weighings: dict[int, list[WeighingRow]] = defaultdict(list)
    for one in Weighing.objects.filter(claim__in=[each.pk for each in claims]).order_by(
        "id"
    ):
        weighings[one.claim_id].append(
            WeighingRow(ClaimStatus(one.status), one.reason, one.by, one.at)
        )
    files = _files(claims)
    shown = public_evidence_of({one.submission_id for one in claims})
    return tuple(
        _row(
            one,
            fields[one.submission_id, one.address],
            tuple(weighings[one.pk]),
            replies.get((one.submission.round_id, one.area, one.record), ()),
            files.get((one.submission_id, one.address), 0),
            shown.get((one.submission_id, one.address), ()),
            outside=outside,
        )
        for one in sorted(claims, key=lambda c: (c.area, c.item, c.record))
    )


def _row(
    one: Claim,
    fields: Mapping[str, Any],
    weighings: tuple[WeighingRow, ...],
    replies: tuple[Reply, ...],
    files: int,
    shown: tuple[File, ...],
    *,
    outside: bool,
) -> ClaimRow:
    publication = Publication(one.publication)
    hidden = outside and publication is not Publication.ATTRIBUTED
    submission = one.submission
    return ClaimRow(
        key=one.pk,
        urn=urn("claim", submission.round.code, one.area, one.record),
        round=submission.round.code,
        submission="" if outside else submission.urn,
        sender=COLLECTIVE if hidden else submission.sender,
        area=one.area,
        item=one.item,
        address=one.address,
        kind=ClaimKind(one.kind),
        publication=publication,
        stage=Stage(submission.stage),
        status=ClaimStatus(one.status),
        fields={
            name: value
            for name, value in fields.items()
            if not hidden or name in SHOWN_OF_ANONYMOUS
        },
        weighings=weighings,
        replies=tuple(
            ReplyRow(each.text, each.by, each.at, each.words != one.words)
            for each in replies
        ),
        files=0 if outside else files,
        public_files=() if publication is not Publication.ATTRIBUTED else shown,
        document=one.document,
        passages=tuple(one.passages),
    )


def _fields(claims: list[Claim]) -> Mapping[tuple[int, str], Mapping[str, Any]]:
    """The answers of each claim's record by submission and record."""
    found: dict[tuple[int, str], dict[str, Any]] = defaultdict(dict)
    wanted = {(one.submission_id, one.address) for one in claims}
    rows = Answer.objects.filter(
        submission__in={key for key, _ in wanted},
        item__in={one.item for one in claims},
        value__isnull=False,
    )
    for key, address, value in rows.values_list("submission_id", "address", "value"):
        record, _, name = address.rpartition("/")
        if (key, record) in wanted:
            found[key, record][name] = value
    return found


def _replies(claims: list[Claim]) -> Mapping[tuple[int, str, str], tuple[Reply, ...]]:
    found: dict[tuple[int, str, str], list[Reply]] = defaultdict(list)
    rows = Reply.objects.filter(
        round__in={one.submission.round_id for one in claims},
        area__in={one.area for one in claims},
    )
    for one in rows.order_by("id"):
        found[one.round_id, one.area, one.record].append(one)
    return {key: tuple(rows) for key, rows in found.items()}


def _files(claims: list[Claim]) -> Mapping[tuple[int, str], int]:
    rows = Evidence.objects.filter(
        submission__in={one.submission_id for one in claims}
    ).values_list("submission_id", "address")
    counted: dict[tuple[int, str], int] = defaultdict(int)
    for key in rows:
        counted[key] += 1
    return counted
