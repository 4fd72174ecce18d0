"""The implementation index of UPR Info, and the gap that its mean hides."""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

from stocktake.assessment.methods import entries
from stocktake.assessment.methods.rules import (
    Card,
    Method,
    Result,
    Row,
    Unreadable,
    blank,
    each,
)


SAID = {
    "not": 0.0,
    "none": 0.0,
    "no": 0.0,
    "not implemented": 0.0,
    "partially": 0.5,
    "partial": 0.5,
    "partially implemented": 0.5,
    "fully": 1.0,
    "full": 1.0,
    "fully implemented": 1.0,
}


@dataclass(frozen=True, slots=True)
class Implementation:
    """The mean over all who answered, each side's own, and the State less the others."""

    index: float | None
    state: float | None
    others: float | None
    gap: float | None
    answers: int


def index(state: float | None, others: Sequence[float]) -> Implementation:
    """The mean of all answers (0, 0.5, 1), the State's among them, and the gap beside it."""
    held = [*([] if state is None else [state]), *others]
    mean = math.fsum(others) / len(others) if others else None
    return Implementation(
        index=math.fsum(held) / len(held) if held else None,
        state=state,
        others=mean,
        gap=None if state is None or mean is None else state - mean,
        answers=len(held),
    )


def _answer(cell: str, column: str) -> float:
    said = " ".join(cell.casefold().split())
    if said in SAID:
        return SAID[said]
    try:
        value = float(said)
    except ValueError:
        value = -1.0
    if value not in (0.0, 0.5, 1.0):
        raise Unreadable(column, f"{cell!r} is none of not, partially, fully")
    return value


def _one(row: Row) -> Result:
    own = entries.text(row, "state_says")
    state = _answer(own, "state_says") if own else None
    said = re.split(r"[+|;]", entries.text(row, "others_say"))
    others = [
        _answer(each, "others_say") for each in said if not entries.is_blank(each)
    ]
    found = index(state, others)
    shown = {
        "state": found.state,
        "others": found.others,
        "gap": found.gap,
        "gap_state_minus_others": found.gap,
        "answers": found.answers,
    }
    if found.index is None:
        return blank("nobody answered", **shown)
    return {
        "value": found.index,
        "score": found.index,
        "status": _status(found.gap),
        **shown,
    }


def _status(gap: float | None) -> str:
    if gap is None:
        return "one-side-only"
    if gap == 0:
        return "agree"
    return "state-more-positive" if gap > 0 else "others-more-positive"


METHOD = Method(
    name="upr-iri",
    version="1",
    card=Card(
        what=(
            "The implementation of recommendation index of UPR Info: the mean of what the State "
            "and all others say about one recommendation. A secondary figure: the gap between "
            "the two sides stands beside it, and findings use the gap, never the mean."
        ),
        formula=(
            "not = 0, partially = 0.5, fully = 1. value = mean over every answer, the State's "
            "counting as one. gap = State's answer - mean of the others."
        ),
        source=(
            "UPR Info, On the Road to Implementation, section 5.2: the State says fully, one "
            "organisation says partially, the index is 0.75. The gap is ours."
        ),
        edge_cases=(
            "Only one side answered: the index is that side's answer, the gap is blank, the status one-side-only.",
            "Nobody answered: blank, never 0.",
            "Several answers of others are parted by a plus sign: `not+not`.",
        ),
        limits=(
            "One organisation weighs as much as the State, and many swamp it.",
            "Who stays silent drops out of the mean.",
            "The bands that go with the index (low, middle, high) are left out: their limits were not found in a text we could read.",
        ),
        columns={
            "state_says": "not, partially or fully (0, 0.5, 1)",
            "others_say": "the same, once for each of the others, + between",
        },
    ),
    run=each(_one),
)
