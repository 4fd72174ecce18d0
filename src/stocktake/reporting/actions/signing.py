"""Submitting is a formal act: what is submitted is kept unchangeably, with its hash."""

from collections.abc import Container

from stocktake.audit.actions import record
from stocktake.reporting import snapshots
from stocktake.reporting.actions import making_claims
from stocktake.reporting.actions.moving import Act
from stocktake.reporting.models import Evidence, Snapshot, Submission
from stocktake.reporting.queries.answers import answers
from stocktake.reporting.queries.workflow import SnapshotRow, snapshot_row
from stocktake.reporting.rules import Strand


def sign(act: Act) -> SnapshotRow:
    """Keep what is submitted, byte for byte, and put its hash into the trail."""
    found = act.found
    found.submitted_at = act.at
    given = {address: row.value for address, row in answers(found.pk).items()}
    pinned = found.questionnaire
    assert pinned is not None  # the guard asked for its answers
    number = Snapshot.objects.filter(submission=found).count() + 1
    enclosed = list(found.enclosures.values_list("document__sha256", flat=True))
    text = snapshots.content(
        snapshots.Signed(
            urn=found.urn,
            round=found.round.code,
            edition=found.round.edition,
            sender=found.sender,
            strand=found.strand,
            about=tuple(found.about),
            questionnaire={
                "code": pinned.code,
                "version": pinned.version,
                "sha256": pinned.sha256,
            },
            number=number,
            signer=act.signed,
            at=act.at,
        ),
        answers=given,
        documents=enclosed,
        evidence=_evidence(found, given),
    )
    if act.strand is Strand.EXPERT:
        making_claims.make(found)
    answered, measures = snapshots.counts(given)
    kept = Snapshot.objects.create(
        submission=found,
        number=number,
        content=text,
        sha256=snapshots.digest(text),
        signer=act.signed,
        at=act.at,
        answers=answered,
        measures=measures,
        documents=len(enclosed),
    )
    record(
        "submission.signed",
        by=act.signed,
        about=found.urn,
        at=act.at,
        data={"number": number, "sha256": kept.sha256, "answers": answered},
    )
    return snapshot_row(kept, found.urn)


def _evidence(found: Submission, given: Container[str]) -> dict[str, str]:
    """The hash of each file by its record and number, of records that are there."""
    rows = Evidence.objects.filter(submission=found)
    columns = rows.values_list("address", "number", "sha256")
    return {
        f"{address}#{number}": sha256
        for address, number, sha256 in columns
        if address in given
    }
