"""What a reading of a document is: pages, passages, and what was kept apart."""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from pathlib import PurePosixPath
from typing import Final


_LONGEST_NAME: Final = 200


class Kind(StrEnum):
    """File types that are taken, told by their bytes."""

    PDF = "pdf"
    DOCX = "docx"
    ODT = "odt"
    HTML = "html"
    TXT = "txt"


class AsideKind(StrEnum):
    """What is printed on a page and is no passage."""

    HEAD = "running head"
    FOOT = "footer"
    PAGE_NUMBER = "page number"
    CONTENTS = "table of contents"
    FOOTNOTE = "footnote"
    HEADING = "heading"
    TABLE = "table"


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on a page, in points from the page's top left corner."""

    page: int  # counted from 1
    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True)
class PageSize:
    """The size of one page in points."""

    number: int
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class PassageRead:
    """One paragraph that a person would recognise, with what is needed to cite it."""

    order: int  # 1, 2, 3 ... within the document
    number: (
        str  # as printed, without closing dot: "12", "12 (a)", "十二", "١٢"; "" if none
    )
    text: str  # one line, spaces folded, without the number
    page: int | None  # where it begins; None where the format has no pages
    boxes: tuple[Box, ...] = ()
    heading: tuple[str, ...] = ()  # headings above it, outermost first


@dataclass(frozen=True, slots=True)
class Aside:
    """Something kept apart from the passages."""

    kind: AsideKind
    text: str
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """All that was read from one document; the same bytes give the same reading."""

    kind: Kind
    title: str
    pages: tuple[PageSize, ...]  # empty where the format has no pages
    passages: tuple[PassageRead, ...]
    asides: tuple[Aside, ...]
    language: str  # of the document as a whole, one of the six, or "und"
    languages: tuple[str, ...]  # of each passage, in their order
    engine: str  # "pdfium 5.15.2", "pypdf 7.1.0 + pdfium 5.15.2", "tesseract 5.3.0" ...
    known_words: float | None = (
        None  # share of words that the language knows, where checked
    )


def safe_name(name: str) -> str:
    """A file's own name without folders, and without signs that hide or reverse others.

    >>> safe_name("../../report\u202efdp.exe")
    'reportfdp.exe'
    """
    last = re.split(r"[/\\]", name)[-1]
    shown = "".join(
        " " if sign in "\t\r\n" else sign
        for sign in last
        if sign in "\t\r\n" or unicodedata.category(sign) not in {"Cc", "Cf", "Cs"}
    )
    plain = " ".join(shown.split()).strip(". ")
    suffix = PurePosixPath(plain).suffix[:20]
    if len(plain) > _LONGEST_NAME:
        plain = plain[: _LONGEST_NAME - len(suffix)] + suffix
    return plain or "document"
