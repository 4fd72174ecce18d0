"""What a PDF would do when it is opened, or carries inside: scripts, programs, other files.

Looked for in the file as it is and in its object streams, whichever way their names are
written. A report does none of it; whoever downloads one must not meet it.
"""

import io
import re
import zlib
from collections.abc import Iterator
from typing import Final

import pypdf
from pypdfium2 import PdfDocument, raw


_MOST: Final = 20_000_000  # bytes that one object stream may unpack to
_PIECE: Final = 1 << 16
_NEAR: Final = 2_000  # bytes from a stream's type to its beginning


def _named(name: str) -> bytes:
    """A pattern for a name of PDF, each of whose letters may be written as #xx."""
    letters = (
        rb"(?:%s|#(?i:%02x))" % (re.escape(letter.encode()), ord(letter))
        for letter in name
    )
    return b"/" + b"".join(letters) + rb"(?=[\s/<>\[\](){}%]|$)"


_SCRIPT = re.compile(_named("JavaScript"))
_LAUNCH = re.compile(_named("S") + rb"\s*" + _named("Launch"))
_FILE = re.compile(_named("EmbeddedFile"))
_FILTER = re.compile(_named("Filter"))
_STREAM = re.compile(_named("ObjStm"))
_BEGINS = re.compile(rb"\bstream\r?\n")
_ENCRYPTED = re.compile(_named("Encrypt"))

SCRIPT: Final = "it would run a script when it is opened (JavaScript)"
LAUNCH: Final = "it would start another program when it is opened"
FILE: Final = "it carries other files inside it (attachments)"
HIDDEN: Final = "parts of it are packed so that nobody can see what they do"


def what_it_does(data: bytes, document: PdfDocument) -> str:
    """What of this a PDF holds, in words; empty for one that only shows its pages."""
    if raw.FPDFDoc_GetJavaScriptActionCount(document) > 0:
        return SCRIPT
    if raw.FPDFDoc_GetAttachmentCount(document) > 0:
        return FILE
    try:
        return next(filter(None, map(_found, _texts(data))), "")
    except (zlib.error, EOFError):
        return HIDDEN


def _found(text: bytes) -> str:
    for pattern, what in ((_SCRIPT, SCRIPT), (_LAUNCH, LAUNCH), (_FILE, FILE)):
        if pattern.search(text):
            return what
    return ""


def _texts(data: bytes) -> Iterator[bytes]:
    """The file, and what its object streams unpack to."""
    yield data
    if _ENCRYPTED.search(data):
        yield from _decrypted(data)
        return
    for place in _STREAM.finditer(data):
        begins = _BEGINS.search(data, place.end(), place.end() + _NEAR)
        head = max(0, data.rfind(b"obj", 0, place.start()))
        if begins and _FILTER.search(data, head, begins.start()):
            yield _unpacked(data, begins.end())


def _unpacked(data: bytes, start: int) -> bytes:
    """A stream that is deflated, as far as it may go."""
    inflate = zlib.decompressobj()
    pieces: list[bytes] = []
    left = _MOST
    while left > 0 and not inflate.eof and start < len(data):
        pieces.append(inflate.decompress(data[start : start + _PIECE], left))
        start += _PIECE - len(inflate.unconsumed_tail)
        left -= len(pieces[-1])
    return b"".join(pieces)


def _decrypted(data: bytes) -> Iterator[bytes]:
    """Every object of a PDF that is locked against changes only, as text."""
    try:
        reader = pypdf.PdfReader(io.BytesIO(data))
        reader.decrypt("")
        writer = pypdf.PdfWriter(clone_from=reader)
    except Exception as error:
        raise zlib.error(str(error)) from error
    out = io.BytesIO()
    writer.write(out)
    yield out.getvalue()
