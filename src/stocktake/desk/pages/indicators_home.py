"""Official statistics on the desk: the dataflows, and what each State lacks."""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from stocktake.desk.pages.frames import Frame, Link
from stocktake.geography import queries as geography
from stocktake.indicators import queries, standings
from stocktake.indicators.gaps import queries as gaps
from stocktake.indicators.gaps.rules import Gaps
from stocktake.jobs import expected_figures
from stocktake.kernel.languages import in_language


@dataclass(frozen=True, slots=True)
class StateRow:
    """How many of the series a State has, and what it lacks."""

    code: str
    name: str
    has: int
    lacks: tuple[str, ...]
    latest: str


@dataclass(frozen=True, slots=True)
class Undecided:
    """A dataflow whose figures nobody has decided on, or whose release is held back."""

    id: str
    name: str
    no_policy: bool
    sources: str
    held_back: int | None  # the number of the release
    public: int | None


@dataclass(frozen=True, slots=True)
class StatisticsPage:
    """The dataflows and the gaps by State."""

    frame: Frame
    flows: tuple[tuple[str, str, int, date | None], ...]
    undecided: tuple[Undecided, ...]
    series: int
    rows: tuple[StateRow, ...]
    regions: tuple[tuple[str, str], ...]
    region: str


def language() -> str:
    """The page's language."""
    return get_language() or "en"


def frame(title: str, *between: Link) -> Frame:
    """The frame of a page about statistics."""
    first = (
        Link(_("Desk"), reverse("desk:home")),
        Link(_("Statistics"), reverse("desk:statistics")),
    )
    return Frame(title, trail=(*first, *between, Link(title)))


def statistics_page(region: str, *, today: date) -> StatisticsPage:
    """What is there, and what each State lacks of the series that any State has."""
    held = queries.current()
    found = tuple(each for each in gaps.gaps(expected_figures.expected()) if each.held)
    title = _("Statistics")
    trail = (Link(_("Desk"), reverse("desk:home")), Link(title))
    areas = [a for a in geography.states() if region in ("", a.region)]
    return StatisticsPage(
        frame=Frame(title, trail=trail),
        flows=tuple(
            (
                flow.id,
                in_language(flow.names, language()),
                held[flow.reference].observations if flow.reference in held else 0,
                held[flow.reference].published_at.date()
                if flow.reference in held
                else None,
            )
            for flow in queries.flows()
        ),
        undecided=tuple(
            _undecided(each) for each in standings.standings() if each.wanting
        ),
        series=len(found),
        rows=tuple(_state_row(each.alpha3, found) for each in areas),
        regions=tuple(
            (each.m49, in_language(each.names, language()))
            for each in geography.regions()
            if each.kind == "region"
        ),
        region=region,
    )


def _undecided(found: standings.Standing) -> Undecided:
    flow = found.flow
    return Undecided(
        flow.id,
        in_language(flow.names, language()),
        found.kind is standings.Kind.NONE,
        _("; ").join(
            queries.name_of(flow, "SOURCE", code, language())
            for code in found.uncovered
        ),
        found.newest if found.held_back else None,
        found.public,
    )


def _state_row(state: str, found: tuple[Gaps, ...]) -> StateRow:
    has = [held for each in found if (held := each.of(state)) is not None]
    return StateRow(
        state,
        geography.name(state, language()),
        len(has),
        tuple(
            in_language(each.expected.names, language())
            for each in found
            if each.of(state) is None
        ),
        max((held.last for held in has), default=""),
    )
