"""The series behind a verdict: a chart that names its source, and its figures as a table."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from stocktake.assessment.definitions import Definition, definitions
from stocktake.assessment.rules.findings import Figure
from stocktake.design import plots
from stocktake.dossiers import told
from stocktake.kernel.languages import in_language
from stocktake.portal.pages.figures import FIRST_ROWS, written
from stocktake.portal.pages.frame import language


@dataclass(frozen=True, slots=True)
class SeriesShown:
    """One series: what it counts in which unit, its chart, its figures, its source."""

    title: str
    unit: str
    svg: str  # "" where there is one value only: nothing to draw
    goal: str  # the common target in words; "" where there is none
    rows: tuple[tuple[int, str], ...]  # the latest first
    older: tuple[tuple[int, str], ...]
    source: str


def series_of(figures: Iterable[Figure], edition: str) -> Mapping[str, SeriesShown]:
    """By indicator the series of a finding's figures. No query."""
    known = {one.code: one for one in definitions(edition)}
    return {
        one.indicator: _shown(one, known[one.indicator])
        for one in figures
        if one.indicator in known and one.series
    }


def _shown(figure: Figure, of: Definition) -> SeriesShown:
    title = in_language(dict(of.title), language())
    rows = tuple((year, written(value)) for year, value in reversed(figure.series))
    return SeriesShown(
        title=title,
        unit=in_language(dict(of.unit_words), language()) or of.unit,
        svg=_chart(figure, of, title) if len(figure.series) > 1 else "",
        goal=_goal(of),
        rows=rows[:FIRST_ROWS],
        older=rows[FIRST_ROWS:],
        source=figure.source,
    )


def _chart(figure: Figure, of: Definition, title: str) -> str:
    held = dict(figure.series)
    return plots.line(
        [
            plots.Column(str(year), (held.get(year),))
            for year in range(min(held), max(held) + 1)
        ],
        label=_("%(title)s: chart; the table beside it holds the same.")
        % {"title": title},
        number=written,
        goal=of.target.value if of.target else None,
    )


def _goal(of: Definition) -> str:
    if of.target is None:
        return ""
    by = told.word(
        "target_by",
        language(),
        value=written(of.target.value),
        year=of.target.year or of.horizon,
    )
    return f"{told.word('col_target', language())}{_(': ')}{by}"
