"""A page of an answer: ``offset`` and ``limit`` count through all its data sets."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from stocktake.indicators.serving import used
from stocktake.indicators.serving.asked import Asked
from stocktake.indicators.serving.parts import Part, Selection


def page(held: Sequence[Selection]) -> tuple[Selection, ...]:
    """The parts with the rows that are on the page; what lies outside of it is left out."""
    asked = held[0].asked if held else None
    if asked is None or not (asked.offset or asked.limit):
        return tuple(held)
    pages = _Pages(asked.offset, asked.limit)
    found = (replace(each, parts=tuple(pages.of(each))) for each in held)
    return tuple(each for each in found if each.parts)


class _Pages:
    """How many rows are still to be left out, and how many to be given; 0: all."""

    def __init__(self, skip: int, take: int) -> None:
        self.skip, self.take, self.limited = skip, take, bool(take)

    def of(self, selection: Selection) -> Iterator[Part]:
        for part in selection.parts:
            if self.limited and not self.take:
                return
            yield from self._some(selection.asked, part)

    def _some(self, asked: Asked, part: Part) -> Iterator[Part]:
        count = used.lines(asked, part)
        if count <= self.skip:
            self.skip -= count
            return
        yield replace(part, skip=self.skip, take=self.take)
        self.take = max(0, self.take - (count - self.skip))
        self.skip = 0
