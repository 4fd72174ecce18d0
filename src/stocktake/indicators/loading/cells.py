"""Cells of plain CSV where they lie, compared and turned into numbers by whole columns.

No text is made of a cell. Eight bytes of it are one number, and what is done to one is
done to all of a column at once.
"""

import mmap
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray


Words = NDArray[np.uint64]
Places = NDArray[np.int64]
LONGEST: Final = 64  # bytes of a cell that is compared
_BLOCK: Final = 1 << 20  # bytes dealt with at once: what fits a processor's own memory
_LINE: Final = 10
_ODD: Final = (b'"', b"\r", b"\0")
_SLOTS: Final = 22  # bits of the most slots that texts are spread over
_TRIES: Final = 200
_NO_VALUE: Final = frozenset((b"", b"-", b"NaN", b"nan"))
_NUMBERS: Final = re.compile(rb"[0-9.eE\n-]*")


def _times(byte: int) -> int:
    """A byte eight times over."""
    return byte * 0x0101010101010101


_SHIFTS: Final = np.array([8 * (8 - n) for n in range(9)], np.uint64)
_ZEROS: Final = np.array([_times(0x30) >> 8 * n for n in range(8)] + [0], np.uint64)
_ONES: Final = np.uint64(_times(0x01))
_HIGHS: Final = np.uint64(_times(0x80))


class NotPlainError(Exception):
    """Something that is not known here: the database reads the file instead."""


@dataclass(frozen=True, slots=True)
class Cells:
    """One column of some lines: the bytes of its cells, eight in a word, zeros behind them."""

    data: bytes
    begins: Places
    lengths: Places
    words: list[Words]

    def texts(self, which: NDArray[np.bool_]) -> list[bytes]:
        """Some cells as bytes."""
        begins = self.begins[which]
        ends = begins + self.lengths[which]
        spans = zip(begins.tolist(), ends.tolist(), strict=True)
        return [self.data[begin:end] for begin, end in spans]


