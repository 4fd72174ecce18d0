"""The first page's head and title: what stands before the report itself."""

import re
from collections.abc import Sequence

from stocktake.documents.reading.folding import joined
from stocktake.documents.reading.furniture import Measures
from stocktake.documents.reading.headings import is_numbered
from stocktake.documents.reading.lines import Line, Page
from stocktake.documents.reading.numbers import main_number
from stocktake.documents.rules import Aside, AsideKind


_MASTHEAD = re.compile(
    r"^\W*(?:united nations|nations unies|naciones unidas|объединенных наций|الأمم المتحدة|联\s*合\s*国"
    r"|general assembly|assemblée générale|asamblea general|генеральная ассамблея|الجمعية العامة|大\s*会)"
    r"|\bdistr\b|^distribution|original\s*:|язык оригинала|الأصل\s*:|原文"
)


def masthead(page: Page) -> list[Aside]:
    """Take the head of a United Nations document off its first page."""
    upper = [line for line in page.lines if line.top < 0.3 * page.height]
    named = [
        line
        for line in upper
        if len(line.text) < 90 and _MASTHEAD.search(line.text.lower())
    ]
    if len(named) < 2:
        return []
    foot = max(line.bottom for line in named) + 1
    gone = [line for line in upper if line.top < foot]
    page.lines = [line for line in page.lines if line not in gone]
    return [Aside(AsideKind.HEAD, line.text, page.number) for line in gone]


def title(page: Page, usual: Measures) -> tuple[str, float]:
    """The largest type before the text begins, and how far down the page it reaches.

    An empty title, and 0, where the page begins with text.
    """
    front = [
        line
        for line in _before_text(page.lines, usual)
        if any(map(str.isalpha, line.text))
    ]
    large = [line for line in front if line.size >= 1.12 * usual.size]
    if not large:
        large = [line for line in front if line.text.isupper() or line.bold][:4]
    if not large:
        return "", 0.0
    biggest = max(line.size for line in large)
    first = next(i for i, line in enumerate(large) if line.size >= biggest - 0.1)
    named = [line for line in large[first:] if line.size >= 0.6 * biggest]
    return joined([line.text for line in named]).rstrip("* "), max(
        line.bottom for line in named
    )


def _begins_text(line: Line, usual: Measures) -> bool:
    """A numbered heading, or the first numbered paragraph."""
    number = main_number(line.text)
    first = number is not None and number.value == 1 and line.size < 1.12 * usual.size
    return first or is_numbered(line.text)


def _before_text(lines: Sequence[Line], usual: Measures) -> list[Line]:
    """Lines before the first numbered heading, or two full ones in the size of the text."""
    full = [
        line.width > 0.8 * (usual.right - usual.left)
        and line.size < 1.12 * usual.size
        and not line.bold
        for line in lines
    ]
    for index, line in enumerate(lines[:-1]):
        if (full[index] and full[index + 1]) or _begins_text(line, usual):
            return list(lines[:index])
    return list(lines[:15])
