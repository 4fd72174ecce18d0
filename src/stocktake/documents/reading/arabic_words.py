"""Arabic word forms that we know, and how usual the letters of others are."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.resources import files
from itertools import pairwise
from math import log
from typing import Final


WORD: Final = re.compile(r"[\u0621-\u064a\u066e-\u06d3]{2,}")
_MARKS = re.compile(r"[\u064b-\u065f\u0670\u0640]")
_PREFIXES: Final = ("وال", "بال", "فال", "كال", "لل", "ال", "و", "ف", "ب", "ل", "ك")
_SUFFIXES: Final = ("هما", "ها", "هم", "هن", "ات", "ين", "ون", "ية", "ه", "ة", "ا", "ي")
_FEW: Final = 20  # words; fewer are not judged


def plain(text: str) -> str:
    """Text without vowel signs and lengthening strokes, letters in their basic form."""
    return _MARKS.sub("", unicodedata.normalize("NFKC", text).replace("\x00", ""))


def known_share(texts: Iterable[str]) -> float | None:
    """The share of Arabic words that are known forms; nothing where there are too few."""
    found = [word for text in texts for word in WORD.findall(plain(text))]
    if len(found) < _FEW:
        return None
    return round(sum(map(is_known, found)) / len(found), 3)


@cache
def forms_known() -> frozenset[str]:
    listed = files("stocktake.documents").joinpath("data/arabic_words.txt")
    return frozenset(listed.read_text(encoding="utf-8").split())


@cache
def is_known(word: str) -> bool:
    """Whether our list has the form, or its stem under other prefixes and suffixes."""
    return word in forms_known() or any(stem in _stems() for stem in _stripped(word))


@cache
def _stems() -> frozenset[str]:
    return frozenset(stem for form in forms_known() for stem in _stripped(form))


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
def sound(word: str) -> float:
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
    for form in forms_known():
        signs = f"^{form}$"
        pairs.update(first + second for first, second in pairwise(signs))
        firsts.update(signs[:-1])
    return pairs, firsts
