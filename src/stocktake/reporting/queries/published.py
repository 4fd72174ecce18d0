"""What was public on a moment, of many States at once: answers in codes, claims in codes.

For whoever assesses: words, files and names of protected sources are not read here, and
confidential claims are never among the rows.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from django.db.models import Q, QuerySet

from stocktake.actors.rules import COLLECTIVE
from stocktake.kernel.parts import in_parts
from stocktake.kernel.urns import urn
from stocktake.reporting.claims import ClaimKind, ClaimStatus
from stocktake.reporting.models import (
    Answer,
    Claim,
    Enclosure,
    Move,
    Submission,
    Weighing,
)
from stocktake.reporting.rules import Stage, Step, Strand
from stocktake.reporting.sources.rules import Publication, is_protected


_ENDED: Final = frozenset({Step.SUPERSEDE, Step.WITHDRAW})
# The coded fields of what a State answers about a commitment.
_CODED: Final = (
    Q(address__endswith="/status")
    | Q(address__endswith="/kind")
    | Q(address__contains="/measures/", address__endswith="/date")
)


@dataclass(frozen=True, slots=True)
class PublishedReport:
    """A submission that was public: whose, in which round, since which day."""

    key: int  # for the lookups of this room; never shown
    urn: str
    round: str
    sender: str
    strand: Strand
    about: tuple[str, ...]
    since: date
    asked: bool  # it answers a questionnaire


@dataclass(frozen=True, slots=True)
class CodedAnswer:
    """One coded answer of a State's published report."""

    submission: str  # URN
    round: str
    sender: str
    item: str
    address: str
    value: Any


@dataclass(frozen=True, slots=True)
class CodedClaim:
    """One published claim in codes: no words, no file, no name that is protected."""

    urn: str
    sender: str  # organisation, or COLLECTIVE
    area: str
    item: str
    kind: ClaimKind
    status: ClaimStatus
    rating: str  # code; "" of what is no rating
    since: date


@dataclass(frozen=True, slots=True)
class PublicDocument:
    """A document that was public in a round."""

    sha256: str
    sender: str
    strand: Strand
    about: tuple[str, ...]
    since: date


@dataclass(frozen=True, slots=True)
class _Span:
    """From when to when something was public."""

    began: datetime
    ended: datetime | None

    def holds(self, moment: datetime) -> bool:
        """Whether it was public at a moment."""
        return self.began <= moment and (self.ended is None or moment < self.ended)


def published_reports(
    round_codes: Collection[str], *, on: datetime
) -> tuple[PublishedReport, ...]:
    """The submissions that were public at a moment, by round and sender. Two queries.

    What was withdrawn since is not among them, whatever the moment; nor what protected
    sources sent under their pseudonyms, which is public claim by claim.
    """
    return tuple(
        one for one in _reports(round_codes, on=on) if not is_protected(one.sender)
    )


def _reports(
    round_codes: Collection[str], *, on: datetime
) -> tuple[PublishedReport, ...]:
    rows = (
        Submission.objects.filter(
            round__code__in=list(round_codes),
            stage__in=[Stage.PUBLISHED, Stage.SUPERSEDED],
        )
        .select_related("round")
        .order_by("round__first", "sender", "strand", "version")
    )
    found = list(rows)
    spans = _spans(found)
    return tuple(
        PublishedReport(
            key=one.pk,
            urn=one.urn,
            round=one.round.code,
            sender=one.sender,
            strand=Strand(one.strand),
            about=tuple(one.about),
            since=spans[one.pk].began.date(),
            asked=one.questionnaire_id is not None,
        )
        for one in found
        if spans[one.pk].holds(on)
    )


def coded_answers(reports: Iterable[PublishedReport]) -> tuple[CodedAnswer, ...]:
    """Status, and kind, status and date of each measure, of States' reports.

    Two queries for each 500 reports. Measures that were removed are left out.
    """
    by_key = {
        one.key: one for one in reports if one.asked and one.strand is Strand.STATE
    }
    rows: list[CodedAnswer] = []
    for keys in in_parts(sorted(by_key)):
        answers = Answer.objects.filter(submission__in=keys, confirmed=True)
        gone = set(
            Answer.objects.filter(
                submission__in=keys, value__isnull=True, address__contains="/measures/"
            ).values_list("submission_id", "address")
        )
        found = answers.filter(_CODED, value__isnull=False).order_by("address")
        for key, item, address, value in found.values_list(
            "submission_id", "item", "address", "value"
        ):
            record = address.rpartition("/")[0]
            if (key, record) not in gone and _is_coded(address):
                report = by_key[key]
                rows.append(
                    CodedAnswer(
                        report.urn, report.round, report.sender, item, address, value
                    )
                )
    return tuple(sorted(rows, key=lambda row: (row.round, row.sender, row.address)))


