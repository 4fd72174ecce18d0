"""The card of the linear pace."""

from typing import Final

from stocktake.assessment.methods.columns import COLUMNS
from stocktake.assessment.methods.rules import Card


CARD: Final = Card(
    what=(
        "Compares the share of the way to the target that was gone with the share of"
        " the time; it also works where the target or the base is 0, where values change"
        " sign, and on scales of few steps."
    ),
    formula=(
        "value = (latest - base)/(target - base) * (target year - base year)/(latest"
        " year - base year). Bands 0.95, 0.60, 0 as in `statcan`; score by its"
        " constants."
    ),
    source=(
        "The linear family of Destatis, SDSN and UN ESCAP; the cut-offs are those of"
        " `statcan`, so that one set of words serves both."
    ),
    edge_cases=(
        "No target: no value; the rule needs a point to move towards.",
        "Target equal to the base: no value.",
        "A target of 0 is an ordinary target.",
        "With a direction, a latest value at the target or beyond is target_achieved.",
        "A base beyond the target gives a sign that says nothing; `default` treats it first.",
    ),
    limits=(
        "Two points decide; read the verdict with its stability.",
        "It takes a straight line for the wanted path, which favours early movers.",
    ),
    columns={
        **{name: told for name, told in COLUMNS.items() if name != "direction"},
        "[direction]": COLUMNS["direction"]
        + "; needed only to see a target as reached",
    },
)
