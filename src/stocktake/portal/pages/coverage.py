"""Who reports on what, counted from cells: by State, commitment and theme."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from stocktake.charter.rules import Edition
from stocktake.reporting.rules import Strand


@dataclass(frozen=True, slots=True)
class Tally:
    """Pairs of State and commitment, by who reports on them."""

    both: int
    state: int
    expert: int
    total: int

    @property
    def by_states(self) -> int:
        """Pairs on which the State reports."""
        return self.both + self.state

    @property
    def by_experts(self) -> int:
        """Pairs on which experts report."""
        return self.both + self.expert


Coverage = dict[tuple[str, str], str]  # (State, counted commitment) -> who


def counted(edition: Edition, code: str) -> str | None:
    """The counted commitment that an item is or belongs to; None above them."""
    while code in edition:
        item = edition.item(code)
        if item.counted:
            return code
        if item.parent is None:
            return None
        code = item.parent
    return None


def coverage(
    edition: Edition, passages: Mapping[tuple[str, str, str], int]
) -> Coverage:
    """Who reports on each pair, from passages by code, State and strand; a part lifts the whole."""
    strands: dict[tuple[str, str], set[str]] = {}
    for (code, state, strand), found in passages.items():
        whole = counted(edition, code)
        if whole is not None and found:
            strands.setdefault((state, whole), set()).add(strand)
    return {pair: who(found) for pair, found in sorted(strands.items())}


def who(strands: set[str]) -> str:
    """``both``, ``state``, ``expert`` or ``none``."""
    if {Strand.STATE, Strand.EXPERT} <= strands:
        return "both"
    return next(iter(sorted(strands)), "none")


def tally(covered: Coverage, states: Iterable[str], codes: Iterable[str]) -> Tally:
    """Count the pairs of these States and commitments."""
    wanted, chosen = set(codes), set(states)
    found = Counter(
        kind
        for (state, code), kind in covered.items()
        if code in wanted and state in chosen
    )
    return Tally(
        found["both"], found["state"], found["expert"], len(wanted) * len(chosen)
    )
