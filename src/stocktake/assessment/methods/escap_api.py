"""UN ESCAP's Anticipated Progress Index with a declared stand-in for its weights."""

import math
import re
from collections.abc import Sequence
from typing import Final

import numpy as np

from stocktake.assessment.methods import cells
from stocktake.assessment.methods.pairs import Flags, Floats, divide
from stocktake.assessment.methods.rules import (
    PROVENANCE,
    Card,
    Method,
    Result,
    Row,
    Unreadable,
    blank,
    each,
)


MAINTAIN, REVERSE = 10.0, 100.0  # per cent of the way that is still missing in 2030
BASE_YEAR, DUE = 2015, 2030
EXACT: Final = 9  # digits before a prediction meets the target
EQUAL, RECENT = "equal", "linear_recency"
GIVEN: Final = re.compile(r"TV\s*=\s*([-+.\deE]+)")


def weights(years: Floats, values: Floats) -> Floats:
    """The stand-in: weights that rise by the year, from the first point to the last.

    ``values``: series by years, NaN where blank; (t - t1 + 1)/(tn - t1 + 1).
    """
    known = np.isfinite(values)
    first = np.min(np.where(known, years, np.inf), axis=1, keepdims=True)
    last = np.max(np.where(known, years, -np.inf), axis=1, keepdims=True)
    with np.errstate(invalid="ignore"):  # a series without any value
        weight: Floats = np.where(known, (years - first + 1) / (last - first + 1), 0.0)
    return weight


def predict(years: Floats, values: Floats, weight: Floats, due: Floats) -> Floats:
    """The weighted least-squares line of each series, read off in the year ``due``.

    NaN where a series has fewer than two points.
    """
    known = np.isfinite(values)
    weight = np.where(known, weight, 0.0)
    filled = np.where(known, values, 0.0)
    whole = weight.sum(axis=1)
    centre = divide(weight @ years, whole)
    level = divide((weight * filled).sum(axis=1), whole)
    apart = years - centre[:, None]
    slope = divide(
        (weight * apart * (filled - level[:, None])).sum(axis=1),
        (weight * apart**2).sum(axis=1),
    )
    line: Floats = np.where(
        known.sum(axis=1) >= 2, level + slope * (due - centre), np.nan
    )
    return line


def gap(predicted: Floats, base: Floats, target: Floats, direction: Floats) -> Floats:
    """Per cent of the way from base to target still missing when due; NaN where none is."""
    share = divide(100 * np.abs(target - predicted), np.abs(target - base))
    met: Flags = direction * np.round(predicted - target, EXACT) >= 0
    missing: Floats = np.where(met, np.nan, share)
    return missing


def _one(row: Row) -> Result:
    said = row.get(PROVENANCE) or ""
    points = cells.points(row) or cells.points({"points": " ".join(_pairs(said))})
    target = cells.number(row, "target", "TV")
    if math.isnan(target) and (found := GIVEN.search(said)):
        target = float(found[1])
    if len(points) < 2 or math.isnan(target):
        return blank("two points and a target are needed")
    start = cells.year(row, "base_year")
    base_year, base = _nearest(points, BASE_YEAR if math.isnan(start) else int(start))
    end = cells.year(row, "target_year")
    due = float(DUE if math.isnan(end) else end)
    way = cells.direction(row)
    direction = math.copysign(1.0, target - base) if math.isnan(way) else way
    logarithm = cells.flag(row, "log_y")
    equal = _equal(row)
    if logarithm and min(value for _, value in points) <= 0:
        return blank("logarithms need values above 0")
    predicted = _predicted(points, due, logarithm=logarithm, equal=equal)
    share = float(_gap(predicted, base, target, direction))
    reason = _reason(share, base, target)
    return {
        "value": None if math.isnan(share) else share,
        "score": None,
        "status": _class(share, base, target),
        "points": len(points),
        "base_year": base_year,
        "base": base,
        "target": target,
        "target_year": int(due),
        "direction": int(direction),
        "weights": EQUAL if equal else f"{RECENT} (stand-in)",
        "log_y": logarithm,
        "predicted_2030": predicted,
        "gap_pct": None if math.isnan(share) else share,
        **({"reason": reason} if reason else {}),
    }


