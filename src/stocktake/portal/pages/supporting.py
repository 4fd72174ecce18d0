"""Files that a State attached to its records and published with its report."""

from dataclasses import dataclass

from django.urls import reverse

from stocktake.kernel.languages import in_language
from stocktake.portal.pages.frame import language
from stocktake.reporting import queries as reporting
from stocktake.reporting.queries import EvidenceFile


@dataclass(frozen=True, slots=True)
class SupportingFile:
    """One published file and the record it supports."""

    item: str
    title: str
    number: int
    kind: str
    size: int
    href: str


def supporting_files(round_code: str, state: str) -> tuple[SupportingFile, ...]:
    """The files of a State's published report, by item and record. Two queries."""
    return tuple(_file(one) for one in reporting.published_evidence(round_code, state))


def _file(one: EvidenceFile) -> SupportingFile:
    item, group, record = one.address.split("/")
    where = [one.round, one.sender, item, group, record, one.number]
    return SupportingFile(
        item,
        in_language(one.title, language()),
        one.number,
        one.kind,
        one.size,
        reverse("evidence_file", args=where),
    )
