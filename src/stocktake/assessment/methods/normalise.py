"""Putting indicators on one scale: the formulas of composite indicators, by name."""

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
)


Scaled = list[float | None]
_FUNCTION = "fn"  # column
_CALL = re.compile(r"n_(?P<name>[a-z0-9_]+)(?:\((?P<given>[^)]*)\))?")
# name: (how many numbers it takes, the function of values and those numbers)
_BY_NAME: Mapping[
    str, tuple[int, Callable[[composite.Values, Sequence[float]], Scaled]]
] = {
    "minmax": (2, lambda x, given: composite.min_max(x, given[0], given[1])),
    "zscore": (2, lambda x, given: composite.z_scores(x, given[0], given[1])),
    "borda": (0, lambda x, _given: composite.borda(x)),
    "prank": (0, lambda x, _given: composite.percentile_ranks(x)),
    "dist2max": (0, lambda x, _given: composite.to_maximum(x)),
    "dist2ref": (1, lambda x, given: composite.to_reference(x, int(given[0]) - 1)),
    "fracmax": (0, lambda x, _given: composite.of_maximum(x)),
    "goalposts": (
        3,
        lambda x, given: composite.goalposts(x, given[0], given[1], scale=given[2]),
    ),
    "dist2targ": (
        2,
        lambda x, given: composite.to_target(x, given[0], direction=int(given[1])),
    ),
}


def scaled(function: str, values: composite.Values) -> Scaled:
    """The values by a formula written as ``n_minmax(0,100)``."""
    match = _CALL.fullmatch(function.strip())
    if match is None or match["name"] not in _BY_NAME:
        known = ", ".join(f"n_{name}" for name in _BY_NAME)
        raise Unreadable(_FUNCTION, f"{function!r} is none of {known}")
    asked, formula = _BY_NAME[match["name"]]
    given = [
        as_number(part.rpartition("=")[2].strip(), _FUNCTION)
        for part in (match["given"] or "").split(",")
        if part.strip() not in ("", "cap")
    ]
    if len(given) != asked:
        raise Unreadable(
            _FUNCTION, f"{function!r} takes {asked} numbers, not {len(given)}"
        )
    return formula(values, given)


def run(rows: Sequence[Row]) -> Sequence[Result]:
    """One result a row; the rows of one function are one column of values."""
    columns: dict[str, list[int]] = {}
    for number, row in enumerate(rows):
        columns.setdefault(entries.text(row, _FUNCTION), []).append(number)
    results: dict[int, Result] = {}
    for function, numbers in columns.items():
        values = [entries.number(rows[number], "x") for number in numbers]
        made = scaled(function, values)
        for number, x, y in zip(numbers, values, made, strict=True):
            results[number] = _result(function, x, y)
    return [results[number] for number in range(len(rows))]


def _result(function: str, x: float | None, y: float | None) -> Result:
    if y is None:
        reason = "no value" if x is None else "the values have no span"
        return blank(reason, fn=function, x=x, y=None)
    return {"value": y, "score": y, "status": "scaled", "fn": function, "x": x, "y": y}


METHOD = Method(
    name="normalise",
    version="1",
    card=Card(
        what=(
            "Puts the values of an indicator on one scale, so that it can be shown beside "
            "others. For comparison with outside indices; findings are not made from it."
        ),
        formula=(
            "n_minmax(low,high): smallest to low, largest to high. n_zscore(mean,sd): distance "
            "from the mean in sample standard deviations. n_borda: how many are below. n_prank: "
            "the same in parts of the last place. n_dist2max: 1 less the distance to the largest. "
            "n_dist2ref(place): the value in that place is 1. n_fracmax: parts of the largest. "
            "n_goalposts(low,high,scale) and n_dist2targ(target,direction): straight between, cut at both ends."
        ),
        source=(
            "OECD and JRC, Handbook on Constructing Composite Indicators (2008); reference "
            "values from runs of COINr 1.1.14 in R."
        ),
        edge_cases=(
            "A gap stays a gap and takes no part in the smallest, the largest or the mean.",
            "All values are the same: no span, no result, with the reason.",
        ),
        limits=(
            "Most of these depend on who else is in the table: freeze the set before comparing years.",
            "Places (borda, prank) are steps of this table, no ranking of States.",
        ),
        columns={
            "fn": "the formula with its numbers, as n_minmax(0,100); rows of one formula belong together",
            "x": "the value",
        },
    ),
    run=run,
)
