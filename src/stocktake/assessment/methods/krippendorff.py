"""Krippendorff's alpha: how far people who coded the same texts agree beyond chance."""

import math
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import product

from stocktake.assessment.methods import entries
from stocktake.assessment.methods.rules import Card, Layout, Method, Result, Row, blank


Code = float | str
Counts = Mapping[Code, float]  # how often each code stands in units coded twice
_TOLD = {"alpha", "level"}  # names in a table of results


class Level(StrEnum):
    """What the distance between two codes means."""

    NOMINAL = "nominal"  # same or not
    ORDINAL = "ordinal"  # steps in an order
    INTERVAL = "interval"  # differences
    RATIO = "ratio"  # proportions


@dataclass(frozen=True, slots=True)
class Reliability:
    """Alpha by level, None where it cannot be computed, and on how much it rests."""

    alphas: Mapping[Level, float | None]
    units: int  # with a code
    twice: int  # with two codes or more
    codes: int  # in units coded twice
    reason: str = ""


def alpha(units: Sequence[Sequence[Code]], level: Level) -> float | None:
    """1 - observed / expected disagreement; None without two codes of a unit, or variation.

    ``units`` holds the codes that each unit was given; a missing code is left out.
    """
    together = _coincidences(units)
    counts: dict[Code, float] = {}
    for (one, _), weight in together.items():
        counts[one] = counts.get(one, 0.0) + weight
    order = sorted(counts, key=_order)
    total = math.fsum(counts.values())
    distance = _distance(level, counts, order)
    expected = math.fsum(
        counts[a] * counts[b] * distance(a, b) for a, b in product(order, order)
    )
    if not expected:
        return None
    observed = math.fsum(weight * distance(a, b) for (a, b), weight in together.items())
    return 1 - (total - 1) * observed / expected


def _order(code: Code) -> tuple[bool, float, str]:
    return (False, code, "") if isinstance(code, (int, float)) else (True, 0.0, code)


def _coincidences(units: Sequence[Sequence[Code]]) -> dict[tuple[Code, Code], float]:
    """How often two codes stand together in a unit, each unit weighing its codes once."""
    together: dict[tuple[Code, Code], float] = {}
    for codes in units:
        if len(codes) < 2:
            continue
        held = Counter(codes)
        for a, b in product(held, held):
            pairs = held[a] * (held[b] - (a == b))
            if pairs:
                weight = pairs / (len(codes) - 1)
                together[a, b] = together.get((a, b), 0.0) + weight
    return together


def _distance(
    level: Level, counts: Counts, order: Sequence[Code]
) -> Callable[[Code, Code], float]:
    """The squared distance of two codes at a level."""
    if level is Level.NOMINAL:
        return lambda a, b: float(a != b)
    if level is Level.ORDINAL:
        return _ranks(counts, order)
    if level is Level.INTERVAL:
        return lambda a, b: (float(a) - float(b)) ** 2
    return _proportion


def _ranks(counts: Counts, order: Sequence[Code]) -> Callable[[Code, Code], float]:
    """Distance in ranks: what lies between two codes, and half of each."""
    middle: dict[Code, float] = {}
    below = 0.0
    for code in order:
        middle[code] = below + counts[code] / 2
        below += counts[code]
    return lambda a, b: (middle[a] - middle[b]) ** 2


def _proportion(a: Code, b: Code) -> float:
    one, other = float(a), float(b)
    return ((one - other) / (one + other)) ** 2 if one + other else 0.0


def reliability(units: Sequence[Sequence[Code]]) -> Reliability:
    """Alpha at every level that the codes allow: words only nominal, ratio from zero up."""
    twice = [codes for codes in units if len(codes) > 1]
    every = [code for codes in twice for code in codes]
    numbers = all(isinstance(code, (int, float)) for code in every)
    from_zero = numbers and all(float(code) >= 0 for code in every)
    allowed = {
        Level.NOMINAL: True,
        Level.ORDINAL: numbers,
        Level.INTERVAL: numbers,
        Level.RATIO: from_zero,
    }
    return Reliability(
        alphas={
            level: alpha(twice, level) if may else None
            for level, may in allowed.items()
        },
        units=sum(bool(codes) for codes in units),
        twice=len(twice),
        codes=len(every),
        reason=_reason(every, numbers=numbers),
    )


