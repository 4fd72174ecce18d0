"""How a sentence is worded: its small words too ("no longer", "still", "only"), which tell its stance.

The words that carry a subject (``words.py``) are counted without them; here they are
what matters. A view is learnt per language from the sentences that we wrote.
"""

import re
from collections.abc import Callable, Sequence
from functools import partial
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from stocktake.texts import leaning, logistic
from stocktake.texts.lexical import TermWeights
from stocktake.texts.words import PARTS, fold


Floats = NDArray[np.float64]
LONGEST: Final = 3  # words, or Chinese characters, of one run
COUNTS_WEIGH: Final = 0.3  # of leaning words, against runs whose squares add up to one
_HARDNESS: Final = 20
_WORD: Final = re.compile(r"[^\W\d_]+|\d+")
_HAN_RUN: Final = re.compile(r"[^\W_]+")
_DIGITS: Final = re.compile(r"\d+")


def features(language: str) -> Callable[[str], list[str]]:
    """What is counted of a sentence: runs of words, parts of words, or runs of characters."""
    if language == "zh":
        return _han_runs
    return partial(_parts if language in PARTS else _runs, language=language)


class Worded:
    """Log-odds of each stance by the wording of sentences; even in a language it does not know."""

    def __init__(
        self,
        texts: Sequence[str],
        languages: Sequence[str],
        kinds: NDArray[np.intp],
    ) -> None:
        self._views = {
            language: _View(language, *_only(texts, languages, kinds, language))
            for language in sorted(set(languages))
        }

    def __call__(self, texts: Sequence[str], languages: Sequence[str]) -> Floats:
        """Log-odds, (sentences, stances)."""
        found = np.zeros((len(texts), len(leaning.KINDS)))
        for language, view in self._views.items():
            rows = [row for row, one in enumerate(languages) if one == language]
            if rows:
                found[rows] = view([texts[row] for row in rows])
        return found


class _View:
    """One language: TF-IDF of runs of words, and counts of leaning words."""

    def __init__(
        self, language: str, texts: Sequence[str], kinds: NDArray[np.intp]
    ) -> None:
        self._language = language
        self._terms = TermWeights(language, texts, features)
        known = sparse.hstack([self._terms(texts), self._counted(texts)]).tocsr()
        self._head = logistic.fit(known, kinds, hardness=_HARDNESS)

    def __call__(self, texts: Sequence[str]) -> Floats:
        runs = len(self._terms.names)
        weights = self._head.weights.T
        found: Floats = self._terms(texts) @ weights[:runs]
        return found + self._counted(texts) @ weights[runs:] + self._head.bias

    def _counted(self, texts: Sequence[str]) -> Floats:
        rows = [leaning.counts(text, self._language) for text in texts]
        return COUNTS_WEIGH * np.stack(rows).astype(np.float64)


def _only(
    texts: Sequence[str],
    languages: Sequence[str],
    kinds: NDArray[np.intp],
    language: str,
) -> tuple[list[str], NDArray[np.intp]]:
    rows = [row for row, one in enumerate(languages) if one == language]
    return [texts[row] for row in rows], kinds[rows]


def _words(text: str, language: str) -> list[str]:
    return [
        "0" if word.isdigit() else word for word in _WORD.findall(fold(text, language))
    ]


def _runs(text: str, *, language: str) -> list[str]:
    words = _words(text, language)
    return [
        " ".join(words[start : start + size])
        for size in range(1, LONGEST + 1)
        for start in range(len(words) - size + 1)
    ]


def _parts(text: str, *, language: str) -> list[str]:
    found: list[str] = []
    for word in _words(text, language):
        edged = f" {word} "
        for size in (3, 4, 5):
            found.extend(
                edged[at : at + size] for at in range(max(1, len(edged) - size + 1))
            )
    return found


def _han_runs(text: str) -> list[str]:
    return [
        run[at : at + size]
        for run in _HAN_RUN.findall(_DIGITS.sub("0", fold(text, "zh")))
        for size in range(1, LONGEST + 1)
        for at in range(len(run) - size + 1)
    ]
