"""SDG 10.7.2: six domains of migration policy, their shares and the four categories."""

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from stocktake.assessment.methods import entries
from stocktake.assessment.methods.cells import as_number
from stocktake.assessment.methods.rules import (
    Card,
    Method,
    Result,
    Row,
    Unreadable,
    each,
)


DOMAINS: Final = 6
QUESTIONS: Final = 5
FEWEST: Final = 3  # answers below which a domain gets no category; our rule
CATEGORIES: Final = MappingProxyType(
    {
        1: "requires-further-progress",
        2: "partially-meets",
        3: "meets",
        4: "fully-meets",
    }
)
_FROM: Final = {1: 0.0, 2: 40.0, 3: 80.0, 4: 100.0}
_FULL: Final = 100.0
_ANSWERS: Final = {"yes": 1.0, "no": 0.0, "partly": 0.5, "partial": 0.5}


@dataclass(frozen=True, slots=True)
class Share:
    """A share in per cent, or the ends between which it lies; None where nothing is known."""

    low: float | None
    high: float | None
    answered: int | None = None  # of five; None where the share came ready
    below: bool = False  # the upper end itself is not reached

    @property
    def value(self) -> float | None:
        """The share, where it is known exactly."""
        return self.low if self.low == self.high else None

    @property
    def category(self) -> int | None:
        """1 to 4, where both ends fall into one and enough questions were answered."""
        if self.low is None or self.high is None:
            return None
        if self.answered is not None and self.answered < FEWEST:
            return None
        found = category(self.low)
        return found if found == category(self.high, below=self.below) else None


UNKNOWN: Final = Share(None, None)


def category(share: float, *, below: bool = False) -> int:
    """1 below 40, 2 from 40, 3 from 80, 4 at 100 per cent; or of what is just ``below``.

    >>> [category(share) for share in (39.9, 40, 79.9, 80, 99.9, 100)]
    [1, 2, 2, 3, 3, 4]
    >>> category(80, below=True)
    2
    """
    exact = round(share, 9)
    return max(
        step
        for step, begins in _FROM.items()
        if exact > begins or (exact == begins and not below)
    )


def domain(answers: Sequence[float | None]) -> Share:
    """The share of a domain from its answers (1, 0.5, 0), over those that were given."""
    held = [answer for answer in answers if answer is not None]
    if not held:
        return Share(None, None, 0)
    share = _FULL * math.fsum(held) / len(held)
    return Share(share, share, len(held))


def within(step: int) -> Share:
    """The shares that a category leaves open: up to where the next begins."""
    if step == max(_FROM):
        return Share(_FULL, _FULL)
    return Share(_FROM[step], _FROM[step + 1], below=True)


def overall(domains: Sequence[Share]) -> Share:
    """The unweighted mean of the six; unknown where one of them has no category's worth."""
    low = [each.low for each in domains if _counts(each)]
    high = [each.high for each in domains if _counts(each)]
    if len(low) < DOMAINS:
        return UNKNOWN
    return Share(_mean(low), _mean(high), below=any(each.below for each in domains))


def _counts(share: Share) -> bool:
    return share.low is not None and (
        share.answered is None or share.answered >= FEWEST
    )


def _mean(values: Sequence[float | None]) -> float:
    return math.fsum(value for value in values if value is not None) / len(values)


def _answer(cell: str, column: str, number: int) -> float | None:
    if entries.is_blank(cell):
        return None
    said = cell.strip().casefold()
    value = _ANSWERS[said] if said in _ANSWERS else as_number(cell, column)
    allowed = (0.0, 0.5, 1.0) if number == 1 else (0.0, 1.0)
    if value not in allowed:
        raise Unreadable(column, f"{cell!r} is none of {', '.join(map(str, allowed))}")
    return value


