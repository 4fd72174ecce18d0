"""Same meaning, any language: a text's vector against the vectors of each class's texts."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from stocktake.texts.rules import Vectors
from stocktake.texts.taxonomy import ClassTexts, Taxonomy


Scores = NDArray[np.float32]
Read = Callable[[Sequence[str]], Vectors]
BEST: Final = 3
ENOUGH: Final = 20  # texts in a language, from which on it has a mean of its own
ALL: Final = ""


@dataclass(frozen=True)
class Centre:
    """Means of a corpus: one per language, and one of all for languages with few texts."""

    means: Mapping[str, Vectors]

    @classmethod
    def of(cls, vectors: Vectors, languages: Sequence[str]) -> "Centre":
        """The means of these vectors by language."""
        means = {ALL: vectors.mean(axis=0)}
        for language in sorted(set(languages)):
            rows = [row for row, one in enumerate(languages) if one == language]
            if len(rows) >= ENOUGH:
                means[language] = vectors[rows].mean(axis=0)
        return cls(means)

    def __call__(self, vectors: Vectors, languages: Sequence[str]) -> Vectors:
        """Vectors less their language's mean, of length one again."""
        if not len(vectors):
            return vectors
        moved = vectors - np.stack(
            [self.means.get(one, self.means[ALL]) for one in languages]
        )
        lengths = np.linalg.norm(moved, axis=1, keepdims=True)
        centred: Vectors = (moved / np.maximum(lengths, 1e-9)).astype(np.float32)
        return centred


class Meaning:
    """Scores vectors against classes by the mean of the three nearest texts of each class."""

    def __init__(self, taxonomy: Taxonomy, read: Read, centre: Centre) -> None:
        self.centre = centre
        readings = [one.readings() for one in taxonomy.classes]
        languages = [language for pairs in readings for language, _ in pairs]
        vectors = read([text for pairs in readings for _, text in pairs])
        own = Centre.of(
            vectors, languages
        )  # cards are another genre than reports: their own mean
        self._texts = _Padded(
            own(vectors, languages), [len(pairs) for pairs in readings]
        )
        against = [[*_flat(one)] for one in taxonomy.classes]
        against_languages = [language for pairs in against for language, _ in pairs]
        denied = read([text for pairs in against for _, text in pairs])
        self._against = _Padded(
            own(denied, against_languages), [len(pairs) for pairs in against]
        )

    def scores(self, vectors: Vectors, languages: Sequence[str]) -> Scores:
        """Mean cosine to the three nearest texts of each class, less what is nearer to a "not this"."""
        centred = self.centre(vectors, languages)
        near = self._texts.best(centred, BEST)
        denied = self._against.best(centred, 1)
        scored: Scores = near - np.maximum(0, denied - near) / 2
        return scored


class _Padded:
    """Vectors of classes side by side, so that the best of each class come at one stroke."""

    def __init__(self, vectors: Vectors, counts: Sequence[int]) -> None:
        self._vectors = vectors
        width = max([1, *counts])
        self._places = np.full((len(counts), width), -1)
        place = 0
        for row, count in enumerate(counts):
            self._places[row, :count] = np.arange(place, place + count)
            place += count

    def best(self, vectors: Vectors, most: int) -> Scores:
        if not len(self._vectors) or not len(vectors):
            return np.full((len(vectors), len(self._places)), -1, np.float32)
        near = np.hstack(
            [vectors @ self._vectors.T, np.full((len(vectors), 1), -1, np.float32)]
        )
        spread = near[:, self._places]  # (texts, classes, width); -1 is the last column
        spread.sort(axis=2)
        best = spread[:, :, -most:]
        there = best > -1
        summed: Scores = np.where(there, best, 0).sum(axis=2) / np.maximum(
            1, there.sum(axis=2)
        )
        return np.where(there.any(axis=2), summed, -1).astype(np.float32)


def _flat(one: ClassTexts) -> list[tuple[str, str]]:
    return [
        (language, text)
        for language in sorted(one.against)
        for text in one.against[language]
    ]