def coded_claims(
    round_code: str, *, on: datetime, areas: Collection[str] | None = None
) -> tuple[CodedClaim, ...]:
    """The claims of a round that were public at a moment, by area and item. Five queries."""
    reports = {
        one.key: one
        for one in _reports([round_code], on=on)
        if one.strand is Strand.EXPERT
    }
    found: list[Claim] = []
    for keys in in_parts(sorted(reports)):
        rows = Claim.objects.filter(submission__in=keys).exclude(
            publication=Publication.CONFIDENTIAL
        )
        found += _about(rows, areas)
    ratings = _ratings(found)
    statuses = _statuses(found, on)
    coded = [
        CodedClaim(
            urn=urn("claim", round_code, one.area, one.record),
            sender=reports[one.submission_id].sender
            if one.publication == Publication.ATTRIBUTED
            else COLLECTIVE,
            area=one.area,
            item=one.item,
            kind=ClaimKind(one.kind),
            status=statuses.get(one.pk, ClaimStatus.UNVERIFIED),
            rating=ratings.get((one.submission_id, one.address), ""),
            since=reports[one.submission_id].since,
        )
        for one in found
    ]
    return tuple(sorted(coded, key=lambda row: (row.area, row.item, row.urn)))


def public_documents(
    reports: Iterable[PublishedReport], *, on: datetime
) -> tuple[PublicDocument, ...]:
    """The documents enclosed in reports up to a moment; enclosed twice, for its first sender.

    One query for each 500 reports.
    """
    by_key = {one.key: one for one in reports}
    found: dict[str, PublicDocument] = {}
    for keys in in_parts(sorted(by_key)):
        rows = Enclosure.objects.filter(submission__in=keys, added_at__lte=on)
        for sha256, key, about, added in rows.order_by(
            "submission__strand", "submission__sender", "id"
        ).values_list("document__sha256", "submission_id", "about", "added_at"):
            report = by_key[key]
            own = (report.sender,) if report.strand is Strand.STATE else ()
            document = PublicDocument(
                sha256=sha256,
                sender=report.sender,
                strand=report.strand,
                about=tuple(about) or report.about or own,
                since=max(report.since, added.date()),
            )
            found.setdefault(sha256, document)
    return tuple(one for _, one in sorted(found.items()))


def _spans(
    found: Iterable[Submission],
) -> Mapping[int, _Span]:
    """From when to when each was public; what was taken in, from when it came."""
    rows = list(found)
    began: dict[int, datetime] = {}
    ended: dict[int, datetime] = {}
    moves = Move.objects.filter(
        submission__round__in={one.round_id for one in rows},
        step__in=[Step.PUBLISH, *_ENDED],
    ).order_by("id")
    for key, step, at in moves.values_list("submission_id", "step", "at"):
        if step == Step.PUBLISH:
            began[key] = at
        else:
            ended[key] = at
    following = {
        (one.round_id, one.sender, one.strand, one.version): one for one in rows
    }
    spans = {}
    for one in rows:
        until = ended.get(one.pk)
        if until is None and one.stage == Stage.SUPERSEDED:
            after = following.get(
                (one.round_id, one.sender, one.strand, one.version + 1)
            )
            until = after.submitted_at if after else one.submitted_at
        spans[one.pk] = _Span(began.get(one.pk, one.submitted_at), until)
    return spans


def _about(rows: QuerySet[Claim], areas: Collection[str] | None) -> QuerySet[Claim]:
    return rows if areas is None else rows.filter(area__in=list(areas))


def _ratings(claims: Iterable[Claim]) -> Mapping[tuple[int, str], str]:
    wanted = {
        (one.submission_id, one.address)
        for one in claims
        if one.kind == ClaimKind.RATING
    }
    rows = Answer.objects.filter(
        submission__in={key for key, _ in wanted},
        address__endswith="/rating",
        value__isnull=False,
    ).values_list("submission_id", "address", "value")
    return {
        (key, record): str(value)
        for key, address, value in rows
        if (key, record := address.rpartition("/")[0]) in wanted
    }


def _statuses(claims: Iterable[Claim], on: datetime) -> Mapping[int, ClaimStatus]:
    """How each claim was weighed at a moment; the newest weighing stands."""
    keys = {one.pk for one in claims}
    found: dict[int, ClaimStatus] = {}
    for part in in_parts(sorted(keys)):
        rows = Weighing.objects.filter(claim__in=part, at__lte=on).order_by("id")
        for key, status in rows.values_list("claim_id", "status"):
            found[key] = ClaimStatus(status)
    return found


def _is_coded(address: str) -> bool:
    parts = address.split("/")
    return len(parts) == 2 or parts[1] == "measures"
