"""Marks with a shape for every meaning: who speaks, stances, themes, the sign."""

from html import escape
from typing import Final


MARKS: Final[dict[str, str]] = {
    "state": '<path class="halo" d="M2 2h12v12H2z" fill="currentColor"/>',
    "expert": '<circle class="halo" cx="8" cy="8" r="6.5" fill="currentColor"/>',
    "figure": '<path d="M8 1.5 15 14H1z" fill="currentColor"/>',
    "treaty": '<path d="M3 1.5h10v13H3zM5.5 5h5M5.5 8h5M5.5 11h3" fill="none" stroke="currentColor" stroke-width="1.6"/>',
    "ok": '<path d="M2 8.5 6.5 13 14 3.5" fill="none" stroke="currentColor" stroke-width="2.2"/>',
    "error": '<path d="M8 1v9M8 12.5V15" stroke="currentColor" stroke-width="2.6"/>',
    "open": '<circle cx="8" cy="8" r="6" fill="none" stroke="currentColor" stroke-width="1.5"/>',
}

WHO: Final[dict[str, str]] = {
    "both": '<rect class="w-s" x="1" y="2" width="12" height="12"/><circle class="w-e" cx="19" cy="8" r="7"/>',
    "state": '<rect class="w-s" x="1" y="2" width="12" height="12"/>',
    "expert": '<circle class="w-e" cx="19" cy="8" r="7"/>',
    "none": '<path d="M8 8h11" fill="none" stroke="currentColor" stroke-width="1.5" stroke-dasharray="1.5 3"/>',
}

_STROKES: Final[tuple[str, ...]] = (
    "M4 2v16",
    "M4 2v16M10 2v16",
    "M4 2v16M10 2v16M16 2v16",
    "M4 2v16M10 2v16M16 2v16M22 2v16",
    "M4 2v16M10 2v16M16 2v16M22 2v16M1 15 27 5",
)

SIGN: Final = (
    '<path d="M7 5v30M15.5 5v30M24 5v30M32.5 5v30" stroke="currentColor" stroke-width="4"/>'
    '<path d="M1.5 31 38.5 9" stroke="var(--paper)" stroke-width="8"/>'
    '<path d="M1.5 31 38.5 9" stroke="currentColor" stroke-width="4"/>'
)

HATCHES: Final = (
    '<pattern id="h-claim" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
    '<line class="hatch" x1="0" y1="0" x2="0" y2="5"/></pattern>'
    '<pattern id="h-cont" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(-45)">'
    '<rect class="b-X" width="5" height="5"/><line class="hatch-x" x1="0" y1="0" x2="0" y2="5"/></pattern>'
    '<pattern id="h-fig" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
    '<line class="hatch-f" x1="0" y1="0" x2="0" y2="5"/></pattern>'
)


def sprite() -> str:
    """All marks once, to be drawn by name anywhere on the page."""
    symbols = [
        f'<symbol id="m-{name}" viewBox="0 0 16 16">{shape}</symbol>'
        for name, shape in MARKS.items()
    ]
    symbols += [
        f'<symbol id="w-{name}" viewBox="0 0 28 16">{shape}</symbol>'
        for name, shape in WHO.items()
    ]
    symbols += [
        f'<symbol id="th-{number}" viewBox="0 0 28 20" preserveAspectRatio="xMinYMid slice">'
        f'<path d="{path}" stroke="currentColor" stroke-width="2.6" fill="none"/></symbol>'
        for number, path in enumerate(_STROKES, start=1)
    ]
    symbols.append(f'<symbol id="sign" viewBox="0 0 40 40">{SIGN}</symbol>')
    return (
        '<svg class="vh" aria-hidden="true" focusable="false" width="0" height="0">'
        f"<defs>{HATCHES}</defs>{''.join(symbols)}</svg>"
    )


def use(symbol: str, *, css: str) -> str:
    """One mark of the sprite as a decorative picture; its meaning is written beside it."""
    return (
        f'<svg class="{escape(css)}" aria-hidden="true" focusable="false">'
        f'<use href="#{escape(symbol)}"/></svg>'
    )


def theme(number: int) -> str:
    """A theme's mark: as many strokes as its number, up to five; else nothing."""
    if not 1 <= number <= len(_STROKES):
        return ""
    return use(f"th-{number}", css=f"theme-mark theme-mark--{number}")
