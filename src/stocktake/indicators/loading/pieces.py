"""A CSV file cut into pieces between records, so that each can be dealt with and kept by itself."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final


SIZE: Final = 128 << 20  # bytes of a piece
WHOLE: Final = 4  # a file of up to so many pieces is not cut: it is read in seconds


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a file that holds whole records; ``last`` byte not included."""

    number: int
    first: int
    last: int
    data: bytes


def count(path: Path, size: int = SIZE) -> int:
    """About how many pieces a file has."""
    return max(1, -(-path.stat().st_size // size))


def cut(path: Path, *, skip: int, size: int = SIZE) -> Iterator[Piece]:
    """The pieces of a file behind ``skip`` lines, in order.

    A line ends a record where the quotation marks before it are even in number. Where
    somebody writes single ones into unquoted cells, a piece may break a record; what
    reads the piece refuses it then.
    """
    with path.open("rb") as file:
        for _ in range(skip):
            file.readline()
        number, first, rest = 0, file.tell(), b""
        while data := rest + file.read(size - len(rest)):
            end = len(data) if _at_end(file) else _record_end(data)
            while not end:  # a record longer than a piece
                data += file.read(size)
                end = len(data) if _at_end(file) else _record_end(data)
            yield Piece(number, first, first + end, data[:end])
            number, first, rest = number + 1, first + end, data[end:]


def _at_end(file: IO[bytes]) -> bool:
    found = not file.read(1)
    if not found:
        file.seek(-1, 1)
    return found


def _record_end(data: bytes) -> int:
    """Behind the last line that ends a record; 0 if none does."""
    end = data.rfind(b"\n") + 1
    even = data.count(b'"', 0, end) % 2 == 0
    while end and not even:
        before = data.rfind(b"\n", 0, end - 1) + 1
        even = data.count(b'"', before, end) % 2 == 1
        end = before
    return end
