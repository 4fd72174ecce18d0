"""A plain mean of goal scores, as the SDG Index of the SDSN averages: an outside comparator."""

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from stocktake.assessment.methods import entries
from stocktake.assessment.methods.rules import Card, Method, Result, Row, blank


_GOAL = re.compile(r"(?:goal[ _-]?|g)(\d+)(?:[ _-]?score)?", re.IGNORECASE)
_END = 100.0  # scores run from 0 to 100


@dataclass(frozen=True, slots=True)
class Average:
    """The mean of goal scores, what was filled in, and what the gaps could make of it."""

    value: float | None  # with gaps filled by regional means; None where one cannot be
    reported: float | None  # the mean of what was reported
    present: int
    goals: int
    filled: Mapping[str, float]  # goal -> the mean of its region
    lowest: float  # every gap read as 0
    highest: float  # every gap read as 100


def mean(values: Sequence[float]) -> float:
    """The arithmetic mean, summed without rounding in between."""
    return math.fsum(values) / len(values)


def average(
    scores: Mapping[str, float | None], regional: Mapping[str, float | None]
) -> Average:
    """The mean of a State's goals, each gap filled by the mean of its region.

    ``scores`` and ``regional`` hold 0..100 by goal, None where there is nothing. A zero
    is a score; only None is a gap.
    """
    held = [score for score in scores.values() if score is not None]
    gaps = [goal for goal, score in scores.items() if score is None]
    filled = {goal: known for goal in gaps if (known := regional.get(goal)) is not None}
    whole = bool(held) and len(filled) == len(gaps)
    return Average(
        value=mean([*held, *filled.values()]) if whole else None,
        reported=mean(held) if held else None,
        present=len(held),
        goals=len(scores),
        filled=filled,
        lowest=math.fsum(held) / len(scores),
        highest=(math.fsum(held) + _END * len(gaps)) / len(scores),
    )


def _goals(rows: Sequence[Row]) -> dict[str, str]:
    """The columns of goals in the order of their numbers, by column."""
    found = {
        name: match[1]
        for row in rows[:1]
        for name in row
        if (match := _GOAL.fullmatch(name))
    }
    return dict(sorted(found.items(), key=lambda pair: int(pair[1])))


def _scores(row: Row, goals: Mapping[str, str]) -> dict[str, float | None]:
    scores = {name: entries.number(row, name) for name in goals}
    for name in re.split(r"[\s|;+]+", entries.text(row, "blank_read_as_zero")):
        if name in scores and scores[name] is None:
            scores[name] = 0.0  # the source's blank stands for a zero
    return scores


def _regional(
    rows: Sequence[Row], table: Sequence[Mapping[str, float | None]]
) -> dict[str, dict[str, float | None]]:
    """The mean of each goal in each region, over the rows of this file that hold it."""
    by_region: dict[str, dict[str, list[float]]] = {}
    for row, scores in zip(rows, table, strict=True):
        region = by_region.setdefault(entries.text(row, "region"), {})
        for name, score in scores.items():
            if score is not None:
                region.setdefault(name, []).append(score)
    return {
        region: {name: mean(held) for name, held in goals.items()}
        for region, goals in by_region.items()
        if region
    }


def run(rows: Sequence[Row]) -> Sequence[Result]:
    """One result a row: the mean of its goals, gaps filled by the means of its region."""
    goals = _goals(rows)
    table = [_scores(row, goals) for row in rows]
    regional = _regional(rows, table)
    return [
        _result(scores, regional.get(entries.text(row, "region"), {}))
        for row, scores in zip(rows, table, strict=True)
    ]


def _result(
    scores: Mapping[str, float | None], regional: Mapping[str, float | None]
) -> Result:
    if all(score is None for score in scores.values()):
        return blank("no goal has a score", present=0, goals=len(scores))
    found = average(scores, regional)
    shown = {
        "mean_of_reported": found.reported,
        "present": found.present,
        "goals": found.goals,
        "filled": dict(found.filled),
        "lowest": found.lowest,
        "highest": found.highest,
    }
    if found.value is None:
        missing = [
            name
            for name, score in scores.items()
            if score is None and name not in found.filled
        ]
        return blank(
            f"no score and no other score in the region: {', '.join(missing)}", **shown
        )
    status = "gaps-filled" if found.filled else "complete"
    return {"value": found.value, "score": found.value, "status": status, **shown}


METHOD = Method(
    name="sdg-index",
    version="1",
    card=Card(
        what=(
            "The mean of the goal scores of a State, every goal with the same weight, as the SDG "
            "Index of the Sustainable Development Solutions Network averages them. Here to "
            "compare with that index; it decides nothing about a commitment."
        ),
        formula=(
            "value = sum of the goal scores / number of goals. A goal without a score takes the "
            "mean of the scores that the other rows of the same region have for it."
        ),
        source=(
            "Sustainable Development Report 2023, goal scores: the formula was found by "
            "recomputing its published overall scores, 166 of 166 to 5e-9."
        ),
        edge_cases=(
            (
                "A zero is a score and a blank is a gap. Cells that the published table leaves blank "
                "for a true zero are named in the column `blank_read_as_zero`."
            ),
            (
                "The regional mean is taken over the rows of the file that is run: run the whole "
                "table, or the gaps are filled from a part of the region."
            ),
            "No other row of the region has the goal: no value, with the reason.",
            "`lowest` and `highest` say what the mean would be if every gap were 0, or 100.",
        ),
        limits=(
            (
                "Filling a gap with the mean of a region invents a number for a State. It is done "
                "here because the index does it, and is not done for any finding."
            ),
            (
                "How raw figures become goal scores is not part of this method: the bounds are "
                "the publisher's own. `normalise` has the formulas."
            ),
            "No rank is given. By the publisher's own account differences of a few ranks mean nothing.",
        ),
        columns={
            "goal_1_score": "score of the goal, 0 to 100; one column a goal (also goal_1, g1)",
            "[region]": "whose mean fills a gap",
            "[blank_read_as_zero]": "columns of this row whose blank is a zero, a blank between",
        },
    ),
    run=run,
    shapes=(("goal_1",), ("g1",)),
)
