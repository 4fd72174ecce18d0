"""Whether a file may be opened at all: its size, its parts, no macros, no entities."""

import io
import re
import zipfile
from typing import Final

from stocktake.kernel.errors import FileRefused


MAX_BYTES: Final = 20_000_000
MAX_PARTS: Final = 500
MAX_UNPACKED: Final = 200_000_000
MAX_RATIO: Final = 300  # of one part above a megabyte
_DECLARED: Final = (
    b"<!DOCTYPE",
    b"<!ENTITY",
    *("<!D".encode(coding) for coding in ("utf-16-le", "utf-16-be")),
    *("<!E".encode(coding) for coding in ("utf-16-le", "utf-16-be")),
)
_MACRO = re.compile(r"vbaproject|vbadata|macrosheets|activex", re.IGNORECASE)
_MAIN: Final = {"xl/workbook.xml": "xlsx", "word/document.xml": "docx"}


def kind_of(data: bytes, name: str) -> str:
    """``xlsx`` or ``docx`` by the content; Refused with what is wrong and what to do."""
    if len(data) > MAX_BYTES:
        raise FileRefused(
            name,
            f"it has {len(data) / 1e6:.1f} MB, more than the {MAX_BYTES / 1e6:.0f} MB that are taken",
            "Take pictures out of it.",
        )
    if not data.startswith(b"PK\x03\x04"):
        raise FileRefused(
            name,
            "it is neither a workbook (XLSX) nor a Word file (DOCX)",
            "Save it as XLSX or DOCX, under the form in which it was exported, without a password.",
        )
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _checked(archive, name)
    except (zipfile.BadZipFile, EOFError, OSError, NotImplementedError) as error:
        raise FileRefused(
            name,
            "it is damaged: its parts do not unpack",
            "Open it in Excel, Word or LibreOffice, save it again and send that.",
        ) from error


def _checked(archive: zipfile.ZipFile, name: str) -> str:
    _within_limits(archive, name)
    names = archive.namelist()
    types = (
        archive.read("[Content_Types].xml") if "[Content_Types].xml" in names else b""
    )
    if b"macroEnabled" in types or any(_MACRO.search(part) for part in names):
        raise FileRefused(
            name, "it holds macros", "Save it without macros (XLSX or DOCX)."
        )
    found = [kind for main, kind in _MAIN.items() if main in names]
    if not found:
        raise FileRefused(
            name,
            "it is neither a workbook (XLSX) nor a Word file (DOCX)",
            "Save it as XLSX or DOCX, as it was exported.",
        )
    for part in names:
        if part.endswith((".xml", ".rels")) and _declares(archive.read(part)):
            raise FileRefused(
                name,
                f"its part {part} declares entities, as no office program does",
                "Save it again and send that.",
            )
    return found[0]


def _declares(content: bytes) -> bool:
    """Whether a part declares entities; plain search, as parts are large."""
    return any(mark in content for mark in _DECLARED)


def _within_limits(archive: zipfile.ZipFile, name: str) -> None:
    parts = archive.infolist()
    unpacked = sum(part.file_size for part in parts)
    dense = any(
        p.file_size > 1_000_000 and p.file_size > MAX_RATIO * max(p.compress_size, 1)
        for p in parts
    )
    if any(part.flag_bits & 1 for part in parts):
        raise FileRefused(name, "it is locked with a password", "Save it without one.")
    if len(parts) > MAX_PARTS or unpacked > MAX_UNPACKED or dense:
        raise FileRefused(
            name,
            f"it would unpack to {unpacked / 1e6:.0f} MB in {len(parts)} parts, as a zip bomb does",
            "Export it anew and copy the answers into it.",
        )
