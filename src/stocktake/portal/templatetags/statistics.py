"""The official figures of a State on its page in a round; swatches of the map."""

from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

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


@register.simple_tag
def swatch_class(css: str) -> SafeString:
    """The swatch of a class of the map."""
    return format_html(
        '<svg class="sw map" aria-hidden="true" focusable="false" viewBox="0 0 20 14"><path class="{}" d="M0 0h20v14H0z"/></svg>',
        css,
    )
