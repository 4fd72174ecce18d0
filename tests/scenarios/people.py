"""People of every role, invited and accepted by actions; XAA and XNGO are their own."""

from datetime import UTC, datetime

from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

from stocktake.accounts import actions
from stocktake.accounts.models import Person
from stocktake.accounts.rules import (
    LOCAL_ADMINISTRATOR,
    SECOND_FACTOR,
    STATE_ROLES,
    Offer,
    Role,
)


NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
PASSWORD = "five-bars-of-a-tally"
OWN_STATE, OTHER_STATE = "XAA", "XAB"
OWN_ORGANISATION, OTHER_ORGANISATION = "XNGO", "XUNI"
ROLES = tuple(role for role in Role if role not in {Role.LOCAL, Role.VISITOR})


def invite(role: Role, *, area: str = "", email: str = "") -> str:
    """The key of an invitation to a role."""
    areas = frozenset({area or own_area(role)} - {""})
    sent = actions.invite(
        email or f"{role}@example.org",
        Offer(frozenset({role}), areas),
        name=f"{role} of {area or own_area(role)}",
        by=LOCAL_ADMINISTRATOR,
        at=NOON,
    )
    return sent.key


def person(
    role: Role, *, area: str = "", email: str = "", secured: bool = True
) -> Person:
    """Somebody who accepted, with a second factor where ``secured``."""
    key = invite(role, area=area, email=email)
    made = actions.accept(
        key,
        name=f"{role} of {area or own_area(role)}",
        password=PASSWORD,
        language="en",
        at=NOON,
    )
    if secured and role in SECOND_FACTOR:
        TOTP.activate(made, generate_totp_secret())
    return made


def own_area(role: Role) -> str:
    """The State or organisation that the scenario gives a role."""
    if role in STATE_ROLES:
        return OWN_STATE
    return OWN_ORGANISATION if role is Role.EXPERT else ""


def timezone_now() -> datetime:
    """Now: for what a running server compares with its clock."""
    return datetime.now(UTC)