def _from_answers(row: Row) -> list[Share]:
    found: dict[int, list[float | None]] = {n: [] for n in range(1, DOMAINS + 1)}
    for column, cell in row.items():
        if (match := re.fullmatch(r"D([1-6])[._]([1-5])", column)) is not None:
            number = int(match[1])
            found[number].append(_answer(cell, column, number))
    return [domain(answers) for answers in found.values()]


def _from_shares(row: Row) -> list[Share]:
    """Ready domains: shares in per cent; whole numbers 1 to 4 throughout are categories."""
    values = [entries.number(row, f"D{number}") for number in range(1, DOMAINS + 1)]
    for number, value in enumerate(values, 1):
        if value is not None and not 0 <= value <= _FULL:
            column = f"D{number}"
            raise Unreadable(column, f"{value:g} lies outside 0 to 100")
    held = [value for value in values if value is not None]
    if held and all(value in CATEGORIES for value in held):
        return [UNKNOWN if value is None else within(int(value)) for value in values]
    return [Share(value, value) for value in values]


def _one(row: Row) -> Result:
    answers = any(re.fullmatch(r"D[1-6][._][1-5]", column) for column in row)
    domains = _from_answers(row) if answers else _from_shares(row)
    whole = overall(domains)
    step = whole.category
    result: dict[str, object] = {
        "value": step if whole.value is None else whole.value,
        "score": step,
        "status": CATEGORIES[step] if step else None,
        "overall": whole.value,
        "overall_low": whole.low,
        "overall_high": whole.high,
        "cat_overall": step,
        **_by_domain(domains),
    }
    if reason := _reason(domains, whole):
        result["reason"] = reason
    return result


def _by_domain(domains: Sequence[Share]) -> Mapping[str, object]:
    shown: dict[str, object] = {}
    for number, share in enumerate(domains, 1):
        shown[f"D{number}"] = share.value
        shown[f"cat{number}"] = share.category
        shown[f"answered{number}"] = share.answered
    return shown


def _reason(domains: Sequence[Share], whole: Share) -> str:
    open_ = [f"D{n}" for n, share in enumerate(domains, 1) if not _counts(share)]
    if open_:
        return (
            f"not enough is known of {', '.join(open_)}; the whole needs all {DOMAINS}"
        )
    if whole.value is None:
        return "only categories of the domains are known, so the share lies between two ends"
    return ""


METHOD = Method(
    name="sdg-10.7.2",
    version="1",
    card=Card(
        what=(
            "The level of a State's policies for orderly, safe, regular and responsible "
            "migration: six domains of five questions, answered by governments themselves."
        ),
        formula=(
            "Domain 1: yes whatever the status 1, only with legal status 0.5, no 0; other domains: "
            "yes 1, no 0. Share of a domain = 100 * sum / number of answers; value = mean of the "
            "six; category (score) 1 below 40, 2 from 40, 3 from 80, 4 at 100."
        ),
        source=(
            "SDG indicator 10.7.2 (UN DESA and IOM, Inquiry module III), as the metadata of "
            "Statistics Canada and of Spain's statistical institute state it."
        ),
        edge_cases=(
            (
                "Open questions: the share is taken over the answers given and `answered` is shown; a "
                "domain with fewer than three answers gets no category. The official rule was not "
                "found: this one is our convention."
            ),
            "A domain without enough answers leaves the whole blank, with the reason.",
            (
                "Only the categories of the domains are known (1 to 4 in every cell): the whole lies "
                "between `overall_low` and `overall_high`; `value` is its category, if both ends have one."
            ),
        ),
        limits=(
            "Governments answer about themselves: read it beside what experts say.",
            "Two or three points on four steps: tell the step it moved from and to, never a growth rate.",
            (
                "No text says which category is the common target; a catalogue that calls 3 "
                '("meets") achieved has chosen.'
            ),
        ),
        columns={
            "D1": "domain 1: share in per cent, or category 1 to 4; so to D6",
            "[D1.1]": "instead: the answer to question 1 of domain 1; so to D6.5",
        },
    ),
    run=each(_one),
    shapes=(("D1.1",), ("D1_1",)),
)