def _equal(row: Row) -> bool:
    said = cells.word(row, "weights")
    if said and said != EQUAL and not said.startswith(RECENT):
        column = "weights"
        told = f"{said!r} is no kind of weights. Write {EQUAL} or {RECENT}."
        raise Unreadable(column, told)
    return said == EQUAL


def _pairs(said: str) -> Sequence[str]:
    return [f"{at}:{value}" for at, value in cells.POINT.findall(said)]


def _nearest(points: Sequence[tuple[int, float]], year: int) -> tuple[int, float]:
    return min(points, key=lambda point: (abs(point[0] - year), point[0]))


def _predicted(
    points: Sequence[tuple[int, float]], due: float, *, logarithm: bool, equal: bool
) -> float:
    years = np.array([at for at, _ in points], float)
    values = np.array([[value for _, value in points]])
    if logarithm:
        values = np.log(values)
    weight = np.ones_like(values) if equal else weights(years, values)
    line = float(predict(years, values, weight, np.array([due]))[0])
    return math.exp(line) if logarithm else line


def _gap(predicted: float, base: float, target: float, direction: float) -> float:
    arrays = (np.array([one]) for one in (predicted, base, target, direction))
    return float(gap(*arrays)[0])


def _class(share: float, base: float, target: float) -> str | None:
    if math.isnan(share):
        return None if base == target else "maintain"
    exact = round(share, EXACT)
    if exact <= MAINTAIN:
        return "maintain"
    return "accelerate" if exact <= REVERSE else "reverse"


def _reason(share: float, base: float, target: float) -> str:
    if not math.isnan(share):
        return ""
    if base == target:
        return "the target equals the base value"
    return "the prediction meets the target: no gap"


METHOD = Method(
    name="escap-api",
    version="1-stand-in",
    run=each(_one),
    card=Card(
        what=(
            "Predicts the value in 2030 from all points, recent ones weighing more, and"
            " shows how much of the way will be missing. A stand-in: the weights are ours."
        ),
        formula=(
            "a least-squares line with weights (t - t1 + 1)/(tn - t1 + 1) (the stand-in),"
            " read off in 2030; value = 100 * |target - predicted|/|target - value in 2015|,"
            " given where the prediction misses the target. Up to 10 maintain, up to 100"
            " accelerate, above reverse."
        ),
        source=(
            "UN ESCAP in words (UNECE's notes of 2022 and 2023). The weights are in ESCAP"
            " SD/WP/04 of March 2017, which was out of reach: ours are a declared stand-in."
            " The cut at 10 is recalled, not read."
        ),
        edge_cases=(
            "No point in 2015: the nearest year, the earlier of two.",
            "A prediction that meets the target has no gap: maintain.",
            "Fewer than two points or no target: no value.",
            "A first line of the file with (2010,9.0)(2015,7.4) and TV=3 serves rows without `points`.",
        ),
        limits=(
            "The gap moves with the weights: 33 to 49 % on one series, in the same class.",
            "A straight line may predict what cannot be, such as a share above 100 %.",
        ),
        columns={
            "points": "the series as 2015:7.4 2018:7.0",
            "target|TV": "the target value",
            "[weights]": f"`{EQUAL}` or `{RECENT}` (the stand-in, also where it is empty)",
            "[log_y]": "True to fit logarithms",
            "[direction]": "1 or -1; empty: from base to target",
            "[base_year]": "2015 where it is empty",
            "[target_year]": "2030 where it is empty",
        },
    ),
    shapes=(("weights", "log_y"),),
)
