"""A table as cells and the equations that an outsider knows: children add up to parents.

Cells that the file does not hold are not simply nothing. A margin that is not there
is an unknown that still ties cells together; an inner cell that is not there is zero
where its margins add up without it, and an unknown where they do not.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray
from scipy import sparse


Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]


class Known(IntEnum):
    """What the maker of a table knows of a cell."""

    VALUE = 0
    BLANK = 1  # in the file, without a value: not available
    ABSENT = 2  # not in the file; an unknown of the equations only


@dataclass(frozen=True)
class Table:
    """Cells, first those of the file in its order, then the absent ones.

    ``codes`` holds one row per cell and one column per dimension, as positions in
    ``names``. ``values`` has a value for every cell: for unknown ones a value that
    agrees with all the margins. ``equations`` @ ``values`` is zero.
    """

    dimensions: tuple[str, ...]
    names: tuple[tuple[str, ...], ...]
    total: str
    codes: Ints
    values: Floats
    known: NDArray[np.int8]
    equations: sparse.csr_matrix
    given: int  # how many of the cells are in the file
    columns: Mapping[str, Floats] = field(default_factory=dict)
    parents: tuple[tuple[int, Ints], ...] = ()  # dimension, parent of each code or -1

    @property
    def size(self) -> int:
        """How many cells there are, absent ones included."""
        return len(self.values)

    def key(self, cell: int) -> tuple[str, ...]:
        """The codes of a cell."""
        return tuple(
            names[code]
            for names, code in zip(self.names, self.codes[cell], strict=True)
        )

    def title(self, cell: int) -> str:
        """The codes of a cell as one word, for messages."""
        return "/".join(self.key(cell))
