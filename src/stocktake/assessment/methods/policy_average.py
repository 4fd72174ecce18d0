"""Averaging policy answers as the Migrant Integration Policy Index does: areas, then all."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from stocktake.assessment.methods import entries
from stocktake.assessment.methods.rules import (
    Card,
    Method,
    Result,
    Row,
    Unreadable,
    each,
)


BETWEEN = "/"  # area/dimension/indicator
LABELS = frozenset(
    {"state", "country", "code", "name", "case", "round", "year", "iso2", "iso3"}
)
_LOW, _HIGH = 0.0, 100.0


@dataclass(frozen=True, slots=True)
class PolicyScore:
    """The mean of areas, the mean of each area, and how many answers there were."""

    value: float | None
    areas: Mapping[str, float | None]
    answered: int
    asked: int
    lowest: float | None  # every open answer read as 0
    highest: float | None  # every open answer read as 100


def averaged(answers: Mapping[str, float | None]) -> PolicyScore:
    """Means up the tree that the names spell: ``area/dimension/indicator``.

    An answer is 0..100, None where the question does not apply or was not answered; it
    is left out, and counts neither as 0 nor as 100.
    """
    areas = {
        area: _mean_of(_below(answers, area))
        for area in dict.fromkeys(name.split(BETWEEN)[0] for name in answers)
    }
    return PolicyScore(
        value=_mean(list(areas.values())),
        areas=areas,
        answered=sum(answer is not None for answer in answers.values()),
        asked=len(answers),
        lowest=_mean_of(_filled(answers, _LOW)),
        highest=_mean_of(_filled(answers, _HIGH)),
    )


def _filled(answers: Mapping[str, float | None], value: float) -> dict[str, float]:
    return {
        name: value if answer is None else answer for name, answer in answers.items()
    }


def _below(answers: Mapping[str, float | None], branch: str) -> dict[str, float | None]:
    """The answers below a branch, by the rest of their names."""
    return {
        name.partition(BETWEEN)[2]: answer
        for name, answer in answers.items()
        if name.split(BETWEEN)[0] == branch
    }


def _mean_of(answers: Mapping[str, float | None]) -> float | None:
    """The mean of the branches of a tree; a name that is used up is an answer."""
    if set(answers) == {""}:
        return answers[""]
    branches = dict.fromkeys(name.split(BETWEEN)[0] for name in answers)
    return _mean(
        [
            answers[branch] if branch in answers else _mean_of(_below(answers, branch))
            for branch in branches
        ]
    )


def _mean(values: Sequence[float | None]) -> float | None:
    held = [value for value in values if value is not None]
    return math.fsum(held) / len(held) if held else None


def _answers(row: Row) -> dict[str, float | None]:
    named = [name for name in row if BETWEEN in name] or [
        name
        for name in row
        if name.casefold() not in LABELS and not name.startswith("#")
    ]
    answers = {name: entries.number(row, name) for name in named}
    for name, answer in answers.items():
        if answer is not None and not _LOW <= answer <= _HIGH:
            raise Unreadable(name, f"{answer:g} lies outside 0 to 100")
    return answers


def _one(row: Row) -> Result:
    found = averaged(_answers(row))
    result: dict[str, object] = {
        "value": found.value,
        "score": found.value,
        "status": None if found.value is None else _status(found),
        "areas": dict(found.areas),
        "answered": found.answered,
        "asked": found.asked,
        "lowest": found.lowest,
        "highest": found.highest,
    }
    if found.value is None:
        result["reason"] = "no question is answered"
    return result


def _status(found: PolicyScore) -> str:
    return "complete" if found.answered == found.asked else "partly-answered"


METHOD = Method(
    name="policy-average",
    version="1",
    card=Card(
        what=(
            "The mean of answers about laws and policies, through dimensions and areas, as the "
            "Migrant Integration Policy Index (MIPEX) forms it: each question scores 0, 50 or "
            "100, each area is the mean of its questions, the whole is the mean of the areas."
        ),
        formula=(
            "area = mean of its dimensions, each the mean of its answered questions; "
            "value = mean of the areas that have an answer. Equal weights throughout."
        ),
        source=(
            "MIPEX, as two secondary descriptions state it (0, 50, 100; eight areas; equal "
            "weights). No published table of answers was at hand, so it is tested by its "
            "properties: a mean of means, rising with every answer."
        ),
        edge_cases=(
            "An answer that is blank or n/a is left out; it is not a 0.",
            "An area without any answer is left out and shown blank.",
            "`lowest` and `highest` say what the whole would be if every open answer were 0, or 100.",
        ),
        limits=(
            "Equal weights are a choice. An area with few questions weighs as much as one with many.",
            "It measures rules on paper, not what happens.",
            "A left-out answer makes two States' means means of different things: read `answered` of `asked`.",
        ),
        columns={
            "[area/dimension/indicator]": (
                "an answer of 0 to 100; levels are parted by a slash, as many as there are. "
                "Without any slash every column but state, country, code, name, case, round, year, iso2 and iso3 is an area"
            ),
        },
    ),
    run=each(_one),
)
