"""Apply for accreditation and decide on it; letters are checked and kept apart."""

import hashlib
import os
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import transaction

from stocktake.accounts.rules import Acting, Permission
from stocktake.actors import accreditation, models, queries
from stocktake.actors.accreditation import Application, Standing
from stocktake.actors.rules import OrganisationType
from stocktake.audit.actions import record
from stocktake.documents import actions as documents
from stocktake.kernel.errors import NotFound, Refused


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter that proves the mandate, as it was sent."""

    name: str
    data: bytes


@transaction.atomic
def apply_for_accreditation(
    organisation: str,
    *,
    kind: OrganisationType | str,
    mandate: str,
    letter: Letter | None = None,
    by: Acting,
    at: datetime,
) -> Application:
    """Apply on behalf of an organisation or mandate holder; one application at a time."""
    by.require(Permission.ACCREDITATION_APPLY, area=organisation)
    kind = OrganisationType(kind)
    words = accreditation.check_application(kind, mandate)
    row = models.Organisation.objects.select_for_update().filter(code=organisation)
    found = row.first()
    if found is None:
        queries.check_code(organisation)
        found = models.Organisation.objects.create(
            code=organisation, type=kind, registered_at=at
        )
    standing = found.accreditations.filter(
        standing__in=[Standing.APPLIED, Standing.ACCEPTED]
    ).first()
    if standing is not None:
        msg = f"{organisation} has {standing.standing} already. Withdraw that first."
        raise Refused(msg)
    checked = documents.check(letter.data, letter.name) if letter else None
    made = models.Accreditation.objects.create(
        organisation=found,
        number=found.accreditations.count() + 1,
        type=kind,
        mandate=words,
        letter=_keep(letter.data) if letter else "",
        letter_kind=checked.kind.value if checked else "",
        applied_by=by.name,
        applied_at=at,
    )
    done = queries.application(f"{organisation}/{made.number}")
    record(
        "accreditation.applied",
        by=by.name,
        about=done.urn,
        at=at,
        data={"type": kind.value, "letter": done.letter},
    )
    return done


@transaction.atomic
def decide_accreditation(
    application: str, standing: Standing | str, *, reason: str, by: Acting, at: datetime
) -> Application:
    """Accept, decline or withdraw; applicants may withdraw their own."""
    standing = Standing(standing)
    found = queries.accreditation_of(application, lock=True)
    own = standing is Standing.WITHDRAWN and by.may(
        Permission.ACCREDITATION_APPLY, area=found.organisation.code
    )
    if not own:
        by.require(Permission.ACCREDITATION_DECIDE)
    words = accreditation.check_decision(Standing(found.standing), standing, reason)
    found.standing = standing
    found.save(update_fields=["standing"])
    models.AccreditationDecision.objects.create(
        accreditation=found, standing=standing, reason=words, by=by.name, at=at
    )
    if standing is Standing.ACCEPTED:
        found.organisation.type = found.type
        found.organisation.save(update_fields=["type"])
    done = queries.application(application)
    record(
        "accreditation.decided",
        by=by.name,
        about=done.urn,
        at=at,
        data={"standing": standing.value, "reason": words},
    )
    return done


def letter_of(application: str, *, by: Acting) -> tuple[str, bytes]:
    """A neutral file name and the bytes of a letter, for the applicant and the secretariat."""
    found = queries.application(application)
    if not by.may(Permission.ACCREDITATION_APPLY, area=found.organisation):
        by.require(Permission.ACCREDITATION_DECIDE)
    if not found.letter:
        msg = f"No letter came with {found.urn}."
        raise NotFound(msg)
    name = f"letter-{found.organisation}-{found.number}.{found.letter_kind}"
    return name, _place(found.letter).read_bytes()


def _place(sha256: str) -> Path:
    return Path(settings.STOCKTAKE_HOME) / "letters" / sha256[:2] / sha256


def _keep(data: bytes) -> str:
    """Store a letter under its SHA-256, whole or not at all; no public page leads to it."""
    digest = hashlib.sha256(data).hexdigest()
    target = _place(digest)
    if not target.exists():
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        draft = target.parent / f".{digest}.{os.getpid()}"
        draft.write_bytes(data)
        draft.replace(target)
    return digest
