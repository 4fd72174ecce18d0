"""The card of the growth rule."""

from typing import Final

from stocktake.assessment.methods.columns import COLUMNS
from stocktake.assessment.methods.rules import Card


CARD: Final = Card(
    what=(
        "Compares how fast a value grew each year with how fast it had to grow to"
        " reach its target; without a target, with fixed yearly rates."
    ),
    formula=(
        "actual = (latest/base)^(1/years) - 1; required = (target/base)^(1/(target"
        " year - base year)) - 1; value = direction * actual / |required|, without a"
        " target direction * actual (times -1 where the base is below 0). Bands with a"
        " target 0.95, 0.60, 0; without 1.5 % * C, 0.5 % * C, 0, where near a natural"
        " limit L: C = 1 if base >= 2L; 1 - (base/L)^4.44 if base <= L; else"
        " 1 - ((2L - base)/L)^4.44. Score from -5 to 5: with a target 7.1429 value -"
        " 4.2857 from 0.6 up, else 4.1667 value - 2.5; without one 125 value - 2.5"
        " below 0, 500 value/C - 2.5, 250 value/C - 1.25, 500 value/C - 5 in the"
        " bands above; a target that is reached scores 5."
    ),
    source=(
        "Open SDG 2.4.0, docs/progress-methodology.md at commit 26d2e387, and Statistics"
        " Canada's progress measure; checked against 247 series that Statistics Canada"
        " published (commit f89e601), read in 2026."
    ),
    edge_cases=(
        "A target that is reached is target_achieved whatever the trend.",
        "A base or a target of 0 is read as 0.001, as the rule is coded; `default` never does.",
        "Base and latest value of opposite sign: not available.",
        "Fewer than two years with values, or less than one year apart: not available.",
        "A base exactly at its natural limit that does not fall is on track, score 5.",
        "The limit counts only without a target and only in the wanted direction.",
        "A target equal to the base asks for no growth: no value unless it is reached.",
    ),
    limits=(
        "Two points decide; read the verdict with its stability.",
        "A reached target hides a value that worsens.",
        "The 0.001 for zero decides the value where it is used.",
        "Just below 100 % with a target, half a point can score -5: look at the gap.",
    ),
    columns=COLUMNS,
)
