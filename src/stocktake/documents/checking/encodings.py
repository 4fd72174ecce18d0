"""The encoding of a text file whose sender did not say."""

import codecs
from typing import Final

from charset_normalizer import from_bytes


_CANDIDATES: Final = ["cp1252", "cp1251", "cp1256", "gb18030"]
_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def decoded(data: bytes) -> str | None:
    """The text, or nothing where no encoding makes sense of the bytes."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _decoded_as(data, encoding)
    if b"\x00" in data[:4000]:
        return _decoded_as(data, _byte_order(data))
    text = _decoded_as(data, "utf-8")
    return text if text is not None else _guessed(data)


def _byte_order(data: bytes) -> str:
    """Letters of most scripts have a zero as their upper byte, spaces always."""
    return "utf-16-le" if data[1::2].count(0) >= data[::2].count(0) else "utf-16-be"


def _decoded_as(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _guessed(data: bytes) -> str | None:
    best = from_bytes(data[:100_000], cp_isolation=_CANDIDATES).best()
    return _decoded_as(data, best.encoding) if best else None
