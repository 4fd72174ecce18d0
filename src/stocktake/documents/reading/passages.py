"""Blocks become passages: numbers followed, pages joined, headings kept as context."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

from stocktake.documents.reading.blocks import ended
from stocktake.documents.reading.chain import accepted
from stocktake.documents.reading.folding import joined
from stocktake.documents.reading.furniture import Measures
from stocktake.documents.reading.headings import (
    Heading,
    Path,
    is_heading,
    is_remark,
    rank,
)
from stocktake.documents.reading.lines import Block, Line, boxes
from stocktake.documents.reading.numbers import Printed, bullet, main_number, part_label
from stocktake.documents.rules import Aside, AsideKind, PassageRead


LONGEST: Final = (
    3_000  # letters of a numbered paragraph with its lists; then a new passage
)


@dataclass(slots=True)
class _Open:
    """A passage that may still go on."""

    number: str
    heading: tuple[str, ...]
    lines: list[Line] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    length: int = 0

    def add(self, block: Block, text: str) -> None:
        self.lines.extend(block.lines)
        self.texts.append(text)
        self.length += len(text)


class Assembly:
    """Takes the blocks of a document one by one and keeps the passages."""

    def __init__(self, usual: Measures, known: frozenset[str], *, front: float) -> None:
        self._usual = usual
        self._known = known
        self._front = front  # down to here the first page holds the title
        self._path = Path()
        self._main = ""  # the paragraph number that a sub-item belongs to
        self._open: _Open | None = None
        self._after_heading = True
        self._closed: list[_Open] = []
        self.asides: list[Aside] = []

    def take(self, blocks: Iterable[Block]) -> None:
        """Take the blocks of the whole document in reading order."""
        texts = [(block, self._text(block.lines)) for block in blocks]
        numbers = self._numbers(texts)
        for index, (block, text) in enumerate(texts):
            self._take(block, text, numbers.get(index))
        self._close()

    def _numbers(self, texts: Sequence[tuple[Block, str]]) -> dict[int, Printed]:
        """The numbers that begin paragraphs, by the place of the block."""
        candidates: dict[int, Printed] = {}
        for index, (block, text) in enumerate(texts):
            printed = main_number(text)
            if printed and not is_heading(block, text, self._usual):
                candidates[index] = printed
        places = list(candidates)
        return {
            places[i]: candidates[places[i]]
            for i in accepted(list(candidates.values()))
        }

    def passages(self) -> tuple[PassageRead, ...]:
        """What was read, numbered from 1."""
        return tuple(
            PassageRead(
                order=order,
                number=passage.number,
                text=joined(passage.texts, self._known),
                page=passage.lines[0].page,
                boxes=boxes(passage.lines),
                heading=passage.heading,
            )
            for order, passage in enumerate(self._closed, start=1)
        )

    # -- one block ------------------------------------------------------------------

    def _take(self, block: Block, text: str, printed: Printed | None) -> None:
        if not any(map(str.isalnum, text)):
            self.asides.append(Aside(AsideKind.FOOT, text, block.first.page))
        elif block.first.page == 1 and block.last.bottom <= self._front + 1:
            self.asides.append(Aside(AsideKind.HEADING, text, 1))
        elif printed:
            self._main = printed.number
            self._begin(printed.number, block, text[printed.length :])
        elif self._goes_on_mid_sentence(block, text):
            self._go_on(block, text)
        elif not (self._takes_heading(block, text) or self._takes_part(block, text)):
            self._takes_rest(block, text)

    def _goes_on_mid_sentence(self, block: Block, text: str) -> bool:
        """The open passage broke off in mid-sentence, and this is in the same type."""
        if self._open is None or ended(self._open.texts[-1]):
            return False
        last = self._open.lines[-1]
        alike = abs(last.size - block.first.size) < 0.6
        lower = text[:1].islower() or not text[:1].isalpha()
        full = last.right > self._usual.right - 0.1 * (
            self._usual.right - self._usual.left
        )
        return (
            alike
            and not self._would_begin(text)
            and (lower or (full and last.page != block.first.page))
        )

    def _would_begin(self, text: str) -> bool:
        return bool(main_number(text) or part_label(text)[1] or bullet(text))

    def _takes_heading(self, block: Block, text: str) -> bool:
        if self._after_heading and self._closed_or_heading() and is_remark(text):
            self.asides.append(Aside(AsideKind.HEADING, text, block.first.page))
            return True
        if not is_heading(block, text, self._usual):
            return False
        self._close()
        self._path.enter(Heading(text, block.first.size, rank(text)))
        self.asides.append(Aside(AsideKind.HEADING, text, block.first.page))
        self._after_heading, self._main = True, ""
        return True

    def _closed_or_heading(self) -> bool:
        return self._open is None and bool(self.asides)

    def _takes_part(self, block: Block, text: str) -> bool:
        label, length = part_label(text)
        if not label:
            return False
        number = f"{self._main} {label}".strip()
        self._begin(number, block, text[length:])
        return True

    def _takes_rest(self, block: Block, text: str) -> None:
        """A bullet, a list inside a paragraph, a second paragraph under a number, or new text."""
        if self._open and self._belongs(block, text):
            self._go_on(block, text)
        else:
            self._begin(self._main if self._open and self._main else "", block, text)

    def _belongs(self, block: Block, text: str) -> bool:
        assert self._open is not None
        if self._main:
            return self._open.length + len(text) <= LONGEST
        if main_number(text) or bullet(text):
            return False
        return not ended(self._open.texts[-1]) and text[:1].islower()

    # -- opening and closing --------------------------------------------------------

    def _begin(self, number: str, block: Block, text: str) -> None:
        self._close()
        self._open = _Open(number, self._path.texts())
        self._open.add(block, text)
        self._after_heading = False

    def _go_on(self, block: Block, text: str) -> None:
        assert self._open is not None
        self._open.add(block, text)

    def _close(self) -> None:
        if self._open and any(text.strip() for text in self._open.texts):
            self._closed.append(self._open)
        self._open = None

    def _text(self, lines: Sequence[Line]) -> str:
        return joined([line.text for line in lines], self._known)
