"""Make people known."""

from datetime import datetime

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from stocktake.accounts.models import Person
from stocktake.accounts.rules import Acting, Permission, Role
from stocktake.audit.actions import record
from stocktake.kernel.errors import Refused
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
    try:
        validate_password(password, person)
    except ValidationError as error:
        raise Refused(" ".join(error.messages)) from error
    person.set_password(password)
    person.roles = sorted({*person.roles, Role.ADMINISTRATOR.value})
    person.save()
    about = urn("person", person.pk)
    record("person.made-administrator", by=by.name, about=about, at=at)
    return about
