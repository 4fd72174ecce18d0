"""What a method is: a name, a version, a card, and one result for each row of a table."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from stocktake.kernel.errors import Refused


Row = Mapping[str, str]
Result = Mapping[str, object]
PROVENANCE = (
    "#"  # key of a row that holds the file's first line, where that is a comment
)


class Layout(StrEnum):
    """How a method's file is laid out."""

    TABLE = "table"  # the first line (after a comment) names the columns
    MATRIX = "matrix"  # no names: the columns are "1", "2", ...


@dataclass(frozen=True, slots=True)
class Card:
    """What a reader must know of a method before believing it; becomes documentation.

    ``columns``: by name, what a file must hold. A name with a bar (``base|base_value``)
    may be spelled either way; a name in brackets (``[limit]``) may be absent.
    """

    what: str
    formula: str
    source: str
    edge_cases: tuple[str, ...]
    limits: tuple[str, ...]
    columns: dict[str, str]


@dataclass(frozen=True, slots=True)
class Method:
    """One way to judge, reproducible by its name and version.

    ``run`` answers one result for each row, in order: ``value``, ``score``, ``status``
    and every intermediate; a blank input gives a blank and a ``reason``. ``shapes``:
    other sets of columns that the method reads as well, each complete in itself.
    """

    name: str
    version: str
    card: Card
    run: Callable[[Sequence[Row]], Sequence[Result]]
    shapes: tuple[tuple[str, ...], ...] = ()
    layout: Layout = Layout.TABLE

    @property
    def code(self) -> str:
        """Name and version, as results carry it: ``statcan@1``."""
        return f"{self.name}@{self.version}"


class Unreadable(Refused):
    """A cell that is not what its column asks for; ``row`` counts from 1."""

    def __init__(self, column: str, told: str, *, row: int = 0) -> None:
        self.column, self.told, self.row = column, told, row
        super().__init__(f"Row {row}, column {column}: {told}")


def each(one: Callable[[Row], Result]) -> Callable[[Sequence[Row]], Sequence[Result]]:
    """Run a function of one row over all rows; an unreadable cell is told with its row."""

    def run(rows: Sequence[Row]) -> Sequence[Result]:
        results = []
        for number, row in enumerate(rows, 1):
            try:
                results.append(one(row))
            except Unreadable as error:
                raise Unreadable(error.column, error.told, row=number) from error
        return results

    return run


def blank(reason: str, **intermediates: object) -> Result:
    """A result without a value, and why there is none."""
    return {
        "value": None,
        "score": None,
        "status": None,
        **intermediates,
        "reason": reason,
    }
