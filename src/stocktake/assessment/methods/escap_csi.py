"""UN ESCAP's Current Status Index: how far from the base (0) to the target (10)."""

import numpy as np

from stocktake.assessment.methods import cells
from stocktake.assessment.methods.pairs import Flags, Floats, divide, results
from stocktake.assessment.methods.rules import Card, Method, Result, Row, each


FULL = 10.0


def index(
    base: Floats, current: Floats, target: Floats, direction: Floats, parity: Flags
) -> Floats:
    """0 at the base, 10 at the target, below 0 where things got worse; not capped."""
    way = np.abs(target - base)
    straight = divide(direction * FULL * (current - base), way)
    around = FULL - divide(FULL * np.abs(target - current), way)
    value: Floats = np.where(parity, around, straight)
    return value


def _one(row: Row) -> Result:
    base = np.array([cells.number(row, "I0", "base", "base_value")])
    current = np.array([cells.number(row, "Icv", "cur", "current", "current_value")])
    target = np.array([cells.number(row, "TV", "target")])
    direction = np.array([cells.direction(row)])
    parity = np.array([cells.flag(row, "parity")])
    value = index(base, current, target, direction, parity)
    blanks = {
        "base value": base,
        "current value": current,
        "target": target,
        "direction": np.where(parity, 0, direction),
    }
    missing = [name for name, cell in blanks.items() if np.isnan(cell[0])]
    reason = None
    if missing:
        reason = f"blank: {', '.join(missing)}"
    elif np.isnan(value[0]):
        reason = "the target equals the base value"
    return results(
        {
            "value": value,
            "score": value,
            "status": [_status(float(value[0]))],
            "base": base,
            "current": current,
            "target": target,
            "direction": direction,
            "parity": list(parity.tolist()),
            "reason": [reason],
        }
    )[0]


def _status(value: float) -> str | None:
    if np.isnan(value):
        return None
    exact = round(value, 12)
    words = ((FULL, "target reached"), (1e-12, "progress"), (0.0, "no change"))
    return next((word for least, word in words if exact >= least), "regression")


METHOD = Method(
    name="escap-csi",
    version="1",
    run=each(_one),
    card=Card(
        what="Shows how much of the way from the base year to the target lies behind.",
        formula=(
            "value = 10 * direction * (current - base)/|target - base|; where parity is the"
            " aim: 10 - 10 * |target - current|/|target - base|"
        ),
        source=(
            "UN ESCAP's index, as UNICEF's office for the Middle East and North Africa codes"
            " it, read in 2026; used by the five regional commissions."
        ),
        edge_cases=(
            "Below 0 where the value got worse, above 10 beyond the target: neither is cut off.",
            "A target equal to the base: no value.",
        ),
        limits=(
            "How the regional commissions cap the index was not read.",
            "It says how far, not how fast: set the share of the time that has passed beside it.",
        ),
        columns={
            "I0|base|base_value": "the base value",
            "Icv|cur|current|current_value": "the latest value",
            "TV|target": "the target value",
            "direction": "1 where more is better, -1 where less is better",
            "[parity]": "1 where the target is a balance that may be missed on either side",
        },
    ),
)
