"""Which files support what: of a draft, of a claim, of what was published."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import QuerySet

from stocktake.reporting.models import Answer, Evidence
from stocktake.reporting.queries.answers import submission_of
from stocktake.reporting.rules import Stage, Strand
from stocktake.reporting.sources.rules import PSEUDONYM


@dataclass(frozen=True, slots=True)
class File:
    """A file of a record; ``public``: it is published with the record."""

    number: int
    kind: str
    size: int
    public: bool


@dataclass(frozen=True, slots=True)
class EvidenceFile:
    """A file that was published with a State's report, and the record it supports."""

    round: str
    sender: str
    address: str  # of the record
    title: Mapping[str, str]  # of the record by language; empty where it has none
    number: int
    kind: str
    size: int
    sha256: str


def evidence_numbers(submission: int) -> Mapping[str, tuple[File, ...]]:
    """Files by record. One query."""
    return _by_record(Evidence.objects.filter(submission=submission))


def evidence_of(submission: str, address: str) -> tuple[File, ...]:
    """The files of one record. Two queries."""
    return evidence_numbers(submission_of(submission).pk).get(address, ())


def public_evidence_of(
    submissions: Iterable[int],
) -> Mapping[tuple[int, str], tuple[File, ...]]:
    """The files that were attached to be published, by submission and record. One query."""
    found: dict[tuple[int, str], list[File]] = defaultdict(list)
    for one in Evidence.objects.filter(submission__in=submissions, public=True):
        found[one.submission_id, one.address].append(_file(one))
    return {key: tuple(files) for key, files in found.items()}


def published_evidence(round_code: str, sender: str) -> tuple[EvidenceFile, ...]:
    """The files published with a State's report, by record. Two queries."""
    rows = list(_published(round_code, sender).filter(submission__strand=Strand.STATE))
    standing = _titles(rows)
    return tuple(
        EvidenceFile(
            round=round_code,
            sender=sender,
            address=one.address,
            title=standing[one.address],
            number=one.number,
            kind=one.kind,
            size=one.size,
            sha256=one.sha256,
        )
        for one in rows
        if one.address in standing
    )


def published_file(
    round_code: str, sender: str, address: str, number: int
) -> Evidence | None:
    """The row of one published file; None where there is none, or its record is gone."""
    rows = _published(round_code, sender).filter(address=address, number=number)
    found = rows.first()
    return found if found is not None and address in _titles([found]) else None


def _published(round_code: str, sender: str) -> QuerySet[Evidence]:
    """Files of what counts now, of senders whose name stands over it."""
    rows = Evidence.objects.filter(
        submission__round__code=round_code,
        submission__sender=sender,
        submission__stage=Stage.PUBLISHED,
        public=True,
    )
    return rows.exclude(submission__sender__startswith=PSEUDONYM)


def _titles(rows: Iterable[Evidence]) -> Mapping[str, Mapping[str, str]]:
    """The titles of the records that are still there, by their address. One query."""
    wanted = {one.address: one.submission_id for one in rows}
    told = Answer.objects.filter(
        submission__in=set(wanted.values()),
        address__in=[
            address for record in wanted for address in (record, f"{record}/title")
        ],
        value__isnull=False,
    )
    values = dict(told.values_list("address", "value"))
    return {
        record: title
        if isinstance(title := values.get(f"{record}/title"), dict)
        else {}
        for record in wanted
        if record in values
    }


def _by_record(rows: Iterable[Evidence]) -> Mapping[str, tuple[File, ...]]:
    found: dict[str, list[File]] = defaultdict(list)
    for one in rows:
        found[one.address].append(_file(one))
    return {address: tuple(files) for address, files in found.items()}


def _file(one: Evidence) -> File:
    return File(one.number, one.kind, one.size, one.public)
