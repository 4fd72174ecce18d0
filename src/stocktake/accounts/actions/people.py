"""Make administrators, end people's access, sessions and lost second factors."""

from datetime import datetime

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db import transaction

from stocktake.accounts import queries
from stocktake.accounts.actions.invitations import states
from stocktake.accounts.actions.keeping import keep
from stocktake.accounts.models import Invitation, Person
from stocktake.accounts.rules import Acting, Permission, Role
from stocktake.accounts.rules.inviting import check_together
from stocktake.audit.actions import record
from stocktake.kernel.errors import NotFound, NotPermitted, Refused
from stocktake.kernel.languages import LANGUAGES
from stocktake.kernel.urns import urn


@transaction.atomic
def make_administrator(
    email: str, password: str, *, name: str, by: Acting, at: datetime
) -> str:
    """Give a person the administrator's role and a password; their URN."""
    by.require(Permission.PERSON_INVITE)
    person = Person.objects.filter(email=email.lower()).first() or Person(
        email=email.lower(), name=name
    )
    person.roles = sorted({*person.roles, Role.ADMINISTRATOR.value})
    person.is_active = True
    check_together(queries.offer_of(person), states=states())
    keep(person, password)
    about = urn("person", person.pk)
    record("person.made-administrator", by=by.name, about=about, at=at)
    return about


@transaction.atomic
def revoke(email: str, *, by: Acting, at: datetime) -> str:
    """End somebody's access, their sessions and their open invitation; the URN ended.

    The last administrator cannot be revoked: nobody could let anybody in again.
    """
    row = _known(email, by=by, at=at)
    if not queries.may_revoke(by, row):
        msg = f"{by.name} may not end the access of {row.email}."
        raise NotPermitted(msg)
    Invitation.objects.filter(
        email=row.email, accepted_at=None, withdrawn_at=None
    ).update(withdrawn_at=at)
    person = Person.objects.filter(email=row.email).first()
    if person is not None:
        person.is_active = False
        person.save(update_fields=["is_active"])
        if Role.ADMINISTRATOR in person.roles and not queries.administrator_exists():
            msg = f"{row.email} is the last administrator. Make another one first."
            raise Refused(msg)
        end_all_sessions(person)
    record("person.revoked", by=by.name, about=row.urn, at=at)
    return row.urn


@transaction.atomic
def reset_second_factor(email: str, *, by: Acting, at: datetime) -> str:
    """Forget somebody's lost telephone and keys: they set up new ones at next sign-in."""
    by.require(Permission.PERSON_REVOKE)
    row = _known(email, by=by, at=at)
    if not queries.may_revoke(by, row):
        msg = f"{by.name} may not change how {row.email} signs in."
        raise NotPermitted(msg)
    person = Person.objects.filter(email=row.email).first()
    if person is None:
        msg = f"{row.email} has not accepted the invitation yet."
        raise Refused(msg)
    Authenticator.objects.filter(user=person).delete()
    end_all_sessions(person)
    record("person.second-factor-reset", by=by.name, about=row.urn, at=at)
    return row.urn


def set_language(person: object, language: str) -> None:
    """The language in which somebody is written to; their own choice, so not audited."""
    if language not in LANGUAGES:
        msg = f"No language {language!r}: one of {', '.join(LANGUAGES)}."
        raise Refused(msg)
    if isinstance(person, Person):
        person.language = language
        person.save(update_fields=["language"])


def end_sessions(person: object, key: str, *, but: str) -> None:
    """Sign one browser of a person out, or with no key all but the one named.

    Another's sessions are not theirs to end.
    """
    if not isinstance(person, Person):
        return
    if not key:
        end_all_sessions(person, but=but)
        return
    number = int(key) if key.isdecimal() and len(key) < 18 else 0
    found = UserSession.objects.filter(user=person, pk=number).first()
    if found is None:
        msg = "This session has ended already."
        raise NotFound(msg)
    found.end()


def end_all_sessions(person: Person, *, but: str = "") -> None:
    """Sign all browsers of a person out, except the one named."""
    for each in UserSession.objects.filter(user=person).exclude(session_key=but):
        each.end()


def _known(email: str, *, by: Acting, at: datetime) -> queries.PersonRow:
    address = email.strip().lower()
    # A person is listed before an invitation of the same address.
    for row in queries.people(by, at=at):
        if row.email == address:
            return row
    msg = (
        f"Nobody here has the address {address}. `stocktake people list` shows who has."
    )
    raise NotFound(msg)
