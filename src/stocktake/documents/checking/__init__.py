"""What a file is by its bytes, or why it is refused and what its sender can do."""

from pathlib import Path, PurePath
from typing import Final

from stocktake.documents.checking import packages, pdf, plain
from stocktake.documents.checking.limits import DEFAULT, Limits, limits_set
from stocktake.documents.checking.words import TAKEN, refusal
from stocktake.documents.rules import Kind, Reading


__all__ = ["DEFAULT", "Limits", "check", "check_size", "has_text", "limits_set"]

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


def has_text(reading: Reading, name: str) -> None:
    """Refuse a document in which no words were found."""
    if not reading.passages:
        raise refusal(
            name, "no text was found in it", f"Send the report itself as {TAKEN}."
        )


def _told_by_bytes(data: bytes, name: str, limits: Limits) -> Kind:
    if b"%PDF-" in data[:1024]:
        pdf.check(data, name, limits)
        return Kind.PDF
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return packages.check(data, name, limits)
    plain.refuse_known(data, name)
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
