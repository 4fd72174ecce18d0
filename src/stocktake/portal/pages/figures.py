"""Official figures of one State: a block for each series, with its sources."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from stocktake.design import plots, words
from stocktake.indicators import queries as statistics
from stocktake.indicators.headlines import queries as headlines
from stocktake.indicators.headlines.queries import Series
from stocktake.indicators.headlines.rules import Point
from stocktake.kernel.languages import in_language
from stocktake.portal.pages.frame import Record, language
from stocktake.portal.places import area_name


FIRST_ROWS = 7


@dataclass(frozen=True, slots=True)
class SourceLine:
    """Who published figures, what, as of when, under which licence."""

    publisher: str
    title: str
    edition: str
    as_of: str
    licence: str
    url: str


@dataclass(frozen=True, slots=True)
class FigureRow:
    """A time period and its figures as they are written."""

    name: str
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Figures:
    """One series of one State: chart, table, sources."""

    id: str
    title: str
    note: str
    unit: str
    statuses: str
    svg: str
    key: tuple[tuple[str, str], ...]
    head: tuple[str, ...]
    rows: tuple[FigureRow, ...]
    older: tuple[FigureRow, ...]
    corridors: tuple[FigureRow, ...]
    corridor_head: str
    sources: tuple[SourceLine, ...]
    others: str
    flow: str
    series: Series

    @property
    def all_zero(self) -> bool:
        """Whether every value is zero: there is nothing to draw."""
        cells = (c for point in self.series.points for c in point.cells.values())
        return not any(cell.value for cell in cells)

    @property
    def first(self) -> str:
        """The first period."""
        return self.series.points[0].period

    @property
    def last(self) -> str:
        """The latest period."""
        return self.series.points[-1].period

    def records(self) -> list[Record]:
        """One record a time period and code."""
        return [
            {
                "series": self.id,
                "flow": self.flow,
                "period": point.period,
                "part": code,
                "value": cell.value,
                "status": cell.status,
                "observations": cell.counted,
                "unit": self.series.unit,
                "source": self.series.source,
                "release": self.series.release.number,
            }
            for point in self.series.points
            for code, cell in point.cells.items()
        ]


def figures(state: str) -> tuple[Figures, ...]:
    """What statistics tell of a State; of an invented one what was made up. One query."""
    return tuple(_block(series) for series in headlines.of_state(state))


def _block(series: Series) -> Figures:
    of = series.headline
    title = in_language(of.names, language())
    names = {code: _part_name(series, code) for code in of.shown}
    rows = tuple(_row(point, of.shown) for point in reversed(series.points))
    stacked = of.parts or of.shown
    kinds = plots.PARTS[: len(stacked)]
    return Figures(
        id=of.id,
        title=title,
        note=in_language(of.notes, language()),
        unit=unit_name(series.headline.flow, series.unit),
        statuses=_statuses(series),
        svg=_chart(series, stacked, title),
        key=tuple(zip(kinds, (names[c] for c in stacked), strict=True))
        if len(stacked) > 1
        else (),
        head=tuple(names[code] for code in of.shown),
        rows=rows[:FIRST_ROWS],
        older=rows[FIRST_ROWS:],
        corridors=_corridors(series),
        corridor_head=_("To") if of.area == "REF_AREA" else _("From"),
        sources=source_lines(series.files),
        others=_("; ").join(source_name(of.flow, code) for code in series.others),
        flow=of.flow,
        series=series,
    )


def _statuses(series: Series) -> str:
    """What the source says of its values, where that is not simply normal."""
    flow = statistics.flow(series.headline.flow)
    found = {
        cell.status
        for point in series.points
        for cell in point.cells.values()
        if cell.value is not None and cell.status not in ("", "A")
    }
    names = (
        statistics.name_of(flow, "OBS_STATUS", code, language())
        for code in sorted(found)
    )
    return _("; ").join(names)


def _part_name(series: Series, code: str) -> str:
    of = series.headline
    if not code:
        return unit_name(of.flow, series.unit)
    return statistics.name_of(statistics.flow(of.flow), of.split, code, language())


def unit_name(flow: str, unit: str) -> str:
    """A unit in the page's language."""
    return statistics.name_of(statistics.flow(flow), "UNIT_MEASURE", unit, language())


def source_name(flow: str, code: str) -> str:
    """A source in the page's language."""
    return statistics.name_of(statistics.flow(flow), "SOURCE", code, language())


def _row(point: Point, shown: tuple[str, ...]) -> FigureRow:
    return FigureRow(
        point.period,
        tuple(
            written(point.cells[code].value) if code in point.cells else "–"
            for code in shown
        ),
    )


def _corridors(series: Series) -> tuple[FigureRow, ...]:
    rows = (
        FigureRow(area_name(each.code), (each.period, written(each.value)))
        for each in series.corridors
    )
    return tuple(sorted(rows, key=lambda row: row.name))


def written(value: float | None) -> str:
    """A figure in the page's language, two decimals at most; a dash where there is none."""
    if value is None:
        return "–"
    rounded = round(value, 2)
    return words.number(int(rounded) if rounded == int(rounded) else rounded)


def _chart(series: Series, stacked: tuple[str, ...], title: str) -> str:
    held = [
        plots.Column(
            point.period,
            tuple(
                point.cells[code].value if code in point.cells else None
                for code in stacked
            ),
        )
        for point in series.points
    ]
    draw = plots.line if series.headline.combine == "mean" else plots.columns
    label = _("%(title)s: chart; the table beside it holds the same.") % {
        "title": title
    }
    return draw(held, label=label, number=written)


def source_lines(files: tuple[Mapping[str, Any], ...]) -> tuple[SourceLine, ...]:
    """The files of figures as sources, each once."""
    lines = (
        SourceLine(
            publisher=each["publisher"] or each["name"],
            title=each["title"],
            edition=each["edition"],
            as_of=each["as_of"],
            licence=each["licence"],
            url=each["url"],
        )
        for each in files
    )
    return tuple(dict.fromkeys(lines))


def flow_link(flow: str) -> str:
    """The page of a dataflow."""
    return reverse("portal:statistics_flow", args=[flow])
