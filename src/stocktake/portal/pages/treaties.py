"""Where a State stands on the treaties that the review looks at."""

from dataclasses import dataclass
from datetime import date

from stocktake.actors import queries as actors


@dataclass(frozen=True, slots=True)
class TreatyRow:
    """One treaty and one State."""

    name: str
    status: str
    since: str
    reservations: int
    source: str


def treaties(state: str, on: date) -> tuple[TreatyRow, ...]:
    """Where a State stands on each treaty on a day. Two queries."""
    return ()
