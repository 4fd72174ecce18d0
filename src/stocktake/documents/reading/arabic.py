"""Arabic words of a PDF: two readers, each right where the other errs.

pdfium gives lines, boxes, numbers and the order of words, but in some PDFs the letters of
words backwards, or lam-alef the wrong way round. pypdf gives whole words, but not always
their order. So pdfium's words are kept where pypdf or our own list of forms knows them,
and are else turned into the form that is known. The share of known words says whether the
result is Arabic at all.
"""

import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from importlib.metadata import version
from itertools import product
from typing import Final

import pypdf
from pypdf.errors import PyPdfError

from stocktake.documents.reading.arabic_words import (
    WORD,
    forms_known,
    is_known,
    plain,
    sound,
)
from stocktake.documents.reading.lines import Line, Page
from stocktake.documents.rules import Box, Reading


ENGINE: Final = f"pypdf {version('pypdf')}"
_ARABIC = re.compile(r"[\u0600-\u06ff\ufb50-\ufdff\ufe70-\ufeff]")
_LAM_ALEF = re.compile(r"[\u0627\u0622\u0623\u0625\u0649]\u0644")  # the wrong way round
_RANGE = re.compile(r"(?P<sign>[،؛,.:]?)(?P<range>[٠-٩]+(?:[-–][٠-٩]+)+)")
_BEFORE_NUMBER = re.compile(r"(?<!\S)(و?)([،؛.:])([0-9٠-٩]+)(?=\s|$)")
_MIRRORED: Final = str.maketrans("()[]«»", ")(][»«")
_EVIDENCE: Final = (
    0.05  # share of listed words that a fault shows in, where it is there
)


@dataclass(frozen=True, slots=True)
class Faults:
    """What this document does to words, told by the listed ones."""

    backwards: bool
    turned: bool  # lam-alef


def is_arabic(lines: Iterable[Line]) -> bool:
    """Whether Arabic letters make up a good part of what is printed."""
    arabic = letters = 0
    for line in lines:
        arabic += len(_ARABIC.findall(line.text))
        letters += sum(map(str.isalpha, line.text))
    return arabic > 0.3 * max(letters, 1)


def mend(pages: Sequence[Page], data: bytes) -> None:
    """Put the words of Arabic lines right, in place."""
    faults = _faults(line.text for page in pages for line in page.lines)
    words = _words_of_pages(data)
    for page in pages:
        here = next(words, frozenset())
        for line in page.lines:
            if _ARABIC.search(line.text):
                line.text = _mended(line.text, here, faults)


def mirror(pages: Sequence[Page]) -> None:
    """Turn pages left to right, in place, so that lines begin at the left as elsewhere."""
    for page in pages:
        for line in page.lines:
            line.left, line.right = page.width - line.right, page.width - line.left


def mirrored_back(reading: Reading) -> Reading:
    """The reading with its boxes where they are on the page."""
    widths = {page.number: page.width for page in reading.pages}
    return replace(
        reading,
        passages=tuple(
            replace(
                passage,
                boxes=tuple(_turned(box, widths[box.page]) for box in passage.boxes),
            )
            for passage in reading.passages
        ),
    )


def _turned(box: Box, width: float) -> Box:
    return replace(
        box, left=round(width - box.right, 1), right=round(width - box.left, 1)
    )


# -- one line -----------------------------------------------------------------------


def _faults(texts: Iterable[str]) -> Faults:
    """Which faults show in more than a few of the words that our list has."""
    given = backwards = turned = 0
    known = forms_known()
    for text in texts:
        for word in WORD.findall(plain(text)):
            if word in known:
                given += 1
            elif word[::-1] in known:
                backwards += 1
            elif any(form in known for form in _turned_forms(word)):
                turned += 1
    least = _EVIDENCE * (given + backwards + turned)
    return Faults(backwards > least, turned > least)


def _mended(text: str, here: frozenset[str], faults: Faults) -> str:
    line = plain(text)
    if _brackets_are_mirrored(line):
        line = line.translate(_MIRRORED)
    line = _RANGE.sub(_range_turned, line)
    line = _BEFORE_NUMBER.sub(r"\1\3\2", line)
    if not (faults.backwards or faults.turned):
        return line
    return WORD.sub(lambda found: _best_form(found.group(), here, faults), line)


def _range_turned(found: re.Match[str]) -> str:
    """A range of numbers as it is read: the one at the right first, its comma after it."""
    parts = re.split(r"([-–])", found["range"])
    return "".join(reversed(parts)) + found["sign"]


def _brackets_are_mirrored(line: str) -> bool:
    """Whether the first bracket closes and the last one opens."""
    found = [sign for sign in line if sign in "()[]«»"]
    return len(found) >= 2 and found[0] in ")]»" and found[-1] in "([«"


def _best_form(word: str, here: frozenset[str], faults: Faults) -> str:
    """The word, or the form of it that the page or our list knows."""
    if word in here and is_known(word):
        return word
    forms = [word, word[::-1]] if faults.backwards else [word]
    if faults.turned:
        forms = [turned for form in forms for turned in _turned_forms(form)]
    return max(forms, key=lambda form: (_worth(form, here), form == word))


def _turned_forms(word: str) -> list[str]:
    """The word with any of its lam-alefs turned round; first as given."""
    pairs = [pair.start() for pair in _LAM_ALEF.finditer(word)][:3]
    found: list[str] = []
    for chosen in product((False, True), repeat=len(pairs)):
        letters = list(word)
        for place, turn in zip(pairs, chosen, strict=True):
            if turn:
                letters[place], letters[place + 1] = letters[place + 1], letters[place]
        found.append("".join(letters))
    return found


def _worth(form: str, here: frozenset[str]) -> float:
    listed = 4.0 * (form in forms_known()) + 1.5 * is_known(form)
    return 4.0 * (form in here) + listed + sound(form)


# -- the second reader --------------------------------------------------------------


def _words_of_pages(data: bytes) -> Iterator[frozenset[str]]:
    """The words that pypdf finds on each page; none where it fails."""
    try:
        reader = pypdf.PdfReader(io.BytesIO(data))
        count = len(reader.pages)
    except (PyPdfError, ValueError, KeyError, TypeError, RecursionError):
        return
    for index in range(count):
        yield _words_of_page(reader, index)


def _words_of_page(reader: pypdf.PdfReader, index: int) -> frozenset[str]:
    try:
        text = reader.pages[index].extract_text()
    except Exception:  # a broken font raises anything; pdfium's words then stand
        return frozenset()
    return frozenset(WORD.findall(plain(text)))
