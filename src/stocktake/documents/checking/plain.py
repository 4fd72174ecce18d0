"""Files that are neither PDF nor zip: programs, pictures, old Word, HTML, plain text."""

import re
import unicodedata
from pathlib import PurePath
from typing import Final

import filetype

from stocktake.documents.checking.encodings import decoded
from stocktake.documents.checking.words import TAKEN, refusal
from stocktake.documents.rules import Kind
from stocktake.kernel.errors import Refused


_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PROGRAMS: Final = (
    b"MZ",
    b"\x7fELF",
    b"\xca\xfe\xba\xbe",
    b"\xcf\xfa\xed\xfe",
    b"\xfe\xed\xfa",
    b"#!",
)
_HTML = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b",
    re.IGNORECASE | re.DOTALL,
)
_TEXT_SUFFIXES: Final = {
    "",
    ".txt",
    ".text",
    ".md",
    ".html",
    ".htm",
    ".xhtml",
    ".pdf",
    ".docx",
    ".odt",
}


def refuse_known(data: bytes, name: str) -> None:
    """Refuse, by its name, what is known and is no report."""
    if data.startswith(_OLE):
        raise _old_office(data, name)
    if data.startswith(_PROGRAMS):
        raise refusal(
            name,
            "it is a program, not a document",
            f"Send the report itself as {TAKEN}.",
        )
    if data.startswith(b"{\\rtf"):
        raise refusal(
            name,
            "it is RTF, which is not taken",
            "Open it in Word or LibreOffice, save it as DOCX and send that.",
        )
    kind = filetype.guess(data[:8192])
    if kind is None:
        return
    if kind.mime.startswith("image/"):
        raise refusal(
            name,
            f"it is a picture ({kind.extension.upper()})",
            "Send the report with its text, as PDF or DOCX.",
        )
    raise refusal(
        name, f"it is a file of the type {kind.mime}", f"Send the report as {TAKEN}."
    )


def _old_office(data: bytes, name: str) -> Refused:
    if "EncryptedPackage".encode("utf-16-le") in data:
        return refusal(
            name,
            "the document is locked with a password",
            "Save it without a password and send that copy.",
        )
    if "WordDocument".encode("utf-16-le") in data:
        return refusal(
            name,
            "it is an old Word file (DOC)",
            "Open it in Word or LibreOffice, save it as DOCX and send that.",
        )
    return refusal(name, "it is an old Office file", f"Save the report as {TAKEN}.")


def check(data: bytes, name: str) -> Kind:
    """HTML or plain text; anything else is refused."""
    text = decoded(data)
    if text is None or _is_noise(text):
        raise _unreadable(name)
    if not text.strip():
        raise refusal(
            name,
            "the file holds no text, only blanks",
            "Send it again; the copy may have failed.",
        )
    if _HTML.match(text[:4000]):
        return Kind.HTML
    suffix = PurePath(name).suffix.lower()
    if suffix in (".html", ".htm", ".xhtml") and re.search(
        r"</?(?:p|div|h[1-6]|br)\b", text[:20_000], re.IGNORECASE
    ):
        return Kind.HTML
    if suffix not in _TEXT_SUFFIXES:
        raise refusal(
            name,
            f"files of the type {suffix} are not taken",
            f"Save the report as {TAKEN}.",
        )
    return Kind.TXT


def _unreadable(name: str) -> Refused:
    suffix = PurePath(name).suffix.lower()
    if suffix in (".txt", ".text", ".md"):
        return refusal(
            name,
            "its encoding could not be told",
            "Save it as UTF-8 text, or as DOCX, and send that.",
        )
    return refusal(
        name,
        "its type could not be told by its content",
        f"Save the report as {TAKEN}.",
    )


def _is_noise(text: str) -> bool:
    """Whether more than a few signs are control signs or undefined."""
    sample = text[:20_000]
    odd = sum(
        unicodedata.category(sign) in ("Cc", "Cn", "Co", "Cs")
        and sign not in "\t\n\r\f\x0b"
        for sign in sample
    )
    return odd > 0.01 * len(sample)
