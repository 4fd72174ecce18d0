"""Read who may sign in, as whom they act, and who is invited."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession

from stocktake.accounts.models import Invitation, Person
from stocktake.accounts.rules import (
    SECOND_FACTOR,
    STATE_ROLES,
    VISITOR,
    Acting,
    Offer,
    Permission,
    Role,
    invitable,
)
from stocktake.kernel.errors import NotFound
from stocktake.kernel.urns import urn


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One person or one open invitation, as lists show them."""

    email: str
    name: str
    roles: tuple[str, ...]
    areas: tuple[str, ...]
    sections: tuple[str, ...]
    language: str
    status: str  # active, revoked, invited, expired
    second_factor: bool
    last_seen: datetime | None
    urn: str


@dataclass(frozen=True, slots=True)
class Invited:
    """What an open invitation offers, for the page that accepts it."""

    email: str
    name: str
    language: str
    roles: tuple[str, ...]
    areas: tuple[str, ...]
    sections: tuple[str, ...]
    by: str


@dataclass(frozen=True, slots=True)
class SessionRow:
    """One browser in which somebody is signed in."""

    key: int
    since: datetime
    address: str
    browser: str
    current: bool


def administrator_exists() -> bool:
    """Whether anybody may administer this copy by signing in. One query."""
    people = Person.objects.filter(is_active=True).values_list("roles", flat=True)
    return any(Role.ADMINISTRATOR in roles for roles in people)


def has_authority(area: str) -> bool:
    """Whether a State named a validating authority that has access. One query."""
    people_ = Person.objects.filter(is_active=True).values_list("roles", "areas")
    return any(
        Role.VALIDATING_AUTHORITY in roles and area in areas for roles, areas in people_
    )


def acting(person: object) -> Acting:
    """As whom somebody signed in acts; a visitor when nobody is. No query."""
    if not isinstance(person, Person) or not person.is_active:
        return VISITOR
    known = {role.value for role in Role} - {Role.LOCAL.value}
    return Acting(
        name=person.name,
        roles=frozenset(Role(role) for role in person.roles if role in known)
        or VISITOR.roles,
        areas=frozenset(person.areas),
        sections=frozenset(person.sections),
        person=urn("person", person.pk),
        language=person.language,
    )


def needs_second_factor(person: object) -> bool:
    """Whether their roles ask for a second factor and none is set up. One query at most."""
    if not isinstance(person, Person) or not SECOND_FACTOR & set(person.roles):
        return False
    return not _factors().filter(user=person).exists()


def has_second_factor(person: object) -> bool:
    """Whether an authenticator app or a key is set up."""
    return isinstance(person, Person) and _factors().filter(user=person).exists()


def is_last_needed_factor(person: object, factor: int) -> bool:
    """Whether without this factor somebody would lack one that their roles ask for."""
    if not isinstance(person, Person) or not SECOND_FACTOR & set(person.roles):
        return False
    return not _factors().filter(user=person).exclude(pk=factor).exists()


def is_named(name: str) -> bool:
    """Whether somebody here has this name, however it is capitalised."""
    return Person.objects.filter(name__iexact=name).exists()


def sees_people(by: Acting) -> bool:
    """Whether the list of people is open to somebody."""
    return by.may(Permission.PERSON_LIST) or by.may_somewhere(
        Permission.COLLEAGUE_INVITE
    )


def people(by: Acting, *, at: datetime) -> tuple[PersonRow, ...]:
    """Whom somebody may see: all, or the colleagues of their own States. Three queries."""
    everybody = by.may(Permission.PERSON_LIST)
    if not sees_people(by):
        by.require(Permission.PERSON_LIST)
    secured = set(_factors().values_list("user_id", flat=True))
    rows = [_row(p, p.pk in secured) for p in Person.objects.order_by("name")]
    open_ = Invitation.objects.filter(accepted_at=None, withdrawn_at=None)
    rows += [_invited_row(each, at) for each in open_.order_by("email")]
    if not everybody:
        rows = [row for row in rows if _colleague(row, by)]
    return tuple(rows)


