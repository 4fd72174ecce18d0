"""A PDF into passages: lines, furniture put apart, blocks, passages."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import pypdfium2

from stocktake.documents import language
from stocktake.documents.reading import arabic, arabic_words, ocr, pdfium, tables
from stocktake.documents.reading.blocks import blocks
from stocktake.documents.reading.folding import words
from stocktake.documents.reading.front import masthead, title
from stocktake.documents.reading.furniture import apart, measures
from stocktake.documents.reading.lines import Line, Page
from stocktake.documents.reading.order import read_in_order
from stocktake.documents.reading.passages import Assembly
from stocktake.documents.rules import Kind, PageSize, Reading


_HYPHENATED: Final = (
    0.03  # share of lines from which a document is taken to break words
)


def read(data: bytes) -> Reading:
    """Read a PDF that was checked; boxes in points from each page's top left."""
    document = pypdfium2.PdfDocument(data)
    try:
        pages = list(pdfium.pages(document))
    finally:
        document.close()
    if ocr.is_picture(data, pages):
        pages, engine = ocr.read(data)
        return from_pages(pages, engine=engine)
    if not arabic.is_arabic(line for page in pages for line in page.lines):
        return from_pages(pages, engine=pdfium.ENGINE)
    arabic.mend(pages, data)
    arabic.mirror(pages)
    found = from_pages(pages, engine=f"{arabic.ENGINE} + {pdfium.ENGINE}")
    found = arabic.mirrored_back(found)
    share = arabic_words.known_share(passage.text for passage in found.passages)
    return replace(found, known_words=share)


def from_pages(pages: Sequence[Page], *, engine: str) -> Reading:
    """Structure pages of lines, wherever the lines come from."""
    _forget_bold_of_all(pages)
    for page in pages:
        read_in_order(page)
    sizes = tuple(
        PageSize(page.number, round(page.width, 1), round(page.height, 1))
        for page in pages
    )
    asides = masthead(pages[0]) if pages else []
    asides += apart(pages)
    usual = measures(pages)
    for page in pages:
        asides += tables.apart(page, usual)
    named, front = title(pages[0], usual) if pages else ("", 0.0)
    lines = [line for page in pages for line in page.lines]
    assembly = Assembly(usual, _known_words(lines), front=front)
    assembly.take(blocks(lines, usual))
    passages = assembly.passages()
    whole, each = language.of_passages([passage.text for passage in passages])
    everything = sorted([*asides, *assembly.asides], key=lambda aside: aside.page or 0)
    return Reading(
        Kind.PDF, named, sizes, passages, tuple(everything), whole, each, engine
    )


def _forget_bold_of_all(pages: Sequence[Page]) -> None:
    """Bold says nothing where most of the text is bold, as some programs declare it."""
    lines = [line for page in pages for line in page.lines]
    bold = sum(len(line.text) for line in lines if line.bold)
    if bold > 0.6 * sum(len(line.text) for line in lines):
        for line in lines:
            line.bold = False


def _known_words(lines: Sequence[Line]) -> frozenset[str]:
    """The document's unbroken words, for mending those broken at line ends."""
    counted: Counter[str] = Counter()
    for line in lines:
        counted.update(words(line.text)[:-1])
    return frozenset(counted)
