"""Words and word parts of the six languages, as the lexical scores count them."""

import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache, partial
from itertools import pairwise
from typing import Final


PARTS: Final = frozenset(
    {"ar", "ru", "zh"}
)  # languages counted in word parts, not words
_WORD = re.compile(r"[^\W\d_]{2,}")
_ARABIC_MARKS = re.compile(r"[\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u0640]")
_ARABIC_LETTERS = str.maketrans(
    {"أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ة": "ه", "ؤ": "و", "ئ": "ي"}
)
_MARKS = re.compile(r"[\u0300-\u036f]")

_COMMON: Final[dict[str, str]] = {
    "en": "the of and to in a is that for on with as by are be it from at or this an was has have had its which their"
    " were been not also all more other such under would should will may can these those they he she we our who whom"
    " than into between through during within against about over after before no any each both being there where when"
    " including well per per cent new one two its his her them but if so only while upon made make",
    "fr": "le la les de des du un une et à au aux en dans par pour sur avec sans sous que qui dont où ne pas plus ce"
    " cette ces cet il elle ils elles on nous vous leur leurs son sa ses est sont été être a ont avait aux ou si comme"
    " mais donc entre ainsi aussi afin lors tout toute tous toutes même dès depuis selon chaque peut doit fait",
    "es": "el la los las de del un una unos unas y e o u a al en por para con sin sobre que se su sus lo le les es son"
    " ha han sido ser fue como más no ni si pero este esta estos estas ese esa entre también así desde hasta donde"
    " cuando todo toda todos todas cada puede debe muy ya",
}


def fold(text: str, language: str) -> str:
    """Lower case, compatibility forms, no Arabic marks, no accents but in Russian's й."""
    flat = unicodedata.normalize("NFKC", text).lower()
    if language == "ar":
        return _ARABIC_MARKS.sub("", flat).translate(_ARABIC_LETTERS)
    if language == "ru":
        return flat.replace("ё", "е")
    if language == "zh":
        return flat
    return unicodedata.normalize(
        "NFC", _MARKS.sub("", unicodedata.normalize("NFD", flat))
    )


def words(text: str, language: str) -> list[str]:
    """The folded words of a text that carry meaning, cut to their stems' rough length."""
    common = _FOLDED_COMMON.get(language, frozenset())
    return [
        _stem(word)
        for word in _WORD.findall(fold(text, language))
        if word not in common
    ]


@lru_cache(maxsize=100_000)
def parts(language: str, word: str) -> tuple[str, ...]:
    """What is counted of one word, each once."""
    return tuple(dict.fromkeys(features(language)(word)))


def features(language: str) -> Callable[[str], list[str]]:
    """What is counted of a text in this language: words and pairs, or parts of words."""
    if language == "zh":
        return _han_parts
    if language in PARTS:
        return partial(_word_parts, language=language)
    return partial(_words_and_pairs, language=language)


def _words_and_pairs(text: str, *, language: str) -> list[str]:
    found = words(text, language)
    return found + [f"{one} {two}" for one, two in pairwise(found)]


@lru_cache(maxsize=100_000)
def _stem(word: str) -> str:
    """Plural and feminine endings of English, French, Spanish off; crude and even."""
    for ending in ("ies", "es", "s", "e"):
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word[: -len(ending)] + ("y" if ending == "ies" else "")
    return word


def _word_parts(text: str, *, language: str) -> list[str]:
    """Runs of 3 to 5 letters within words, with the word's edges marked."""
    parts: list[str] = []
    for word in _WORD.findall(fold(text, language)):
        edged = f" {word} "
        for size in (3, 4, 5):
            parts.extend(
                edged[i : i + size] for i in range(max(1, len(edged) - size + 1))
            )
    return parts


def _han_parts(text: str) -> list[str]:
    parts: list[str] = []
    for run in _WORD.findall(fold(text, "zh")):
        for size in (2, 3, 4):
            parts.extend(run[i : i + size] for i in range(len(run) - size + 1))
    return parts


_FOLDED_COMMON: Final = {
    language: frozenset(fold(line, language).split())
    for language, line in _COMMON.items()
}


def printed(text: str) -> list[str]:
    """The words of a text as they are printed."""
    return _WORD.findall(unicodedata.normalize("NFC", text))
