"""Zip files: which are DOCX or ODT, and which are bombs, macros, locked or something else."""

import io
import re
import zipfile
from typing import Final

from lxml import etree

from stocktake.documents.checking import embedded
from stocktake.documents.checking.limits import Limits
from stocktake.documents.checking.words import TAKEN, refusal
from stocktake.documents.checking.xml import parsed
from stocktake.documents.rules import Kind


_ODT: Final = b"application/vnd.oasis.opendocument.text"
_OTHERS: Final = {
    "xl/": (
        "an Excel workbook",
        "Save the report's text as DOCX; answers to the questionnaire go through the workbook of Stocktake.",
    ),
    "ppt/": ("a PowerPoint presentation", f"Save the report as {TAKEN}."),
}
_DOCTYPE = re.compile(rb"<!(?:DOCTYPE|ENTITY)|<\x00!\x00[DE]\x00|\x00<\x00!\x00[DE]")
_MACRO = re.compile(r"vbaproject|vbadata", re.IGNORECASE)


def check(data: bytes, name: str, limits: Limits) -> Kind:
    """DOCX or ODT; everything else that is a zip is refused by what it is."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _within_limits(archive, name, limits)
            kind = _kind(archive, name)
            embedded.check(archive, name, limits)
            _parts_are_sound(archive, kind, name)
            return kind
    except (
        zipfile.BadZipFile,
        zipfile.LargeZipFile,
        EOFError,
        OSError,
        NotImplementedError,
        ValueError,
    ) as error:
        raise refusal(
            name,
            "the file is damaged: its parts do not unpack",
            "Open it in Word or LibreOffice, save it again and send that.",
        ) from error


def _within_limits(archive: zipfile.ZipFile, name: str, limits: Limits) -> None:
    parts = archive.infolist()
    if len(parts) > limits.max_entries:
        raise refusal(
            name,
            f"it holds {len(parts)} parts, more than a report has",
            f"Send the report itself as {TAKEN}.",
        )
    if any(part.flag_bits & 1 for part in parts):
        raise refusal(
            name,
            "it is locked with a password",
            "Save it without a password and send that copy.",
        )
    unpacked = sum(part.file_size for part in parts)
    dense = [
        p
        for p in parts
        if p.file_size > 1_000_000
        and p.file_size > limits.max_ratio * max(p.compress_size, 1)
    ]
    if unpacked > limits.max_unpacked or dense:
        raise refusal(
            name,
            f"it would unpack to {unpacked / 1e6:.0f} MB, as a zip bomb does",
            f"Send the report itself as {TAKEN}.",
        )


def _kind(archive: zipfile.ZipFile, name: str) -> Kind:
    names = archive.namelist()
    if "mimetype" in names and archive.read("mimetype").strip().startswith(_ODT):
        return _odt(archive, name)
    if "[Content_Types].xml" in names:
        return _office(archive, names, name)
    raise refusal(
        name, "it is a zip archive", f"Unpack it and send the reports in it as {TAKEN}."
    )


def _odt(archive: zipfile.ZipFile, name: str) -> Kind:
    names = archive.namelist()
    if "META-INF/manifest.xml" in names and b"encryption-data" in archive.read(
        "META-INF/manifest.xml"
    ):
        raise refusal(
            name,
            "the ODT is locked with a password",
            "Save it without a password and send that copy.",
        )
    if any(part.startswith(("Basic/", "Scripts/")) for part in names):
        raise refusal(
            name, "the ODT holds macros", "Save it without macros and send that copy."
        )
    return Kind.ODT


def _office(archive: zipfile.ZipFile, names: list[str], name: str) -> Kind:
    types = archive.read("[Content_Types].xml")
    if any(_MACRO.search(part) for part in names) or b"macroEnabled" in types:
        raise refusal(
            name,
            "the document holds macros (DOCM)",
            "Save it as DOCX, without macros, and send that copy.",
        )
    if "word/document.xml" in names:
        return Kind.DOCX
    for folder, (what, to_do) in _OTHERS.items():
        if any(part.startswith(folder) for part in names):
            raise refusal(name, f"it is {what}", to_do)
    raise refusal(
        name,
        "it is an Office file but no text document",
        f"Save the report as {TAKEN}.",
    )


def _parts_are_sound(archive: zipfile.ZipFile, kind: Kind, name: str) -> None:
    main = "word/document.xml" if kind is Kind.DOCX else "content.xml"
    for part in archive.namelist():
        if part.endswith((".xml", ".rels")) and _DOCTYPE.search(archive.read(part)):
            raise refusal(
                name,
                f"its part {part} declares entities, as no word processor does",
                f"Save it again as {TAKEN} and send that.",
            )
    try:
        whole = parsed(archive.read(main)).getroottree()
    except (etree.XMLSyntaxError, KeyError) as error:
        raise refusal(
            name,
            f"the file is damaged: its part {main} cannot be read",
            "Open it in Word or LibreOffice, save it again and send that.",
        ) from error
    if whole.docinfo.doctype:  # in an encoding in which it was not seen before
        raise refusal(
            name,
            f"its part {main} declares entities, as no word processor does",
            f"Save it again as {TAKEN} and send that.",
        )
