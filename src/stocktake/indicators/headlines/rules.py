"""What a headline series is, and how its observations become points; pure."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

import msgspec

from stocktake.indicators.releases.rules import SUPPRESSED
from stocktake.indicators.structures.rules import STATUS, TIME, VALUE


SOURCE: Final = "SOURCE"
ALL: Final = ""  # the part of a series that is not split


class Headline(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One series of the file ``headlines.yaml``."""

    id: str
    flow: str
    area: str  # the dimension that names the State
    fixed: dict[str, str]
    names: dict[str, str]
    notes: dict[str, str]
    sources: tuple[str, ...] = ()  # the one to be shown first
    split: str = ""
    total: str = ""
    parts: tuple[str, ...] = ()
    over: str = ""
    combine: Literal["", "sum", "mean"] = ""

    @property
    def shown(self) -> tuple[str, ...]:
        """The codes of the split, its total first; one blank code where there is none."""
        if not self.split:
            return (ALL,)
        return (self.total, *self.parts) if self.total else self.parts

    def key(self, **more: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
        """The key of a slice: what is fixed, the codes of the split, and more."""
        codes: dict[str, tuple[str, ...]] = {
            name: (code,) for name, code in self.fixed.items()
        }
        if self.split:
            codes[self.split] = self.shown
        return {**codes, **more}

    def has(self, period: str) -> bool:
        """Whether a time period is of this series' frequency."""
        freq = self.fixed.get("FREQ", "A")
        return period.isdecimal() if freq == "A" else f"-{freq}" in period


@dataclass(frozen=True, slots=True)
class Cell:
    """A value, or None with the status that says why; of how many observations."""

    value: float | None
    status: str = ""
    counted: int = 1


@dataclass(frozen=True, slots=True)
class Point:
    """One time period: a cell for each code of the split."""

    period: str
    cells: Mapping[str, Cell]

    @property
    def known(self) -> bool:
        """Whether any value is there."""
        return any(cell.value is not None for cell in self.cells.values())


def by_source(
    headline: Headline, records: Iterable[Mapping[str, Any]]
) -> tuple[str, list[Mapping[str, Any]], tuple[str, ...]]:
    """The source to be shown, its observations, and the other sources that have values.

    The first of the preferred ones that has a value; else the first by code. Figures of
    different sources are never added up.
    """
    held: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for each in records:
        held[str(each[SOURCE])].append(each)
    known = sorted(
        code
        for code, rows in held.items()
        if any(row[VALUE] is not None for row in rows)
    )
    if not known:
        return "", [], ()
    ranked = [code for code in headline.sources if code in known]
    chosen = (ranked or known)[0]
    return chosen, held[chosen], tuple(code for code in known if code != chosen)


def points(headline: Headline, records: Iterable[Mapping[str, Any]]) -> list[Point]:
    """Observations of one area as points, the earliest first, those without value left out."""
    held: dict[str, dict[str, list[Mapping[str, Any]]]] = defaultdict(dict)
    for each in records:
        code = str(each[headline.split]) if headline.split else ALL
        held[str(each[TIME])].setdefault(code, []).append(each)
    made = [
        Point(period, {code: cell(headline, found) for code, found in codes.items()})
        for period, codes in held.items()
    ]
    return sorted((p for p in made if p.known), key=lambda point: point.period)


def cell(headline: Headline, found: Iterable[Mapping[str, Any]]) -> Cell:
    """One value of one or more observations, summed or averaged as the series says.

    Of several, one of which is withheld, there is none: it would count as zero.
    """
    rows = list(found)
    if any(row[VALUE] is None and row[STATUS] == SUPPRESSED for row in rows):
        return Cell(None, SUPPRESSED, 0)
    values = [float(row[VALUE]) for row in rows if row[VALUE] is not None]
    statuses = sorted({str(row[STATUS]) for row in rows if row[STATUS]})
    status = statuses[0] if len(statuses) == 1 else ""
    if not values:
        return Cell(None, status or "O", 0)
    if headline.combine == "mean":
        return Cell(round(sum(values) / len(values), 6), status, len(values))
    return Cell(round(sum(values), 6), status, len(values))


@dataclass(frozen=True, slots=True)
class Corridor:
    """The latest value of one code of the dimension that is summed or averaged over."""

    code: str
    period: str
    value: float


def corridors(
    headline: Headline, records: Iterable[Mapping[str, Any]]
) -> tuple[Corridor, ...]:
    """The latest value of each code that a mean is made of, by code."""
    if headline.combine != "mean":
        return ()
    latest: dict[str, Corridor] = {}
    for each in records:
        code, period = str(each[headline.over]), str(each[TIME])
        if each[VALUE] is not None and (
            code not in latest or latest[code].period < period
        ):
            latest[code] = Corridor(code, period, float(each[VALUE]))
    return tuple(latest[code] for code in sorted(latest))


def classes(values: Iterable[float], *, most: int = 5) -> tuple[float, ...]:
    """Upper bounds of up to ``most`` classes of about as many values each.

    Bounds are rounded up to two digits, so that a legend can be read; the last one
    takes in the greatest value. Equal bounds fall together.

    >>> classes([1, 2, 3, 4, 5, 60, 70, 800, 9000, 12345])
    (2.0, 4.0, 60.0, 800.0, 13000.0)
    """
    ordered = sorted(values)
    if not ordered:
        return ()
    bounds = [
        _up(ordered[max(0, -(-len(ordered) * step // most) - 1)])
        for step in range(1, most + 1)
    ]
    return tuple(dict.fromkeys(bounds))


def _up(value: float) -> float:
    """The next number of two digits that is not below a value."""
    if value <= 0:
        return 0.0
    unit = 1.0
    while value / unit >= 100:
        unit *= 10
    while value / unit < 10 and unit > 0.01:
        unit /= 10
    return round(-(-round(value / unit, 9) // 1) * unit, 6)


def class_of(value: float, bounds: tuple[float, ...]) -> int:
    """The place of the class that a value lies in."""
    return next(
        (place for place, bound in enumerate(bounds) if value <= bound),
        len(bounds) - 1,
    )
