"""What lies inside a DOCX or ODT: programs, packed files, archives within archives."""

import io
import zipfile
from pathlib import PurePosixPath
from typing import Final

from stocktake.documents.checking.limits import Limits
from stocktake.documents.checking.words import refusal
from stocktake.kernel.errors import Refused


_PROGRAMS: Final = (b"MZ", b"\x7fELF", b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe", b"#!")
_SUFFIXES: Final = frozenset(
    [
        ".exe",
        ".dll",
        ".scr",
        ".com",
        ".bat",
        ".cmd",
        ".ps1",
        ".vbs",
        ".js",
        ".jse",
        ".wsf",
        ".hta",
        ".jar",
        ".class",
        ".lnk",
        ".msi",
        ".swf",
        ".apk",
    ]
)
_PACKED: Final = "\x01Ole10Native".encode(
    "utf-16-le"
)  # any file, as an icon in the text
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OFFICE: Final = ("[Content_Types].xml", "mimetype")
_DEEPEST: Final = 3  # a report in a report with a sheet, and no archive in the sheet
_AGAIN: Final = "Take it out, save the report again and send that; send other documents each on its own."


def check(
    archive: zipfile.ZipFile, name: str, limits: Limits, *, depth: int = 1
) -> None:
    """Refuse a package that holds a program, a packed file or an archive of its own."""
    for part in archive.infolist():
        _named_soundly(part.filename, name)
        with archive.open(part) as opened:
            begins = opened.read(8)
        if begins.startswith(_PROGRAMS):
            raise refusal(name, f"it holds a program ({part.filename})", _AGAIN)
        if begins == _OLE and _PACKED in archive.read(part):
            raise refusal(name, f"it holds a packed file ({part.filename})", _AGAIN)
        if begins.startswith(b"PK\x03\x04"):
            _inner(archive.read(part), part.filename, name, limits, depth=depth)


def _named_soundly(part: str, name: str) -> None:
    path = PurePosixPath(part.replace("\\", "/"))
    if path.is_absolute() or ".." in path.parts or ":" in part:
        raise refusal(
            name, f"its part {part!r} is named to be unpacked elsewhere", _AGAIN
        )
    if path.suffix.lower() in _SUFFIXES:
        raise refusal(name, f"it holds a program ({part})", _AGAIN)


def _inner(data: bytes, part: str, name: str, limits: Limits, *, depth: int) -> None:
    """An archive in the package: a sheet or a text of an office, within the same limits."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as inner:
            if not any(one in inner.namelist() for one in _OFFICE):
                raise refusal(name, f"it holds an archive ({part})", _AGAIN)
            if depth >= _DEEPEST:
                raise refusal(
                    name, f"it holds archives within archives ({part})", _AGAIN
                )
            if sum(one.file_size for one in inner.infolist()) > limits.max_unpacked:
                raise refusal(name, f"its part {part} would unpack without end", _AGAIN)
            check(inner, name, limits, depth=depth + 1)
    except Refused:
        raise
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        raise refusal(name, f"its part {part} is damaged", _AGAIN) from error
