"""What a Word file knows of itself, in paragraphs that are not shown."""

import base64
import re
import zlib
from typing import Final

from stocktake.kernel.errors import FileRefused
from stocktake.reporting.workbook.meta import Meta
from stocktake.reporting.workbook.signing import Signer


_CHUNK: Final = 20_000  # characters of one paragraph
_MOST: Final = 60_000_000  # characters, unpacked
PIECE: Final = re.compile(r"\[stocktake (\d+) ([0-9a-f]{64}) ([A-Za-z0-9+/=]+)\]")


def chunks(meta: Meta, signer: Signer) -> list[str]:
    """The text in signed pieces; what is signed is what is packed."""
    head, *pieces = meta.chunks(signer)
    text = head + "".join(piece[1:-1] for piece in pieces)
    packed = base64.b64encode(zlib.compress(text.encode(), 9)).decode()
    signature = Signer(signer.key).sign(packed, 64)
    return [
        f"[stocktake {number} {signature} {packed[at : at + _CHUNK]}]"
        for number, at in enumerate(range(0, len(packed), _CHUNK), 1)
    ]


def read(found: list[tuple[str, str, str]], signer: Signer, name: str) -> Meta:
    """Read the pieces again, or refuse a file that this copy did not write."""
    if not found:
        raise FileRefused(
            name,
            "it is no Word file of Stocktake, or its hidden text is gone"
            " (the answers were copied into a new file, or hidden text was taken out)",
            "Export it anew and copy the answers into it.",
        )
    pieces = {int(number): piece for number, _, piece in found}
    packed = "".join(pieces[number] for number in sorted(pieces))
    signatures = {signature for _, signature, _ in found}
    signed = len(signatures) == 1 and Signer(signer.key).holds(
        packed, next(iter(signatures))
    )
    if not signed:
        raise FileRefused(
            name,
            "its hidden text was not written by this copy of Stocktake, or was changed since",
            "Export it anew and copy the answers into it.",
        )
    text = zlib.decompressobj().decompress(base64.b64decode(packed), _MOST).decode()
    return Meta.of([text[:64], f".{text[64:]}."], signer, name)
