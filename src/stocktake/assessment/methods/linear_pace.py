"""Share of the way to the target that was gone, against the share of the time."""

from collections.abc import Sequence

import numpy as np

from stocktake.assessment.methods import linear_pace_card
from stocktake.assessment.methods.pairs import (
    Floats,
    Pairs,
    divide,
    inputs,
    pick,
    read,
    results,
)
from stocktake.assessment.methods.rules import Method, Result, Row
from stocktake.assessment.methods.statcan import STATUSES, pace_band, pace_score


def pace(pairs: Pairs) -> Floats:
    """1 where the value moves exactly as fast as a straight line to the target.

    NaN without a target, where the target equals the base, and where a year is missing.
    """
    gone = divide(pairs.value - pairs.base, pairs.target - pairs.base)
    time = divide(pairs.target_year - pairs.base_year, pairs.span)
    usable = (pairs.span >= 1) & (pairs.target_year > pairs.base_year)
    value: Floats = np.where(usable, gone * time, np.nan)
    return value


def _run(rows: Sequence[Row]) -> Sequence[Result]:
    pairs = read(rows)
    value = pace(pairs)
    met = pairs.met
    unknown = np.isnan(value)
    reasons = pick(
        [
            (unknown & np.isnan(pairs.base), "the base value is blank"),
            (unknown & np.isnan(pairs.value), "the latest value is blank"),
            (unknown & np.isnan(pairs.target), "there is no target to move towards"),
            (unknown & np.isnan(pairs.span), "a year is blank"),
            (unknown & (pairs.span < 1), "fewer than two years with values"),
            (
                unknown & (pairs.target == pairs.base),
                "the target equals the base value",
            ),
            (unknown, "the target is not due after the base year"),
        ],
        len(value),
    )
    status = [
        "target_achieved" if done else STATUSES[code]
        for done, code in zip(met, pace_band(value), strict=True)
    ]
    return results(
        {
            "value": value,
            "score": np.where(met, 5.0, pace_score(value)),
            "status": status,
            **inputs(pairs),
            "share_gone": divide(pairs.value - pairs.base, pairs.target - pairs.base),
            "share_of_time": divide(pairs.span, pairs.target_year - pairs.base_year),
            "gap": pairs.target - pairs.value,
            "linear_ratio": value,
            "reason": reasons,
        }
    )


METHOD = Method(
    name="linear-pace",
    version="1",
    run=_run,
    card=linear_pace_card.CARD,
)
