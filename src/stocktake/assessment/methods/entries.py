"""Entries of a table with None for a blank; a blank stays a blank, zero is a number."""

from collections.abc import Mapping

from stocktake.assessment.methods.cells import as_number


BLANKS = frozenset({"", "na", "n/a", "nan", "null", ".."})  # "none" is an answer here


def is_blank(entry: str | None) -> bool:
    """Whether an entry says that nothing is known: empty, NA, n/a, nan, null or ``..``.

    >>> [is_blank(entry) for entry in ("", "NA", "0", "none")]
    [True, True, False, False]
    """
    return entry is None or entry.strip().casefold() in BLANKS


def text(row: Mapping[str, str], *names: str) -> str:
    """The first entry of these columns that is not blank, without outer spaces; else ``""``."""
    found = (row[name] for name in names if not is_blank(row.get(name)))
    return next((entry.strip() for entry in found), "")


def number(row: Mapping[str, str], *names: str) -> float | None:
    """The number in the first of these columns that is not blank, None without one."""
    found = (name for name in names if not is_blank(row.get(name)))
    column = next(found, "")
    return as_number(row[column].strip(), column) if column else None
