"""The official figures of a State on its page in a round; swatches of the map."""

from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from stocktake.actors import queries as actors
from stocktake.design import maps, plots, words
from stocktake.geography import queries as geography
from stocktake.portal.pages.figures import figures


register = template.Library()


@register.inclusion_tag("portal/parts/state_statistics.html")
def state_statistics(code: str, illustrative: Any, in_example: Any) -> dict[str, Any]:
    """The section of figures of a State; one query, and each release asked for its series.

    ``illustrative``: the State is invented; ``in_example``: the round around it is.
    """
    return {
        "blocks": figures(code),
        "code": code,
        "illustrative": illustrative,
        "in_example": in_example,
    }


@register.inclusion_tag("portal/parts/treaty_sources.html")
def treaty_sources(state: str) -> dict[str, Any]:
    """Where a State's status towards treaties is from, and until when it is known. One query."""
    rows = []
    for source in actors.sources():
        publisher, licence = actors.shipped_from(source)
        if source.instruments and source.speaks_of(state):
            rows.append((publisher or source.title, source.as_of, licence))
    return {"rows": rows}


@register.simple_tag
def swatch_class(css: str) -> SafeString:
    """The swatch of a class of the map."""
    return format_html(
        '<svg class="sw map" aria-hidden="true" focusable="false" viewBox="0 0 20 14"><path class="{}" d="M0 0h20v14H0z"/></svg>',
        css,
    )


@register.inclusion_tag("portal/parts/figure_specimens.html")
def figure_specimens() -> dict[str, Any]:
    """Charts and the map of a figure, for the gallery."""
    drawn = geography.shapes()
    held = (
        plots.Column("2010", (120.0, 80.0, 20.0)),
        plots.Column("2015", (None, None, None)),
        plots.Column("2020", (150.0, 90.0, 0.0)),
        plots.Column("2025", (170.0, 60.0, 40.0)),
    )
    return {
        "columns": plots.columns(held, label=_("Chart"), number=words.number),
        "line": plots.line(held, label=_("Chart"), number=words.number, goal=60.0),
        "map": maps.choropleth(
            drawn.shapes,
            {"ESP": 0, "ITA": 1, "FRA": 2, "DZA": 3, "LBY": 4, "MAR": None},
            view_box=drawn.view_box,
            description=_("World map"),
            titles={},
        ),
        "amounts": maps.amounts(
            drawn.shapes,
            {"ESP": 40.0, "ITA": 10.0, "FRA": 90.0, "MLT": 5.0, "MAR": None},
            view_box=drawn.view_box,
            description=_("World map"),
            titles={},
        ),
        "sizes": maps.sizes((90.0, 9.0, 0.9), top=90.0),
    }
