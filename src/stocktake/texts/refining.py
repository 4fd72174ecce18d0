"""Which passages of a document are worth the slow encoder: those that can be shown, or are unsure."""

import math
from typing import Final

import numpy as np
from numpy.typing import NDArray

from stocktake.texts.rules import Tier


Floats = NDArray[np.float64]
SHARE: Final = (
    0.04  # of a document's passages; about one in twenty with the least below
)
LEAST: Final = 4
PER_CODE: Final = 2  # passages of a document that a summary may show of one commitment
POSSIBLE: Final = 0.3
UNSURE: Final = (0.3, 0.6)


def worth_refining(probabilities: Floats, tier: Tier) -> tuple[int, ...]:
    """Rows of (passages, classes) to read with the slow encoder, sorted.

    In the full tier first the most probable passage of each class, then the second, then
    the unsure ones, until the share is used up. In the thorough tier all that are possible.
    """
    if not probabilities.size or tier is Tier.FAST:
        return ()
    if tier is Tier.THOROUGH:
        possible = np.flatnonzero(probabilities.max(axis=1) >= POSSIBLE)
        return tuple(int(row) for row in possible)
    most = max(LEAST, math.ceil(SHARE * len(probabilities)))
    wanted = dict.fromkeys([*_shown(probabilities), *_unsure(probabilities)])
    return tuple(sorted(list(wanted)[:most]))


def _shown(probabilities: Floats) -> list[int]:
    order = np.argsort(-probabilities, axis=0, kind="stable")
    found: list[tuple[int, float, int]] = []
    for rank in range(min(PER_CODE, len(probabilities))):
        for column, row in enumerate(order[rank]):
            likely = float(probabilities[row, column])
            if likely >= POSSIBLE:
                found.append((rank, -likely, int(row)))
    return [row for _, _, row in sorted(found)]


def _unsure(probabilities: Floats) -> list[int]:
    best = probabilities.max(axis=1)
    low, high = UNSURE
    rows = np.flatnonzero((best >= low) & (best < high))
    return [
        int(row)
        for row in sorted(
            rows, key=lambda row: (abs(best[row] - (low + high) / 2), row)
        )
    ]
