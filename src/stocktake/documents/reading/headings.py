"""Which blocks are headings, and which headings stand above a paragraph."""

import re
from dataclasses import dataclass

from stocktake.documents.reading.blocks import ended
from stocktake.documents.reading.furniture import Measures
from stocktake.documents.reading.lines import Block
from stocktake.documents.reading.numbers import bullet, main_number, part_label


_OUTLINE = (
    re.compile(
        r"(?:part|chapter|annex|partie|chapitre|annexe|parte|capítulo|anexo|часть|глава|приложение|第.{1,3}[章部分]|附件|الجزء|الفصل|المرفق)\b.*",
        re.IGNORECASE,
    ),
    re.compile(
        r"(?:[IVXL]{1,6}\s?[.)–-]|[一二三四五六七八九十]{1,3}、|(?:أولا|ثانيا|ثالثا|رابعا|خامسا|سادسا|سابعا|ثامنا|تاسعا|عاشرا)ً?\s?[-–.])\s*\S.*"
    ),
    re.compile(
        r"(?:[A-ZА-Я]\s?[.)]\s+|[(（][一二三四五六七八九十]{1,3}[)）]|(?:ألف|باء|جيم|دال|هاء|واو|زاي|حاء|طاء|ياء)\s?[-–.])\s*\S.*"
    ),
    re.compile(r"\d{1,2}(?:\.\d{1,2}){0,3}[.)]?\s+\S.*"),
)
_WHOLLY_IN_BRACKETS = re.compile(r"[(\[（].*[)\]）]")
_LONGEST = 250  # letters; a longer block is a paragraph in bold type


def rank(text: str) -> int:
    """How high a heading is by what is printed before it: 0 for parts, 4 for nothing."""
    for level, pattern in enumerate(_OUTLINE):
        if pattern.fullmatch(text):
            return level
    return len(_OUTLINE)


def is_numbered(text: str) -> bool:
    """Whether a number, a letter or a word like "Annex" stands before a heading."""
    return rank(text) < 3


def is_remark(text: str) -> bool:
    """A line wholly in brackets under a heading is part of the heading."""
    return len(text) <= 2 * _LONGEST and bool(_WHOLLY_IN_BRACKETS.fullmatch(text))


def is_heading(block: Block, text: str, usual: Measures) -> bool:
    """Whether a block is a heading by its type, its outline number or its shortness."""
    if len(text) > _LONGEST or _is_item(text) or not any(map(str.isalpha, text)):
        return False
    if (ended(text) or text.endswith((",", "،", "，"))) and not text.isupper():
        return False
    number = main_number(text)
    if number and number.point is not None and len(text) > 60:
        return False
    return _stands_out(block, text, usual) or (
        (number is None or len(text) <= 120) and _short(block, text, usual)
    )


def _is_item(text: str) -> bool:
    """A bullet or a sub-item; Chinese headings have the labels of sub-items but are short."""
    if bullet(text):
        return True
    return bool(part_label(text)[1]) and not (rank(text) == 2 and len(text) <= 40)


def _stands_out(block: Block, text: str, usual: Measures) -> bool:
    """Larger, wholly bold, in capitals, or with a roman number or a letter before it."""
    if block.first.size >= 1.12 * usual.size or text.isupper():
        return True
    if all(line.bold for line in block.lines):
        return len(text) <= (200 if main_number(text) else _LONGEST)
    return rank(text) in (1, 2) and len(block.lines) <= 3


def _short(block: Block, text: str, usual: Measures) -> bool:
    """One line, far from full, that begins as a title does."""
    narrow = block.first.width < 0.65 * (usual.right - usual.left)
    return len(block.lines) == 1 and narrow and not text[0].islower()


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading with what decides how high it is."""

    text: str
    size: float
    rank: int


class Path:
    """The headings above the present place, outermost first."""

    def __init__(self) -> None:
        self._above: list[Heading] = []

    def enter(self, heading: Heading) -> None:
        """Go below this heading; those that are not higher are left."""
        while self._above and not _higher(self._above[-1], heading):
            self._above.pop()
        self._above.append(heading)

    def clear(self) -> None:
        """Leave all headings."""
        self._above.clear()

    def texts(self) -> tuple[str, ...]:
        """The headings' words, outermost first."""
        return tuple(heading.text for heading in self._above)


def _higher(above: Heading, below: Heading) -> bool:
    if abs(above.size - below.size) > 0.6:
        return above.size > below.size
    return above.rank < below.rank
