"""Claims as values: kinds, statuses, and which claims a report makes. Pure."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from stocktake.reporting.questionnaires.walking import Answered
from stocktake.reporting.sources.rules import Publication


class ClaimKind(StrEnum):
    """What a claim is."""

    RATING = "rating"
    CHALLENGE = "challenge"
    ACHIEVEMENT = "achievement"


class ClaimStatus(StrEnum):
    """What is known about a claim beside itself."""

    UNVERIFIED = "unverified"
    CORROBORATED = "corroborated"
    CONTESTED = "contested"


GROUPS: Final[Mapping[str, ClaimKind]] = {
    "ratings": ClaimKind.RATING,
    "challenges": ClaimKind.CHALLENGE,
    "achievements": ClaimKind.ACHIEVEMENT,
}
WHOLE: Final = "about/publication"  # the choice for the whole report
# What lets nobody find out who speaks: the rest is for the secretariat's eyes.
SHOWN_OF_ANONYMOUS: Final = frozenset(
    {"areas", "rating", "text", "remedy", "extent", "since", "groups"}
)


@dataclass(frozen=True, slots=True)
class Made:
    """One claim as a report makes it."""

    area: str
    item: str
    address: str  # of the record
    record: str
    kind: ClaimKind
    publication: Publication
    words: str  # SHA-256


def made(answers: Mapping[str, Answered]) -> Iterator[Made]:
    """The claims of a report: one for each record and State or region it names."""
    whole = answers.get(WHOLE)
    for address, fields in records(answers):
        item, group, record = address.split("/")
        chosen = fields.get("publication") or (whole.value if whole else None)
        for area in fields.get("areas") or ():
            yield Made(
                area=area,
                item=item,
                address=address,
                record=record,
                kind=GROUPS[group],
                # Who chose nothing is protected as far as can be.
                publication=Publication(chosen or Publication.CONFIDENTIAL),
                words=fingerprint(fields),
            )


def records(
    answers: Mapping[str, Answered],
) -> Iterator[tuple[str, dict[str, Any]]]:
    """The records of claims with their fields, by address."""
    found: dict[str, dict[str, Any]] = {}
    for address, answer in answers.items():
        parts = address.split("/")
        if len(parts) >= 3 and parts[1] in GROUPS and answer.value is not None:
            fields = found.setdefault("/".join(parts[:3]), {})
            if len(parts) == 4:
                fields[parts[3]] = answer.value
    yield from sorted(found.items())


def fingerprint(fields: Mapping[str, Any]) -> str:
    """SHA-256 of what a claim says: a reply names the words that it answers."""
    said = {key: fields[key] for key in ("rating", "text", "remedy") if key in fields}
    return hashlib.sha256(
        json.dumps(said, ensure_ascii=False, sort_keys=True).encode()
    ).hexdigest()
