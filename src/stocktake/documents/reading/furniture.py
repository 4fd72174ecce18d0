"""What is printed on pages and is no text: running heads, numbers, contents, footnotes."""

import itertools
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from stocktake.documents.reading.lines import Line, Page
from stocktake.documents.rules import Aside, AsideKind


_DIGITS = re.compile(r"\d+")
_PAGE_NUMBER = re.compile(
    r"(?:(?:page|página|страница|стр\.?|صفحة|الصفحة|第)\s*)?[-–—|/ ]*"
    r"(?:[0-9٠-٩]{1,4}|[ivxlc]{1,6})"
    r"(?:\s*(?:/|of|de|sur|из|من|共)\s*[0-9٠-٩]{1,4})?[-–—|/ ]*(?:页|頁)?",
    re.IGNORECASE,
)
_LEADERS = re.compile(r"[.…·_]{4,}|(?:\. ){4,}|…{2,}")
_CONTENTS = re.compile(
    r"(?:table of )?contents|table des matières|sommaire|índice|содержание|оглавление"
    r"|目\s*录|目\s*次|المحتويات|جدول المحتويات|فهرس(?: المحتويات)?",
    re.IGNORECASE,
)
_ENTRY = re.compile(r".*\S\s+(?:[0-9٠-٩]{1,4}|[ivxlc]{1,6})(?:[-–][0-9٠-٩]+)?$")
_NOTES = re.compile(
    r"(?:end)?notes|notas|notes de fin|примечания|сноски|注|尾注|注释|الحواشي|(?:ال)?هوامش",
    re.IGNORECASE,
)
_FOOTNOTE = re.compile(
    r"\s*(?:\*{1,4}|[†‡]|[0-9٠-٩]{1,3}[.)]?|\[[0-9]{1,3}\]|[a-z](?=\s))\s*\S"
)
_BARE_NUMBER = re.compile(r"([0-9٠-٩]{1,3}|\*{1,4})\s+\S")
_EDGE: Final = 4  # lines from the top or the bottom that may be furniture
_SYMBOL = re.compile(r"(?:GE|V)\.\d\d-\d+.*|\*\d{6,}\*")


@dataclass(frozen=True, slots=True)
class Measures:
    """What is usual in the document, for seeing what is not."""

    size: float  # of body text
    pitch: float  # from one line's top to the next one's
    left: float
    right: float


def measures(pages: Sequence[Page]) -> Measures:
    """The usual size, line pitch and margins, weighed by letters."""
    sizes: Counter[float] = Counter()
    for page in pages:
        for line in page.lines:
            sizes[line.size] += len(line.text)
    size = max(sizes, key=lambda s: (sizes[s], s)) if sizes else 10.0
    body = [
        line for page in pages for line in page.lines if abs(line.size - size) < 0.3
    ]
    pitches: Counter[float] = Counter()
    for above, below in itertools.pairwise(body):
        step = below.top - above.top
        if above.page == below.page and 0.8 * size < step < 3 * size:
            pitches[round(step * 2) / 2] += 1
    pitch = max(pitches, key=lambda p: (pitches[p], -p)) if pitches else 1.2 * size
    lefts = Counter(round(line.left / 3) * 3 for line in body)
    rights = sorted(line.right for line in body)
    left = float(max(lefts, key=lambda x: (lefts[x], -x))) if lefts else 0.0
    right = rights[int(0.9 * (len(rights) - 1))] if rights else 0.0
    return Measures(size, pitch, left, right)


def apart(pages: Sequence[Page]) -> list[Aside]:
    """Take heads, footers, page numbers, contents and footnotes out of the pages."""
    asides = _heads_and_feet(pages)
    usual = measures(pages)
    for page in pages:
        asides += _contents(page)
    asides += _endnotes(pages, usual)
    for page in pages:
        asides += _footnotes(page, usual)
    return asides


def _take(page: Page, lines: Sequence[Line]) -> None:
    gone = {id(line) for line in lines}
    page.lines = [line for line in page.lines if id(line) not in gone]


# -- heads, feet, page numbers ------------------------------------------------------


def _heads_and_feet(pages: Sequence[Page]) -> list[Aside]:
    edges = {page.number: _edges(page) for page in pages}
    seen = Counter(
        key
        for top, foot in edges.values()
        for key in {_key(line) for line in (*top, *foot)}
    )
    often = max(2, min(4, round(0.25 * len(pages))))
    asides: list[Aside] = []
    for page in pages:
        gone: list[Line] = []
        for side in edges[page.number]:
            found = []
            for line in side:
                repeated = seen[_key(line)] >= often
                alone = len(pages) <= 2 and _in_margin(line, page)
                kind = _edge_kind(line, page, often_enough=repeated or alone)
                if kind is None:
                    break  # what lies further in is text
                found.append((line, kind))
            while found and _touches_text(
                found[-1][0], [line for line, _ in found], page
            ):
                found.pop()
            gone += [line for line, _ in found]
            asides += [Aside(kind, line.text, page.number) for line, kind in found]
        _take(page, gone)
    return asides


def _touches_text(line: Line, found: Sequence[Line], page: Page) -> bool:
    """Whether the text goes on next to a line at the pace of its lines."""
    others = [other for other in page.lines if other not in found]
    if line.middle < page.height / 2:
        steps = [
            other.top - line.bottom for other in others if other.middle > line.bottom
        ]
    else:
        steps = [line.top - other.bottom for other in others if other.middle < line.top]
    return bool(steps) and min(steps) < 0.7 * line.size


