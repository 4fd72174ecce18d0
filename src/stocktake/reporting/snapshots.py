"""What exactly was submitted, as canonical JSON and its SHA-256. Pure.

Canonical: UTF-8, keys sorted, no spaces, no numbers but whole ones, answers by address.
The same answers, sender, signer and time give the same bytes everywhere.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from stocktake.reporting.questionnaires.rules import parse


FORMAT: Final = "stocktake.submission/1"
_MEASURES: Final = "measures"


@dataclass(frozen=True, slots=True)
class Signed:
    """Who submitted what, when: the head of a snapshot."""

    urn: str
    round: str
    edition: str
    sender: str
    strand: str
    about: tuple[str, ...]
    questionnaire: Mapping[str, Any]  # code, version, sha256
    number: int
    signer: str
    at: datetime


def content(
    head: Signed,
    *,
    answers: Mapping[str, Any],
    documents: Iterable[str],
    evidence: Mapping[str, str] | None = None,
) -> str:
    """The snapshot's text from answers by address and the SHA-256 of enclosed documents.

    ``evidence``: the SHA-256 of each attached file by record and number, where there is any.
    """
    told = {
        "format": FORMAT,
        "submission": head.urn,
        "round": head.round,
        "edition": head.edition,
        "sender": head.sender,
        "strand": head.strand,
        "about": sorted(head.about),
        "questionnaire": dict(head.questionnaire),
        "number": head.number,
        "signer": head.signer,
        "at": head.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "answers": dict(answers),
        "documents": sorted(documents),
    } | ({"evidence": dict(evidence)} if evidence else {})
    return canonical(told)


def canonical(value: Any) -> str:
    """A value as canonical JSON.

    >>> canonical({"b": [1, "é"], "a": None})
    '{"a":null,"b":[1,"é"]}'
    """
    return json.dumps(
        value,
        ensure_ascii=False,
        sort_keys=True,
        separators=(",", ":"),
        allow_nan=False,
    )


def digest(text: str) -> str:
    """SHA-256 of a snapshot's text."""
    return hashlib.sha256(text.encode()).hexdigest()


def counts(answers: Iterable[str]) -> tuple[int, int]:
    """How many answers there are, and how many measures; records are no answers."""
    addresses = [parse(address) for address in answers]
    measures = {
        (one.item, one.record)
        for one in addresses
        if one.group == _MEASURES and one.record
    }
    return sum(bool(one.field) for one in addresses), len(measures)
