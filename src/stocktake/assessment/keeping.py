"""Keeping findings: as canonical JSON with a hash, beside the material they were made from."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final

from django.db import transaction

from stocktake.assessment import models
from stocktake.assessment.definitions import Definition
from stocktake.assessment.gathering import Gathered
from stocktake.assessment.queries import read
from stocktake.assessment.rules import Finding
from stocktake.assessment.rules.canonical import canonical, digest, sha256
from stocktake.assessment.rules.changes import reason_of
from stocktake.assessment.rules.evidence import Evidence
from stocktake.assessment.rules.making import made
from stocktake.assessment.verdicts import Verdict
from stocktake.reporting import queries as reporting


_SOME: Final = 500  # rows written in one statement
_NO_DAY: Final = date(1, 1, 1)  # in kept content: the day stands in the record
Verdicts = Mapping[str, Verdict]  # by indicator


@dataclass(frozen=True, slots=True)
class Signed:
    """Who assesses, when, and why there is a new version, where a person says so."""

    by: str
    at: datetime
    because: str = ""


@dataclass(frozen=True, slots=True)
class Kept:
    """How many findings are new, corrected, as they were."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0

    def __add__(self, other: "Kept") -> "Kept":
        return Kept(
            self.new + other.new,
            self.changed + other.changed,
            self.unchanged + other.unchanged,
        )


def content(found: Finding) -> str:
    """What is kept of a finding: all but the day and the hash of what it was made from."""
    return canonical(replace(found, as_of=_NO_DAY, inputs=""))


@transaction.atomic
def keep(
    gathered: Gathered,
    state: str,
    verdicts: Verdicts,
    before: Mapping[tuple[str, str], models.Finding],
    *,
    signed: Signed,
) -> Kept:
    """Keep the findings on one State that are new or other than before."""
    rows: list[models.Finding] = []
    material: dict[str, str] = {}
    unchanged = 0
    for evidence in gathered.of(state):
        row = _row(evidence, verdicts, before.get((state, evidence.code)), signed)
        if row is None:
            unchanged += 1
        else:
            rows.append(row)
            material |= _material(evidence, gathered.definitions)
    if rows:
        _write(gathered.round, rows, material)
    new = sum(row.version == 1 for row in rows)
    return Kept(new, len(rows) - new, unchanged)


def _row(
    evidence: Evidence,
    verdicts: Verdicts,
    old: models.Finding | None,
    signed: Signed,
) -> models.Finding | None:
    """The record of a finding; None where the newest one says the same."""
    inputs = digest(evidence)
    found = made(evidence, verdicts, inputs)
    kept = content(found)
    hashed = sha256(kept)
    if old is not None and old.sha256 == hashed:
        return None
    reason = reason_of(read(old), found, because=signed.because) if old else ""
    return models.Finding(
        state=evidence.state,
        code=evidence.code,
        version=old.version + 1 if old else 1,
        reason=reason,
        as_of=evidence.as_of,
        made_by=found.made_by,
        inputs=inputs,
        content=kept,
        sha256=hashed,
        by=signed.by,
        at=signed.at,
    )


def _material(
    evidence: Evidence, definitions: Mapping[str, Definition]
) -> dict[str, str]:
    """The evidence and the definitions it names, by hash."""
    told = canonical(evidence)
    named = {one.definition for one in evidence.measured}
    return {
        sha256(told): told,
        **{each: canonical(definitions[each]) for each in sorted(named)},
    }


def _write(
    round_code: str, rows: list[models.Finding], material: Mapping[str, str]
) -> None:
    key = reporting.round_key(round_code)
    for row in rows:
        row.round_id = key
    models.Material.objects.bulk_create(
        [models.Material(sha256=each, content=told) for each, told in material.items()],
        batch_size=_SOME,
        ignore_conflicts=True,  # kept before: the same hash is the same content
    )
    models.Finding.objects.bulk_create(rows, batch_size=_SOME)
