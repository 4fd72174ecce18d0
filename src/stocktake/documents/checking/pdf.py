"""PDFs that cannot be read: damaged, locked, without pages, too long."""

import re
from typing import Final

import pypdfium2 as pdfium

from stocktake.documents.checking import active, crossreference
from stocktake.documents.checking.limits import Limits
from stocktake.documents.checking.words import refusal
from stocktake.kernel.errors import Refused


_AGAIN: Final = "Download it again, or export it again from its source; if you have the DOCX, send that."
_PRINT: Final = "Print it to PDF anew (Print, then Save as PDF) and send that; send attachments each on its own."
_LENGTH = re.compile(rb"/Linearized.{0,80}?/L (\d+)", re.DOTALL)


def check(data: bytes, name: str, limits: Limits) -> None:
    """Refuse a PDF that does not open whole."""
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        raise _why_closed(data, name, error) from error
    try:
        count = len(document)
        fault = _fault(data, document, count)
        does = "" if fault else active.what_it_does(data, document)
    finally:
        document.close()
    if fault:
        raise refusal(name, f"the PDF is damaged: {fault}", _AGAIN)
    if does:
        raise refusal(name, does, _PRINT)
    if count > limits.max_pages:
        raise refusal(
            name,
            f"the PDF has {count} pages, more than the {limits.max_pages} that are taken",
            "Split it into parts, or raise STOCKTAKE_MAX_PAGES.",
        )


def _fault(data: bytes, document: pdfium.PdfDocument, count: int) -> str:
    """What a tolerant reader would pass over in silence."""
    if _is_cut_short(data):
        return "its end is missing"
    if crossreference.is_broken(data):
        return (
            "its list of objects does not fit the objects in it, so that pages or their "
            "latest versions may be missing"
        )
    if count == 0:
        return "it has no pages"
    for index in sorted({0, count - 1}):
        try:
            document[index].close()
        except pdfium.PdfiumError:
            return f"page {index + 1} of {count} does not open"
    return ""


def _is_cut_short(data: bytes) -> bool:
    declared = _LENGTH.search(data[:1024])
    return crossreference.is_cut_short(data) or bool(
        declared and int(declared[1]) > len(data)
    )


def _why_closed(data: bytes, name: str, error: pdfium.PdfiumError) -> Refused:
    if "password" in str(error).lower() or "security" in str(error).lower():
        return refusal(
            name,
            "the PDF is locked with a password",
            "Save it without a password and send that copy.",
        )
    if b"/Encrypt" in data[-4096:]:
        return refusal(
            name,
            "the PDF is encrypted",
            "Save it without encryption and send that copy.",
        )
    return refusal(name, "the PDF is damaged and does not open", _AGAIN)
