"""Printed lines grouped into blocks: by gaps, type, indents and printed numbers."""

from collections.abc import Iterator, Sequence
from typing import Final

from stocktake.documents.reading.furniture import Measures
from stocktake.documents.reading.lines import Block, Line
from stocktake.documents.reading.numbers import bullet, main_number, part_label


ENDS: Final = tuple(".!?:;…。！？：；؟؛")  # ends of sentences in the six scripts
_CLOSERS: Final = "”\"’')»]）」』*"


def ended(text: str) -> bool:
    """Whether a text ends as a sentence does, closing quotes aside.

    >>> ended("It was adopted in 2023.”"), ended("the Government of")
    (True, False)
    """
    bare = text.rstrip().rstrip(_CLOSERS)
    return bare.endswith(ENDS)


def blocks(lines: Sequence[Line], usual: Measures) -> Iterator[Block]:
    """Group lines; a block that begins with a number only looks like one as yet."""
    current: Block | None = None
    for line in lines:
        if current is None:
            current = Block([line])
        elif _apart(current, line, usual) or _begins_item(current.last, line, usual):
            yield current
            current = Block([line])
        else:
            current.lines.append(line)
    if current:
        yield current


def _apart(block: Block, line: Line, usual: Measures) -> bool:
    """Another page, another column, another type, or a gap."""
    last = block.last
    if line.page != last.page or line.top < last.top - 0.5 * last.size:
        return True
    if abs(line.size - last.size) > 0.6:
        return True
    if line.bold != last.bold and (ended(last.text) or _short(last, usual)):
        return True
    step = line.top - last.top
    return step > 1.3 * max(usual.pitch * line.size / usual.size, line.size) and (
        line.top - last.bottom > 0.45 * line.size
    )


def _begins_item(last: Line, line: Line, usual: Measures) -> bool:
    """A bullet, a label, a number after a sentence's end, or an indented first line."""
    if bullet(line.text) or part_label(line.text)[1]:
        return ended(last.text) or line.left > last.left + 2 or bool(bullet(line.text))
    if main_number(line.text):
        return ended(last.text) or _short(last, usual)
    if not ended(last.text):
        return False
    indented = line.left > last.left + 0.8 * line.size and last.left < usual.left + 3
    return indented or (_short(last, usual, 0.3) and line.left <= usual.left + 3)


def _short(line: Line, usual: Measures, by: float = 0.12) -> bool:
    """Whether a line stops well before the right margin, as the last of a paragraph does."""
    return line.right < usual.right - by * (usual.right - usual.left)
