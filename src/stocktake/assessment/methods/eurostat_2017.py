"""Eurostat's bands of the editions without a neutral band, as they are remembered."""

from stocktake.assessment.methods import eurostat
from stocktake.assessment.methods.columns import COLUMNS
from stocktake.assessment.methods.rules import Card, Method


METHOD = Method(
    name="eurostat",
    version="1-edition-2017-stand-in",
    run=eurostat.run_with(eurostat.NO_NEUTRAL),
    shapes=eurostat.SHAPES,
    card=Card(
        what=(
            "A stand-in for the editions of 2017 to about 2022: as `eurostat@1`, but"
            " without a neutral band, so that 0 parts progress from movement away."
        ),
        formula=eurostat.FORMULA.format(cuts="1 %, 0, -1 %"),
        source=(
            "Recalled, not read: the annexes of those editions were out of reach. The rest"
            " as `eurostat@1`."
        ),
        edge_cases=eurostat.EDGE_CASES,
        limits=(
            "A stand-in: do not quote it as Eurostat's until the annex was read.",
            *eurostat.LIMITS,
        ),
        columns=COLUMNS,
    ),
)
