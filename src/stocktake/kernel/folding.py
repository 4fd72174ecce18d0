"""Words as people search for them: without case, accents and marks, in the six languages. Pure."""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import Final


# Accents of Latin and Cyrillic letters; Arabic short vowels, hamza on its seat, the stretched line.
_MARKS: Final = re.compile("[\u0300-\u036f\u0483-\u0487\u0640\u064b-\u065f\u0670]+")
_LETTERS: Final = str.maketrans(
    {
        "ى": "ي",
        "ة": "ه",
        "ø": "o",
        "đ": "d",
        "ł": "l",
        "ı": "i",
        "æ": "ae",
        "œ": "oe",
        "’": "'",
    }
)


def fold(text: str) -> str:
    """A text in which a word is found however its letters are marked.

    >>> fold("Côte d’Ivoire"), fold("ÉTÉ"), fold("Ещё"), fold("أُسْرة"), fold("ＵＮ")
    ("cote d'ivoire", 'ete', 'еще', 'اسره', 'un')
    """
    if text.isascii():
        return text.lower()
    plain = unicodedata.normalize("NFKD", text.casefold())
    return _MARKS.sub("", plain).translate(_LETTERS)


_letter: Final = lru_cache(maxsize=4_096)(fold)  # a text has few different ones


def places(text: str, word: str) -> Iterator[tuple[int, int]]:
    """Where a word stands in a text: from and to, in the text's own letters.

    >>> list(places("La Côte, la cote", "COTE"))
    [(3, 7), (12, 16)]
    """
    wanted = fold(word)
    letters = [_letter(letter) for letter in text]
    whole = "".join(letters)
    origin = [at for at, folded in enumerate(letters) for _ in folded]
    at = whole.find(wanted)
    while wanted and at >= 0:
        end = origin[at + len(wanted) - 1] + 1
        while end < len(text) and not letters[end]:
            end += 1  # marks of the last letter
        yield origin[at], end
        at = whole.find(wanted, at + len(wanted))
