"""Long lists taken in parts."""

from collections.abc import Iterator, Sequence
from typing import Final, TypeVar


T = TypeVar("T")
SOME: Final = (
    500  # keys of one statement: databases take a limited number of parameters
)


def in_parts(rows: Sequence[T], size: int = SOME) -> Iterator[Sequence[T]]:
    """The rows in their order, at most so many in one go; nothing for none.

    >>> list(in_parts("abcde", 2))
    ['ab', 'cd', 'e']
    """
    for start in range(0, len(rows), size):
        yield rows[start : start + size]
