"""A verdict in words and figures that a reader can check by hand."""

import math
from collections.abc import Mapping
from typing import Final

import numpy as np

from stocktake.assessment.methods.grid import Places
from stocktake.assessment.methods.pairs import Floats, Pairs
from stocktake.assessment.methods.statcan import HIGH, MIDDLE, limit_factor
from stocktake.assessment.verdicts import Label


Facts = Mapping[str, float | int | None]

# By the number of the reason; 0 is none.
WHY: Final = (
    "",
    "no value in or after the baseline year",
    "one value only, of {latest_year}: two are needed",
    "{span} years between {base_year} and {latest_year}: at least 3 are needed",
    "the last value, of {latest_year}, is more than 4 years old in {as_of}",
    "the way of measuring changed between {base_year} and {latest_year}",
)


def plain(value: float) -> float | None:
    """A number, None for NaN."""
    return None if math.isnan(value) else float(value)


def figure(value: float | None) -> str:
    """A number as a reader writes it: up to six significant digits, no exponent for usual sizes."""
    return "–" if value is None else f"{value:.6g}"


def columns(seen: Pairs) -> dict[str, Floats]:
    """The numbers that verdicts rest on, by name, for all series at once."""
    aimed = np.isfinite(seen.target)
    near = ~aimed & np.isfinite(seen.limit)
    return {
        "base_year": seen.base_year,
        "base": seen.base,
        "latest_year": seen.year,
        "latest": seen.value,
        "direction": seen.direction,
        "target": seen.target,
        "target_year": np.where(aimed, seen.target_year, np.nan),
        "gap": seen.target - seen.value,
        "limit": seen.limit,
        "limit_factor": np.where(near, limit_factor(seen, seen.base), np.nan),
    }


def facts(
    told: Mapping[str, Floats], points: Places, at: int
) -> dict[str, float | int | None]:
    """The numbers of one series that its verdict rests on."""
    found: dict[str, float | int | None] = {}
    for name, column in told.items():
        value = plain(column[at])
        found[name] = int(value) if value is not None and _whole(name) else value
    return {**found, "points": int(points[at])}


def _whole(name: str) -> bool:
    return name.endswith("year") or name == "direction"


def reason(told: Facts, why: int, *, label: Label, value: float | None) -> str:
    """Why there is no verdict, or what decided it before any pace was looked at."""
    span = _less(told["latest_year"], told["base_year"])
    reasons = {
        Label.CONTEXT: "no direction: the figure is shown as context and not judged",
        Label.CANNOT_ASSESS: WHY[why].format_map({**told, "span": span}),
        Label.NOT_MET: _why_not_met(told),
        Label.MOVING_AWAY: (
            "the target was met at the base and is no longer" if _had_it(told) else ""
        ),
    }
    met = "" if value is not None else "the target is met; no pace leads there"
    return reasons.get(label, met)


def _why_not_met(told: Facts) -> str:
    if told["base"] == told["target"]:
        return "the target equals the base value: only met or not met can be said"
    if (told["latest_year"] or 0) >= (told["target_year"] or math.inf):
        return "the target is due and not met"
    return "yes or no: only met or not met can be said"


def _less(one: float | None, other: float | None) -> float | None:
    return None if one is None or other is None else one - other


def _had_it(told: Facts) -> bool:
    target, base = told["target"], told["base"]
    if target is None or base is None:
        return False
    return (told["direction"] or 0) * (base - target) > 0


def arithmetic(told: Facts, *, rule: str, value: float | None, label: Label) -> str:
    """The way from the inputs to the label on one line."""
    if told["latest"] is None:
        return ""
    if told["points"] == 1:
        return f"{figure(told['latest'])} ({told['latest_year']})"
    moved = f"{figure(told['base'])} ({told['base_year']}) → {figure(told['latest'])} ({told['latest_year']})"
    if rule == "none":
        return moved
    if label in {Label.MET, Label.MET_MOVING_AWAY} or value is None:
        return f"{moved}{_aim(told)}"
    lines = {"statcan": _growth, "linear-pace": _pace, "steps": _steps, "sign": _sign}
    return f"{moved}{_aim(told)}: {lines[rule](told, value)}"


def _aim(told: Facts) -> str:
    if told["target"] is None:
        return ""
    way = "at least" if (told["direction"] or 0) > 0 else "at most"
    due = f" by {told['target_year']}" if told["target_year"] else ""
    return f", target {way} {figure(told['target'])}{due}, gap {figure(told['gap'])}"


def _root(told: Facts, end: str, year: str) -> str:
    years = _less(told[year], told["base_year"])
    return f"({figure(told[end])}/{figure(told['base'])})^(1/{figure(years)}) - 1"


def _rate(told: Facts, end: str, year: str) -> float:
    ratio = (told[end] or 0.0) / (told["base"] or math.nan)
    return math.pow(ratio, 1 / (_less(told[year], told["base_year"]) or math.nan)) - 1


def _growth(told: Facts, value: float) -> str:
    actual = _rate(told, "latest", "latest_year")
    first = f"{_root(told, 'latest', 'latest_year')} = {actual:.4%} a year"
    if told["target"] is None:
        factor = told["limit_factor"]
        shrunk = "" if factor is None else f" times C = {factor:.4f}"
        return f"{first}; cut-offs {MIDDLE:.1%} and {HIGH:.1%}{shrunk}"
    required = _rate(told, "target", "target_year")
    second = f"{_root(told, 'target', 'target_year')} = {required:.4%} a year"
    return f"{first}; {second}; {_signed(told)}{actual:.4%} / |{required:.4%}| = {value:.4f}"


def _signed(told: Facts) -> str:
    """The sign that turns growth into progress."""
    below = -1 if (told["base"] or 0) < 0 else 1
    return "-1 × " if (told["direction"] or 0) * below < 0 else ""


def _pace(told: Facts, value: float) -> str:
    base, base_year = figure(told["base"]), told["base_year"]
    way = f"({figure(told['latest'])} - {base})/({figure(told['target'])} - {base})"
    time = (
        f"({told['target_year']} - {base_year})/({told['latest_year']} - {base_year})"
    )
    return f"{way} × {time} = {value:.4f}"


def _steps(told: Facts, value: float) -> str:
    moved = _less(told["latest"], told["base"]) or 0.0
    word = "up" if moved > 0 else "down" if moved < 0 else "none"
    steps = f"move {word}{f' {figure(abs(moved))}' if moved else ''}"
    if told["target"] is None:
        return steps
    return f"{steps}; {_pace(told, value)}"


def _sign(told: Facts, value: float) -> str:
    change = _less(told["latest"], told["base"])
    return (
        f"change {figure(change)}, {figure(value)} in the wanted direction; no target"
    )
