"""Plain text into pieces: its encoding found, wrapped lines joined, short lines as headings."""

import itertools
import re
from collections.abc import Iterator
from importlib.metadata import version
from typing import Final

from stocktake.documents.checking.encodings import decoded
from stocktake.documents.reading.blocks import ended
from stocktake.documents.reading.flow import Piece, reading
from stocktake.documents.reading.folding import joined
from stocktake.documents.reading.numbers import bullet, main_number, part_label
from stocktake.documents.rules import Kind, Reading


_ALONE = re.compile(r"(?:\d{1,3}\.|[A-Z]\.|[IVX]{1,5}\.|\([a-z]\))")
_LONGEST_HEADING: Final = 90


def read(data: bytes) -> Reading:
    """Read plain text in any of the usual encodings of the six languages."""
    text = decoded(data)
    assert text is not None, "checked before"
    engine = f"plain text, charset-normalizer {version('charset-normalizer')}"
    return reading(Kind.TXT, _pieces(text), title="", engine=engine)


def _pieces(text: str) -> Iterator[Piece]:
    for group in _groups(text.replace("\r\n", "\n").replace("\r", "\n")):
        words = joined(group)
        if _is_heading(group, words):
            yield Piece(words, level=1)
        else:
            yield Piece(words)


def _groups(text: str) -> Iterator[list[str]]:
    """Lines of one paragraph each: between blank lines, or each line where none are blank."""
    lines = _numbers_joined([line.strip() for line in re.split(r"[\n\f\u2029]", text)])
    filled = [line for line in lines if line]
    wrapped = _is_wrapped(lines, filled)
    full = 0.75 * (sorted(map(len, filled))[len(filled) * 3 // 4] if filled else 0)
    group: list[str] = []
    for line in lines:
        if group and (not line or not wrapped or _begins(group[-1], line, full)):
            yield group
            group = []
        if line:
            group.append(line)
    if group:
        yield group


def _numbers_joined(lines: list[str]) -> list[str]:
    """Numbers that stand alone, as programs that unpack PDFs leave them, before their text."""
    found: list[str] = []
    number = ""
    for line in lines:
        if number and line:
            found.append(f"{number} {line}")
            number = ""
        elif _ALONE.fullmatch(line):
            number = line
        elif not number:
            found.append(line)
    return [*found, number] if number else found


def _is_wrapped(lines: list[str], filled: list[str]) -> bool:
    """Whether paragraphs run over several lines, as from a typewriter."""
    if len(filled) < 3:
        return len(filled) == 2 and not ended(filled[0])
    follow = [
        (above, below)
        for above, below in itertools.pairwise(lines)
        if above and below and not _is_item(below)
    ]
    if not follow:
        return False
    broken = sum(not ended(above) for above, _ in follow)
    return broken > 0.5 * len(follow) and max(map(len, filled)) < 200


def _begins(above: str, line: str, full: float) -> bool:
    """Whether a number, label or bullet begins a paragraph: after an end, or a short line."""
    return (ended(above) or len(above) < full) and _is_item(line)


def _is_item(line: str) -> bool:
    return bool(main_number(line) or part_label(line)[1] or bullet(line))


def _is_heading(group: list[str], words: str) -> bool:
    if (
        len(words) > _LONGEST_HEADING
        or ended(words)
        or words.endswith((",", "،", "，"))
        or words[:1].islower()
        or len(group) > 2
    ):
        return False
    return not (part_label(words)[1] or bullet(words)) and any(map(str.isalpha, words))
