"""Who is protected, under which name, from when on what they say is public. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any, Final

from stocktake.kernel.errors import Refused


class Publication(StrEnum):
    """How what an expert says may be published."""

    ATTRIBUTED = "attributed"
    ANONYMOUS = "anonymous"
    CONFIDENTIAL = "confidential"


# No State's and no organisation's code has small letters: nothing can be mistaken for it.
PSEUDONYM: Final = "source."
PROTECTED: Final = frozenset({Publication.ANONYMOUS, Publication.CONFIDENTIAL})


@dataclass(frozen=True, slots=True)
class Identity:
    """Who stands behind a pseudonym; read by the protection officer alone."""

    organisation: str
    round: str
    person: str
    person_urn: str
    source: Mapping[str, str] = field(default_factory=dict)  # name, contact, risk

    def words(self) -> tuple[str, ...]:
        """Everything in it that would give the source away in another text."""
        told = (self.organisation, self.person, self.person_urn, *self.source.values())
        return tuple(word for word in told if len(word) > 2)


def pseudonym(token: str) -> str:
    """The sender's code of a protected source.

    >>> pseudonym("k7m2q9xd")
    'source.k7m2q9xd'
    """
    return f"{PSEUDONYM}{token}"


def is_protected(sender: str) -> bool:
    """Whether a sender's code is a pseudonym."""
    return sender.startswith(PSEUDONYM)


def moment(sender: str, at: datetime) -> datetime:
    """When something of a sender is said to have happened: of protected ones, the day.

    Whoever compares hours of sign-in with hours of writing finds no hours.
    """
    if not is_protected(sender):
        return at
    return at.replace(hour=0, minute=0, second=0, microsecond=0)


def publish_day(opened: date, *, reply_days: int, protected: bool) -> date:
    """From which day on claims whose reply window opened may be published.

    Of protected sources on a day common to all: the first of a month.

    >>> publish_day(date(2026, 6, 3), reply_days=28, protected=True)
    datetime.date(2026, 7, 1)
    >>> publish_day(date(2026, 6, 4), reply_days=28, protected=True)
    datetime.date(2026, 8, 1)
    """
    end = opened + timedelta(days=reply_days)
    if not protected or end.day == 1:
        return end
    return (end.replace(day=1) + timedelta(days=32)).replace(day=1)


def check_choice(sender: str, address: str, value: Any) -> None:
    """Refuse a choice of publication that would put words and identity side by side."""
    if not address.endswith("/publication") or not isinstance(value, str):
        return
    if is_protected(sender) and value == Publication.ATTRIBUTED:
        msg = "This report does not carry your name. What may carry it goes into your report under your name."
        raise Refused(msg)
    if not is_protected(sender) and value in PROTECTED:
        msg = "This report carries your name. What must not carry it goes into your protected report."
        raise Refused(msg)