def _edges(page: Page) -> tuple[list[Line], list[Line]]:
    """The first and the last few lines in the outer sixth of the page, from outside in."""
    lines = sorted(page.lines, key=lambda line: line.top)
    top = [line for line in lines[:_EDGE] if line.bottom < page.height / 6]
    foot = [line for line in lines[: -_EDGE - 1 : -1] if line.top > page.height * 5 / 6]
    return top, [line for line in foot if line not in top]


def _key(line: Line) -> tuple[str, int]:
    """The words, with numbers made equal in short ones, and about where they stand."""
    words = line.text.lower()
    return (_DIGITS.sub("#", words) if len(words) < 60 else words), round(line.top / 6)


def _edge_kind(line: Line, page: Page, *, often_enough: bool) -> AsideKind | None:
    if _SYMBOL.fullmatch(line.text):
        return AsideKind.FOOT
    if _PAGE_NUMBER.fullmatch(line.text):
        return (
            AsideKind.PAGE_NUMBER if often_enough or _stands_alone(line, page) else None
        )
    if not often_enough:
        return None
    return AsideKind.HEAD if line.middle < page.height / 2 else AsideKind.FOOT


def _in_margin(line: Line, page: Page) -> bool:
    """A short line by itself in the very margin; tells a head where pages are few."""
    outer = line.bottom < 0.07 * page.height or line.top > 0.93 * page.height
    return outer and len(line.text) < 90 and _stands_alone(line, page)


def _stands_alone(line: Line, page: Page) -> bool:
    """Nothing else at its height, and the nearest line more than a line away."""
    others = [
        abs(other.middle - line.middle) for other in page.lines if other is not line
    ]
    return not others or min(others) > 1.5 * line.size


# -- table of contents --------------------------------------------------------------


def _contents(page: Page) -> list[Aside]:
    """Lines from the title "Contents" or the first leaders to the last entry."""
    leaders = [i for i, line in enumerate(page.lines) if _LEADERS.search(line.text)]
    titles = [
        i for i, line in enumerate(page.lines) if _CONTENTS.fullmatch(line.text.strip())
    ]
    if len(leaders) >= 2:
        first = min([*titles, leaders[0]])
        last = leaders[-1]
    elif titles:
        first = titles[0]
        entries = [
            i
            for i, line in enumerate(page.lines)
            if i > first and _ENTRY.fullmatch(line.text)
        ]
        if len(entries) < 3 or 2 * len(entries) < entries[-1] - first:
            return []
        last = entries[-1]
    else:
        return []
    gone = page.lines[first : last + 1]
    _take(page, gone)
    return [Aside(AsideKind.CONTENTS, line.text, page.number) for line in gone]


# -- footnotes ----------------------------------------------------------------------


def _footnotes(page: Page, usual: Measures) -> list[Aside]:
    """Small lines at the foot of the page from the first that has a mark, or called notes."""
    lines = sorted(page.lines, key=lambda line: line.top)
    first = len(lines)
    while first and _small(lines[first - 1], usual):
        first -= 1
    foot = lines[first:]
    while foot and not (foot[0].mark or _FOOTNOTE.match(foot[0].text)):
        foot = foot[1:]
    if len(foot) == len(lines) and not all(line.mark for line in foot[:1]):
        return []  # a page of small text is no footnote
    if not foot:
        foot = _called(lines, usual)
    _take(page, foot)
    return _notes(foot)


def _called(lines: Sequence[Line], usual: Measures) -> list[Line]:
    """Notes in the size of the text: after a gap, with a number that the text calls."""
    calls = {call for line in lines for call in line.calls}
    start = len(lines)
    for index in range(len(lines) - 1, len(lines) // 2, -1):
        line = lines[index]
        bare = _BARE_NUMBER.match(line.text)
        gap = line.top - lines[index - 1].bottom > 1.2 * line.size
        if gap and bare and ("*" in bare[1] or (line.mark.strip() or bare[1]) in calls):
            start = index
        if line.top - lines[index - 1].top > 4 * usual.pitch and not bare:
            break
    return list(lines[start:])


def _small(line: Line, usual: Measures) -> bool:
    return line.size <= 0.93 * usual.size or (
        bool(line.mark) and line.size < usual.size + 0.1
    )


def _notes(lines: Sequence[Line]) -> list[Aside]:
    """One aside for each note, whole."""
    notes: list[list[Line]] = []
    for line in lines:
        if line.mark or _FOOTNOTE.match(line.text) or not notes:
            notes.append([line])
        else:
            notes[-1].append(line)
    return [
        Aside(AsideKind.FOOTNOTE, " ".join(line.text for line in note), note[0].page)
        for note in notes
    ]


def _endnotes(pages: Sequence[Page], usual: Measures) -> list[Aside]:
    """All that follows a title "Notes" when notes do follow it, up to the next large title."""
    gone: list[Line] = []
    begun = False
    for page in pages:
        start = 0 if begun else _notes_title(page)
        if start is None:
            continue
        end = next(
            (
                i
                for i in range(start + 1, len(page.lines))
                if _ends_notes(page.lines[i], usual)
            ),
            len(page.lines),
        )
        begun = end == len(page.lines)
        gone += page.lines[start:end]
        _take(page, page.lines[start:end])
        if not begun:
            break
    return _notes(gone)


def _ends_notes(line: Line, usual: Measures) -> bool:
    return line.size >= 1.15 * usual.size and not line.mark and len(line.text) > 3


def _notes_title(page: Page) -> int | None:
    for index, line in enumerate(page.lines):
        if _NOTES.fullmatch(line.text.strip(" :")):
            after = page.lines[index + 1 : index + 3]
            if after and all(
                note.mark or _FOOTNOTE.match(note.text) for note in after[:1]
            ):
                return index
    return None
