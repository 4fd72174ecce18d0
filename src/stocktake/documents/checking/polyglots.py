"""Files that are two things at once: a PDF to one program, an archive or a page to another."""

import io
import zipfile
from typing import Final

from stocktake.documents.checking.words import TAKEN, refusal


_TAIL: Final = 65_557  # bytes at the end in which an archive says what it holds


def refuse(data: bytes, name: str, *, begins: int = 0) -> None:
    """Refuse what is an archive as well, or begins as something else.

    ``begins`` is where the file begins as what it is taken for.
    """
    before = data[:begins].strip(b"\x00\xef\xbb\xbf \t\r\n\f")
    if b"<" in before or before.startswith((b"MZ", b"\x7fELF", b"#!", b"PK")):
        raise refusal(
            name,
            "it begins as a program or a page and goes on as a PDF",
            "Print it to PDF anew (Print, then Save as PDF) and send that.",
        )
    ends = data[-_TAIL:].rfind(b"PK\x05\x06") >= 0
    if ends and zipfile.is_zipfile(io.BytesIO(data)):
        raise refusal(
            name,
            "it is an archive as well as a document, two files in one",
            f"Make it anew in its program and send the report itself as {TAKEN}.",
        )
