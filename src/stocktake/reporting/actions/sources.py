"""Report under protection, say who stands behind it, identify a source, change the keys."""

import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Final

from django.db import transaction

from stocktake.accounts.rules import Acting, Permission
from stocktake.audit.actions import record
from stocktake.kernel.errors import NotFound, Refused
from stocktake.kernel.urns import urn
from stocktake.reporting.actions.answers import start_draft
from stocktake.reporting.actions.evidence import resealed
from stocktake.reporting.models import ProtectedSource
from stocktake.reporting.queries.answers import Draft
from stocktake.reporting.queries.sources import own_pseudonym
from stocktake.reporting.rules import Strand
from stocktake.reporting.sources import keys, vault
from stocktake.reporting.sources.keys import Ring
from stocktake.reporting.sources.rules import (
    Identity,
    is_protected,
    moment,
    pseudonym,
)


SOURCE_FIELDS: Final = ("name", "contact", "risk")
_LONGEST: Final = 2_000
_LEAST_REASON: Final = 15


@transaction.atomic
def start_protected(
    round_code: str, organisation: str, *, by: Acting, at: datetime
) -> Draft:
    """Start what an organisation reports without its name, or return what it has under way.

    The report lies under a pseudonym made for this round alone. The first such report
    on this copy makes the keys.
    """
    by.require(Permission.CLAIM_EDIT, area=organisation)
    if is_protected(organisation):
        msg = "A protected report is started by an organisation, not by a pseudonym."
        raise Refused(msg)
    sender = own_pseudonym(organisation, round_code)
    if not sender:
        sender = pseudonym(secrets.token_hex(6))
        ring = _ring_for_sealing()
        identity = Identity(organisation, round_code, by.name, by.person)
        ProtectedSource.objects.create(
            pseudonym=sender,
            owner=vault.tag(organisation, round_code, key=ring.current),
            key=ring.current.name,
            sealed=vault.seal_identity(identity, key=ring.current, of=sender),
        )
    return start_draft(
        round_code,
        sender=sender,
        strand=Strand.EXPERT,
        by=by.with_areas(by.areas | {sender}),
        at=moment(sender, at),
    )


@transaction.atomic
def describe_source(
    round_code: str,
    organisation: str,
    told: Mapping[str, str],
    *,
    by: Acting,
) -> None:
    """Seal who stands behind a protected report and how to reach them without danger.

    Nothing of it can be read back but by the protection officer; what is left empty
    stays as it was. No event tells of it: the log's order would tell the hour.
    """
    by.require(Permission.CLAIM_EDIT, area=organisation)
    sender = own_pseudonym(organisation, round_code)
    if not sender:
        msg = f"There is no protected report of yours in round {round_code}. Start it first."
        raise NotFound(msg)
    row = ProtectedSource.objects.select_for_update().get(pk=sender)
    ring = keys.ring()
    before = vault.unseal_identity(
        bytes(row.sealed), key=ring.named(row.key), of=sender
    )
    given = {
        name: words[:_LONGEST]
        for name in SOURCE_FIELDS
        if (words := " ".join(told.get(name, "").split()))
    }
    after = Identity(
        before.organisation,
        before.round,
        before.person,
        before.person_urn,
        {**before.source, **given},
    )
    row.sealed = vault.seal_identity(after, key=ring.current, of=sender)
    row.key = ring.current.name
    row.owner = vault.tag(after.organisation, after.round, key=ring.current)
    row.save(update_fields=["sealed", "key", "owner"])


@transaction.atomic
def identify(sender: str, *, reason: str, by: Acting, at: datetime) -> Identity:
    """Who stands behind a pseudonym, for the protection officer, with the reason recorded.

    The reason is kept in the audit log and read by others: it must not name the source.
    """
    by.require(Permission.SOURCE_IDENTIFY)
    words = " ".join(reason.split())
    if len(words) < _LEAST_REASON:
        msg = "Say in a sentence why the source must be identified: the reason is recorded for good."
        raise Refused(msg)
    row = ProtectedSource.objects.filter(pk=sender).first()
    if row is None:
        msg = "There is no protected source of this name."
        raise NotFound(msg)
    identity = vault.unseal_identity(
        bytes(row.sealed), key=keys.ring().named(row.key), of=sender
    )
    if any(word.casefold() in words.casefold() for word in identity.words()):
        msg = "The reason names the source. Others read it: say why, not who."
        raise Refused(msg)
    record(
        "source.identified",
        by=by.name,
        about=urn("source", sender),
        at=at,
        data={"reason": words},
    )
    return identity


def change_keys(*, by: Acting, at: datetime) -> int:
    """Seal everything with a new key and forget the old one; how many sources were sealed.

    Interrupted anywhere, both keys are kept and everything can still be opened.
    """
    by.require(Permission.SOURCE_KEYS)
    if not (keys.exists() or ProtectedSource.objects.exists()):
        msg = "Nothing is sealed yet, so there is no key to change."
        raise Refused(msg)
    old = keys.ring()
    both = Ring((keys.new_key(), *old.keys))
    keys.write(both)
    with transaction.atomic():
        rows = list(ProtectedSource.objects.select_for_update())
        for row in rows:
            identity = vault.unseal_identity(
                bytes(row.sealed), key=both.named(row.key), of=row.pseudonym
            )
            row.key = both.current.name
            row.sealed = vault.seal_identity(
                identity, key=both.current, of=row.pseudonym
            )
            row.owner = vault.tag(
                identity.organisation, identity.round, key=both.current
            )
        ProtectedSource.objects.bulk_update(rows, ["key", "sealed", "owner"])
        leftover = resealed(both)
        record(
            "source.keys-changed",
            by=by.name,
            about=urn("source", "all"),
            at=at,
            data={"sources": len(rows)},
        )
    keys.write(Ring((both.current,)))
    leftover()
    return len(rows)


def _ring_for_sealing() -> Ring:
    """The keys; made only where nothing is sealed yet, so that a lost file is noticed."""
    if keys.exists() or ProtectedSource.objects.exists():
        return keys.ring()
    return keys.make()
