"""Documents without pages: headings, paragraphs, lists and tables in one flow."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from stocktake.documents import language
from stocktake.documents.reading.folding import folded
from stocktake.documents.reading.numbers import (
    Sequence,
    bullet,
    main_number,
    part_label,
)
from stocktake.documents.rules import Aside, AsideKind, Kind, PassageRead, Reading


LONGEST: Final = (
    3_000  # letters of a numbered paragraph with its lists; then a new passage
)


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece of a flowing document as its format marks it up."""

    text: str
    level: int = 0  # of a heading, from 1; 0 for a paragraph
    label: str = (
        ""  # an automatic number or bullet, as it is printed: "12.", "(a)", "•"
    )
    aside: AsideKind | None = None  # for footnotes, tables, heads that the format marks


@dataclass(slots=True)
class _Open:
    number: str
    heading: tuple[str, ...]
    texts: list[str] = field(default_factory=list)

    def length(self) -> int:
        return sum(map(len, self.texts))


class Flow:
    """Takes pieces one by one and keeps passages and asides."""

    def __init__(self) -> None:
        self._numbers = Sequence()
        self._path: list[tuple[int, str]] = []
        self._main = ""
        self._after_heading = True
        self._passages: list[_Open] = []
        self.asides: list[Aside] = []

    def take(self, pieces: Iterable[Piece]) -> None:
        """Take the pieces in order."""
        for piece in pieces:
            text = folded(piece.text)
            if not text:
                continue
            if piece.aside:
                self.asides.append(Aside(piece.aside, folded(f"{piece.label} {text}")))
            elif piece.level:
                self._heading(piece.level, folded(f"{piece.label} {text}"))
            else:
                self._paragraph(text, folded(piece.label))

    def passages(self) -> tuple[PassageRead, ...]:
        """What was read, numbered from 1."""
        return tuple(
            PassageRead(
                order,
                passage.number,
                folded(" ".join(passage.texts)),
                None,
                (),
                passage.heading,
            )
            for order, passage in enumerate(self._passages, start=1)
        )

    def _heading(self, level: int, text: str) -> None:
        while self._path and self._path[-1][0] >= level:
            self._path.pop()
        self._path.append((level, text))
        self.asides.append(Aside(AsideKind.HEADING, text))
        self._after_heading, self._main = True, ""

    def _paragraph(self, text: str, label: str) -> None:
        whole = f"{label} {text}" if label else text
        number, length = self._number(whole, sure=bool(label))
        if number:
            self._begin(number, whole[length:])
        elif self._main and self._passages and self._fits(whole):
            self._passages[-1].texts.append(whole)
        else:
            self._begin(self._main, whole)

    def _number(self, text: str, *, sure: bool) -> tuple[str, int]:
        """The number that a paragraph begins with, and its length in letters."""
        label, length = part_label(text)
        if label:
            return f"{self._main} {label}".strip(), length
        printed = main_number(text)
        if printed is None or bullet(text):
            return "", 0
        if self._numbers.accepts(printed, after_heading=self._after_heading) or (
            sure and not self._main
        ):
            self._main = printed.number
            return printed.number, printed.length
        return "", 0

    def _fits(self, text: str) -> bool:
        return self._passages[-1].length() + len(text) <= LONGEST

    def _begin(self, number: str, text: str) -> None:
        heading = tuple(words for _, words in self._path)
        self._passages.append(_Open(number, heading, [text]))
        self._after_heading = False


def reading(kind: Kind, pieces: Iterable[Piece], *, title: str, engine: str) -> Reading:
    """A reading without pages, from the pieces of a document."""
    flow = Flow()
    flow.take(pieces)
    passages = flow.passages()
    whole, each = language.of_passages([passage.text for passage in passages])
    named = title or next(
        (aside.text for aside in flow.asides if aside.kind is AsideKind.HEADING), ""
    )
    return Reading(
        kind, named[:500], (), passages, tuple(flow.asides), whole, each, engine
    )
