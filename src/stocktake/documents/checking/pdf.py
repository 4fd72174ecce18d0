"""PDFs that cannot be read: damaged, locked, without pages, too long."""

import pypdfium2 as pdfium

from stocktake.documents.checking.limits import Limits
from stocktake.documents.checking.words import refusal


def check(data: bytes, name: str, limits: Limits) -> None:
    """Refuse a PDF that does not open, or whose pages do not."""
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        raise _why(data, name, error) from error
    try:
        count = len(document)
        if count == 0:
            raise refusal(
                name,
                "the PDF is damaged: it has no pages",
                "Export it again and send the new file.",
            )
        if count > limits.max_pages:
            raise refusal(
                name,
                f"the PDF has {count} pages, more than the {limits.max_pages} that are taken",
                "Split it into parts, or raise STOCKTAKE_MAX_PAGES.",
            )
        _last_page_opens(document, count, name)
    finally:
        document.close()


def _last_page_opens(document: pdfium.PdfDocument, count: int, name: str) -> None:
    for index in {0, count - 1}:
        try:
            document[index].close()
        except pdfium.PdfiumError as error:
            raise refusal(
                name,
                f"the PDF is damaged: page {index + 1} of {count} does not open",
                "Export it again from its source and send the new file.",
            ) from error


def _why(data: bytes, name: str, error: pdfium.PdfiumError) -> Exception:
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
    return refusal(
        name,
        "the PDF is damaged and does not open",
        "Download it again or export it again from its source; if you have the DOCX, send that.",
    )
