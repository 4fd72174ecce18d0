"""How a workbook looks: formats, widths, heights, and the text of its cover."""

import math
import re
from collections.abc import Mapping
from typing import Any, Final

import xlsxwriter
from xlsxwriter.format import Format

from stocktake.reporting.workbook.layout import Line


WIDTHS: Final = (44, 42, 34, *([22] * 21))  # characters of the columns people see
ALLOWED: Final[dict[str, Any]] = {
    "format_columns": True,
    "format_rows": True,
    "select_locked_cells": True,
    "select_unlocked_cells": True,
}
_INK, _ACCENT, _QUIET = "#1b2733", "#1f4e79", "#5b6770"
_FREE = {"locked": 0, "border": 1, "border_color": "#9db4c8", "bg_color": "#f1f7fc"}
_STYLES: Final[Mapping[str, dict[str, Any]]] = {
    "id": {"font_color": "#ffffff", "font_size": 6, "hidden": 1},
    "title": {"bold": 1, "font_size": 18, "font_color": _ACCENT, "text_wrap": 0},
    "head": {"bold": 1, "font_color": "#ffffff", "bg_color": _ACCENT},
    "item": {
        "bold": 1,
        "font_size": 13,
        "font_color": _ACCENT,
        "text_wrap": 0,
        "valign": "bottom",
    },
    "about": {"font_color": _QUIET, "text_wrap": 0},
    "question": {},
    "sub": {"font_color": _QUIET, "indent": 1},
    "notes": {"font_color": _QUIET, "font_size": 9, "italic": 1},
    "text": {},
    "group": {"bold": 1, "font_color": _ACCENT, "valign": "bottom"},
    "grouphint": {
        "font_color": _QUIET,
        "font_size": 9,
        "italic": 1,
        "text_wrap": 0,
        "valign": "bottom",
    },
    "tablehead": {
        "bold": 1,
        "bg_color": "#dce6ef",
        "border": 1,
        "border_color": "#9db4c8",
    },
    "hints": {"font_color": _QUIET, "font_size": 8, "italic": 1, "bg_color": "#f4f6f8"},
    "locked": {"bg_color": "#eeeeee", "font_color": _QUIET},
    "answer": {**_FREE, "num_format": "@"},
    "long": {**_FREE, "num_format": "@"},
    "prefilled": {**_FREE, "num_format": "@", "bg_color": "#fff2c4", "italic": 1},
    "answer-number": {**_FREE, "num_format": "General"},
    "prefilled-number": {
        **_FREE,
        "num_format": "General",
        "bg_color": "#fff2c4",
        "italic": 1,
    },
    "locked-number": {"bg_color": "#eeeeee"},
    "cover-title": {"bold": 1, "font_size": 22, "font_color": _ACCENT, "text_wrap": 0},
    "cover-subtitle": {"font_size": 13, "font_color": _QUIET, "text_wrap": 0},
    "cover-fact": {},
    "cover-head": {"bold": 1, "font_size": 13, "font_color": _ACCENT, "text_wrap": 0},
    "cover-step": {},
    "cover-entry": {"font_color": _QUIET},
    "cover-link": {"font_color": _ACCENT, "underline": 1},
}


def formats(book: xlsxwriter.Workbook, *, right_to_left: bool) -> dict[str, Format]:
    """The formats of a workbook by style."""
    base = {
        "font_name": "Arial",
        "font_size": 10,
        "font_color": _INK,
        "valign": "top",
        "text_wrap": 1,
        "reading_order": 2 if right_to_left else 1,
        "align": "right" if right_to_left else "left",
    }
    return {name: book.add_format({**base, **own}) for name, own in _STYLES.items()}


def height(line: Line) -> float:
    """The height of a row in points, by the longest of its wrapping cells."""
    if line.kind in ("title", "item"):
        return 32
    if line.kind in ("about", "group"):
        return 20
    widths = dict(zip(line.cells, WIDTHS, strict=False))
    lines = max(
        (
            _lines(cell.text, widths[name] * (1.2 if cell.style in _SMALL else 1))
            for name, cell in line.cells.items()
        ),
        default=1,
    )
    least = 3 if any(cell.style == "long" for cell in line.cells.values()) else 1
    return min(max(lines, least) * 13.5 + 5, 400)


_WIDE_SIGN: Final = re.compile("[\u2e80-\uffef]")
_SMALL: Final = ("notes", "hints")


def _lines(text: str, width: float) -> int:
    """How many lines a text takes; Chinese signs are twice as wide."""
    return sum(
        max(1, math.ceil(_wide(part) * 1.08 / width)) for part in text.split("\n")
    )


def _wide(text: str) -> int:
    wide = 0 if text.isascii() else len(_WIDE_SIGN.findall(text))
    return len(text) + wide


def cover_height(text: str, style: str) -> float:
    """The height of a row of the cover in points."""
    if style in ("title", "head"):
        return 34
    return _lines(text, 90) * 14 + (8 if style == "step" else 4)
