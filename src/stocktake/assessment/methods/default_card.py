"""The card of the default verdict."""

from typing import Final

from stocktake.assessment.methods.rules import Card


CARD: Final = Card(
    what=(
        "Judges whether a series moves towards what was agreed: the growth rule of"
        " `statcan` where growth rates mean something, the linear pace where they do not,"
        " and always with the reruns that show how well the verdict stands."
    ),
    formula=(
        "1. No direction: context. 2. No two values, less than 3 years between them, a last"
        " value more than 4 years old, or a change in the way of measuring: cannot be"
        " assessed. 3. Target reached: met, or met and moving away where the value is worse"
        " than at the base. 4. Ordinal and binary scales: the move in steps; with a target"
        " the linear pace on the step's number. 5. Ratio scale with all values above 0 (or"
        " all below) and a target that is not 0 (or none): `statcan`. A bounded scale"
        " without a target: the same, with its limit factor. 6. Else with a target"
        " `linear-pace`, without one the sign of the change against the published error."
        " 7. Value rounded to 9 digits; from 0.95 on track, from 0.60 too slow, from 0"
        " little movement, below moving away; growth without a target 1.5 % * C, 0.5 % * C,"
        " 0. 8. Reruns: base year a year later and earlier, the last but one year, the"
        " other rule, the ends of the Theil-Sen line (5 points or more): holds in k of n,"
        " with the most frequent other label where k/n is below 0.8."
    ),
    source=(
        "Ours, built from Eurostat's, Statistics Canada's and Destatis's rules; the cut-offs"
        " are those of `statcan`. Version 1 of 2026."
    ),
    edge_cases=(
        "Target 0: linear, never a stand-in.",
        "Base 0: linear; without a target the sign of the change.",
        "Values change sign: linear on the level, no growth rate.",
        "Base beyond the target, latest value not: moving away, whatever the ratio's sign.",
        "Target equal to the base: met or not met only.",
        "Near a limit: factor C without a target; with one the gap stands beside the ratio.",
        "Lower is better: direction -1; the linear rule mirrors exactly.",
        "A target on two sides: transform first (max(y, 1/y) to 1, or 50 + |y - 50| to 50), and say so.",
        "A blank is no value and never 0.",
        "A base year without a value: the next later year that has one.",
        "A target year that has come with the target unmet: not met.",
        "Binary: met or not met; a target of 1 (or 0) is understood from the direction.",
        "Steps without a target: up is on track, none little movement, down moving away.",
        "No target, no rate and no published error: any change in the wanted direction is on track.",
        "At the natural limit, without a target: on track, for nothing better is possible.",
        "Among equally frequent other labels the worst is named.",
    ),
    limits=(
        "Apart from the Theil-Sen line two points decide.",
        "The reruns show how a verdict hangs on choices of ours, not sampling error.",
        "The last seven edge cases are our conventions, not an established practice.",
        "A fall or rise can come from better recording: read the indicator's caveats.",
    ),
    columns={
        "points": (
            "the series as 2015:7.4 2018:7.0; instead base_year, base, cur_year, cur (or"
            " base_value, current_year, current_value)"
        ),
        "[direction]": (
            "1 or -1; empty: no verdict; a table without the column: from base to target"
        ),
        "[scale]": "ratio (where empty), bounded, ordinal, binary or count",
        "[target]": "the target value",
        "[target_year]": "the year it is due; 2030 where it is empty",
        "[limit]": "the value that cannot be passed in the wanted direction",
        "[baseline_year]": "the year to count from; the first value where it is empty",
        "[as_of]": "the year of judging; where empty, the age of the last value is not looked at",
        "[error]": "the published measurement error, in the unit of the values",
        "[breaks]": "first years of a new way of measuring, spaces between",
        "[grade]": "official-statistics, modelled, self-reported or expert-coded",
        "[source]": "where the values come from",
        "[vintage]": "of which release they are",
        "[unit]": "the unit of the values",
    },
)
