"""Columns and lines over time as SVG, with an axis; the table with the figures stands beside.

The words come from the caller, in the page's language. Parts of a column differ by fill
and hatch, never by colour alone. 420 by 230 units, so that a phone can read it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape
from typing import Final

from stocktake.design.charts import FILLS


PARTS: Final = ("fig0", "fig1", "fig2")
WIDTH: Final = 420
HEIGHT: Final = 230
_TOP, _BOTTOM, _END = 14, 200, 412
_LETTER: Final = 8.6  # width of a figure in the axis' size


@dataclass(frozen=True, slots=True)
class Column:
    """What stands at one place of the axis: its name and its values, from below upwards."""

    name: str
    values: tuple[float | None, ...]


def columns(
    held: Sequence[Column], *, label: str, number: Callable[[float], str]
) -> str:
    """Stacked columns from zero; a value that is not there leaves its place open.

    ``label`` is the text alternative, ``number`` writes the figures of the axis.
    """
    top, ticks = scale(max((sum(v or 0 for v in c.values) for c in held), default=0))
    frame = _Frame.of(ticks, top, number)
    step = frame.width / max(1, len(held))
    width = min(46.0, step * 0.72)
    shapes = []
    for place, column in enumerate(held):
        x, below = frame.start + step * (place + 0.5) - width / 2, 0.0
        for part, value in zip(PARTS, column.values, strict=False):
            if value:
                css, fill = FILLS[part]
                y, foot = frame.y(below + value), frame.y(below)
                shapes.append(
                    f'<rect class="{css} c-edge" fill="{fill}" stroke="#14586c" x="{x:.1f}" y="{y:.1f}" '
                    f'width="{width:.1f}" height="{foot - y:.1f}"/>'
                )
                below += value
    names = [column.name for column in held]
    return frame.drawn("".join(shapes), _names(names, frame, step), label)


def line(
    held: Sequence[Column],
    *,
    label: str,
    number: Callable[[float], str],
    goal: float | None = None,
) -> str:
    """One line from the first value of each column; it breaks where a value is not there.

    ``goal`` is drawn as a dashed line across.
    """
    known = [c.values[0] for c in held if c.values and c.values[0] is not None]
    top, ticks = scale(max([*known, goal or 0], default=0))
    frame = _Frame.of(ticks, top, number)
    step = frame.width / max(1, len(held))
    path, points, pen = [], [], "M"
    radius = min(3.5, step / 3.2)
    for place, column in enumerate(held):
        value = column.values[0] if column.values else None
        if value is None:
            pen = "M"
            continue
        x, y = frame.start + step * (place + 0.5), frame.y(max(0.0, value))
        path.append(f"{pen}{x:.1f} {y:.1f}")
        points.append(
            f'<circle class="ts-pt" fill="#14586c" cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}"/>'
        )
        pen = "L"
    drawn = f'<path class="ts" fill="none" stroke="#14586c" stroke-width="2.5" d="{"".join(path)}"/>'
    names = [column.name for column in held]
    shapes = frame.across(goal) + drawn + "".join(points)
    return frame.drawn(shapes, _names(names, frame, step), label)


def scale(greatest: float) -> tuple[float, tuple[float, ...]]:
    """The end of an axis from zero, and its marks: steps of 1, 2 or 5, four at most.

    >>> scale(280598105)
    (300000000.0, (0.0, 100000000.0, 200000000.0, 300000000.0))
    """
    if greatest <= 0:
        return 1.0, (0.0, 1.0)
    unit = 1.0
    while unit * 10 <= greatest:
        unit *= 10
    while unit > greatest:
        unit /= 10
    step = next(s * unit for s in (0.5, 1, 2, 5) if s * unit * 4 >= greatest)
    marks = [0.0]
    while marks[-1] < greatest:
        marks.append(round(marks[-1] + step, 9))
    return marks[-1], tuple(marks)


@dataclass(frozen=True, slots=True)
class _Frame:
    """The axis: where it begins, what it reaches, its marks as drawn."""

    start: float
    top: float
    axis: str

    @classmethod
    def of(
        cls, ticks: tuple[float, ...], top: float, number: Callable[[float], str]
    ) -> "_Frame":
        """A frame with room for the longest figure."""
        names = [number(tick) for tick in ticks]
        start = 8 + _LETTER * max(len(name) for name in names)
        bare = cls(start, top, "")
        marks = [
            f'<line class="{"ax" if tick else "ax-0"}" stroke="#6a776f" x1="{start:.1f}" '
            f'x2="{_END}" y1="{bare.y(tick):.1f}" y2="{bare.y(tick):.1f}"/>'
            f'<text x="{start - 6:.1f}" y="{bare.y(tick) + 4:.1f}" text-anchor="end" '
            f'font-size="13">{escape(name)}</text>'
            for tick, name in zip(ticks, names, strict=True)
        ]
        return cls(start, top, "".join(marks))

    @property
    def width(self) -> float:
        """The room for what is drawn."""
        return _END - self.start

    def y(self, value: float) -> float:
        """Where a value lies."""
        return _BOTTOM - (_BOTTOM - _TOP) * value / self.top

    def across(self, goal: float | None) -> str:
        """The dashed line of a goal; nothing where there is none."""
        if goal is None:
            return ""
        y = self.y(max(0.0, goal))
        return (
            f'<line class="ts-goal" stroke="#14586c" stroke-width="2" stroke-dasharray="6 4" '
            f'x1="{self.start:.1f}" x2="{_END}" y1="{y:.1f}" y2="{y:.1f}"/>'
        )

    def drawn(self, shapes: str, names: str, label: str) -> str:
        """The whole picture."""
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" class="plot" viewBox="0 0 {WIDTH} {HEIGHT}" '
            f'role="img" aria-label="{escape(label)}">{self.axis}{shapes}{names}</svg>'
        )


def _names(names: Sequence[str], frame: _Frame, step: float) -> str:
    """Names under the axis: so many that they do not touch, the last one always."""
    longest = max((len(name) for name in names), default=1) * _LETTER + 16
    every = max(1, -(-int(longest) // max(1, int(step))))
    drawn = []
    for place, name in enumerate(names):
        if (len(names) - 1 - place) % every:
            continue
        half = len(name) * _LETTER / 2
        x = min(frame.start + step * (place + 0.5), WIDTH - half - 2)
        drawn.append(
            f'<text x="{x:.1f}" y="{_BOTTOM + 20}" text-anchor="middle" '
            f'font-size="13">{escape(name)}</text>'
        )
    return "".join(drawn)
