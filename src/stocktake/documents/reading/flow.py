"""Documents without pages: headings, paragraphs, lists and tables in one flow."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

from stocktake.documents import language
from stocktake.documents.reading.blocks import ended
from stocktake.documents.reading.chain import accepted
from stocktake.documents.reading.folding import folded
from stocktake.documents.reading.numbers import Printed, bullet, main_number, part_label
from stocktake.documents.rules import Aside, AsideKind, Kind, PassageRead, Reading


LONGEST: Final = (
    3_000  # letters of a numbered paragraph with its lists; then a new passage
)


_SENTENCE: Final = 60  # letters of a cell that may hold a sentence


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
        self._path: list[tuple[int, str]] = []
        self._main = ""
        self._passages: list[_Open] = []
        self.asides: list[Aside] = []

    def take(self, pieces: Iterable[Piece]) -> None:
        """Take the pieces of the document, in order."""
        whole = [piece for piece in pieces if folded(piece.text)]
        numbers = _numbers(whole)
        for index, piece in enumerate(whole):
            words = folded(f"{piece.label} {piece.text}")
            if piece.aside:
                self.asides.append(Aside(piece.aside, words))
            elif piece.level:
                self._heading(piece.level, words)
            else:
                self._paragraph(words, numbers.get(index))

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
        self._main = ""

    def _paragraph(self, words: str, printed: Printed | None) -> None:
        label, length = part_label(words)
        if printed:
            self._main = printed.number
            self._begin(printed.number, words[printed.length :])
        elif label:
            self._begin(f"{self._main} {label}".strip(), words[length:])
        elif self._main and self._passages and self._fits(words):
            self._passages[-1].texts.append(words)
        else:
            self._begin(self._main, words)

    def _fits(self, text: str) -> bool:
        return self._passages[-1].length() + len(text) <= LONGEST

    def _begin(self, number: str, text: str) -> None:
        heading = tuple(words for _, words in self._path)
        self._passages.append(_Open(number, heading, [text]))


def table_row(cells: Iterable[str]) -> Piece:
    """A row of a table: a passage where a cell holds a sentence, else kept apart."""
    filled = [folded(cell) for cell in cells if cell.strip()]
    told = any(len(cell) >= _SENTENCE and ended(cell) for cell in filled)
    return Piece(" | ".join(filled), aside=None if told else AsideKind.TABLE)


def _numbers(pieces: Sequence[Piece]) -> dict[int, Printed]:
    """The numbers that begin paragraphs, by the place of the piece."""
    candidates: dict[int, Printed] = {}
    for index, piece in enumerate(pieces):
        words = folded(f"{piece.label} {piece.text}")
        printed = (
            None if piece.aside or piece.level or bullet(words) else main_number(words)
        )
        if printed:
            candidates[index] = printed
    places = list(candidates)
    return {
        places[i]: candidates[places[i]] for i in accepted(list(candidates.values()))
    }


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
