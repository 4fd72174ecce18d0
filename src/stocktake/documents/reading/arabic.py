"""Arabic words of a PDF: two readers, each right where the other errs.

pdfium gives lines, boxes, numbers and the order of words, but the letters of some words
backwards, or lam-alef the wrong way round. pypdf gives whole words, but not always their
order. So pdfium's words are kept where pypdf or our own list of forms knows them, and are
else turned into the form that is known. The share of known words says whether the result
is Arabic at all.
"""

import io
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache
from importlib.metadata import version
from importlib.resources import files
from itertools import pairwise, product
from math import log
from typing import Final

import pypdf
from pypdf.errors import PyPdfError

from stocktake.documents.reading.lines import Line, Page
from stocktake.documents.rules import Box, Reading


ENGINE: Final = f"pypdf {version('pypdf')}"
_WORD = re.compile(r"[\u0621-\u064a\u066e-\u06d3]{2,}")
_ARABIC = re.compile(r"[\u0600-\u06ff\ufb50-\ufdff\ufe70-\ufeff]")
_MARKS = re.compile(r"[\u064b-\u065f\u0670\u0640]")
_LAM_ALEF = re.compile(r"[\u0627\u0622\u0623\u0625\u0649]\u0644")  # the wrong way round
_BEFORE_NUMBER = re.compile(r"(?<!\S)(و?)([،؛.:])([0-9٠-٩]+)(?=\s|$)")
_MIRRORED: Final = str.maketrans("()[]«»", ")(][»«")
_PREFIXES: Final = ("وال", "بال", "فال", "كال", "لل", "ال", "و", "ف", "ب", "ل", "ك")
_SUFFIXES: Final = ("هما", "ها", "هم", "هن", "ات", "ين", "ون", "ية", "ه", "ة", "ا", "ي")
_FEW: Final = 20  # words; a page with fewer is not judged by itself


def plain(text: str) -> str:
    """Text without vowel signs and lengthening strokes, letters in their basic form."""
    return _MARKS.sub("", unicodedata.normalize("NFKC", text).replace("\x00", ""))


def is_arabic(lines: Iterable[Line]) -> bool:
    """Whether Arabic letters make up a good part of what is printed."""
    arabic = letters = 0
    for line in lines:
        arabic += len(_ARABIC.findall(line.text))
        letters += sum(map(str.isalpha, line.text))
    return arabic > 0.3 * max(letters, 1)


def mend(pages: Sequence[Page], data: bytes) -> None:
    """Put the words of Arabic lines right, in place."""
    words = _words_of_pages(data)
    for page in pages:
        here = next(words, frozenset())
        for line in page.lines:
            if _ARABIC.search(line.text):
                line.text = _mended(line.text, here)


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


def known_share(texts: Iterable[str]) -> float | None:
    """The share of Arabic words that are known forms; nothing where there are too few."""
    found = [word for text in texts for word in _WORD.findall(plain(text))]
    if len(found) < _FEW:
        return None
    return round(sum(map(_is_known, found)) / len(found), 3)


# -- one line -----------------------------------------------------------------------


def _mended(text: str, here: frozenset[str]) -> str:
    line = plain(text)
    if _brackets_are_mirrored(line):
        line = line.translate(_MIRRORED)
    line = _BEFORE_NUMBER.sub(r"\1\3\2", line)
    return _WORD.sub(lambda found: _best_form(found.group(), here), line)


def _brackets_are_mirrored(line: str) -> bool:
    """Whether the first bracket closes and the last one opens."""
    found = [sign for sign in line if sign in "()[]«»"]
    return len(found) >= 2 and found[0] in ")]»" and found[-1] in "([«"


def _best_form(word: str, here: frozenset[str]) -> str:
    """The word, or the form of it that the page or our list knows."""
    if word in here and _is_known(word):
        return word
    forms = _forms(word)
    return max(forms, key=lambda form: (_worth(form, here), form == word))


def _forms(word: str) -> list[str]:
    """The word as given, backwards, and both with any of their lam-alefs turned round."""
    found: list[str] = []
    for form in (word, word[::-1]):
        pairs = [pair.start() for pair in _LAM_ALEF.finditer(form)][:3]
        for chosen in product((False, True), repeat=len(pairs)):
            turned = list(form)
            for place, turn in zip(pairs, chosen, strict=True):
                if turn:
                    turned[place], turned[place + 1] = turned[place + 1], turned[place]
            found.append("".join(turned))
    return list(dict.fromkeys(found))


def _worth(form: str, here: frozenset[str]) -> float:
    return (
        4.0 * (form in here)
        + 4.0 * (form in _forms_known())
        + 1.5 * _is_known(form)
        + _sound(form)
    )


# -- what is known ------------------------------------------------------------------


@cache
def _forms_known() -> frozenset[str]:
    listed = files("stocktake.documents").joinpath("data/arabic_words.txt")
    return frozenset(listed.read_text(encoding="utf-8").split())


@cache
def _is_known(word: str) -> bool:
    """Whether our list has the form, or its stem under other prefixes and suffixes."""
    return word in _forms_known() or any(stem in _stems() for stem in _stripped(word))


@cache
def _stems() -> frozenset[str]:
    return frozenset(stem for form in _forms_known() for stem in _stripped(form))


def _stripped(word: str) -> Iterator[str]:
    """The word without a prefix, without a suffix, without both; three letters at least."""
    fronts = [
        word,
        *(word.removeprefix(each) for each in _PREFIXES if word.startswith(each)),
    ]
    for front in fronts:
        for form in (
            front,
            *(front.removesuffix(each) for each in _SUFFIXES if front.endswith(each)),
        ):
            if len(form) >= 3:
                yield form


@cache
def _sound(word: str) -> float:
    """How usual the sequence of letters is: mean log share of its letter pairs."""
    pairs, firsts = _pairs()
    signs = f"^{word}$"
    total = 0.0
    for first, second in pairwise(signs):
        total += log((pairs[first + second] + 0.2) / (firsts[first] + 8))
    return total / (len(word) + 1)


@cache
def _pairs() -> tuple[Counter[str], Counter[str]]:
    pairs: Counter[str] = Counter()
    firsts: Counter[str] = Counter()
    for form in _forms_known():
        signs = f"^{form}$"
        pairs.update(first + second for first, second in pairwise(signs))
        firsts.update(signs[:-1])
    return pairs, firsts


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
    return frozenset(_WORD.findall(plain(text)))
