"""Answer a questionnaire: start a draft, save answers, add, remove and bring back records.

Every change is a batch of changes; a single answer is a batch of one. Nothing that
somebody typed is lost: a change that meets a newer answer is refused and kept beside it.
"""

import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from stocktake.accounts.rules import Acting
from stocktake.audit.actions import record
from stocktake.kernel.errors import NotFound, Refused
from stocktake.reporting import questionnaires
from stocktake.reporting.actions import batch, evidence
from stocktake.reporting.actions.batch import Change, Saved
from stocktake.reporting.models import (
    Answer,
    PinnedQuestionnaire,
    Round,
    Submission,
)
from stocktake.reporting.queries.answers import (
    AnswerRow,
    Draft,
    draft_of,
    submission_of,
)
from stocktake.reporting.questionnaires.rules import RECORD, Address, Group, parse
from stocktake.reporting.rules import Stage, Strand
from stocktake.reporting.sources.rules import is_protected, moment


@transaction.atomic
def start_draft(
    round_code: str,
    *,
    sender: str,
    strand: Strand,
    about: Sequence[str] = (),
    by: Acting,
    at: datetime,
) -> Draft:
    """Start what a sender will submit in a round, on the newest version of its questionnaire.

    What the sender already has under way in the round is returned as it is. After a
    publication the new draft starts from what was published. ``about`` is the sender
    itself in the State strand.
    """
    by.require(batch.permission(strand), area=sender)
    round_ = Round.objects.select_for_update().filter(code=round_code).first()
    if round_ is None:
        msg = f"Round {round_code!r} is not open. Open it: stocktake rounds open {round_code}"
        raise NotFound(msg)
    mine = Submission.objects.filter(round=round_, sender=sender, strand=strand)
    under_way = (
        mine.filter(questionnaire__isnull=False)
        .exclude(stage__in=batch.FINAL)
        .select_related("round", "questionnaire")
        .order_by("-version")
        .first()
    )
    if under_way is not None:
        return draft_of(under_way)
    last = mine.order_by("-version").values_list("version", flat=True).first()
    before = mine.filter(stage=Stage.PUBLISHED, questionnaire__isnull=False).first()
    made = Submission.objects.create(
        round=round_,
        sender=sender,
        strand=strand,
        about=sorted(set(about)) or ([sender] if strand is Strand.STATE else []),
        version=(last or 0) + 1,
        stage=Stage.DRAFT,
        submitted_at=at,
        questionnaire=before.questionnaire
        if before
        else pin(round_.edition, str(strand)),
    )
    if before is not None:
        _copy_answers(before, made)
        evidence.carry(before, made)
    draft = draft_of(made)
    told = {"questionnaire": str(made.questionnaire)}
    _trail("draft.started", draft, by=by, at=at, data=told)
    return draft


def _trail(
    kind: str, draft: Draft, *, by: Acting, at: datetime, data: dict[str, Any]
) -> None:
    """Record what was done, unless by a protected source: the log's order tells hours."""
    if is_protected(draft.sender):
        return
    signed = batch.signature(by, draft.strand, draft.sender)
    record(kind, by=signed, about=draft.urn, at=at, data=data)


def _copy_answers(before: Submission, made: Submission) -> None:
    """A correction starts from every answer that was published."""
    rows = list(Answer.objects.filter(submission=before, value__isnull=False))
    for row in rows:
        row.pk, row.submission, row.revision, row.languages = None, made, 1, {}
    Answer.objects.bulk_create(rows, batch_size=400)


def pin(edition: str, code: str, version: int | None = None) -> PinnedQuestionnaire:
    """Keep a version of a questionnaire, byte for byte; the newest unless one is named."""
    source = questionnaires.source(edition, code, version)
    pinned, _ = PinnedQuestionnaire.objects.get_or_create(
        edition=edition,
        sha256=source.sha256,
        defaults={
            "code": code,
            "version": source.version,
            "source": source.content,
        },
    )
    return pinned


