"""What a file is by its bytes, or why it is refused and what its sender can do."""

import re
from collections.abc import Iterable
from pathlib import Path, PurePath
from typing import Final

from stocktake.documents.checking import packages, pdf, plain, polyglots
from stocktake.documents.checking.limits import DEFAULT, Limits, limits_set
from stocktake.documents.checking.words import TAKEN, Unreadable, refusal
from stocktake.documents.rules import Kind, Reading


__all__ = [
    "DEFAULT",
    "KNOWN_WORDS",
    "Limits",
    "Unreadable",
    "check",
    "check_size",
    "is_readable",
    "limits_set",
]

KNOWN_WORDS: Final = 0.5  # least share of known forms in an Arabic PDF
_ODD: Final = 0.03
_ODD_SIGNS = re.compile("[\ue000-\uf8ff\ufffd\u03cf-\u03ff\u0080-\u009f]")
_SUFFIXES: Final[dict[Kind, tuple[str, ...]]] = {
    Kind.PDF: (".pdf",),
    Kind.DOCX: (".docx",),
    Kind.ODT: (".odt",),
    Kind.HTML: (".html", ".htm", ".xhtml"),
    Kind.TXT: (".txt", ".text", ".md"),
}


def check(data: bytes, name: str, limits: Limits = DEFAULT) -> Kind:
    """The file's type by its bytes; raises ``Refused`` with what is wrong and what to do.

    Nothing in the file is run, no link is followed, nothing is unpacked beyond the limits.
    """
    if not data:
        raise refusal(
            name,
            "the file is empty (0 bytes)",
            "Send it again; the copy may have failed.",
        )
    _not_too_big(len(data), name, limits)
    kind = _told_by_bytes(data, name, limits)
    _matches_suffix(kind, name)
    return kind


def check_size(path: Path) -> None:
    """Refuse a file by its size alone, before it is read into memory."""
    _not_too_big(path.stat().st_size, path.name, limits_set())


def _not_too_big(size: int, name: str, limits: Limits) -> None:
    if size > limits.max_bytes:
        raise refusal(
            name,
            f"the file has {size / 1e6:.1f} MB, more than the {limits.max_bytes / 1e6:.0f} MB that are taken",
            "Reduce its pictures, split it, or raise STOCKTAKE_MAX_FILE_MB.",
        )


def is_readable(reading: Reading, name: str) -> None:
    """Refuse a document in which no words were found, or none that make sense."""
    if not reading.passages:
        raise refusal(
            name, "no text was found in it", f"Send the report itself as {TAKEN}."
        )
    odd = _odd_share(passage.text for passage in reading.passages)
    if odd > _ODD:
        raise refusal(
            name,
            f"its letters cannot be read: {odd:.0%} of them stand for no letter of any language, "
            "because its fonts do not say what their signs mean",
            "Send the DOCX, or print the file to PDF anew from its source.",
        )
    known = reading.known_words
    if known is not None and known < KNOWN_WORDS:
        raise refusal(
            name,
            f"its Arabic text cannot be read: only {known:.0%} of its words are known forms, "
            f"below {KNOWN_WORDS:.0%}, because the PDF holds its letters in another order",
            "Please send the DOCX.",
        )


def _odd_share(texts: Iterable[str]) -> float:
    """The share of signs from private or unassigned ranges, or from no living alphabet."""
    odd = letters = 0
    for text in texts:
        odd += len(_ODD_SIGNS.findall(text))
        letters += sum(map(str.isalpha, text))
    return odd / max(odd + letters, 1)


def _told_by_bytes(data: bytes, name: str, limits: Limits) -> Kind:
    if b"%PDF-" in data[:1024]:
        polyglots.refuse(data, name, begins=data.find(b"%PDF-"))
        pdf.check(data, name, limits)
        return Kind.PDF
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return packages.check(data, name, limits)
    plain.refuse_known(data, name)
    polyglots.refuse(data, name)
    return plain.check(data, name)


def _matches_suffix(kind: Kind, name: str) -> None:
    suffix = PurePath(name).suffix.lower()
    if not suffix or suffix in _SUFFIXES[kind]:
        return
    what = suffix.removeprefix(".").upper()
    if any(suffix in each for each in _SUFFIXES.values()):
        raise refusal(
            name,
            f"its name says {what} but its content is {kind.value.upper()}",
            f"If the content is right, rename it to {_SUFFIXES[kind][0]}; else send the {what} itself.",
        )
    raise refusal(
        name,
        f"files of the type {suffix} are not taken",
        f"Save the report as {TAKEN}.",
    )
