"""Cells of a table as methods read them: a blank stays a blank, zero is a number."""

import math
from collections.abc import Mapping

from stocktake.assessment.methods.rules import Unreadable


BLANKS = frozenset({"", "na", "n/a", "nan", "null", ".."})


def is_blank(cell: str | None) -> bool:
    """Whether a cell says that nothing is known: empty, NA, n/a, nan, null or ``..``.

    >>> [is_blank(cell) for cell in ("", "NA", "0", "none")]
    [True, True, False, False]
    """
    return cell is None or cell.strip().casefold() in BLANKS


def text(row: Mapping[str, str], *names: str) -> str:
    """The first cell of these columns that is not blank, without outer spaces; else ``""``."""
    found = (row[name] for name in names if not is_blank(row.get(name)))
    return next((cell.strip() for cell in found), "")


def number(row: Mapping[str, str], *names: str) -> float | None:
    """The number in the first of these columns that is not blank, None without one."""
    for name in names:
        if not is_blank(row.get(name)):
            return as_number(row[name], name)
    return None


def as_number(cell: str, column: str) -> float:
    """A cell as a finite number, or Unreadable with its column."""
    try:
        value = float(cell)
    except ValueError:
        told = f"{cell!r} is no number; write a point for decimals and no thousands separator"
        raise Unreadable(column, told) from None
    if not math.isfinite(value):
        raise Unreadable(column, f"{cell!r} is not finite")
    return value
