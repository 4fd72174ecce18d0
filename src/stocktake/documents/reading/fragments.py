"""Pieces of one printed line that a file draws one after the other, put together."""

import re
from collections.abc import Iterator

from stocktake.documents.reading.lines import Line


_ONLY_MARK = re.compile(r"\d{1,3}|\*{1,4}")


def joined(lines: list[Line]) -> list[Line]:
    """Join pieces side by side; a small number alone is a note's mark or a call to one."""
    found: list[Line] = []
    for line in _marks_joined(lines):
        before = found[-1] if found else None
        if before and _same_line(before, line):
            _extend(before, line)
        else:
            found.append(line)
    for line in found:
        line.text = line.text.strip()
    return found


def _marks_joined(lines: list[Line]) -> Iterator[Line]:
    waiting: Line | None = None
    for line in lines:
        if waiting:
            if _beside(waiting, line):
                line.text, line.mark = (
                    f"{waiting.text} {line.text}",
                    waiting.text.strip(),
                )
                line.left = min(line.left, waiting.left)
                line.right = max(line.right, waiting.right)
            else:
                yield waiting
            waiting = None
        if _ONLY_MARK.fullmatch(line.text.strip()) and line.size < 8:
            waiting = line
        else:
            yield line
    if waiting:
        yield waiting


def _beside(mark: Line, line: Line) -> bool:
    """Whether a small number stands at the line's height, as its raised mark does."""
    return (
        line.size > 1.25 * mark.size
        and line.top - line.size / 2 < mark.middle < line.bottom
    )


def _extend(before: Line, line: Line) -> None:
    space = " " if line.left - before.right > 0.12 * before.size else ""
    before.text += space + line.text
    before.right = max(before.right, line.right)
    before.top, before.bottom = (
        min(before.top, line.top),
        max(before.bottom, line.bottom),
    )
    before.bold = before.bold and line.bold
    before.calls += line.calls
    before.gap = max(before.gap, line.gap)


def _same_line(before: Line, line: Line) -> bool:
    """Beside it at the same height, no further than about a letter away."""
    gap = line.left - before.right
    height = min(before.bottom - before.top, line.bottom - line.top)
    overlap = min(before.bottom, line.bottom) - max(before.top, line.top)
    return -0.3 * before.size < gap < 1.0 * before.size and overlap > 0.5 * height
