"""The world map as SVG, from shapes and values alone; no words in it, they stand beside.

Fills differ in lightness, so that the map reads without colour. A State too small to see
is a circle. Areas that carry no value are drawn as land.
"""

from collections.abc import Iterable, Mapping
from html import escape
from typing import Final, Protocol


FILLS: Final[Mapping[str, str]] = {
    "both": "#073d2d",
    "state": "#7d55a5",
    "expert": "#d99b5f",
    "none": "#dfe7e0",
}
# Classes of a figure, from the lowest to the highest: each darker than the one before.
CLASSES: Final = ("#dbe9ec", "#a9cad2", "#6fa3b1", "#367c90", "#0c3e4d")
_EDGE: Final = "#ffffff"
_RING: Final = "#6a776f"


class Shape(Protocol):
    """What geography gives: a code, a path, and a centre where the area is too small to see."""

    @property
    def code(self) -> str: ...
    @property
    def path(self) -> str: ...
    @property
    def dot(self) -> tuple[int, int] | None: ...


def world(
    shapes: Iterable[Shape],
    values: Mapping[str, str],
    *,
    view_box: tuple[int, int, int, int],
    description: str,
) -> str:
    """The map; ``values`` gives each code a kind of ``FILLS``, all others are land.

    ``view_box`` is that of the shapes; ``description`` is the text alternative.
    """
    areas, dots = [], []
    for shape in shapes:
        kind = values.get(shape.code, "none")
        if shape.path and not shape.dot:
            areas.append(
                f'<path class="w-{kind}" fill="{FILLS[kind]}" d="{shape.path}"/>'
            )
        if shape.dot:
            x, y = shape.dot
            dots.append(
                f'<circle class="w-{kind}" fill="{FILLS[kind]}" cx="{x}" cy="{y}" r="6"/>'
            )
    box = " ".join(map(str, view_box))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}" role="img" aria-label="{escape(description)}">'
        f'<g stroke="{_EDGE}" stroke-width="1">{"".join(areas)}</g>'
        f'<g stroke="{_RING}" stroke-width="1.5">{"".join(dots)}</g></svg>'
    )


def choropleth(
    shapes: Iterable[Shape],
    classes: Mapping[str, int | None],
    *,
    view_box: tuple[int, int, int, int],
    description: str,
    titles: Mapping[str, str],
) -> str:
    """The map of a figure; ``classes`` gives each State its class, or None: no figure.

    Areas that it does not name are drawn as land. ``titles`` are shown when a pointer
    rests on a State; the table beside holds the same.
    """
    areas, dots = [], []
    for shape in shapes:
        css, fill = _class(classes.get(shape.code, -1))
        title = titles.get(shape.code, "")
        told = f"<title>{escape(title)}</title>" if title else ""
        if shape.path and not shape.dot:
            areas.append(
                f'<path class="{css}" fill="{fill}" d="{shape.path}">{told}</path>'
            )
        if shape.dot:
            x, y = shape.dot
            dots.append(
                f'<circle class="{css}" fill="{fill}" cx="{x}" cy="{y}" r="6">{told}</circle>'
            )
    box = " ".join(map(str, view_box))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}" role="img" aria-label="{escape(description)}">'
        f'<g stroke="{_EDGE}" stroke-width="1">{"".join(areas)}</g>'
        f'<g stroke="{_RING}" stroke-width="1.5">{"".join(dots)}</g></svg>'
    )


def _class(place: int | None) -> tuple[str, str]:
    """The class and the fill of a State: of a figure, of none, of land without a State."""
    if place is None:
        return "n", "#ffffff"
    return (f"v-{place}", CLASSES[place]) if place >= 0 else ("w-none", FILLS["none"])
