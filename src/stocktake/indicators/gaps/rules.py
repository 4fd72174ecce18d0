"""Expected against delivered, as frozen values; pure. No marks, no ranks: what is there."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from stocktake.indicators import periods
from stocktake.indicators.structures.rules import TOTAL, CodeList, Flow, area_dimension


NOT_BROKEN_DOWN: Final = frozenset({"FREQ", "SOURCE"})


@dataclass(frozen=True, slots=True)
class Expected:
    """What a series should have: its dataflow, what it is about, its breakdowns.

    ``beyond`` are the names of breakdowns that are expected and for which the dataflow
    has no dimension.
    """

    flow: str
    subject: Mapping[str, str]  # dimension: code; blank for the whole dataflow
    breakdowns: tuple[str, ...]
    area: str = ""  # the dimension that names the State
    names: Mapping[str, str] = field(default_factory=dict)
    beyond: tuple[Mapping[str, str], ...] = ()
    said_by: str = ""  # the indicator that asks for it; blank: the data structure

    @property
    def about(self) -> str:
        """The codes of what it is about, as releases are asked for them."""
        return "+".join(self.subject.values())


@dataclass(frozen=True, slots=True)
class Held:
    """What an area has of a series: periods with a value, and the last of each breakdown."""

    area: str
    first: str
    last: str
    periods: int
    sources: tuple[str, ...]
    breakdowns: Mapping[str, str]  # dimension: last period in which it is broken down


@dataclass(frozen=True, slots=True)
class Gaps:
    """One series: who has it, who has none, and what each lacks."""

    expected: Expected
    held: tuple[Held, ...]
    missing: tuple[str, ...]  # States without any value

    @property
    def latest(self) -> str:
        """The last period that any State has."""
        return max((each.last for each in self.held), default="")

    def broken_down(self, dimension: str) -> int:
        """How many States have a breakdown by a dimension at all."""
        return sum(bool(each.breakdowns.get(dimension)) for each in self.held)

    def of(self, state: str) -> Held | None:
        """What one State has."""
        return next((each for each in self.held if each.area == state), None)


def years_since(period: str, today: date) -> int:
    """Whole years from the end of a period to a day; 0 where it has not ended.

    >>> years_since("2020", date(2026, 11, 24))
    5
    """
    last = periods.period(period).last
    years = today.year - last.year - ((today.month, today.day) < (last.month, last.day))
    return max(0, years)


def of_structure(flow: Flow, lists: Mapping[str, CodeList]) -> tuple[Expected, ...]:
    """What a data structure lets expect: a series for each code of its subjects.

    A dimension whose list has a total can be broken down; one without tells what a
    series is about (which population, which indicator).
    """
    area = area_dimension(flow)
    rest = [d for d in flow.dimension_ids if d not in {area, *NOT_BROKEN_DOWN}]
    subjects = [
        d for d in rest if d in lists and TOTAL not in lists[d].ranks and _few(lists[d])
    ]
    breakdowns = tuple(d for d in rest if d in lists and TOTAL in lists[d].ranks)
    if not subjects:
        return (Expected(flow.id, {}, breakdowns, area, flow.names),)
    subject = subjects[0]
    return tuple(
        Expected(flow.id, {subject: code.id}, breakdowns, area, code.names)
        for code in lists[subject].codes
    )


def _few(codes: CodeList) -> bool:
    return len(codes.codes) < 100


def gaps(expected: Expected, held: Iterable[Held], states: Iterable[str]) -> Gaps:
    """One series of the States asked for; areas that are no States are left out."""
    wanted = tuple(states)
    mine = {each.area: each for each in held if each.area in set(wanted)}
    return Gaps(
        expected,
        tuple(mine[code] for code in sorted(mine)),
        tuple(code for code in wanted if code not in mine),
    )
