"""Destatis's weather symbols: the mean of the last five yearly changes, carried on to the target."""

import math
from dataclasses import dataclass
from typing import Final

import numpy as np

from stocktake.assessment.methods import cells
from stocktake.assessment.methods.pairs import Codes, Floats, divide
from stocktake.assessment.methods.rules import Card, Method, Result, Row, blank, each


WINDOW, FEWEST = 6, 4  # points in a row
EXACT: Final = 9
SUN, CLOUDED = 5.0, 20.0  # per cent of the remaining way by which a target is missed
SYMBOLS: Final = (
    "sun",
    "sun+cloud (5-20%)",
    "cloud (>20%)",
    "thunderstorm (not developing in desired direction)",
)


@dataclass(frozen=True, slots=True)
class Weather:
    """What the rule finds for each series, with every number on the way."""

    symbol: Codes  # index of SYMBOLS, -1 where there is none
    change: Floats
    projected: Floats
    miss: Floats  # per cent of what is left of the way


def change(values: Floats) -> Floats:
    """Mean yearly change over the last points in a row, up to six and at least four.

    ``values``: series by consecutive years, the last column the latest; NaN where blank.
    """
    width = min(WINDOW, values.shape[1])
    unbroken = np.cumprod(np.isfinite(values[:, ::-1][:, :width]), axis=1)
    length = unbroken.sum(axis=1).astype(int)
    first = values[np.arange(len(values)), values.shape[1] - np.maximum(length, 1)]
    mean = divide(values[:, -1] - first, (length - 1).astype(float))
    return np.where(length >= FEWEST, mean, np.nan)


def forecast(
    values: Floats, last_year: Floats, target: Floats, target_year: Floats, way: Floats
) -> Weather:
    """The symbol of each series; a target of 0 is an ordinary target."""
    latest, mean = values[:, -1], change(values)
    projected = latest + mean * (target_year - last_year)
    off = np.abs(target - projected)
    met = way * np.round(projected - target, EXACT) >= 0
    miss = np.where(met, 0.0, 100 * divide(off, np.abs(target - latest)))
    exact = np.round(miss, EXACT)
    wrong = way * np.round(mean, EXACT) <= 0
    symbol = np.select(
        [np.isnan(way * projected * target), met, wrong, exact < SUN, exact <= CLOUDED],
        [-1, 0, 3, 0, 1],
        2,
    )
    none = symbol < 0
    return Weather(
        symbol.astype(np.int8), mean, projected, np.where(none, np.nan, miss)
    )


def _one(row: Row) -> Result:
    series = cells.numbers(row, "last_six")
    if not series or math.isnan(series[-1]):
        return blank("the series is blank at its end")
    known = [
        np.array([one])
        for one in (
            cells.year(row, "last_year"),
            cells.number(row, "target"),
            cells.year(row, "target_year"),
            cells.direction(row),
        )
    ]
    found = forecast(np.array([series]), *known)
    symbol = int(found.symbol[0])
    told = [found.miss, found.change, found.projected]
    miss, mean, projected = (
        None if np.isnan(one[0]) else float(one[0]) for one in told
    )
    reason = ""
    if symbol < 0:
        reason = (
            f"fewer than {FEWEST} values in a row"
            if mean is None
            else "a target, its year, the last year and a direction are needed"
        )
    return {
        "value": miss,
        "score": None,
        "status": SYMBOLS[symbol] if symbol >= 0 else None,
        "latest": series[-1],
        "mean_annual_change": mean,
        "projected": projected,
        "miss_pct_of_remaining": miss,
        "symbol": SYMBOLS[symbol] if symbol >= 0 else None,
        **({"reason": reason} if reason else {}),
    }


METHOD = Method(
    name="destatis",
    version="1",
    run=each(_one),
    card=Card(
        what=(
            "Carries the mean of the last five yearly changes on to the target year and"
            " shows, as a weather symbol, by how much of the remaining way it misses."
        ),
        formula=(
            "m = (latest - value five years before)/5; projected = latest + m * (target year"
            " - last year); value = 100 * |target - projected|/|target - latest|. Reached or"
            " under 5 %: sun; 5 to 20 %: sun and cloud; above: cloud; not moving in the"
            " wanted direction: thunderstorm."
        ),
        source=(
            "German Sustainable Development Strategy, dns-indikatoren.de/en/status, read in"
            " 2026; Vanuatu uses the same."
        ),
        edge_cases=(
            "A projection that reaches the target is sun, whatever the direction of the trend.",
            "Standing still short of the target is not moving in the wanted direction: thunderstorm.",
            "Fewer than six points: the mean of those there are, at least four in a row to the last.",
            "A target of 0 is an ordinary target.",
        ),
        limits=(
            "Neither a political appraisal nor a forecast.",
            "Exactly 20 % still counts as sun and cloud.",
        ),
        columns={
            "last_six": "the last six yearly values, oldest first, spaces between",
            "last_year": "year of the last value",
            "target": "the target value",
            "target_year": "the year the target is due",
            "direction": "1 where more is better, -1 where less is better",
        },
    ),
)
