"""Open a Word file that came back: its parts, and what of it is not in the file at all."""

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from lxml import etree

from stocktake.kernel.errors import FileRefused
from stocktake.reporting.wordfile.stream import name_of


MAIN: Final = "word/document.xml"
_LINKED: Final = ("/oleObject", "/image", "/subDocument", "/frame", "/aFChunk")
_FETCHES: Final = re.compile(
    r"\b(?:DDE|DDEAUTO|INCLUDETEXT|INCLUDEPICTURE)\b", re.IGNORECASE
)
_BESIDE: Final = re.compile(r"word/(?:header|footer|footnotes|endnotes)\d*\.xml")


@dataclass(frozen=True, slots=True)
class Parts:
    """The body of a Word file, and the words of its parts beside the body."""

    body: Any
    beside: tuple[tuple[str, str], ...]  # which part, its words


def opened(data: bytes, name: str) -> Parts:
    """The parts that hold words; Refused where content is fetched from elsewhere."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = sorted(archive.namelist())
            roots = {n: _parsed(archive.read(n)) for n in names if _is_read(n)}
    except (etree.XMLSyntaxError, KeyError) as error:
        raise FileRefused(
            name,
            f"the file is damaged ({error})",
            "Open it in Word or LibreOffice, save it again and send that.",
        ) from error
    for part, root in roots.items():
        if part.endswith(".rels"):
            _refuse_links(root, name)
    body = next((e for e in roots[MAIN] if name_of(e) == "body"), None)
    if body is None:
        raise FileRefused(
            name,
            "the file has no text",
            "Send the file as it was exported and filled in.",
        )
    _refuse_fetching(body, name)
    beside = tuple(
        (part, text)
        for part, root in roots.items()
        if _BESIDE.fullmatch(part)
        for text in _words(root)
    )
    return Parts(body, beside)


def _is_read(part: str) -> bool:
    return part == MAIN or part.endswith(".rels") or bool(_BESIDE.fullmatch(part))


def _parsed(content: bytes) -> Any:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    return etree.fromstring(content, parser)


def _refuse_links(root: Any, name: str) -> None:
    """Text or pictures that stand in another file are not part of the answers."""
    for relation in root:
        kind = str(relation.get("Type", ""))
        is_outside = relation.get("TargetMode") == "External"
        if kind.endswith("/aFChunk") or (is_outside and kind.endswith(_LINKED)):
            raise FileRefused(
                name,
                f"it is linked to content of another file ({relation.get('Target')}), which is not read",
                "Break the links (in Word: File, Info, Edit Links to Files) or paste as plain text.",
            )


def _refuse_fetching(body: Any, name: str) -> None:
    for element in body.iter():
        if name_of(element) in ("instrText", "fldSimple"):
            code = "".join((element.text or "", *map(str, element.attrib.values())))
            if _FETCHES.search(code):
                raise FileRefused(
                    name,
                    f"a field of it fetches content from elsewhere ({code.strip()[:80]})",
                    "Replace it by its text.",
                )


def _words(root: Any) -> Iterator[str]:
    """The words of each paragraph of a part, without the numbers of pages."""
    for paragraph in root.iter():
        if name_of(paragraph) == "p":
            text = "".join(e.text or "" for e in paragraph.iter() if name_of(e) == "t")
            if text.strip():
                yield text.strip()
