"""Printed lines folded into running text: spaces, hyphens at line ends, stray signs."""

import re
import unicodedata
from collections.abc import Sequence
from typing import Final


_SPACES = re.compile(r"\s+")
_NO_SPACE: Final = re.compile(r"[\u3000-\u303f\u3400-\u9fff\uff00-\uffef]")
_STRAY: Final = dict.fromkeys(
    (*range(9), 11, *range(14, 32), 127, 173, 65279, 8203, 65534)
)
_HYPHENS: Final = "-\u2010\u00ad\ufffe"


def folded(text: str) -> str:
    """One line, spaces folded, control signs dropped."""
    return _SPACES.sub(" ", text.translate(_STRAY)).strip()


def joined(lines: Sequence[str], known: frozenset[str] = frozenset()) -> str:
    """Lines as one text; ``known`` are the document's words, to mend broken ones."""
    text = ""
    for line in lines:
        text = _after(text, line.strip(), known) if text else line.strip()
    return folded(text)


def _after(text: str, line: str, known: frozenset[str]) -> str:
    if not line:
        return text
    if text[-1] in _HYPHENS and len(text) > 1 and text[-2].isalpha():
        return _mended(text[:-1], line, known)
    if _NO_SPACE.match(text[-1]) or _NO_SPACE.match(line[0]):
        return text + line
    if text[-1] in "/–" and text[-2:-1].strip():
        return text + line
    return f"{text} {line}"


def _mended(text: str, line: str, known: frozenset[str]) -> str:
    """Join a word broken at a line end; keep the hyphen where it is part of the word."""
    before = re.split(r"[\s(\[“\"«/-]", text)[-1]
    after = re.match(r"\w*", line)
    whole = (before + after.group() if after else before).lower()
    if line[0].islower() and whole in known:
        return text + line
    return f"{text}-{line}"


def words(text: str) -> list[str]:
    """The words of a text, folded to compare them."""
    return re.findall(r"\w+", unicodedata.normalize("NFKC", text).lower())
