"""The image of a document's page with cited places marked, as one SVG."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape


@dataclass(frozen=True, slots=True)
class Place:
    """A rectangle on a page in points from its top left corner, and the link it carries."""

    left: float
    top: float
    right: float
    bottom: float
    href: str = ""
    label: str = ""
    cited: bool = False


def sheet(
    image: str, width: float, height: float, places: Sequence[Place], *, label: str
) -> str:
    """A page image (an address) with its passages outlined and the cited one marked.

    ``width`` and ``height`` are the page's size in points; ``label`` says in words what
    is seen and marked.
    """
    shapes = "".join(_outline(place) for place in places)
    return (
        f'<svg class="sheet" viewBox="0 0 {width:g} {height:g}" role="group" aria-label="{escape(label)}">'
        f'<image href="{escape(image)}" width="{width:g}" height="{height:g}"/>{shapes}</svg>'
    )


def _outline(place: Place) -> str:
    size = (
        f'x="{place.left - 3:.1f}" y="{place.top - 2:.1f}" '
        f'width="{place.right - place.left + 6:.1f}" height="{place.bottom - place.top + 4:.1f}"'
    )
    if place.cited:
        return f'<rect class="hit" {size}/><rect class="hit-e" {size}/>'
    box = f'<rect class="around" {size}/>'
    if not place.href:
        return box
    return (
        f'<a href="{escape(place.href)}" aria-label="{escape(place.label)}">{box}</a>'
    )
