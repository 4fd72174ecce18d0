"""A Word file's body as one stream: words, ends of paragraphs, marks, and what is no text.

Pending changes are read as accepted: what is to be inserted is there, what is to be
deleted is not. Element names are compared without their namespace, because the strict
form of the format has another one.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum
from typing import Any, Final


class What(Enum):
    """What a token of the stream is."""

    TEXT = "text"
    END = "end"  # of a paragraph
    OPEN = "open"  # of a bookmark, by name
    CLOSE = "close"
    ODD = "odd"  # something that is no text, by a code


@dataclass(frozen=True, slots=True)
class Token:
    """One token; ``text`` holds words, the name of a mark or a code."""

    what: What
    text: str = ""


@dataclass
class Pending:
    """Changes that nobody accepted or rejected yet, and remarks beside the text."""

    insertions: int = 0
    deletions: int = 0
    comments: int = 0
    tables: int = 0


END: Final = Token(What.END)
_SIGNS: Final = {
    "tab": "\t",
    "ptab": "\t",
    "br": "\n",
    "cr": "\n",
    "noBreakHyphen": "\u2011",
    "softHyphen": "",
}
_ODD: Final = {
    "drawing": "picture",
    "pict": "picture",
    "object": "picture",
    "footnoteReference": "footnote",
    "endnoteReference": "footnote",
    "sym": "symbol",
    "oMath": "equation",
    "oMathPara": "equation",
}
_PASSED: Final = frozenset(  # properties and what has no words of its own
    [
        "pPr",
        "rPr",
        "tblPr",
        "tblGrid",
        "tblPrEx",
        "trPr",
        "tcPr",
        "sdtPr",
        "sdtEndPr",
        "rubyPr",
        "rt",
        "instrText",
        "delInstrText",
        "fldChar",
        "sectPr",
        "proofErr",
        "lastRenderedPageBreak",
    ]
)
_GONE: Final = frozenset(("del", "moveFrom", "delText"))
_NEW: Final = frozenset(("ins", "moveTo"))


def name_of(element: Any) -> str:
    """An element's name without its namespace; "" for comments and the like."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def attribute(element: Any, name: str) -> str:
    """An attribute whatever its namespace."""
    for key, value in element.attrib.items():
        if str(key).rpartition("}")[2] == name:
            return str(value)
    return ""


@dataclass
class Stream:
    """Walks a body; ``pending`` counts on the way."""

    pending: Pending = field(default_factory=Pending)
    names: dict[str, str] = field(default_factory=dict)  # of open marks, by id

    def tokens(self, element: Any) -> Iterator[Token]:
        """The tokens of everything inside an element, in order."""
        for child in element:
            yield from self.token(child)

    def token(self, element: Any) -> Iterator[Token]:
        """The tokens of one element."""
        name = name_of(element)
        if name in _PASSED or not name:
            return
        if name in _ODD:
            yield Token(What.ODD, _odd(element, name))
        elif name in _SIGNS:
            yield Token(What.TEXT, _SIGNS[name])
        elif name == "t":
            yield Token(What.TEXT, element.text or "")
        elif name in _GONE:
            self.pending.deletions += 1
        elif name in ("bookmarkStart", "bookmarkEnd"):
            yield from self.bookmark(element, name)
        else:
            yield from self.container(element, name)

    def bookmark(self, element: Any, name: str) -> Iterator[Token]:
        """The start or the end of a mark."""
        key = attribute(element, "id")
        if name == "bookmarkStart":
            self.names[key] = attribute(element, "name")
            yield Token(What.OPEN, self.names[key])
        elif key in self.names:
            yield Token(What.CLOSE, self.names.pop(key))

    def container(self, element: Any, name: str) -> Iterator[Token]:
        """What holds other elements."""
        if name == "p":
            yield from self.paragraph(element)
            return
        if name == "AlternateContent":
            yield from self.tokens(element[:1])
            return
        self.pending.insertions += name in _NEW
        self.pending.comments += name == "commentReference"
        self.pending.tables += name == "tbl"
        yield from self.tokens(element)

    def paragraph(self, element: Any) -> Iterator[Token]:
        """A paragraph; one whose end is to be deleted runs into the next."""
        properties = [p for p in element if name_of(p) == "pPr"]
        if any(_is_listed(one) for one in properties):
            yield Token(What.TEXT, "• ")
        yield from self.tokens(element)
        marks = {
            name_of(e) for p in properties for r in p if name_of(r) == "rPr" for e in r
        }
        self.pending.insertions += bool(marks & _NEW)
        if marks & _GONE:
            self.pending.deletions += 1
        else:
            yield END


def _is_listed(properties: Any) -> bool:
    """Whether a paragraph is an entry of a list, whose bullet or number is no text."""
    for child in properties:
        if name_of(child) == "numPr":
            number = next(
                (attribute(n, "val") for n in child if name_of(n) == "numId"), ""
            )
            return number not in ("", "0")
    return False


def _odd(element: Any, name: str) -> str:
    """The code of something that is no text; a box with words is told apart."""
    if any(name_of(inner) == "txbxContent" for inner in element.iter()):
        return "text-box"
    return _ODD[name]
