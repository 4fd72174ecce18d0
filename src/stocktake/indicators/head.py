"""What the head of a message says: who sends it, when, about what."""

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime

from stocktake.indicators.structures.rules import AGENCY


@dataclass(frozen=True, slots=True)
class Head:
    """The facts at the head of a message; the same question gets the same ``id``."""

    id: str
    prepared: datetime
    sender: str = AGENCY

    @property
    def moment(self) -> str:
        """When it was prepared, as XML and JSON write it."""
        return moment(self.prepared)


def head(*facts: str, prepared: datetime) -> Head:
    """The head for a message made of some facts (address, format, release)."""
    told = hashlib.sha256("\n".join(facts).encode()).hexdigest()
    return Head(id=f"IREF{told[:16]}", prepared=prepared)


def moment(at: datetime) -> str:
    """A moment in UTC, to the second."""
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
