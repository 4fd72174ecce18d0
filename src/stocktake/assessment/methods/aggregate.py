"""Weighted means of scores with gaps: arithmetic, geometric, harmonic."""

import re
from collections.abc import Callable, Mapping, Sequence

from stocktake.assessment.methods import composite, entries
from stocktake.assessment.methods.cells import as_number
from stocktake.assessment.methods.rules import (
    Card,
    Method,
    Result,
    Row,
    Unreadable,
    blank,
    each,
)


_BY_NAME: Mapping[str, Callable[[composite.Values, Sequence[float]], float | None]] = {
    "a_amean": composite.arithmetic,
    "a_gmean": composite.geometric,
    "a_hmean": composite.harmonic,
}
_FUNCTION, _GIVEN = "fn", "input"  # columns
_INPUT = re.compile(r"x=(?P<x>\S*)(?:\s+w=(?P<w>\S*))?.*")


def _numbers(text: str) -> list[float | None]:
    return [
        None if entries.is_blank(part) else as_number(part, _GIVEN)
        for part in text.split(",")
    ]


def _one(row: Row) -> Result:
    function = entries.text(row, _FUNCTION)
    if function.partition("(")[0] == "a_genmean":
        return blank("a_genmean gives nothing where a value is missing; use a_hmean")
    if function not in _BY_NAME:
        raise Unreadable(_FUNCTION, f"{function!r} is none of {', '.join(_BY_NAME)}")
    match = _INPUT.fullmatch(entries.text(row, _GIVEN))
    if match is None:
        raise Unreadable(_GIVEN, "write the values as x=60,80,NA,20 w=2,1,1,1")
    values = _numbers(match["x"])
    weights = (
        [w or 0.0 for w in _numbers(match["w"])] if match["w"] else [1.0] * len(values)
    )
    if len(weights) != len(values):
        raise Unreadable(_GIVEN, f"{len(values)} values and {len(weights)} weights")
    held = sum(value is not None for value in values)
    mean = _BY_NAME[function](values, weights)
    shown = {"fn": function, "y": mean, "present": held, "of": len(values)}
    if mean is None:
        reason = "no value" if not held else "such a mean needs values above zero"
        return blank(reason, **shown)
    return {"value": mean, "score": mean, "status": "averaged", **shown}


METHOD = Method(
    name="aggregate",
    version="1",
    card=Card(
        what=(
            "The weighted mean of scores of which some may be missing. For comparison with "
            "outside indices; findings are counted, not averaged."
        ),
        formula=(
            "a_amean = sum(w x) / sum(w); a_gmean = exp(sum(w ln x) / sum(w)); "
            "a_hmean = sum(w) / sum(w / x); each over the values that are there."
        ),
        source=(
            "OECD and JRC, Handbook on Constructing Composite Indicators (2008); reference "
            "values from runs of COINr 1.1.14 in R."
        ),
        edge_cases=(
            "A gap drops out and its weight is shared among the others.",
            "The geometric mean needs values above zero, the harmonic mean other than zero: else blank, with the reason.",
            "a_genmean is known and gives a blank: in the package compared with it gives none where a value is missing.",
        ),
        limits=(
            "An arithmetic mean lets a good score pay for a bad one; the geometric mean less so.",
            "Dropping gaps means that two means may be of different things: `present` of `of` says how many.",
        ),
        columns={
            "fn": "a_amean, a_gmean or a_hmean",
            "input": "the values and weights, as x=60,80,NA,20 w=2,1,1,1",
        },
    ),
    run=each(_one),
)
