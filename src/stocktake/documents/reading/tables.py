"""Tables of a PDF page: short cells side by side, put apart row by row.

Tables whose cells hold sentences, as matrices of recommendations and answers do, are left
in the text: each cell is then read as a paragraph.
"""

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from stocktake.documents.reading.blocks import ended
from stocktake.documents.reading.furniture import Measures
from stocktake.documents.reading.lines import Line, Page
from stocktake.documents.rules import Aside, AsideKind


_NEAR: Final = (
    16  # lines between two cells of a row; more, and they are columns of text
)
_BETWEEN: Final = 4  # lines of a cell that stand alone at their height
_ROWS: Final = 3
_CAPTION_LINES: Final = 3
_CAPTION = re.compile(
    r"\s*(?:table|tableau|cuadro|tabla|таблица|(?:ال)?جدول|表)\s*[\dIVX٠-٩一二三四五六七八九十]",
    re.IGNORECASE,
)
_SOURCE = re.compile(
    r"\s*(?:sources?|fuentes?|источник\w*|المصدر|المصادر|资料来源|来源)\s?[:：]",
    re.IGNORECASE,
)
_SENTENCES: Final = 0.2  # share of lines that end a sentence, in a table of text


def apart(page: Page, usual: Measures) -> list[Aside]:
    """Take tables of short cells out of the page; one aside for each printed row."""
    cells = _cells(page.lines)
    asides: list[Aside] = []
    gone: set[int] = set()
    for first, last in _stretches(page.lines, cells, usual):
        lines = page.lines[first : last + 1]
        if _is_text(lines) or _row_count(lines) < _ROWS:
            continue
        above, below = _caption(page.lines, first), _source(page.lines, last, usual)
        around = [*page.lines[above:first], *page.lines[last + 1 : below + 1]]
        gone.update(range(above, below + 1))
        asides += [Aside(AsideKind.TABLE, row, page.number) for row in _rows(lines)]
        asides += [Aside(AsideKind.TABLE, line.text, page.number) for line in around]
    if gone:
        page.lines = [
            line for index, line in enumerate(page.lines) if index not in gone
        ]
    return asides


def _caption(lines: Sequence[Line], first: int) -> int:
    """Where the caption above a table begins; the table's own first line without one."""
    for index in range(first - 1, max(first - 1 - _CAPTION_LINES, -1), -1):
        if _CAPTION.match(lines[index].text):
            return index
    return first


def _source(lines: Sequence[Line], last: int, usual: Measures) -> int:
    """Where the line of the source below a table ends; the table's last line without one."""
    if last + 1 >= len(lines) or not _SOURCE.match(lines[last + 1].text):
        return last
    end = last + 1
    while end + 1 < len(lines) and lines[end + 1].size < usual.size - 0.3:
        end += 1
    return end


def _cells(lines: Sequence[Line]) -> list[int]:
    """Places of lines that have another at their height, or a wide blank within."""
    found = {index for index, line in enumerate(lines) if line.gap > 1.8 * line.size}
    order = sorted(range(len(lines)), key=lambda index: lines[index].top)
    for position, index in enumerate(order):
        line = lines[index]
        for other in order[position + 1 : position + 6]:
            if lines[other].top > line.middle:
                break
            if 0 < abs(other - index) <= _NEAR and _beside(line, lines[other]):
                found.update((index, other))
    return sorted(found)


def _beside(one: Line, other: Line) -> bool:
    return (
        one.right + 0.5 * one.size < other.left
        or other.right + 0.5 * one.size < one.left
    )


def _stretches(
    lines: Sequence[Line], cells: Sequence[int], usual: Measures
) -> list[tuple[int, int]]:
    """Runs of cells with no full line of text between them."""
    found: list[tuple[int, int]] = []
    for index in cells:
        if found and _continues(lines, found[-1][1], index, usual):
            found[-1] = (found[-1][0], index)
        else:
            found.append((index, index))
    return [
        (first, _with_rest(lines, last, usual))
        for first, last in found
        if last - first >= _ROWS
    ]


def _with_rest(lines: Sequence[Line], last: int, usual: Measures) -> int:
    """The last line of the last cell, where it runs over several."""
    while last + 1 < len(lines):
        line, above = lines[last + 1], lines[last]
        close = 0 < line.top - above.top < 1.3 * usual.pitch
        if (
            not close
            or line.left < usual.left + 20
            or line.width > 0.5 * (usual.right - usual.left)
        ):
            break
        last += 1
    return last


def _continues(lines: Sequence[Line], last: int, index: int, usual: Measures) -> bool:
    between = lines[last + 1 : index]
    width = usual.right - usual.left
    return len(between) <= _BETWEEN and all(
        line.width < 0.6 * width for line in between
    )


def _is_text(lines: Sequence[Line]) -> bool:
    sentences = sum(ended(line.text) and len(line.text) > 15 for line in lines)
    long = sum(len(line.text) > 25 for line in lines)
    return sentences > _SENTENCES * len(lines) and long > 0.5 * len(lines)


def _row_count(lines: Sequence[Line]) -> int:
    tops = sorted(line.middle for line in lines)
    return 1 + sum(below - above > 4 for above, below in pairwise(tops))


def _rows(lines: Sequence[Line]) -> list[str]:
    """The words at each height, from left to right."""
    rows: list[list[Line]] = []
    for line in sorted(lines, key=lambda each: (round(each.middle), each.left)):
        if rows and line.middle - rows[-1][0].middle < 0.4 * line.size:
            rows[-1].append(line)
        else:
            rows.append([line])
    return [
        " | ".join(cell.text for cell in sorted(row, key=lambda each: each.left))
        for row in rows
    ]
