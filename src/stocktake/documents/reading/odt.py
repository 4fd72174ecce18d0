"""ODT into pieces: headings, paragraphs, lists, tables, notes; read as plain XML."""

import io
import zipfile
from collections.abc import Iterator
from typing import Any, Final

from stocktake.documents.checking.xml import parsed
from stocktake.documents.reading.counting import printed
from stocktake.documents.reading.flow import Piece, reading, table_row
from stocktake.documents.rules import AsideKind, Kind, Reading


_TEXT: Final = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_TABLE: Final = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_STYLE: Final = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_OFFICE: Final = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TITLE: Final = "{http://purl.org/dc/elements/1.1/}title"
_FORMS: Final = {
    "1": "decimal",
    "a": "lowerLetter",
    "A": "upperLetter",
    "i": "lowerRoman",
    "I": "upperRoman",
}


def read(data: bytes) -> Reading:
    """Read an ODT that was checked."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        content = parsed(archive.read("content.xml"))
        names = archive.namelist()
        meta = parsed(archive.read("meta.xml")) if "meta.xml" in names else None
        styles = parsed(archive.read("styles.xml")) if "styles.xml" in names else None
    title = meta.find(f".//{_TITLE}") if meta is not None else None
    body = _Body(content, styles)
    named = (title.text or "").strip() if title is not None else ""
    return reading(Kind.ODT, body.pieces(), title=named, engine="OpenDocument as XML")


class _Body:
    def __init__(self, content: Any, styles: Any) -> None:
        self._root = content.find(f".//{_OFFICE}text")
        self._lists = {
            style.get(f"{_STYLE}name"): style
            for tree in (styles, content)
            if tree is not None
            for style in tree.iter(f"{_TEXT}list-style")
        }
        self._counts: dict[tuple[str, int], int] = {}
        self._notes: list[Piece] = []

    def pieces(self) -> Iterator[Piece]:
        if self._root is not None:
            yield from self._below(self._root)
        yield from self._notes

    def _below(self, node: Any) -> Iterator[Piece]:
        for child in node.iterchildren():
            if not isinstance(child.tag, str):
                continue
            yield from self._one(child)

    def _one(self, node: Any) -> Iterator[Piece]:
        if node.tag == f"{_TEXT}h":
            yield Piece(
                self._words(node), level=int(node.get(f"{_TEXT}outline-level") or 1)
            )
        elif node.tag == f"{_TEXT}p":
            yield Piece(self._words(node))
        elif node.tag == f"{_TEXT}list":
            yield from self._list(node, node.get(f"{_TEXT}style-name") or "", 1)
        elif node.tag == f"{_TABLE}table":
            yield from self._table(node)
        elif node.tag in (f"{_TEXT}table-of-content", f"{_TEXT}alphabetical-index"):
            for paragraph in node.iter(f"{_TEXT}p"):
                yield Piece(self._words(paragraph), aside=AsideKind.CONTENTS)
        elif node.tag == f"{_TEXT}section":
            yield from self._below(node)

    def _words(self, node: Any) -> str:
        """The words of a paragraph; notes inside it are put apart, deletions left out."""
        parts = [node.text or ""]
        for child in node.iterchildren():
            parts.append(self._inner(child))
            parts.append(child.tail or "")
        return "".join(parts)

    def _inner(self, node: Any) -> str:
        if not isinstance(node.tag, str) or node.tag.endswith("}annotation"):
            return ""
        if node.tag == f"{_TEXT}note":
            mark = node.findtext(f"{_TEXT}note-citation") or ""
            words = " ".join(self._words(p) for p in node.iter(f"{_TEXT}p"))
            self._notes.append(Piece(words, label=mark, aside=AsideKind.FOOTNOTE))
            return ""
        if node.tag in (f"{_TEXT}s", f"{_TEXT}tab", f"{_TEXT}line-break"):
            return " "
        return self._words(node)

    def _list(self, node: Any, style: str, depth: int) -> Iterator[Piece]:
        if node.get(f"{_TEXT}continue-numbering") != "true" and not node.get(
            f"{_TEXT}continue-list"
        ):
            self._counts.pop((style, depth), None)
        for item in node.iterchildren(f"{_TEXT}list-item", f"{_TEXT}list-header"):
            label = self._label(item, style, depth)
            for child in item.iterchildren():
                if child.tag == f"{_TEXT}list":
                    yield from self._list(
                        child, child.get(f"{_TEXT}style-name") or style, depth + 1
                    )
                elif child.tag == f"{_TEXT}h":
                    level = int(child.get(f"{_TEXT}outline-level") or 1)
                    yield Piece(self._words(child), level=level, label=label)
                else:
                    yield from (
                        Piece(p.text, p.level, label or p.label, p.aside)
                        for p in self._one(child)
                    )
                label = ""

    def _label(self, item: Any, style: str, depth: int) -> str:
        """The number or bullet that is printed before a list item."""
        if item.tag == f"{_TEXT}list-header":
            return ""
        level = self._level(style, depth)
        if level is None or level.tag != f"{_TEXT}list-level-style-number":
            return "•"
        start = int(
            item.get(f"{_TEXT}start-value") or level.get(f"{_TEXT}start-value") or 1
        )
        restart = item.get(f"{_TEXT}start-value") is not None
        count = start if restart else self._counts.get((style, depth), start - 1) + 1
        self._counts[style, depth] = count
        form = _FORMS.get(level.get(f"{_STYLE}num-format") or "", "decimal")
        before, after = (
            level.get(f"{_STYLE}num-prefix") or "",
            level.get(f"{_STYLE}num-suffix") or "",
        )
        return f"{before}{printed(count, form)}{after}"

    def _level(self, style: str, depth: int) -> Any:
        found = self._lists.get(style)
        if found is None:
            return None
        return next(
            (level for level in found if level.get(f"{_TEXT}level") == str(depth)), None
        )

    def _table(self, node: Any) -> Iterator[Piece]:
        for row in node.iter(f"{_TABLE}table-row"):
            cells = [
                " ".join(self._words(p).strip() for p in cell.iter(f"{_TEXT}p"))
                for cell in row.iterchildren(f"{_TABLE}table-cell")
            ]
            yield table_row(cells)
