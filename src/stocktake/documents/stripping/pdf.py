"""PDF: its pages are put into a new file; nothing else of the old one is taken along.

Title, author, programs, XMP, history, attached files, scripts, forms, comments, layers'
makers and earlier versions of the pages stay behind; pictures within are stripped as well.
"""

import io
from collections.abc import Iterator
from typing import Any, Final

from pypdf import PdfReader, PdfWriter
from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    IndirectObject,
    NameObject,
    StreamObject,
)

from stocktake.documents.stripping import pictures
from stocktake.documents.stripping.words import NotSure


_PAGE: Final = frozenset(
    [
        "/Type",
        "/Parent",
        "/MediaBox",
        "/CropBox",
        "/TrimBox",
        "/BleedBox",
        "/ArtBox",
        "/Resources",
        "/Contents",
        "/Rotate",
        "/Group",
        "/UserUnit",
    ]
)
_SAYS: Final = frozenset(
    [
        "/Metadata",
        "/PieceInfo",
        "/LastModified",
        "/Author",
        "/Creator",
        "/CreatorInfo",
        "/Producer",
        "/CreationDate",
        "/ModDate",
        "/Info",
        "/OPI",
        "/AF",
        "/SpiderInfo",
        "/Usage",
        "/AA",
        "/A",
        "/JS",
        "/JavaScript",
        "/EmbeddedFiles",
        "/Thumb",
        "/StructParent",
        "/StructParents",
        "/Alternates",
        "/Measure",
        "/PtData",
        "/ID",
        "/Ref",
        "/Name",
    ]
)
_PRINT: Final = "Print it to PDF anew and send that."


def strip(data: bytes) -> bytes:
    """A new PDF of the same pages."""
    reader = PdfReader(io.BytesIO(data))
    if _has_fields(reader):
        msg = "the PDF holds a form that was filled in or signed"
        raise NotSure(msg, _PRINT)
    writer = PdfWriter()
    for page in reader.pages:
        for key in [key for key in page if key not in _PAGE]:
            del page[key]
        writer.add_page(page)
    for found in _objects(list(writer.pages)):
        _clean(found)
    writer.metadata = None
    out = io.BytesIO()
    writer.write(out)
    stripped = out.getvalue()
    _verify(stripped, len(reader.pages))
    return stripped


def _has_fields(reader: PdfReader) -> bool:
    form = reader.root_object.get("/AcroForm")
    return bool(
        form and (form.get_object().get("/Fields") or "/XFA" in form.get_object())
    )


def _objects(roots: list[Any]) -> Iterator[DictionaryObject]:
    """Every dictionary and stream that can be reached, once."""
    seen: set[Any] = set()
    waiting: list[Any] = list(roots)
    while waiting:
        each = waiting.pop()
        if isinstance(each, IndirectObject):
            mark: Any = (each.idnum, each.generation)
            each = each.get_object()
        else:
            mark = id(each)
        if mark in seen:
            continue
        seen.add(mark)
        if isinstance(each, DictionaryObject):
            yield each
            waiting += [value for key, value in each.items() if key != "/Parent"]
        elif isinstance(each, ArrayObject):
            waiting += list(each)


def _clean(found: DictionaryObject) -> None:
    for key in [key for key in found if key in _SAYS]:
        del found[key]
    if isinstance(found, StreamObject):
        _clean_stream(found)


def _clean_stream(found: StreamObject) -> None:
    named = found.get("/Filter")
    filters = [named] if isinstance(named, NameObject) else list(named or ())
    if "/JPXDecode" in filters:
        msg = "the PDF holds pictures as JPEG 2000"
        raise NotSure(msg, _PRINT)
    if "/DCTDecode" not in filters:
        return
    if filters != ["/DCTDecode"]:
        msg = "the PDF packs its pictures twice"
        raise NotSure(msg, _PRINT)
    found._data = pictures.strip_jpeg(found._data)  # noqa: SLF001  # as it is stored


def _verify(data: bytes, pages: int) -> None:
    """Read it again: the same number of pages, and nothing of what was to go."""
    again = PdfReader(io.BytesIO(data))
    left = {
        key for each in _objects([again.root_object]) for key in each if key in _SAYS
    }
    if len(again.pages) != pages or again.metadata or left:
        msg = "something of its maker would have stayed in the PDF"
        raise NotSure(msg, _PRINT)
