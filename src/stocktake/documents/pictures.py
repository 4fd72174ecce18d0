"""Pages of a PDF drawn as PNG, without a library for pictures."""

import math
import struct
import zlib
from typing import TYPE_CHECKING, Final

from stocktake.kernel.errors import BrokenData


if TYPE_CHECKING:
    import pypdfium2 as pdfium


_STEP: Final = 100
_NARROWEST: Final = 100
_WIDEST: Final = 2400
MOST_PIXELS: Final = 36_000_000  # of one picture; an A0 sheet at 110 to the inch
_SIGNATURE: Final = b"\x89PNG\r\n\x1a\n"


def width_allowed(width: int) -> int:
    """The next width that is drawn: whole hundreds, so that few pictures are kept."""
    return max(_NARROWEST, min(_WIDEST, -(-width // _STEP) * _STEP))


def page(data: bytes, number: int, width: int) -> bytes:
    """Draw one page so many pixels wide; the same bytes give the same picture."""
    import pypdfium2 as pdfium  # noqa: PLC0415  # whoever reads records comes by here, few draw

    try:
        document = pdfium.PdfDocument(data)
        try:
            return draw(document, number - 1, width)
        finally:
            document.close()
    except pdfium.PdfiumError as error:
        msg = f"Page {number} cannot be drawn: {error}. Open the file itself."
        raise BrokenData(msg) from error


def draw(document: "pdfium.PdfDocument", index: int, width: int) -> bytes:
    """Draw a page of an open document, narrower where it would have too many pixels."""
    drawn = document[index]
    scale = pixels_a_point(drawn.get_size(), width)
    return _png(drawn.render(scale=scale, rev_byteorder=True))


def pixels_a_point(size: tuple[float, float], width: int) -> float:
    """How many pixels a point of a page gets that is drawn so many pixels wide."""
    across, down = size
    return min(width / across, math.sqrt(MOST_PIXELS / (across * down)))


def _png(bitmap: "pdfium.PdfBitmap") -> bytes:
    """Encode RGB rows as PNG, each without a filter."""
    channels = bitmap.n_channels
    rows = memoryview(bitmap.buffer).cast("B")
    lines = bytearray()
    for index in range(bitmap.height):
        row = rows[
            index * bitmap.stride : index * bitmap.stride + bitmap.width * channels
        ]
        lines += b"\x00"
        lines += _rgb(bytes(row), channels)
    colour = 0 if channels == 1 else 2
    header = struct.pack(">IIBBBBB", bitmap.width, bitmap.height, 8, colour, 0, 0, 0)
    packed = zlib.compress(bytes(lines), 6)
    return (
        _SIGNATURE
        + _chunk(b"IHDR", header)
        + _chunk(b"IDAT", packed)
        + _chunk(b"IEND", b"")
    )


def _rgb(row: bytes, channels: int) -> bytes:
    if channels != 4:
        return row
    plain = bytearray(len(row) // 4 * 3)
    plain[0::3], plain[1::3], plain[2::3] = row[0::4], row[1::4], row[2::4]
    return bytes(plain)


def _chunk(kind: bytes, content: bytes) -> bytes:
    check = zlib.crc32(kind + content)
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", check)
