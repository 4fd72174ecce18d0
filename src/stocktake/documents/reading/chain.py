"""Which printed numbers begin paragraphs: those of the best chain through the document.

A number follows the one before it by one, or by two or three where some were lost; a
chain may begin anew with 1 (an annex, a new section), at a price, so that the numbers of
headings and of lists inside paragraphs do not break the chain of paragraphs.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from stocktake.documents.reading.numbers import Printed


_GAP: Final = 0.5  # for each number that is missing
_ANEW: Final = 1.5  # for beginning again with 1
_ELSEWHERE: Final = 1.5  # for beginning elsewhere than at 1
_WIDEST: Final = 3


@dataclass(slots=True)
class _Link:
    """The best chain that ends at one candidate: its worth and the candidate before."""

    worth: float
    before: int  # -1 where the chain begins


@dataclass(slots=True)
class _Best:
    """The best chains so far: in all, by number, by number and point."""

    links: list[_Link] = field(default_factory=list)
    any: int = -1
    by_main: dict[tuple[bool, int], int] = field(default_factory=dict)
    by_point: dict[tuple[int, int], int] = field(default_factory=dict)

    def add(self, printed: Printed, link: _Link) -> None:
        self.links.append(link)
        index = len(self.links) - 1
        self.any = self._better(self.any, index)
        main = (printed.chinese, printed.value)
        self.by_main[main] = self._better(self.by_main.get(main, -1), index)
        if printed.point is not None:
            point = (printed.value, printed.point)
            self.by_point[point] = self._better(self.by_point.get(point, -1), index)

    def _better(self, old: int, new: int) -> int:
        return new if old < 0 or self.links[new].worth > self.links[old].worth else old


def accepted(candidates: Sequence[Printed]) -> frozenset[int]:
    """The places, in the sequence given, of the numbers that begin paragraphs.

    >>> from stocktake.documents.reading.numbers import main_number
    >>> texts = ["1. A law", "2. A plan", "1. Education", "3. A fund", "17. October"]
    >>> sorted(accepted([main_number(text) for text in texts]))
    [0, 1, 3]
    """
    best = _Best()
    for printed in candidates:
        best.add(printed, _link(printed, best))
    chosen: set[int] = set()
    index = best.any
    while index >= 0 and best.links[best.any].worth > 0:
        chosen.add(index)
        index = best.links[index].before
    return frozenset(chosen)


def _link(printed: Printed, best: _Best) -> _Link:
    """The best way to reach a candidate."""
    first = printed.value == 1 and printed.point in (None, 1)
    link = _Link(1.0 if first else 1.0 - _ELSEWHERE, -1)
    options = [(index, _GAP * gap) for index, gap in _before(printed, best)]
    if best.any >= 0 and (first or printed.point == 1):
        options.append((best.any, _ANEW))
    for index, price in options:
        worth = best.links[index].worth + 1.0 - price
        if worth >= link.worth:
            link = _Link(worth, index)
    return link


def _before(printed: Printed, best: _Best) -> list[tuple[int, int]]:
    """Candidates that this one may follow, each with how many numbers are missing between."""
    found: list[tuple[int, int]] = []
    if printed.point is not None:
        for step in range(1, _WIDEST + 1):
            index = best.by_point.get((printed.value, printed.point - step), -1)
            found.append((index, step - 1))
    if printed.point in (None, 1):
        nearest = 0 if printed.point == 1 else 1
        for step in range(nearest, _WIDEST + 1):
            index = best.by_main.get((printed.chinese, printed.value - step), -1)
            found.append((index, max(0, step - 1)))
    return [(index, gap) for index, gap in found if index >= 0]
