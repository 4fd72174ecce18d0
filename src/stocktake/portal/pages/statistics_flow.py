"""The page of one dataflow: downloads, sources, releases, groups, what is there."""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from stocktake.geography import queries as geography
from stocktake.indicators import queries as statistics
from stocktake.indicators import standings
from stocktake.indicators.aggregates import queries as aggregates
from stocktake.indicators.aggregates.rules import Aggregate
from stocktake.indicators.gaps import queries as gaps
from stocktake.indicators.headlines import queries as headlines
from stocktake.indicators.headlines.rules import Headline
from stocktake.indicators.releases.rules import Release
from stocktake.indicators.structures.rules import Flow
from stocktake.jobs import expected_figures
from stocktake.kernel.languages import in_language
from stocktake.portal.pages.figures import (
    SourceLine,
    source_lines,
    source_name,
    unit_name,
    written,
)
from stocktake.portal.pages.frame import Frame, Link, Record, language
from stocktake.portal.pages.statistics import Choice, statistics_link
from stocktake.portal.pages.statistics_gaps import SeriesGaps, series_gaps


KINDS = {
    "csv": "CSV (SDMX-CSV 2.0)",
    "json": "JSON",
    "xlsx": "XLSX",
    "parquet": "Parquet",
}
BY_KIND = ("region", "subregion")


@dataclass(frozen=True, slots=True)
class Download:
    """One form in which a dataflow can be taken."""

    name: str
    href: str


@dataclass(frozen=True, slots=True)
class GroupRow:
    """A computed figure of a group beside the publisher's own."""

    name: str
    period: str
    source: str
    value: str
    how: str
    reported: int
    members: int
    published: str
    reason: str
    aggregate: Aggregate


@dataclass(frozen=True, slots=True)
class Disclosure:
    """What governs whether figures leave; of a rule only what tells nothing of a cell."""

    kind: standings.Kind
    by: str = ""  # who says that the publisher protected the figures, and why
    reason: str = ""
    uncovered: str = ""  # sources that nobody has decided on
    withheld: int = 0
    cells: int = 0


@dataclass(frozen=True, slots=True)
class FlowPage:
    """One dataflow."""

    frame: Frame
    id: str
    name: str
    about: str
    about_language: str
    dimensions: tuple[tuple[str, str], ...]
    release: Release | None
    releases: tuple[Release, ...]
    downloads: tuple[Download, ...]
    sources: tuple[SourceLine, ...]
    gaps: tuple[SeriesGaps, ...]
    states: int
    groupings: tuple[Choice, ...]
    series: tuple[Choice, ...]
    groups: tuple[GroupRow, ...]
    unit: str
    disclosure: Disclosure

    def records(self) -> list[Record]:
        """One record a group and period, computed."""
        return [
            {
                "group": row.aggregate.group.code,
                "name": row.name,
                **row.aggregate.key,
                "period": row.period,
                "how": row.aggregate.how,
                "value": row.aggregate.value,
                "unit": row.aggregate.unit,
                "members": row.members,
                "members_with_value": row.reported,
                "missing": " ".join(row.aggregate.missing),
                "published": row.aggregate.published,
                "reason": row.aggregate.reason,
                "computed": True,
            }
            for row in self.groups
        ]


def flow_page(flow_id: str, *, by: str, series: str, today: date) -> FlowPage:
    """One dataflow with the release in force. Seven queries."""
    flow = statistics.flow(flow_id)
    releases = statistics.releases(flow.reference)
    release = releases[-1] if releases else None
    name = in_language(flow.names, language())
    choices = tuple(each for each in headlines.headlines() if each.flow == flow.id)
    of = next(
        (each for each in choices if each.id == series), next(iter(choices), None)
    )
    by = by or "region"
    groups = _groups(of, by) if of and release else ()
    return FlowPage(
        frame=Frame(name, "statistics", (statistics_link(), Link(name))),
        id=flow.id,
        name=name,
        about=in_language(flow.descriptions, language()),
        about_language=language() if language() in flow.descriptions else "en",
        dimensions=_dimensions(flow),
        release=release,
        releases=tuple(reversed(releases)),
        downloads=_downloads(flow) if release else (),
        sources=source_lines(statistics.files(release)) if release else (),
        gaps=_gaps(flow, today) if release else (),
        states=len(geography.states()),
        groupings=_groupings(by),
        series=tuple(
            Choice(each.id, in_language(each.names, language()), each == of)
            for each in choices
        ),
        groups=groups,
        unit=unit_name(flow.id, groups[0].aggregate.unit) if groups else "",
        disclosure=_disclosure(flow, release),
    )


def _disclosure(flow: Flow, release: Release | None) -> Disclosure:
    """The facts are those of the release that is public, not of one that is held back."""
    found = standings.standing(flow.reference)
    facts = standings.facts(release) if release else {}
    stated = found.policy if isinstance(found.policy, standings.Statement) else None
    return Disclosure(
        found.kind,
        by=stated.by if stated else "",
        reason=stated.reason if stated else "",
        uncovered=_("; ").join(source_name(flow.id, code) for code in found.uncovered),
        withheld=facts.get("withheld", 0),
        cells=facts.get("cells", 0),
    )


def _dimensions(flow: Flow) -> tuple[tuple[str, str], ...]:
    return tuple(
        (each.id, in_language(each.names, language()) if each.names else "")
        for each in flow.dimensions
    )


def _downloads(flow: Flow) -> tuple[Download, ...]:
    return tuple(
        Download(name, reverse("statistics_file", args=[flow.id, kind]))
        for kind, name in KINDS.items()
    )


def _gaps(flow: Flow, today: date) -> tuple[SeriesGaps, ...]:
    if flow not in statistics.own_flows():
        return ()
    return tuple(
        series_gaps(each, today)
        for each in gaps.gaps(expected_figures.expected(flow.reference))
        if each.held
    )


def _groupings(by: str) -> tuple[Choice, ...]:
    names = {"region": _("Regions (M49)"), "subregion": _("Subregions (M49)")}
    kinds = [Choice(code, names[code], code == by) for code in BY_KIND]
    bodies = [
        Choice(each.code, in_language(each.names, language()), each.code == by)
        for each in geography.groupings()
        if not each.code.startswith("M49-")
    ]
    return (*kinds, *bodies)


def _groups(of: Headline, by: str) -> tuple[GroupRow, ...]:
    """The groups of a series in its latest periods; none where routes would be added up."""
    if of.area != "REF_AREA" or of.over:
        return ()
    flow = statistics.flow(of.flow)
    periods = headlines.periods(of)
    first = of.shown[0]
    key = ".".join(
        {**of.fixed, of.split: first}.get(dimension, "")
        for dimension in flow.dimension_ids
    )
    found = aggregates.aggregates(
        of.flow, key, by=by, start=periods[0] if by in BY_KIND else ""
    )
    return tuple(_group_row(each, of.flow) for each in found)


def _group_row(found: Aggregate, flow: str) -> GroupRow:
    ways = {"sum": _("sum"), "mean": _("plain mean")}
    return GroupRow(
        name=in_language(found.group.names, language()),
        period=found.period,
        source=source_name(flow, found.key.get("SOURCE", "")),
        value=written(found.value),
        how=ways[found.how],
        reported=found.reported,
        members=len(found.group.members),
        published=written(found.published),
        reason=found.reason,
        aggregate=found,
    )
