"""What every reader hands on: a CSV that the database reads, and what its columns are."""

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path


ROW = "#row"
ACTION = "#action"


@dataclass(frozen=True, slots=True)
class Opened:
    """A file ready for the database.

    ``path`` is the file itself, or a spool in which the column ``#row`` gives the row
    or observation; ``components`` says, for SDMX, what a column is (column -> id);
    ``labelled`` columns hold "code: label".
    """

    format: str
    path: Path
    columns: tuple[str, ...]
    delimiter: str = ","
    skip: int = 0  # lines before the first record
    first_row: int = 1  # the file's number of the first record
    structures: tuple[str, ...] = ()  # what the message says it is about
    components: Mapping[str, str] = field(default_factory=dict)
    labelled: frozenset[str] = frozenset()
    decimal_comma: bool = False
    spooled: bool = False


def spool(into: Path, rows: Iterable[Sequence[object]]) -> None:
    """Write rows as CSV; later rows may be longer than earlier ones."""
    with into.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)


class Columns:
    """Columns in the order in which they are first met; hands out rows."""

    def __init__(self, *first: str) -> None:
        self.places: dict[str, int] = {name: n for n, name in enumerate(first)}
        self._last: tuple[str, ...] = ()
        self._order: list[int] = []
        self._as_given = False  # the values come in the order of the columns

    def row(self, names: tuple[str, ...], values: list[str]) -> list[str]:
        """The values in the order of the columns; blanks where there is none."""
        if names != self._last:
            for name in names:
                self.places.setdefault(name, len(self.places))
            self._last = names
            self._order = [self.places[name] for name in names]
            self._as_given = self._order == list(range(len(names)))
        if self._as_given:
            return values
        row = [""] * len(self.places)
        for place, value in zip(self._order, values, strict=True):
            row[place] = value
        return row

    @property
    def names(self) -> tuple[str, ...]:
        """All columns met."""
        return tuple(self.places)


def unique(headings: Iterable[str]) -> Iterator[str]:
    """Headings, the second of a kind as ``heading#2``; blank ones as ``column 3``."""
    seen: dict[str, int] = {}
    for place, heading in enumerate(headings, start=1):
        name = heading or f"column {place}"
        seen[name] = seen.get(name, 0) + 1
        yield name if seen[name] == 1 else f"{name}#{seen[name]}"
