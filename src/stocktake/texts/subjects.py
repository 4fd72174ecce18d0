"""Whether a text names people on the move at all: a plain count of subject words."""

import re
from collections.abc import Sequence
from functools import cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from stocktake.kernel.data import read_yaml_file
from stocktake.texts.examples import DATA
from stocktake.texts.rules import Text
from stocktake.texts.words import fold


FILE: Final = DATA / "subject_words.yaml"
RUNS: Final = frozenset({"ar", "zh"})  # languages where words are found inside others
MOST: Final = 3  # more mentions than these say no more


def features(texts: Sequence[Text]) -> NDArray[np.float64]:
    """For each text whether it names the subject, and how often up to three times: (texts, 2), 0 to 1."""
    counted = np.array([min(MOST, mentions(text)) for text in texts], dtype=np.float64)
    return np.stack([counted > 0, counted / MOST], axis=1).astype(np.float64)


def mentions(text: Text) -> int:
    """How many subject words a text holds; 0 in a language without a list."""
    pattern = _patterns().get(text.language)
    return len(pattern.findall(fold(text.text, text.language))) if pattern else 0


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    read = read_yaml_file(FILE, dict[str, list[str]], name=FILE.name)
    return {language: _pattern(words, language) for language, words in read.items()}


def _pattern(words: Sequence[str], language: str) -> re.Pattern[str]:
    longest_first = sorted(
        (fold(word, language) for word in words), key=lambda word: (-len(word), word)
    )
    start = "" if language in RUNS else r"\b"
    return re.compile(start + "(?:" + "|".join(map(re.escape, longest_first)) + ")")
