"""The page of official statistics: a series on the map, by group, and the dataflows."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from stocktake.design import maps
from stocktake.geography import queries as geography
from stocktake.indicators import queries as statistics
from stocktake.indicators.aggregates.rules import ADDITIVE
from stocktake.indicators.headlines import queries as headlines
from stocktake.indicators.headlines import rules
from stocktake.indicators.headlines.queries import Snapshot
from stocktake.indicators.headlines.rules import Headline
from stocktake.indicators.releases.rules import Release
from stocktake.indicators.structures.rules import Flow
from stocktake.kernel.languages import in_language
from stocktake.portal.pages.figures import (
    SourceLine,
    source_lines,
    unit_name,
    written,
)
from stocktake.portal.pages.frame import Frame, Link, Record, language
from stocktake.portal.pages.map import WorldPicture
from stocktake.portal.places import area_name


@dataclass(frozen=True, slots=True)
class Choice:
    """One entry of a list to choose from."""

    value: str
    text: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class StateFigure:
    """One State with its figure on the map."""

    code: str
    name: str
    figure: str
    value: float | None


@dataclass(frozen=True, slots=True)
class LegendLine:
    """One class of the map in words; ``css`` as the map draws it."""

    css: str
    text: str
    states: int


@dataclass(frozen=True, slots=True)
class SeriesMap:
    """One series on the map in one period."""

    title: str
    note: str
    unit: str
    period: str
    picture: WorldPicture
    legend: tuple[LegendLine, ...]
    sizes: tuple[str, ...]  # what the circles of ``sizes_svg`` stand for; none: shades
    sizes_svg: str
    states: tuple[StateFigure, ...]
    sources: tuple[SourceLine, ...]


@dataclass(frozen=True, slots=True)
class FlowRow:
    """One dataflow with the release in force."""

    id: str
    name: str
    about: str
    observations: int
    published: date | None


@dataclass(frozen=True, slots=True)
class StatisticsPage:
    """Official statistics: the map and the dataflows."""

    frame: Frame
    series: tuple[Choice, ...]
    periods: tuple[Choice, ...]
    shown: SeriesMap | None
    flows: tuple[FlowRow, ...]
    states: tuple[tuple[str, str], ...]

    def records(self) -> list[Record]:
        """One record a State of the series that is shown."""
        if self.shown is None:
            return []
        return [
            {"state": row.code, "period": self.shown.period, "value": row.value}
            for row in self.shown.states
        ]


def statistics_link() -> Link:
    """The page of official statistics, as the first step of a trail."""
    return Link(_("Statistics"), reverse("portal:statistics"))


def statistics_page(series: str, period: str) -> StatisticsPage:
    """One series on the map in one period. Four queries.

    The latest period where none is asked for, or one that this series does not have.
    """
    of = headlines.headline(series) if series else headlines.headlines()[0]
    periods = headlines.periods(of)
    chosen = period if period in periods else next(iter(periods), "")
    return StatisticsPage(
        frame=Frame(_("Statistics"), "statistics", (Link(_("Statistics")),)),
        series=tuple(
            Choice(each.id, in_language(each.names, language()), each == of)
            for each in headlines.headlines()
        ),
        periods=tuple(Choice(each, each, each == chosen) for each in periods),
        shown=_map(headlines.world(of, chosen)) if chosen else None,
        flows=flow_rows(),
        states=tuple(
            sorted((each.name(language()), each.alpha3) for each in geography.states())
        ),
    )


def flow_rows() -> tuple[FlowRow, ...]:
    """The dataflows with their releases. One query."""
    held = statistics.current()
    return tuple(
        _flow_row(flow, held.get(flow.reference)) for flow in statistics.flows()
    )


def _flow_row(flow: Flow, release: Release | None) -> FlowRow:
    return FlowRow(
        flow.id,
        in_language(flow.names, language()),
        in_language(flow.descriptions, language()),
        release.observations if release else 0,
        release.published_at.date() if release else None,
    )


def _map(found: Snapshot) -> SeriesMap:
    """Numbers as circles, rates as shades."""
    of = found.headline
    cells = {code: found.cells[code] for code in _drawn() if code in found.cells}
    values = {c: cell.value for c, cell in cells.items() if cell.value is not None}
    counted = found.unit in ADDITIVE
    bounds = () if counted else rules.classes(values.values())
    places = (
        {} if counted else {c: rules.class_of(v, bounds) for c, v in values.items()}
    )
    top = max(values.values(), default=0.0)
    shown = _round_amounts(top) if counted else ()
    return SeriesMap(
        title=in_language(of.names, language()),
        note=in_language(of.notes, language()),
        unit=_unit(of, found.unit),
        period=found.period,
        picture=_picture(values, None if counted else places),
        legend=(*_legend(places, bounds), _without(values)),
        sizes=tuple(map(written, shown)),
        sizes_svg=maps.sizes(shown, top=top) if shown else "",
        states=_states(values),
        sources=source_lines(found.files),
    )


def _round_amounts(top: float) -> tuple[float, ...]:
    """A round amount that is not above the greatest, a tenth and a hundredth of it."""
    if top <= 0:
        return ()
    unit = 10 ** math.floor(math.log10(top))
    first = top // unit * unit
    return tuple(first / part for part in (1, 10, 100) if first / part >= 1)


def _unit(of: Headline, unit: str) -> str:
    """The unit; of a split series without a total also which part is shown."""
    name = unit_name(of.flow, unit)
    if not of.split or of.total:
        return name
    flow = statistics.flow(of.flow)
    part = statistics.name_of(flow, of.split, of.shown[0], language())
    return f"{part}{_(', ')}{name}"


def _picture(
    values: Mapping[str, float], places: Mapping[str, int] | None
) -> WorldPicture:
    """The map; ``places`` are the classes of a rate."""
    drawn, codes = geography.shapes(), _drawn()
    description = _("World map of the series; the table below holds the same.")
    titles = {code: f"{area_name(code)}: {written(values.get(code))}" for code in codes}
    if places is None:
        svg = maps.amounts(
            drawn.shapes,
            {code: values.get(code) for code in codes},
            view_box=drawn.view_box,
            description=description,
            titles=titles,
        )
    else:
        svg = maps.choropleth(
            drawn.shapes,
            {code: places.get(code) for code in codes},
            view_box=drawn.view_box,
            description=description,
            titles=titles,
        )
    return WorldPicture(svg, geography.map_disclaimer(language()), drawn.source)


def _legend(
    places: Mapping[str, int], bounds: tuple[float, ...]
) -> tuple[LegendLine, ...]:
    lines = []
    for place, bound in enumerate(bounds):
        upper = written(bound)
        said = (
            _("over %(lower)s, up to %(upper)s")
            % {"lower": written(bounds[place - 1]), "upper": upper}
            if place
            else _("up to %(upper)s") % {"upper": upper}
        )
        count = sum(each == place for each in places.values())
        lines.append(LegendLine(f"v-{place}", said, count))
    return tuple(lines)


def _without(values: Mapping[str, float]) -> LegendLine:
    return LegendLine("n", _("no figure"), len(_drawn()) - len(values))


def _drawn() -> tuple[str, ...]:
    """The States that a map gives a figure: none that is invented."""
    drawn = (*geography.states(), *geography.observers())
    return tuple(each.alpha3 for each in drawn)


def _states(values: Mapping[str, float]) -> tuple[StateFigure, ...]:
    rows = (
        StateFigure(
            each.alpha3,
            each.name(language()),
            written(values.get(each.alpha3)),
            values.get(each.alpha3),
        )
        for each in (*geography.states(), *geography.observers())
    )
    return tuple(sorted(rows, key=lambda row: row.code))
