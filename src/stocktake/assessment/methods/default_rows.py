"""Rows of a table as series with definitions for the default verdict, and verdicts as results."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from stocktake.assessment.definitions.rules import Definition, Kind, SetBy, Target
from stocktake.assessment.methods import cells
from stocktake.assessment.methods.pairs import BASE, VALUE, YEAR
from stocktake.assessment.methods.rules import Result, Row, Unreadable
from stocktake.assessment.verdicts import Grade, Scale, Series, Stability, Verdict


HORIZON: Final = 2030
FIRST_OF_ALL: Final = 0  # a baseline year before any value
SHAPES: Final = (
    ("base_year", "base", "cur_year", "cur"),
    ("base_year", "base_value", "current_year", "current_value"),
)


@dataclass(frozen=True, slots=True)
class Asked:
    """What one row asks for; ``as_of`` None: the age of the last value is not looked at."""

    series: Series
    definition: Definition
    as_of: int | None


def read(rows: Sequence[Row]) -> list[Asked]:
    """All rows; an unreadable cell is refused by its row."""
    asked = []
    for number, row in enumerate(rows, 1):
        try:
            asked.append(_one(row))
        except Unreadable as error:
            raise Unreadable(error.column, error.told, row=number) from error
    return asked


def _one(row: Row) -> Asked:
    series = Series(
        points=_points(row),
        source=cells.word(row, "source"),
        vintage=cells.word(row, "vintage"),
        unit=cells.word(row, "unit"),
        grade=_grade(row),
        breaks=tuple(int(at) for at in cells.numbers(row, "breaks")),
        error=_or_none(cells.number(row, "error")),
    )
    target = _or_none(cells.number(row, "target"))
    direction = _direction(row, series, target)
    limit = _or_none(cells.number(row, "limit"))
    due = _year(row, "target_year")
    return Asked(
        series=series,
        definition=Definition(
            code="",
            kind=Kind.QUANTITATIVE,
            scale=_scale(row),
            direction=direction,
            low=limit if (direction or 0) < 0 else None,
            high=limit if (direction or 0) > 0 else None,
            baseline_year=_year(row, "baseline_year") or FIRST_OF_ALL,
            horizon=due or HORIZON,
            target=None if target is None else Target(target, due, SetBy.STATE),
        ),
        as_of=_year(row, "as_of"),
    )


def _points(row: Row) -> tuple[tuple[int, float], ...]:
    if "points" in row:
        return cells.points(row)
    ends = (
        (cells.year(row, "base_year"), cells.number(row, *BASE)),
        (cells.year(row, *YEAR), cells.number(row, *VALUE)),
    )
    known = {int(at): value for at, value in ends if not math.isnan(at + value)}
    return tuple(sorted(known.items()))


def _direction(row: Row, series: Series, target: float | None) -> int | None:
    """As the row says; where the table has no such column, from the base to the target."""
    if "direction" in row:
        way = cells.direction(row)
        return None if math.isnan(way) else int(way)
    if target is None or not series.points:
        return None
    base = series.points[0][1]
    return None if base == target else 1 if target > base else -1


def _scale(row: Row) -> Scale:
    said = cells.word(row, "scale").lower() or Scale.RATIO.value
    return Scale(_among(said, [one.value for one in Scale], "scale"))


def _grade(row: Row) -> Grade | None:
    said = cells.word(row, "grade").lower()
    return Grade(_among(said, [one.value for one in Grade], "grade")) if said else None


def _among(said: str, known: Sequence[str], column: str) -> str:
    if said not in known:
        raise Unreadable(column, f"{said!r} is none of {', '.join(known)}.")
    return said


def _year(row: Row, column: str) -> int | None:
    year = cells.year(row, column)
    return None if math.isnan(year) else int(year)


def _or_none(value: float) -> float | None:
    return None if math.isnan(value) else value


def result(verdict: Verdict, grade: Grade | None) -> Result:
    """A verdict with every number on the way, flat; the grade as the row gave it."""
    stands = verdict.stability
    return {
        "value": verdict.value,
        "score": verdict.score,
        "status": verdict.label.value,
        "rule": verdict.rule,
        "arithmetic": verdict.arithmetic,
        **verdict.inputs,
        "stability": _told(stands),
        "holds_in": stands.k,
        "reruns_allowed": stands.n,
        "alternative": stands.alternative.value if stands.alternative else None,
        "reruns": [
            {
                "choice": one.choice,
                "rule": one.rule,
                "status": one.label.value,
                "value": one.value,
            }
            for one in stands.reruns
        ],
        "grade": grade.value if grade else None,
        **({"reason": verdict.reason} if verdict.reason else {}),
    }


def _told(stands: Stability) -> str:
    if not stands.n:
        return "the data allow no rerun"
    other = f"; else {stands.alternative.value}" if stands.alternative else ""
    return f"holds in {stands.k} of {stands.n}{other}"
