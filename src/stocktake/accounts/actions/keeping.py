"""Keep a person: name, address, password, checked by the same rules wherever they come from."""

from allauth.account.models import EmailAddress
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from stocktake.accounts.models import Person
from stocktake.kernel.errors import Refused


class WeakPassword(Refused):
    """What the rules for passwords and addresses say, in the language that is active."""

    def said(self, _language: str) -> str | None:
        """The framework's own words: it knows them in the language of the page."""
        return str(self)


def keep(person: Person, password: str) -> None:
    """Save a person with this password, or refuse and say why.

    Their address counts as verified: they held the link that was sent to it, or
    whoever holds the machine vouches for it.
    """
    if not person.name:
        msg = "A name is needed: the audit log names people."
        raise Refused(msg)
    try:
        validate_password(password, person)
        person.set_password(password)
        person.full_clean(exclude=["password", "last_login", "areas", "sections"])
    except ValidationError as error:
        raise WeakPassword(" ".join(error.messages)) from error
    person.save()
    EmailAddress.objects.update_or_create(
        user=person,
        email=person.email,
        defaults={"verified": True, "primary": True},
    )
