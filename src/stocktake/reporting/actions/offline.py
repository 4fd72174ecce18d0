"""Take a questionnaire away from the network and bring the answers back: files out and in."""

import hashlib
import hmac
import secrets
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Final

from django.conf import settings
from django.db import transaction

from stocktake.accounts.rules import Acting
from stocktake.audit.actions import record
from stocktake.kernel.errors import FileRefused, Refused
from stocktake.kernel.languages import LANGUAGES
from stocktake.reporting import questionnaires
from stocktake.reporting.actions import batch
from stocktake.reporting.actions.answers import locked
from stocktake.reporting.actions.offline_merge import Merge
from stocktake.reporting.models import Answer, PinnedQuestionnaire, Submission
from stocktake.reporting.queries.answers import (
    Draft,
    draft_of,
    living,
    submission_of,
)
from stocktake.reporting.questionnaires.rules import Questionnaire
from stocktake.reporting.wordfile import reading as wordfile
from stocktake.reporting.wordfile.writing import document
from stocktake.reporting.workbook import package, reading, writing
from stocktake.reporting.workbook.layout import Layout
from stocktake.reporting.workbook.meta import Meta, Stood
from stocktake.reporting.workbook.report import (
    Choice,
    Readings,
    Report,
)
from stocktake.reporting.workbook.signing import Signer


KINDS: Final = {".xlsx": writing.workbook, ".docx": document}


def export(
    submission: int | str,
    *,
    kind: str = ".xlsx",
    language: str,
    by: Acting,
    at: datetime,
) -> bytes:
    """The draft in one of the six languages: all of it (``.xlsx``) or its texts (``.docx``)."""
    layout = _layout(submission, language=language, by=by, at=at)
    return KINDS[kind](layout)


def _layout(
    submission: int | str, *, language: str, by: Acting, at: datetime
) -> Layout:
    """What a file of this draft holds, and the trail that it was written."""
    if language not in LANGUAGES:
        msg = f"{language!r} is none of the six languages: {', '.join(LANGUAGES)}."
        raise Refused(msg)
    found = submission_of(submission)
    draft = draft_of(found)
    by.require(batch.permission(draft.strand), area=draft.sender)
    pinned = found.questionnaire
    assert pinned is not None
    meta = Meta(
        workbook=secrets.token_hex(6),
        submission=draft.urn,
        round=draft.round,
        sender=draft.sender,
        strand=str(draft.strand),
        edition=draft.edition,
        questionnaire=draft.questionnaire.code,
        version=draft.questionnaire.version,
        sha256=pinned.sha256,
        language=language,
        exported=at.isoformat(timespec="seconds"),
        base=_standing(draft.key),
    )
    record(
        "workbook.exported",
        by=batch.signature(by, draft.strand, draft.sender),
        about=draft.urn,
        at=at,
        data={"workbook": meta.workbook, "language": language},
    )
    return Layout(draft.questionnaire, meta, _signer(meta.workbook))


def _standing(key: int) -> dict[str, Stood]:
    """What stands at every address; None where it was cleared, or its record removed. One query."""
    rows = Answer.objects.filter(submission_id=key).order_by("address")
    columns = rows.values_list("address", "revision", "value", "confirmed")
    found = {a: Stood(number, value, sure) for a, number, value, sure in columns}
    alive = living(found)
    return {a: alive.get(a) or Stood(s.revision, None) for a, s in found.items()}


def _signer(workbook: str = "") -> Signer:
    key = hmac.new(
        settings.SECRET_KEY.encode(), b"stocktake.workbook", hashlib.sha256
    ).digest()
    return Signer(key, workbook)


def import_(
    data: bytes,
    name: str,
    *,
    take: Choice = Choice.ASK,
    choices: Mapping[str, Choice] | None = None,
    by: Acting,
    at: datetime,
) -> Report:
    """Merge a file that came back into its draft, answer by answer; the report tells all.

    ``take`` and ``choices`` (by address) say whose text stands where both sides changed
    an answer; until somebody chooses, the online one stands and both are kept. The same
    file imported again changes nothing.
    """
    kind = package.kind_of(data, name)
    file = _opened(kind, data, name)
    with transaction.atomic():
        found = locked(file.meta.submission)
        draft = batch.may_write(found, (), by=by)
        asked, moved = _questionnaire_of(found, file.meta, draft, name)
        told = _readings(file, asked)
        merge = Merge(draft, file.meta, take, choices or {}, by, at)
        return replace(merge.run(told, asked, moved=moved), kind=kind)


def _opened(kind: str, data: bytes, name: str) -> reading.Opened | wordfile.Opened:
    """A file of either kind, by what it holds and not by its name."""
    if kind == "docx":
        return wordfile.opened(data, name, _signer())
    return reading.opened(data, name, _signer())


def _readings(file: reading.Opened | wordfile.Opened, asked: Questionnaire) -> Readings:
    if isinstance(file, wordfile.Opened):
        return wordfile.readings(file, asked)
    return reading.readings(file, asked)


def _questionnaire_of(
    found: Submission, meta: Meta, draft: Draft, name: str
) -> tuple[Questionnaire, bool]:
    """The version that a file was written for, and whether the draft answers another now."""
    assert found.questionnaire is not None
    if found.questionnaire.sha256 == meta.sha256:
        return draft.questionnaire, False
    pinned = PinnedQuestionnaire.objects.filter(
        edition=meta.edition, sha256=meta.sha256
    ).first()
    if pinned is None:
        raise FileRefused(
            name,
            f"it was written for version {meta.version} of the {meta.questionnaire} questionnaire,"
            f" which this copy does not have; the draft answers version {draft.questionnaire.version}",
            "Export it anew and copy the answers into it.",
        )
    asked = questionnaires.pinned(
        pinned.edition, pinned.sha256, lambda: bytes(pinned.source)
    )
    return asked, True