def _reason(codes: Sequence[Code], *, numbers: bool) -> str:
    if not codes:
        return "not computable: no unit has two codes"
    if len(set(codes)) == 1:
        return "not computable: the codes do not vary"
    return "" if numbers else "codes that are words have no order: nominal only"


def run(rows: Sequence[Row]) -> Sequence[Result]:
    """The alphas of the whole table, repeated for each coder, whose own codes are counted."""
    if rows and _TOLD & {entry.strip().casefold() for entry in rows[0].values()}:
        reason = "this table tells alphas; run the table of codes that they are of"
        return [blank(reason) for _ in rows]
    named = (
        bool(rows) and entries.text(rows[0], *list(rows[0])[:1]).casefold() == "coder"
    )
    table = [_codes(row, skip=int(named)) for row in rows[int(named) :]]
    units = [
        [code for code in column if code is not None]
        for column in zip(*table, strict=True)
    ]
    found = reliability(units)
    results = [_result(found, codes, len(table)) for codes in table]
    return [blank("names of the units"), *results] if named else results


def _codes(row: Row, *, skip: int) -> list[Code | None]:
    return [
        _code(cell)
        for name, cell in list(row.items())[skip:]
        if not name.startswith("#")
    ]


def _code(cell: str) -> Code | None:
    if entries.is_blank(cell):
        return None
    try:
        return float(cell)
    except ValueError:
        return cell.strip()


def _result(found: Reliability, codes: Sequence[Code | None], coders: int) -> Result:
    level = Level.ORDINAL if found.alphas[Level.ORDINAL] is not None else Level.NOMINAL
    value = found.alphas[level]
    result: dict[str, object] = {
        "value": value,
        "score": value,
        "status": "computed" if value is not None else "not-computable",
        "level": level.value,
        **{f"alpha_{each}": known for each, known in found.alphas.items()},
        "coders": coders,
        "units": found.units,
        "coded_twice": found.twice,
        "codes": found.codes,
        "coded_by_this_coder": sum(code is not None for code in codes),
    }
    if found.reason:
        result["reason"] = found.reason
    return result


METHOD = Method(
    name="krippendorff",
    version="1",
    card=Card(
        what=(
            "Krippendorff's alpha: agreement of people who coded the same reports, beyond what "
            "chance would give. 1 is full agreement, 0 is chance, below 0 is worse than chance. "
            "`value` is the ordinal alpha; all four levels are given."
        ),
        formula=(
            "alpha = 1 - D_o / D_e over pairs of codes within units. Squared distances: nominal "
            "0 or 1; ordinal (codes between, and half of both ends)^2; interval (a - b)^2; "
            "ratio ((a - b) / (a + b))^2."
        ),
        source=(
            "K. Krippendorff, Computing Krippendorff's Alpha-Reliability (2011): its data of 4 "
            "coders and 12 units give 0.743, 0.815, 0.849 and 0.797."
        ),
        edge_cases=(
            "Gaps are allowed; a unit with one code does not count.",
            "The codes do not vary, or no unit has two: not computable, never 1.",
            "Codes that are words have no order: nominal only. Ratio needs codes from zero up.",
        ),
        limits=(
            (
                "Only for people who coded one text. The State and the experts are different "
                "sources, not coders: use the gap between them."
            ),
            (
                "From which alpha on codes can be relied on is convention (often 0.80, tentatively "
                "0.667); the source of these limits was not read, so no class is given."
            ),
            "Publish it by theme and round, with the share of reports that were coded twice.",
        ),
        columns={
            "1": "a unit; no line of names: each line is a coder, each column a unit, a blank or nan a gap",
            "[coder]": "or with names: the first line begins with coder, then the units",
        },
    ),
    run=run,
    layout=Layout.MATRIX,
)
