"""The world map as SVG, from shapes and values alone; no words in it, they stand beside.

Fills differ in lightness, so that the map reads without colour. A State too small to see
is a circle. Areas that carry no value are drawn as land.
"""

from collections.abc import Callable, Iterable, Mapping
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
_Look = tuple[str, str, str]  # class, fill and title of a State


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

    def look(shape: Shape) -> _Look:
        kind = values.get(shape.code, "none")
        return f"w-{kind}", FILLS[kind], ""

    return _drawn(shapes, look, view_box, description)


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

    def look(shape: Shape) -> _Look:
        return *_class(classes.get(shape.code, -1)), titles.get(shape.code, "")

    return _drawn(shapes, look, view_box, description)


def _drawn(
    shapes: Iterable[Shape],
    look: Callable[[Shape], _Look],
    view_box: tuple[int, int, int, int],
    description: str,
) -> str:
    areas, dots = [], []
    for shape in shapes:
        css, fill, title = look(shape)
        told = f"<title>{escape(title)}</title>" if title else ""
        if shape.path and not shape.dot:
            end = f">{told}</path>" if told else "/>"
            areas.append(f'<path class="{css}" fill="{fill}" d="{shape.path}"{end}')
        if shape.dot:
            x, y = shape.dot
            end = f">{told}</circle>" if told else "/>"
            dots.append(
                f'<circle class="{css}" fill="{fill}" cx="{x}" cy="{y}" r="6"{end}'
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
