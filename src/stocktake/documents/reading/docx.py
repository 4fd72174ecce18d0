"""DOCX into pieces: headings, paragraphs with the numbers Word prints, tables, notes."""

import io
from collections.abc import Iterator
from importlib.metadata import version
from typing import Any, Final

import docx
from docx.oxml import parse_xml
from docx.oxml.ns import qn

from stocktake.documents.reading.docx_numbering import Numbering
from stocktake.documents.reading.flow import Piece, reading, table_row
from stocktake.documents.rules import AsideKind, Kind, Reading


_NOTES: Final = ("footnotes", "endnotes")
_DELETED: Final = {qn("w:del"), qn("w:moveFrom")}


def read(data: bytes) -> Reading:
    """Read a DOCX that was checked."""
    document = docx.Document(io.BytesIO(data))
    title = (document.core_properties.title or "").strip()
    return reading(
        Kind.DOCX,
        _pieces(document),
        title=title,
        engine=f"python-docx {version('python-docx')}",
    )


def _pieces(document: Any) -> Iterator[Piece]:
    numbering = Numbering(document)
    for element in document.element.body.iterchildren():
        yield from _element(element, numbering)
    yield from _notes(document)


def _element(element: Any, numbering: Numbering) -> Iterator[Piece]:
    if element.tag == qn("w:p"):
        yield from _paragraph(element, numbering)
    elif element.tag == qn("w:tbl"):
        yield from _table(element)
    elif element.tag == qn("w:sdt"):
        for content in element.iterchildren(qn("w:sdtContent")):
            for child in content.iterchildren():
                yield from _element(child, numbering)


def _paragraph(element: Any, numbering: Numbering) -> Iterator[Piece]:
    text = _text(element)
    style = numbering.style(element)
    label = numbering.label(element) if text.strip() else ""
    if style.contents:
        yield Piece(text, label=label, aside=AsideKind.CONTENTS)
    elif numbering.caption(element):
        yield Piece(text, label=label, aside=AsideKind.TABLE)
    else:
        yield Piece(
            text,
            level=style.level or _looks_like_heading(element, text, label),
            label=label,
        )
    for inner in element.iter(qn("w:txbxContent")):
        for paragraph in inner.iter(qn("w:p")):
            yield Piece(_text(paragraph))


def _text(element: Any) -> str:
    """The words of a paragraph, without deleted ones, notes and boxes inside it."""
    parts: list[str] = []
    for node in element.iter(
        qn("w:t"), qn("w:tab"), qn("w:br"), qn("w:cr"), qn("w:noBreakHyphen")
    ):
        if any(
            above.tag in _DELETED or above.tag == qn("w:txbxContent")
            for above in _above(node, element)
        ):
            continue
        if node.tag == qn("w:t"):
            parts.append(node.text or "")
        elif node.tag == qn("w:noBreakHyphen"):
            parts.append("-")
        elif node.getparent().tag == qn("w:r"):
            parts.append(" ")
    return "".join(parts)


def _above(node: Any, stop: Any) -> Iterator[Any]:
    parent = node.getparent()
    while parent is not None and parent is not stop:
        yield parent
        parent = parent.getparent()


def _looks_like_heading(element: Any, text: str, label: str) -> int:
    """A short paragraph wholly in bold, as people make headings by hand."""
    bare = text.strip()
    if not bare or len(bare) > 150 or bare.endswith((".", ";", ":", ",")):
        return 0
    runs = [
        run
        for run in element.iter(qn("w:r"))
        if "".join(t.text or "" for t in run.iter(qn("w:t"))).strip()
    ]
    bold = runs and all(_is_bold(run) for run in runs)
    return 5 if bold and not label.strip("•").isdigit() else 0


def _is_bold(run: Any) -> bool:
    mark = run.find(f"{qn('w:rPr')}/{qn('w:b')}")
    return mark is not None and mark.get(qn("w:val")) not in ("0", "false")


def _table(element: Any) -> Iterator[Piece]:
    """Each row as one aside, its cells set apart by bars."""
    for row in element.iterchildren(qn("w:tr")):
        cells = [
            " ".join(_text(paragraph).strip() for paragraph in cell.iter(qn("w:p")))
            for cell in row.iterchildren(qn("w:tc"))
        ]
        yield table_row(cells)


def _notes(document: Any) -> Iterator[Piece]:
    for relation in document.part.rels.values():
        name = relation.reltype.rsplit("/", 1)[-1]
        if name in _NOTES and not relation.is_external:
            root = parse_xml(relation.target_part.blob)
            for note in root.iterchildren():
                if note.get(qn("w:type")) in (None, "normal"):
                    words = " ".join(
                        _text(paragraph) for paragraph in note.iter(qn("w:p"))
                    )
                    yield Piece(
                        words,
                        label=note.get(qn("w:id")) or "",
                        aside=AsideKind.FOOTNOTE,
                    )
