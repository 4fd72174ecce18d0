"""What is expected of official statistics and what is there; in no order of merit."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from stocktake.geography import queries as geography
from stocktake.indicators import queries as statistics
from stocktake.indicators import standings
from stocktake.indicators.gaps import queries as gaps
from stocktake.indicators.gaps.rules import Gaps, years_since
from stocktake.jobs import expected_figures
from stocktake.kernel.languages import in_language
from stocktake.portal.pages.frame import Frame, Link, Record, language
from stocktake.portal.pages.statistics import Choice, statistics_link
from stocktake.portal.places import area_name


@dataclass(frozen=True, slots=True)
class Breakdown:
    """One breakdown that is expected, and how many States have it."""

    name: str
    states: int


@dataclass(frozen=True, slots=True)
class SeriesGaps:
    """One series: how many States have it, how it is broken down, how old it is."""

    flow: str
    flow_name: str
    name: str
    said_by: str
    states: int
    without: tuple[str, ...]
    breakdowns: tuple[Breakdown, ...]
    latest: str
    years: int
    no_policy: bool  # nobody has decided whether its figures need protection


@dataclass(frozen=True, slots=True)
class StateGaps:
    """One series of one State."""

    flow: str
    name: str
    first: str
    last: str
    periods: int
    years: int
    has: tuple[str, ...]
    lacks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class GapsPage:
    """Expected against delivered, by series and for one State."""

    frame: Frame
    total: int
    series: tuple[SeriesGaps, ...]
    unknown: tuple[SeriesGaps, ...]
    choices: tuple[Choice, ...]
    state: str
    state_name: str
    rows: tuple[StateGaps, ...]

    def records(self) -> list[Record]:
        """One record a series."""
        return [
            {
                "flow": each.flow,
                "series": each.name,
                "expected_by": each.said_by,
                "states": each.states,
                "states_without": len(each.without),
                "without": " ".join(each.without),
                "latest": each.latest,
                **{f"by {one.name}": one.states for one in each.breakdowns},
            }
            for each in (*self.series, *self.unknown)
        ]


def gaps_page(state: str, *, today: date) -> GapsPage:
    """What is there of what is expected, and for one State. One query."""
    found = gaps.gaps(expected_figures.expected())
    code = geography.area(state).alpha3 if state else ""
    title = _("Expected and there")
    told = tuple(series_gaps(each, today) for each in found)
    return GapsPage(
        frame=Frame(title, "statistics", (statistics_link(), Link(title))),
        total=len(geography.states()),
        series=tuple(each for each in told if each.states),
        unknown=tuple(each for each in told if not each.states),
        choices=tuple(
            Choice(each.alpha3, each.name(language()), each.alpha3 == code)
            for each in sorted(
                geography.states(), key=lambda area: area.name(language())
            )
        ),
        state=code,
        state_name=area_name(code) if code else "",
        rows=tuple(_state_gaps(each, code, today) for each in found if each.held)
        if code
        else (),
    )


def series_gaps(found: Gaps, today: date) -> SeriesGaps:
    """One series in the page's language."""
    asked = found.expected
    flow = statistics.flow(asked.flow)
    return SeriesGaps(
        flow=flow.id,
        flow_name=in_language(flow.names, language()),
        name=in_language(asked.names, language()),
        said_by=asked.said_by,
        states=len(found.held),
        without=found.missing,
        breakdowns=(
            *(
                Breakdown(dimension_name(flow.id, each), found.broken_down(each))
                for each in asked.breakdowns
            ),
            *(Breakdown(in_language(each, language()), 0) for each in asked.beyond),
        ),
        latest=found.latest,
        years=years_since(found.latest, today) if found.latest else 0,
        no_policy=standings.kind(flow.reference) is standings.Kind.NONE,
    )


def dimension_name(flow: str, dimension: str) -> str:
    """A dimension in the page's language."""
    component = statistics.flow(flow).components.get(dimension)
    return in_language(component.names, language()) if component else dimension


def _state_gaps(found: Gaps, state: str, today: date) -> StateGaps:
    asked, held = found.expected, found.of(state)
    has = [d for d in asked.breakdowns if held and held.breakdowns.get(d)]
    lacks = [d for d in asked.breakdowns if d not in has]
    return StateGaps(
        flow=asked.flow,
        name=in_language(asked.names, language()),
        first=held.first if held else "",
        last=held.last if held else "",
        periods=held.periods if held else 0,
        years=years_since(held.last, today) if held else 0,
        has=tuple(
            f"{dimension_name(asked.flow, d)} ({held.breakdowns[d]})" if held else ""
            for d in has
        ),
        lacks=(
            *(dimension_name(asked.flow, d) for d in lacks),
            *(in_language(each, language()) for each in asked.beyond),
        ),
    )
