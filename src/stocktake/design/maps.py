"""The world map as SVG, from shapes and values alone; no words in it, they stand beside.

Fills differ in lightness, so that the map reads without colour. A State too small to see
is a circle. Areas that carry no value are drawn as land. Rates are shades; numbers of
people or of money are circles, because a shade over a large State says too much of it.
"""

import math
import re
from collections.abc import Callable, Iterable, Mapping
from functools import cache
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
MOST: Final = 60.0  # radius of the greatest amount, where the map is 2000 wide
_LEAST: Final = 3.0  # what is smaller could not be seen
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


def amounts(
    shapes: Iterable[Shape],
    values: Mapping[str, float | None],
    *,
    view_box: tuple[int, int, int, int],
    description: str,
    titles: Mapping[str, str],
) -> str:
    """The map of numbers: a circle on each State, its area in proportion to the value.

    None is no figure; of zero there is no circle. The great ones are drawn first, so that
    they hide none of the small.
    """
    held = tuple(shapes)
    top = max((value for value in values.values() if value), default=0.0)

    def look(shape: Shape) -> _Look:
        known = values.get(shape.code, 0.0) is not None
        place = ("w-none", FILLS["none"]) if known else _class(None)
        return *place, titles.get(shape.code, "")

    rest = (shape for shape in held if not (shape.dot and values.get(shape.code)))
    drawn = sorted(
        (-(values.get(shape.code) or 0.0), shape.code, shape)
        for shape in held
        if values.get(shape.code)
    )
    circles = "".join(
        _circle(_centre(shape), _radius(-value, top), titles.get(code, ""))
        for value, code, shape in drawn
    )
    return _drawn(rest, look, view_box, description, over=f"<g>{circles}</g>")


def sizes(shown: Iterable[float], *, top: float) -> str:
    """What circles of ``amounts`` mean: those of some values in a row, as wide as the map."""
    values = list(shown)
    step = 2000 / max(len(values), 1)
    circles = "".join(
        _circle((round(step * (place + 0.5)), 64), _radius(value, top), "")
        for place, value in enumerate(values)
    )
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 2000 128" aria-hidden="true"'
        f' focusable="false">{circles}</svg>'
    )


def _radius(value: float, top: float) -> float:
    return max(_LEAST, MOST * math.sqrt(value / top)) if top else 0.0


def _circle(centre: tuple[int, int], radius: float, title: str) -> str:
    told = f"<title>{escape(title)}</title>" if title else ""
    return (
        f'<circle class="amount" fill="{CLASSES[3]}" fill-opacity=".55" stroke="{CLASSES[4]}"'
        f' cx="{centre[0]}" cy="{centre[1]}" r="{radius:.1f}">{told}</circle>'
    )


def _centre(shape: Shape) -> tuple[int, int]:
    return shape.dot or _middle(shape.path)


@cache
def _middle(path: str) -> tuple[int, int]:
    """The centroid of the largest ring of a path of ``M``, relative ``l`` and ``z``."""
    best, found = -1.0, (0, 0)
    for ring in path.split("M")[1:]:
        numbers = [int(text) for text in re.findall(r"-?\d+", ring)]
        x, y = numbers[0], numbers[1]
        points = [(x, y)]
        for dx, dy in zip(numbers[2::2], numbers[3::2], strict=True):
            x, y = x + dx, y + dy
            points.append((x, y))
        area, centre = _centroid(points)
        if area > best:
            best, found = area, centre
    return found


def _centroid(points: list[tuple[int, int]]) -> tuple[float, tuple[int, int]]:
    """Size and centroid of a polygon; of a line its first point."""
    double = across = down = 0.0
    for (x, y), (u, v) in zip(points, [*points[1:], points[0]], strict=True):
        cross = x * v - u * y
        double += cross
        across += (x + u) * cross
        down += (y + v) * cross
    if not double:
        return 0.0, points[0]
    return abs(double / 2), (round(across / (3 * double)), round(down / (3 * double)))


def _drawn(
    shapes: Iterable[Shape],
    look: Callable[[Shape], _Look],
    view_box: tuple[int, int, int, int],
    description: str,
    *,
    over: str = "",
) -> str:
    """The land and the dots as ``look`` has them; ``over`` is drawn above both."""
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
        f'<g stroke="{_RING}" stroke-width="1.5">{"".join(dots)}</g>{over}</svg>'
    )


def _class(place: int | None) -> tuple[str, str]:
    """The class and the fill of a State: of a figure, of none, of land without a State."""
    if place is None:
        return "n", "#ffffff"
    return (f"v-{place}", CLASSES[place]) if place >= 0 else ("w-none", FILLS["none"])
