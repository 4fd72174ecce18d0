"""JPEG and PNG: only the parts that draw the picture are kept.

An allow-list of segments and chunks: place, camera, owner, thumbnails, comments, edits and
whatever is hung behind the picture's end are dropped without being understood.
"""

import zlib
from collections.abc import Iterator
from typing import Final

from stocktake.documents.stripping.words import NotSure


_PNG: Final = b"\x89PNG\r\n\x1a\n"
_CHUNKS: Final = frozenset(
    {b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"sBIT"}
)
# Frames, tables, scans, restarts; of the applications' segments only Adobe's, which
# says how colours are stored and has a fixed length.
_SOF: Final = frozenset(range(0xC0, 0xD0)) - {0xC8}
_TABLES: Final = frozenset({0xDB, 0xDD, 0xDC})
_ADOBE: Final = 0xEE
_SOS, _EOI = 0xDA, 0xD9
_AGAIN: Final = "Open the picture, save it as PNG and send that."


def kind(data: bytes) -> str:
    """``jpeg`` or ``png`` by the bytes; empty if neither."""
    if data.startswith(_PNG):
        return "png"
    return "jpeg" if data.startswith(b"\xff\xd8\xff") else ""


def strip_png(data: bytes) -> bytes:
    """The chunks that draw the picture, with their sums checked."""
    kept = [_PNG]
    place, ended = len(_PNG), False
    while place < len(data) and not ended:
        size = int.from_bytes(data[place : place + 4], "big")
        chunk = data[place : place + 12 + size]
        name, whole = chunk[4:8], len(chunk) == 12 + size
        if not whole or zlib.crc32(chunk[4:-4]) != int.from_bytes(chunk[-4:], "big"):
            msg = "the picture is damaged"
            raise NotSure(msg, _AGAIN)
        if name in _CHUNKS:
            kept.append(chunk)
        ended = name == b"IEND"
        place += 12 + size
    if not ended:
        msg = "the picture is damaged: its end is missing"
        raise NotSure(msg, _AGAIN)
    return b"".join(kept)


def strip_jpeg(data: bytes) -> bytes:
    """The segments that draw the picture."""
    kept = [b"\xff\xd8"]
    for marker, segment in _segments(data):
        if marker in _SOF or marker in _TABLES or marker in {_SOS, _EOI}:
            kept.append(segment)
        elif marker == _ADOBE and segment[4:9] == b"Adobe":
            kept.append(b"\xff\xee\x00\x0e" + segment[4:16])
    return b"".join(kept)


def _segments(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Markers with their segments; a scan's includes the data that follow it."""
    place = 2
    while place + 1 < len(data):
        if data[place] != 0xFF:
            msg = "the picture is damaged"
            raise NotSure(msg, _AGAIN)
        marker = data[place + 1]
        if marker == 0xFF:  # a fill byte
            place += 1
            continue
        if marker == _EOI:
            yield marker, b"\xff\xd9"
            return
        end = place + 2 + int.from_bytes(data[place + 2 : place + 4], "big")
        if end > len(data) or end < place + 4:
            msg = "the picture is damaged"
            raise NotSure(msg, _AGAIN)
        if marker == _SOS:
            end = _scan_end(data, end)
        yield marker, data[place:end]
        place = end
    msg = "the picture is damaged: its end is missing"
    raise NotSure(msg, _AGAIN)


def _scan_end(data: bytes, place: int) -> int:
    """Where the data of a scan end: at a marker that is neither stuffing nor a restart."""
    while True:
        place = data.find(b"\xff", place)
        if place < 0 or place + 1 >= len(data):
            msg = "the picture is damaged: its end is missing"
            raise NotSure(msg, _AGAIN)
        after = data[place + 1]
        if after != 0 and not 0xD0 <= after <= 0xD7 and after != 0xFF:
            return place
        place += 1 if after == 0xFF else 2
