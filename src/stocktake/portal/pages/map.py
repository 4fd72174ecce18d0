"""The world map of a round: who reports."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from stocktake.design import maps
from stocktake.geography import queries as geography
from stocktake.portal.pages.evidence import Counted
from stocktake.portal.pages.frame import language


@dataclass(frozen=True, slots=True)
class WorldPicture:
    """The map as SVG with what must stand under it."""

    svg: str
    disclaimer: str
    source: str


def who(state: Counted) -> str:
    """Who reports on a State at all."""
    tally = state.tally
    if tally.by_states and tally.by_experts:
        return "both"
    if tally.by_states:
        return "state"
    return "expert" if tally.by_experts else "none"


def world(states: Sequence[Counted]) -> WorldPicture | None:
    """The map of these States; None where none of them is on it."""
    drawn = geography.shapes()
    values = {
        state.code: who(state)
        for state in states
        if not geography.area(state.code).illustrative
    }
    if not values:
        return None
    svg = maps.world(
        drawn.shapes,
        values,
        view_box=drawn.view_box,
        description=_("World map: who reports; the table below holds the same."),
    )
    return WorldPicture(svg, geography.map_disclaimer(language()), drawn.source)
