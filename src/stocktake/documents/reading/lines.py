"""Lines of a page as they are printed, in points from the page's top left corner."""

from dataclasses import dataclass, field

from stocktake.documents.rules import Box


@dataclass(slots=True)
class Line:
    """One printed line, or the part of it that lies in one column."""

    page: int
    text: str
    left: float
    top: float
    right: float
    bottom: float
    size: float  # of its first letters, in points
    bold: bool
    mark: str = ""  # a raised footnote number or asterisks at its beginning
    gap: float = 0.0  # the widest blank within it, after its first words
    calls: tuple[str, ...] = ()  # raised footnote numbers that were taken out of it

    @property
    def width(self) -> float:
        """From its first letter to its last."""
        return self.right - self.left

    @property
    def middle(self) -> float:
        """Half-way between its top and its bottom."""
        return (self.top + self.bottom) / 2


@dataclass(slots=True)
class Page:
    """One page: its size and its lines in reading order."""

    number: int
    width: float
    height: float
    lines: list[Line] = field(default_factory=list)


@dataclass(slots=True)
class Block:
    """Lines that belong together: a heading, a paragraph, a part of one."""

    lines: list[Line]
    number: str = ""  # as printed
    level: str = ""  # "main", "part" or "" where nothing is printed before it

    @property
    def first(self) -> Line:
        """The line it begins with."""
        return self.lines[0]

    @property
    def last(self) -> Line:
        """The line it ends with."""
        return self.lines[-1]


def boxes(lines: list[Line]) -> tuple[Box, ...]:
    """One rectangle for each run of lines down the same column of the same page."""
    found: list[list[Line]] = []
    for line in lines:
        if found and _goes_on(found[-1][-1], line):
            found[-1].append(line)
        else:
            found.append([line])
    return tuple(_around(run) for run in found)


def _goes_on(above: Line, below: Line) -> bool:
    apart = below.left > above.right or below.right < above.left
    return above.page == below.page and below.bottom > above.top and not apart


def _around(run: list[Line]) -> Box:
    return Box(
        page=run[0].page,
        left=round(min(line.left for line in run), 1),
        top=round(min(line.top for line in run), 1),
        right=round(max(line.right for line in run), 1),
        bottom=round(max(line.bottom for line in run), 1),
    )
