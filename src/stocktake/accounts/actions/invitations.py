"""Invite somebody; accept an invitation."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from stocktake.accounts import queries
from stocktake.accounts.actions.keeping import keep
from stocktake.accounts.models import Invitation, Person
from stocktake.accounts.rules import (
    INVITATION_DAYS,
    Acting,
    Offer,
    check_offer,
)
from stocktake.accounts.rules.inviting import check_together
from stocktake.audit.actions import record
from stocktake.geography import queries as geography
from stocktake.kernel.errors import Refused
from stocktake.kernel.languages import LANGUAGES
from stocktake.kernel.urns import urn


@dataclass(frozen=True, slots=True)
class Sent:
    """An invitation that was made: the key is known now and never again."""

    urn: str
    email: str
    language: str
    key: str  # "" where the person was here already and was given the roles at once


@transaction.atomic
def invite(
    email: str,
    offer: Offer,
    *,
    name: str = "",
    language: str = "en",
    by: Acting,
    at: datetime,
) -> Sent:
    """Offer roles to an address; somebody known by it is given them at once.

    An open invitation of the same address is replaced. The key in the answer opens
    the invitation once within 14 days; only its hash is kept.
    """
    check_offer(offer, by=by, states=states())
    address = _address(email)
    if language not in LANGUAGES:
        msg = f"No language {language!r}: one of {', '.join(LANGUAGES)}."
        raise Refused(msg)
    here = Person.objects.filter(email=address).first()
    if here is not None:
        return _grant(here, offer, by=by, at=at)
    _withdraw_open(address, at=at)
    key = secrets.token_urlsafe(32)
    made = Invitation.objects.create(
        email=address,
        name=name.strip(),
        language=language,
        **_stored(offer),
        key_hash=queries.key_hash(key),
        by=by.name,
        made_at=at,
        expires_at=at + timedelta(days=INVITATION_DAYS),
    )
    about = urn("invitation", made.pk)
    record("person.invited", by=by.name, about=about, at=at, data=_stored(offer))
    return Sent(about, address, language, key)


@transaction.atomic
def accept(
    key: str, *, name: str, password: str, language: str, at: datetime
) -> Person:
    """Make the person whom an invitation names; the link cannot be used again."""
    invitation = queries.open_invitation(key, at=at, lock=True)
    person = Person(
        email=invitation.email,
        name=name.strip(),
        language=language if language in LANGUAGES else invitation.language,
        **_stored(queries.offer_of(invitation)),
    )
    keep(person, password)
    invitation.accepted_at, invitation.person = at, person
    invitation.save(update_fields=["accepted_at", "person"])
    about = urn("person", person.pk)
    record("person.joined", by=person.name, about=about, at=at)
    return person


def _grant(here: Person, offer: Offer, *, by: Acting, at: datetime) -> Sent:
    """Somebody known is given more; somebody whose access ended gets just the offer."""
    both = queries.offer_of(here).joined(offer) if here.is_active else offer
    check_together(both, states=states())
    for field, value in _stored(both).items():
        setattr(here, field, value)
    here.is_active = True
    here.save(update_fields=["roles", "areas", "sections", "is_active"])
    about = urn("person", here.pk)
    record("person.given-roles", by=by.name, about=about, at=at, data=_stored(offer))
    return Sent(about, here.email, here.language, "")


def _withdraw_open(email: str, *, at: datetime) -> None:
    Invitation.objects.filter(email=email, accepted_at=None, withdrawn_at=None).update(
        withdrawn_at=at
    )


def _stored(offer: Offer) -> dict[str, list[str]]:
    return {
        "roles": sorted(role.value for role in offer.roles),
        "areas": sorted(offer.areas),
        "sections": sorted(offer.sections),
    }


def _address(email: str) -> str:
    address = email.strip().lower()
    try:
        validate_email(address)
    except ValidationError as error:
        msg = f"{email!r} is no e-mail address."
        raise Refused(msg) from error
    return address


def states() -> frozenset[str]:
    """Codes of all that may report as a State, illustrative ones included."""
    known = (
        *geography.states(),
        *geography.observers(),
        *geography.illustrative_states(),
    )
    return frozenset(area.alpha3 for area in known)
