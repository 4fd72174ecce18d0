"""Evidence files: stripped of what they say of their maker, sealed, numbered, never named."""

import hashlib
import os
import secrets
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Final

from django.conf import settings
from django.db import transaction

from stocktake.accounts.rules import Acting, Permission
from stocktake.audit.actions import record
from stocktake.documents import stripping
from stocktake.kernel.errors import NotFound, Refused
from stocktake.reporting.actions import batch
from stocktake.reporting.models import Answer, Evidence, ProtectedSource, Submission
from stocktake.reporting.queries.answers import submission_of
from stocktake.reporting.queries.evidence import published_file
from stocktake.reporting.rules import Stage, Strand
from stocktake.reporting.sources import keys, vault
from stocktake.reporting.sources.keys import Key, Ring
from stocktake.reporting.sources.rules import is_protected


MOST: Final = 10  # files of one record


@transaction.atomic
def attach(
    submission: int | str,
    address: str,
    data: bytes,
    name: str,
    *,
    public: bool = False,
    by: Acting,
    at: datetime,
) -> int:
    """Attach a file to a record of a draft; its number. The file's name is not kept.

    What a State attaches is published with its report; what experts attach only where
    they say so (``public``), and of a protected source never.
    """
    found = submission_of(submission)
    batch.may_write(found, [batch.Change(address, None)], by=by)
    if not Answer.objects.filter(
        submission=found, address=address, value__isnull=False
    ).exists():
        msg = "Save the record first, then attach files to it."
        raise NotFound(msg)
    stripped = stripping.strip(data, name)
    digest = hashlib.sha256(stripped.data).hexdigest()
    there = list(Evidence.objects.filter(submission=found, address=address))
    if any(one.sha256 == digest for one in there):
        return next(one.number for one in there if one.sha256 == digest)
    if len(there) >= MOST:
        msg = f"A record holds {MOST} files at most."
        raise Refused(msg)
    place = secrets.token_hex(16)
    key = _key()
    _write(place, vault.seal(stripped.data, key=key, of=_name(place)))
    made = Evidence.objects.create(
        submission=found,
        address=address,
        number=max((one.number for one in there), default=0) + 1,
        kind=stripped.kind,
        size=len(stripped.data),
        sha256=digest,
        place=place,
        key=key.name,
        public=_is_public(found, asked=public),
    )
    _trail("evidence.attached", found, address, made.number, by=by, at=at)
    return made.number


@transaction.atomic
def detach(
    submission: int | str, address: str, number: int, *, by: Acting, at: datetime
) -> None:
    """Take a file away from a record of a draft; its bytes are gone."""
    found = submission_of(submission)
    batch.may_write(found, [batch.Change(address, None)], by=by)
    row = Evidence.objects.filter(
        submission=found, address=address, number=number
    ).first()
    if row is None:
        msg = "There is no such file."
        raise NotFound(msg)
    row.delete()
    transaction.on_commit(lambda: file_of(row.place).unlink(missing_ok=True))
    _trail("evidence.detached", found, address, number, by=by, at=at)


def opened(
    submission: int | str, address: str, number: int, *, by: Acting
) -> tuple[str, bytes]:
    """A neutral file name and the bytes, for whoever wrote it and for the secretariat."""
    found = submission_of(submission)
    strand = Strand(found.strand)
    own = by.may(batch.permission(strand), area=found.sender)
    if not own and strand is Strand.STATE:
        by.require(Permission.REPORT_READ, area=found.sender)
    elif not own:
        by.require(Permission.CLAIM_READ_CONFIDENTIAL)
    row = Evidence.objects.filter(
        submission=found, address=address, number=number
    ).first()
    hidden = strand is Strand.EXPERT and not own and found.stage == Stage.DRAFT
    if row is None or hidden:
        msg = "There is no such file."
        raise NotFound(msg)
    return _unsealed(row)


def opened_in_public(
    round_code: str, sender: str, address: str, number: int
) -> tuple[str, bytes]:
    """The same of a file that was published with its report, for everybody."""
    row = published_file(round_code, sender, address, number)
    if row is None:
        msg = "No published report has this file."
        raise NotFound(msg)
    return _unsealed(row)


def carry(before: Submission, made: Submission) -> None:
    """A new version starts with the files of the one before, each sealed anew for it."""
    rows = list(Evidence.objects.filter(submission=before))
    for row in rows:
        _, data = _unsealed(row)
        key, place = _key(), secrets.token_hex(16)
        _write(place, vault.seal(data, key=key, of=_name(place)))
        row.pk, row.submission, row.place, row.key = None, made, place, key.name
    Evidence.objects.bulk_create(rows)


def file_of(place: str) -> Path:
    """Where the sealed bytes lie."""
    return Path(settings.STOCKTAKE_HOME) / "protected" / "evidence" / place


def resealed(ring: Ring) -> Callable[[], None]:
    """Seal every file anew under new names; afterwards call what is returned to drop the old."""
    old = []
    for row in Evidence.objects.select_for_update():
        before = file_of(row.place)
        data = vault.unseal(
            before.read_bytes(), key=ring.named(row.key), of=_name(row.place)
        )
        row.place = secrets.token_hex(16)
        row.key = ring.current.name
        _write(row.place, vault.seal(data, key=ring.current, of=_name(row.place)))
        row.save(update_fields=["place", "key"])
        old.append(before)

    def drop() -> None:
        for file in old:
            file.unlink(missing_ok=True)

    return drop


def _is_public(found: Submission, *, asked: bool) -> bool:
    if Strand(found.strand) is Strand.STATE:
        return True
    return asked and not is_protected(found.sender)


def _unsealed(row: Evidence) -> tuple[str, bytes]:
    sealed = file_of(row.place).read_bytes()
    data = vault.unseal(sealed, key=keys.ring().named(row.key), of=_name(row.place))
    return f"evidence-{row.number}.{row.kind}", data


def _key() -> Key:
    if keys.exists() or ProtectedSource.objects.exists() or Evidence.objects.exists():
        return keys.ring().current
    return keys.make().current


def _name(place: str) -> str:
    return f"stocktake:evidence:{place}"


def _write(place: str, data: bytes) -> None:
    target = file_of(place)
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    opened_ = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(opened_, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _trail(
    kind: str,
    found: Submission,
    address: str,
    number: int,
    *,
    by: Acting,
    at: datetime,
) -> None:
    if is_protected(found.sender):
        return  # the log's order would tell the hour
    record(
        kind,
        by=batch.signature(by, Strand(found.strand), found.sender),
        about=found.urn,
        at=at,
        data={"address": address, "number": number},
    )
