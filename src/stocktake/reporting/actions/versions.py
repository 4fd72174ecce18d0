"""Move a draft to another version of its questionnaire: an explicit step that tells all."""

from datetime import datetime

from django.db import transaction

from stocktake.accounts.rules import Acting
from stocktake.audit.actions import record
from stocktake.kernel.errors import Refused
from stocktake.reporting import questionnaires
from stocktake.reporting.actions import batch
from stocktake.reporting.actions.answers import locked, pin
from stocktake.reporting.models import Answer, Edit
from stocktake.reporting.queries.answers import answers
from stocktake.reporting.questionnaires.comparing import Comparison, Fate, compare


def move_to_version(
    submission: int | str, version: int | None = None, *, by: Acting, at: datetime
) -> Comparison:
    """Pin another version (the newest unless one is named) and carry the answers over.

    What no question takes any more leaves the draft and stays in its history.
    ``queries.version_change`` tells the same beforehand. Refused where the draft
    answers that version already.
    """
    with transaction.atomic():
        found = locked(submission)
        draft = batch.may_write(found, (), by=by)
        old = draft.questionnaire
        pinned = pin(draft.edition, old.code, version)
        if pinned.pk == found.questionnaire_id:
            msg = f"{draft.urn} answers version {pinned.version} already."
            raise Refused(msg)
        new = questionnaires.pinned(
            pinned.edition, pinned.sha256, lambda: bytes(pinned.source)
        )
        told = compare(old, new, answers(draft.key))
        signed = batch.signature(by, draft.strand, draft.sender)
        for fate in (*told.moved, *told.dropped):
            _carry(draft.key, fate, by=signed, at=at)
        found.questionnaire = pinned
        found.save(update_fields=["questionnaire"])
        record(
            "draft.version-moved",
            by=signed,
            about=draft.urn,
            at=at,
            data={
                "from": old.version,
                "to": new.version,
                "kept": told.kept,
                "moved": [[fate.address, fate.to] for fate in told.moved],
                "dropped": [fate.address for fate in told.dropped],
            },
        )
    return told


def _carry(submission: int, fate: Fate, *, by: str, at: datetime) -> None:
    row = Answer.objects.get(submission_id=submission, address=fate.address)
    Edit.objects.create(
        submission_id=submission,
        address=fate.address,
        revision=row.revision,
        value=row.value,
        by=by,
        at=at,
        origin=row.origin,
        outcome="moved",
    )
    if not fate.to:
        row.delete()
        return
    if fate.to != fate.address:
        Answer.objects.filter(submission_id=submission, address=fate.to).delete()
    row.address, row.value = fate.to, fate.after
    row.revision += 1
    row.save(update_fields=["address", "value", "revision"])
