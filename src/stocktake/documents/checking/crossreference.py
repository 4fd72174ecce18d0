"""Whether a PDF's table of objects points where its objects are.

Tolerant readers rebuild a broken table in silence, and then may show old versions of
pages or none; a report that is cited must not be pieced together by guessing.
"""

import re
from collections.abc import Iterator
from typing import Final


_TABLE = re.compile(rb"xref\s+(?=\d+ \d+)")
_SECTION = re.compile(rb"(\d+) (\d+)\s+")
_ENTRY: Final = 20  # bytes of one entry: offset, generation, n or f
_TAIL: Final = 8192  # bytes at the end in which a whole PDF has its last words
_FEW: Final = 0.05  # share of wrong entries that is let pass


def broken_share(data: bytes) -> float:
    """The share of entries, of all plain tables, that point to no such object."""
    start = max(0, data[:1024].find(b"%PDF-"))
    checked = wrong = 0
    for number, offset in _entries(data):
        checked += 1
        place = data[start + offset : start + offset + 24].lstrip(b"\r\n \x00")
        if not place.startswith(b"%d " % number):
            wrong += 1
    return wrong / checked if checked else 0.0


def is_broken(data: bytes) -> bool:
    """Whether more than a few entries are wrong."""
    return broken_share(data) > _FEW


def is_cut_short(data: bytes) -> bool:
    """Whether the end of the file, which says where its table is, is missing."""
    return data.rfind(b"startxref", max(0, len(data) - _TAIL)) < 0


def _tables(data: bytes) -> Iterator[int]:
    """Where the sections of each plain table begin."""
    place = data.find(b"xref")
    while place >= 0:
        table = _TABLE.match(data, place)
        if table and data[place - 5 : place] != b"start":
            yield table.end()
        place = data.find(b"xref", place + 4)


def _entries(data: bytes) -> Iterator[tuple[int, int]]:
    """Number and offset of each object in use, from every table in the file."""
    for table in _tables(data):
        start = table
        while section := _SECTION.match(data, start):
            first, count = int(section[1]), int(section[2])
            end = section.end() + count * _ENTRY
            lines = data[section.end() : end]
            for index in range(len(lines) // _ENTRY):
                entry = lines[index * _ENTRY : (index + 1) * _ENTRY]
                if entry[17:18] == b"n" and entry[:10].isdigit():
                    yield first + index, int(entry[:10])
            start = end
