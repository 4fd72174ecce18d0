"""HTML into pieces: headings, paragraphs, lists, tables; scripts and styles dropped."""

import re
from collections.abc import Iterator
from importlib.metadata import version
from typing import Any, Final

from selectolax.lexbor import LexborHTMLParser

from stocktake.documents.checking.encodings import decoded
from stocktake.documents.reading.flow import Piece, reading, table_row
from stocktake.documents.rules import AsideKind, Kind, Reading


_DROPPED: Final = [
    "script",
    "style",
    "noscript",
    "template",
    "svg",
    "iframe",
    "object",
    "form",
    "button",
]
_BLOCKS: Final = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "caption",
        "center",
        "dd",
        "details",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "li",
        "main",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "summary",
        "table",
        "ul",
    ]
)
_DECLARED = re.compile(rb"""charset\s*=\s*["']?\s*([\w-]+)""", re.IGNORECASE)


def read(data: bytes) -> Reading:
    """Read an HTML page that was checked; nothing it links to is asked for."""
    tree = LexborHTMLParser(text(data))
    tree.strip_tags(_DROPPED)
    title = tree.css_first("title")
    return reading(
        Kind.HTML,
        _pieces(tree.body) if tree.body else (),
        title=title.text().strip() if title else "",
        engine=f"selectolax {version('selectolax')}",
    )


def text(data: bytes) -> str:
    """The page in the encoding that it declares, else in the one that fits."""
    declared = _DECLARED.search(data[:2000])
    if declared and not data.startswith((b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")):
        try:
            return data.decode(declared[1].decode("ascii"))
        except (LookupError, UnicodeDecodeError):
            pass
    found = decoded(data)
    return data.decode("utf-8", "replace") if found is None else found


def _pieces(node: Any) -> Iterator[Piece]:
    """The pieces below a node, in order; inline elements stay with their paragraph."""
    inline: list[str] = []
    label = _label(node)
    for child in node.iter(include_text=True):
        if child.tag in _BLOCKS:
            yield from _inline(inline, label)
            inline, label = [], "" if "".join(inline).strip() else label
            yield from _block(child)
        elif child.tag == "br":
            inline.append(" ")
        elif child.tag == "sup" and child.text().strip(" []*").isdigit():
            continue  # a footnote's mark
        else:
            inline.append(child.text(deep=True) or "")
    yield from _inline(inline, label)


def _inline(parts: list[str], label: str) -> Iterator[Piece]:
    words = "".join(parts)
    if words.strip():
        yield Piece(words, label=label)


def _block(node: Any) -> Iterator[Piece]:
    if re.fullmatch("h[1-6]", node.tag):
        yield Piece(node.text(deep=True), level=int(node.tag[1]))
    elif node.tag == "table":
        yield from _table(node)
    elif node.tag == "nav":
        yield Piece(node.text(deep=True, separator=" "), aside=AsideKind.CONTENTS)
    else:
        yield from _pieces(node)


def _label(node: Any) -> str:
    """The bullet or number that a browser prints before a list item."""
    if node.tag != "li":
        return ""
    if node.parent is None or node.parent.tag != "ol":
        return "•"
    value = node.attributes.get("value") or ""
    if value.isdigit():
        return f"{value}."
    before = [item for item in node.parent.iter() if item.tag == "li"]
    start = node.parent.attributes.get("start") or "1"
    index = next(i for i, item in enumerate(before) if item.mem_id == node.mem_id)
    return f"{(int(start) if start.isdigit() else 1) + index}."


def _table(node: Any) -> Iterator[Piece]:
    for row in node.css("tr"):
        cells = [
            cell.text(deep=True).strip()
            for cell in row.iter()
            if cell.tag in ("td", "th")
        ]
        yield table_row(cells)