def may_revoke(by: Acting, row: PersonRow) -> bool:
    """Whether somebody may end another's access: they could have given all its roles."""
    mine = bool(row.roles) and set(row.roles) <= set(invitable(by))
    if by.may(Permission.PERSON_REVOKE):
        return mine
    return mine and all(
        by.may(Permission.COLLEAGUE_INVITE, area=area) for area in row.areas
    )


def invited(key: str, *, at: datetime) -> Invited:
    """What an invitation's link offers; the same refusal for wrong, used and expired ones."""
    found = open_invitation(key, at=at)
    return Invited(
        found.email,
        found.name,
        found.language,
        roles=tuple(found.roles),
        areas=tuple(found.areas),
        sections=tuple(found.sections),
        by=found.by,
    )


def open_invitation(key: str, *, at: datetime, lock: bool = False) -> Invitation:
    """The invitation that a key opens; ``lock`` holds it till the transaction ends."""
    rows = Invitation.objects.select_for_update() if lock else Invitation.objects
    found = rows.filter(
        key_hash=key_hash(key),
        accepted_at=None,
        withdrawn_at=None,
        expires_at__gt=at,
    ).first()
    if found is None:
        msg = "This invitation is not open: it was used, withdrawn or is too old. Ask for a new one."
        raise NotFound(msg)
    return found


def key_hash(key: str) -> str:
    """What is kept of an invitation's key."""
    return hashlib.sha256(key.encode()).hexdigest()


def offer_of(row: Person | Invitation) -> Offer:
    """The roles, codes and sections that somebody has or is offered."""
    return Offer(
        frozenset(Role(role) for role in row.roles),
        frozenset(row.areas),
        frozenset(row.sections),
    )


def sessions(person: object, current: str) -> tuple[SessionRow, ...]:
    """Where somebody is signed in, newest first; ended ones are cleared away."""
    if not isinstance(person, Person):
        return ()
    found = UserSession.objects.purge_and_list(person)
    found.sort(key=lambda each: (each.created_at, each.pk), reverse=True)
    return tuple(
        SessionRow(
            each.pk,
            each.created_at,
            str(each.ip),
            each.user_agent,
            each.session_key == current,
        )
        for each in found
    )


def _factors() -> Any:  # allauth has no types
    return Authenticator.objects.filter(
        type__in=[Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
    )


def _colleague(row: PersonRow, by: Acting) -> bool:
    return bool(set(row.areas) & by.areas) and set(row.roles) <= set(STATE_ROLES)


def _row(person: Person, secured: bool) -> PersonRow:  # noqa: FBT001
    return PersonRow(
        person.email,
        person.name,
        roles=tuple(person.roles),
        areas=tuple(person.areas),
        sections=tuple(person.sections),
        language=person.language,
        status="active" if person.is_active else "revoked",
        second_factor=secured,
        last_seen=person.last_login,
        urn=urn("person", person.pk),
    )


def _invited_row(each: Invitation, at: datetime) -> PersonRow:
    return PersonRow(
        each.email,
        each.name,
        roles=tuple(each.roles),
        areas=tuple(each.areas),
        sections=tuple(each.sections),
        language=each.language,
        status="invited" if each.expires_at > at else "expired",
        second_factor=False,
        last_seen=None,
        urn=urn("invitation", each.pk),
    )


@dataclass(frozen=True, slots=True)
class Addressee:
    """Somebody to write to: ``key`` serves foreign keys, never an export."""

    key: int
    email: str
    language: str
    acting: Acting


def addressees() -> tuple[Addressee, ...]:
    """Everybody with access, by address. One query."""
    people_ = Person.objects.filter(is_active=True).order_by("email")
    return tuple(
        Addressee(one.pk, one.email, one.language, acting(one)) for one in people_
    )
