"""Charts as SVG, made from values alone; the words and the table stand beside them.

Every shape carries a class, which a page's style sheet colours (also in dark mode and
print), and a fill of its own, so that the same string holds in a typeset dossier.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Final

from stocktake.design.marks import HATCHES


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a whole: its kind (a key of ``FILLS``) and its size, 0 or more."""

    kind: str
    value: float


FILLS: Final[dict[str, tuple[str, str]]] = {
    "both": ("b-both", "#0b5a43"),
    "state": ("", "url(#h-claim)"),
    "expert": ("", "url(#h-cont)"),
    "achievement": ("b-A", "#0b5a43"),
    "challenge": ("", "url(#h-cont)"),
    "neither": ("b-0", "#e2ebe2"),
    "none": ("", "none"),
    # parts of an official figure, from the first to the third
    "fig0": ("f-0", "#14586c"),
    "fig1": ("", "url(#h-fig)"),
    "fig2": ("f-2", "#e8f2f4"),
}

_COLOURED_HATCHES: Final = (
    HATCHES.replace('class="hatch"', 'stroke="#0b5a43" stroke-width="2"')
    .replace('class="hatch-x"', 'stroke="#ffffff" stroke-width="2"')
    .replace('class="b-X"', 'fill="#964200"')
    .replace('class="hatch-f"', 'stroke="#14586c" stroke-width="2"')
)


def bar(
    parts: Sequence[Part],
    total: float,
    *,
    label: str = "",
    css: str = "bar",
    alone: bool = False,
) -> str:
    """One bar of ``total`` length, its parts in the order given, the rest left open.

    ``label`` is its text alternative; without one the bar is decoration beside figures.
    ``alone`` adds the hatches, for use outside a page that carries the sprite.
    Parts beyond the total are cut off. Returns an SVG string, 300 by 20 units.
    """
    shapes, at = [], 0.0
    for part in parts:
        width = min(max(part.value, 0) / total * 300, 300 - at) if total else 0
        if width > 0:
            css_part, fill = FILLS[part.kind]
            shapes.append(
                f'<rect class="{css_part}" fill="{fill}" x="{at:.1f}" y="1" width="{width:.1f}" height="18"/>'
            )
        at += width
    edge = '<rect class="b-edge" fill="none" stroke="#6a776f" x=".5" y="1" width="299" height="18"/>'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="{escape(css)}" viewBox="0 0 300 20"'
        f' preserveAspectRatio="none" {_alternative(label)}>'
        f"{_COLOURED_HATCHES_DEFS if alone else ''}{''.join(shapes)}{edge}</svg>"
    )


_COLOURED_HATCHES_DEFS: Final = f"<defs>{_COLOURED_HATCHES}</defs>"


def meter(score: float) -> str:
    """A score from 0 to 1 as a short bar; the figure is written beside it."""
    width = round(64 * min(max(score, 0.0), 1.0), 1)
    return (
        '<svg viewBox="0 0 64 10" aria-hidden="true" focusable="false">'
        '<rect class="m-off" x=".5" y=".5" width="63" height="9"/>'
        f'<rect class="m-on" width="{width}" height="10"/></svg>'
    )


def key(kind: str) -> str:
    """The swatch of a kind, for a legend."""
    css, fill = FILLS[kind]
    return (
        '<svg class="sw" aria-hidden="true" focusable="false" viewBox="0 0 20 14">'
        f'<rect class="{css}" fill="{fill}" width="20" height="14"/>'
        '<rect class="b-edge" fill="none" stroke="#6a776f" width="20" height="14"/></svg>'
    )


def _alternative(label: str) -> str:
    if label:
        return f'role="img" aria-label="{escape(label)}"'
    return 'aria-hidden="true" focusable="false"'