class Lines:
    """Some whole lines, all read at once from their beginnings on, column by column."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        held = np.frombuffer(data, np.uint8)
        self._ends = np.flatnonzero(held == _LINE) + 1
        self._at = np.concatenate(([0], self._ends[:-1]))
        self._windows: Words = np.ndarray(
            (len(data) - 7,), dtype="<u8", buffer=data, strides=(1,)
        )

    def __len__(self) -> int:
        return len(self._ends)

    def pass_over(self, text: bytes) -> None:
        """Go behind a text; NotPlainError where a line has another one."""
        for n in range(0, len(text), 8):
            part = text[n : n + 8]
            found = self._word(self._at + n)
            if len(part) < 8:
                found &= np.uint64((1 << 8 * len(part)) - 1)
            if not (found == int.from_bytes(part, "little")).all():
                raise NotPlainError
        self._at += len(text)

    def cells(self, delimiter: int) -> Cells:
        """The cells up to the delimiter; go behind it."""
        begins = self._at
        words, lengths = self._until(begins, delimiter)
        found = [words]
        while len(longer := np.flatnonzero(lengths == 8 * len(found))):
            if 8 * len(found) >= LONGEST:
                raise NotPlainError
            more, counted = self._until(begins[longer] + 8 * len(found), delimiter)
            found.append(np.zeros_like(words))
            found[-1][longer] = more
            lengths[longer] += counted
        self._at = begins + lengths + 1
        return Cells(self._data, begins, lengths, found)

    def end(self) -> None:
        """NotPlainError unless every line has been read to its very end."""
        if not (self._at == self._ends).all():
            raise NotPlainError

    def _word(self, places: Places) -> Words:
        try:
            return self._windows[places]
        except IndexError as error:  # a line too short for its steps, near the end
            raise NotPlainError from error

    def _until(self, places: Places, delimiter: int) -> tuple[Words, Places]:
        """Eight bytes, zeros from the delimiter on, and how many stand before it.

        The lowest bit of ``found`` is that of the first byte that is the delimiter.
        """
        word = self._word(places)
        other = word ^ np.uint64(_times(delimiter))
        found = (other - _ONES) & ~other & _HIGHS
        before = ((found & (~found + np.uint64(1))) >> np.uint64(7)) - np.uint64(1)
        return word & before, (np.bitwise_count(before) >> 3).astype(np.int64)


def lines(data: mmap.mmap, first: int, last: int) -> Iterator[Lines]:
    """The lines of a part of a file, some at a time; none may hold quotes or odd ends."""
    while first < last:
        end = data.rfind(b"\n", first, min(last, first + _BLOCK)) + 1
        held = data[first:end]
        if not held.endswith(b"\n") or any(odd in held for odd in _ODD):
            raise NotPlainError
        yield Lines(held + bytes(LONGEST + 16))
        first = end


class Lexicon:
    """Texts by number, from 1; 0 is a blank cell. A cell is looked up without a search.

    Each text falls into a slot of its own: factors are tried until it is so.
    """

    def __init__(self, texts: Sequence[str]) -> None:
        self.texts = tuple(texts)
        told = [b"", *(text.encode() for text in texts)]
        self._longest = max(map(len, told))
        most = 1 << _SLOTS // 2
        if self._longest > LONGEST or len(told) > most or len(set(told)) != len(told):
            raise NotPlainError
        self._words: list[Words] = [
            np.array(
                [int.from_bytes(text[8 * n : 8 * n + 8], "little") for text in told],
                np.uint64,
            )
            for n in range(self._longest // 8 + 1)
        ]
        # As many slots as let one try in three succeed.
        self._moved = np.uint64(64 - max(8, 2 * len(told).bit_length() - 1))
        self._factors = self._found_factors()
        self._numbers = np.zeros(1 << 64 - int(self._moved), np.int32)
        self._numbers[self._slots(self._words, self._factors)] = np.arange(len(told))

    @property
    def bits(self) -> int:
        """How many bits its numbers have."""
        return len(self.texts).bit_length()

    def text(self, number: int) -> str:
        """The text of a number, blank for 0."""
        return self.texts[number - 1] if number else ""

    def _found_factors(self) -> Words:
        draw = np.random.default_rng(1)  # the same factors each time
        for _ in range(_TRIES):
            factors = draw.integers(
                1 << 63, dtype=np.uint64, size=len(self._words)
            ) | np.uint64(1)
            slots = self._slots(self._words, factors)
            if len(np.unique(slots)) == len(slots):
                return factors
        raise NotPlainError

    def _slots(self, words: Sequence[Words], factors: Words) -> Places:
        mixed = words[0] * factors[0]
        for word, factor in zip(words[1:], factors[1:], strict=False):
            mixed ^= word * factor
        found: Places = (mixed >> self._moved).astype(np.int64)
        return found

    def numbers(self, cells: Cells) -> Places:
        """The number of each cell's text; NotPlainError where one is not among them."""
        if len(cells.words) > len(self._words):
            raise NotPlainError
        found = self._numbers.take(self._slots(cells.words, self._factors))
        for n, held in enumerate(self._words):
            word = cells.words[n] if n < len(cells.words) else np.uint64(0)
            if not (held.take(found) == word).all():
                raise NotPlainError
        return found.astype(np.int64)


def values(cells: Cells) -> NDArray[np.float64]:
    """Cells as numbers, NaN where there is none; whole ones of up to eight digits at once."""
    lengths = cells.lengths
    place = np.minimum(lengths, 8)
    word = (cells.words[0] << _SHIFTS.take(place)) | _ZEROS.take(place)
    word ^= np.uint64(_times(0x30))
    whole = ((word + np.uint64(_times(0x76))) | word) & _HIGHS == 0
    whole &= (lengths > 0) & (lengths <= 8)
    found = _digits(word).astype(np.float64)
    if not whole.all():
        found[~whole] = _other_values(cells.texts(~whole))
    return found


def _digits(word: Words) -> Words:
    """Eight digits, the first in the lowest byte, as one number: neighbours join, thrice."""
    word = (word * np.uint64(10 * (1 << 8) + 1)) >> np.uint64(8)
    word &= np.uint64(0x00FF00FF00FF00FF)
    word = (word * np.uint64(100 * (1 << 16) + 1)) >> np.uint64(16)
    word &= np.uint64(0x0000FFFF0000FFFF)
    return (word * np.uint64(10_000 * (1 << 32) + 1)) >> np.uint64(32)


def _other_values(texts: list[bytes]) -> NDArray[np.float64]:
    """Decimals, negative and long numbers, and no value."""
    told: list[Any] = ["nan" if text in _NO_VALUE else text for text in texts]
    said = b"\n".join(text for text in told if text != "nan")
    if not _NUMBERS.fullmatch(said):
        raise NotPlainError
    try:
        found = np.array([float(text) for text in told])
    except ValueError as error:
        raise NotPlainError from error
    if np.isinf(found).any():
        raise NotPlainError
    return found