def save_answer(
    submission: int | str,
    address: str,
    value: Any,
    *,
    expected_revision: int,
    by: Acting,
    at: datetime,
    origin: str = "person",
    partial: bool = False,
) -> AnswerRow:
    """Save one answer; ``expected_revision`` is the one its writer saw, 0 for none.

    ``partial``: of a text only the languages given are meant (``Change`` tells more).

    Raises Clash (with both values; the refused one is kept) where somebody saved
    another answer since, and NotAValue where the value is none of the field. ``None``
    clears the answer.
    """
    change = Change(address, value, expected_revision, partial=partial)
    saved = save_answers(submission, [change], by=by, at=at, origin=origin)
    if saved.clashes:
        raise saved.clashes[0]
    if saved.refused:
        raise saved.refused[0].reason
    return (*saved.taken, *saved.unchanged)[0]


def save_answers(
    submission: int | str,
    changes: Sequence[Change],
    *,
    by: Acting,
    at: datetime,
    origin: str = "person",
) -> Saved:
    """Save many answers at once; each is taken, unchanged, clashing or refused by itself.

    A handful of queries however many changes. Records come with their address and
    ``{"position": n}``, before their fields or after.
    """
    with transaction.atomic():
        found = locked(submission)
        draft = batch.may_write(found, changes, by=by)
        signed = batch.signature(by, draft.strand, draft.sender)
        day = moment(draft.sender, at)
        saved = batch.write(draft, changes, by=signed, at=day, origin=origin)
        if saved.taken:
            told = batch.told(saved, origin)
            _trail("answers.saved", draft, by=by, at=day, data=told)
    return saved


def add_record(
    submission: int | str,
    item: str,
    group: str,
    *,
    by: Acting,
    at: datetime,
    record_id: str = "",
    origin: str = "person",
) -> str:
    """Add an empty record at the end of a group; its id, twelve hexadecimal digits."""
    made = record_id or uuid.uuid4().hex[:12]
    if not RECORD.fullmatch(made):
        msg = f"{made!r} cannot be the id of a record: it takes twelve of 0-9 and a-f."
        raise Refused(msg)
    address = str(Address(item, "", group, made))
    save_answer(
        submission, address, {}, expected_revision=0, by=by, at=at, origin=origin
    )
    return made


def remove_record(
    submission: int | str, address: str, *, by: Acting, at: datetime
) -> None:
    """Remove a record; its answers are kept, and ``restore_record`` brings it back."""
    _turn(submission, address, None, by=by, at=at)


def restore_record(
    submission: int | str, address: str, *, by: Acting, at: datetime
) -> None:
    """Bring a removed record back with all that it held."""
    _turn(submission, address, {}, by=by, at=at)


def _turn(
    submission: int | str, address: str, value: Any, *, by: Acting, at: datetime
) -> None:
    found = submission_of(submission)
    part = draft_of(found).questionnaire.part(parse(address))
    if not isinstance(part, Group):
        msg = f"{address} is an answer, not a record."
        raise Refused(msg)
    row = Answer.objects.filter(submission=found, address=address).first()
    if row is None:
        msg = f"There is no record {address}."
        raise NotFound(msg)
    save_answer(found.pk, address, value, expected_revision=row.revision, by=by, at=at)


def confirm(
    submission: int | str,
    *,
    by: Acting,
    at: datetime,
    address: str = "",
    item: str = "",
) -> int:
    """Confirm what was filled in beforehand: one answer, one record, or one block; how many."""
    with transaction.atomic():
        found = locked(submission)
        waiting = Answer.objects.filter(submission=found, confirmed=False)
        if address:
            parse(address)
            record_of = waiting.filter(address__startswith=f"{address}/")
            waiting = waiting.filter(address=address) | record_of
        else:
            waiting = waiting.filter(item=item)
        addresses = list(waiting.values_list("address", flat=True))
        draft = batch.may_write(found, [Change(a, None) for a in addresses], by=by)
        signed = batch.signature(by, draft.strand, draft.sender)
        waiting.update(confirmed=True, by=signed, at=moment(draft.sender, at))
        if addresses:
            told = {"addresses": sorted(addresses)}
            _trail("answers.confirmed", draft, by=by, at=at, data=told)
    return len(addresses)


def locked(submission: int | str) -> Submission:
    """The submission, for one writer at a time."""
    key = submission if isinstance(submission, int) else submission_of(submission).pk
    Submission.objects.select_for_update().filter(pk=key).values_list("pk").first()
    return submission_of(key)
