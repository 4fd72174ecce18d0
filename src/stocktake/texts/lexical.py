"""Same words, same language: TF-IDF of a text against what is written of each class."""

from collections import Counter
from collections.abc import Callable, Sequence
from functools import cached_property
from itertools import chain
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from stocktake.texts import words
from stocktake.texts.rules import Text
from stocktake.texts.taxonomy import ClassTexts, Taxonomy


Scores = NDArray[np.float32]  # (texts, classes)
WORDS_SHOWN = 5


class Lexical:
    """Scores texts against the classes' words of the text's own language; 0 where there are none."""

    def __init__(self, taxonomy: Taxonomy, background: Sequence[Text]) -> None:
        self.codes = taxonomy.codes
        self._views = {
            language: _View(
                taxonomy.classes,
                language,
                [text.text for text in background if text.language == language],
            )
            for language in taxonomy.languages
        }

    def scores(self, texts: Sequence[Text]) -> Scores:
        """Cosine similarity of each text to each class, float32 (texts, classes)."""
        found = np.zeros((len(texts), len(self.codes)), np.float32)
        for language, view in self._views.items():
            rows = [row for row, text in enumerate(texts) if text.language == language]
            if rows:
                found[rows] = view.scores([texts[row].text for row in rows])
        return found

    def because(
        self, texts: Sequence[Text], columns: Sequence[int]
    ) -> list[tuple[str, ...]]:
        """The words of each text that speak most for one class, as they stand in the text."""
        found: list[tuple[str, ...]] = [()] * len(texts)
        for language, view in self._views.items():
            rows = [row for row, text in enumerate(texts) if text.language == language]
            told = view.because(
                [texts[row].text for row in rows], [columns[row] for row in rows]
            )
            for row, one in zip(rows, told, strict=True):
                found[row] = one
        return found


class TermWeights:
    """TF-IDF of texts in one language: fitted by scikit-learn once, counted by itself after.

    Sublinear term frequency, smoothed inverse document frequency, rows of length one.
    ``features`` gives, for a language, what is counted of a text.
    """

    def __init__(
        self,
        language: str,
        corpus: Sequence[str],
        features: Callable[[str], Callable[[str], list[str]]] = words.features,
    ) -> None:
        from sklearn.feature_extraction.text import TfidfVectorizer  # noqa: PLC0415  # slow to load

        model = TfidfVectorizer(analyzer=features(language), sublinear_tf=True)
        model.fit(corpus)
        self.language = language
        self._features = features
        self.names: list[str] = model.get_feature_names_out().tolist()
        self._places = {name: place for place, name in enumerate(self.names)}
        self._rarity = model.idf_.astype(np.float32)

    def __call__(self, texts: Sequence[str]) -> Any:
        """Sparse rows, float32 (texts, features)."""
        analyse = self._features(self.language)
        find = self._places.get
        places: list[int] = []
        counts: list[int] = []
        ends = [0]
        for text in texts:
            counted = Counter(
                place for part in analyse(text) if (place := find(part)) is not None
            )
            places.extend(counted)
            counts.extend(counted.values())
            ends.append(len(places))
        columns = np.array(places, np.int32)
        weights = (1 + np.log(np.array(counts, np.float32))) * self._rarity[columns]
        shape = (len(texts), len(self.names))
        return _length_one(
            sparse.csr_matrix((weights.astype(np.float32), columns, ends), shape=shape)
        )


def _length_one(rows: Any) -> Any:
    lengths = np.sqrt(np.asarray(rows.multiply(rows).sum(axis=1))).ravel()
    lengths[lengths == 0] = 1
    rows.data /= np.repeat(lengths, np.diff(rows.indptr)).astype(np.float32)
    rows.sort_indices()
    return rows


class _View:
    """The classes in one language."""

    def __init__(
        self, classes: Sequence[ClassTexts], language: str, background: list[str]
    ) -> None:
        self.language = language
        documents = [one.words(language) for one in classes]
        known = [document for document in documents if document]
        sentences = chain.from_iterable(one.texts.get(language, ()) for one in classes)
        self._weigh_terms = TermWeights(language, [*known, *sentences, *background])
        self._classes = self._weigh_terms(documents)

    def scores(self, texts: list[str]) -> Scores:
        found: Scores = (self._weigh_terms(texts) @ self._classes.T).toarray()
        return found

    @cached_property
    def _of_classes(self) -> list[dict[int, float]]:
        """Of each class, the weight of each feature it has."""
        return [
            dict(zip(row.indices.tolist(), row.data.tolist(), strict=True))
            for row in self._classes
        ]

    def because(self, texts: list[str], columns: list[int]) -> list[tuple[str, ...]]:
        if not texts:
            return []
        rows = self._weigh_terms(texts)
        return [
            self._because(text, rows[place], column)
            for place, (text, column) in enumerate(zip(texts, columns, strict=True))
        ]

    def _because(self, text: str, row: Any, column: int) -> tuple[str, ...]:
        of_class = self._of_classes[column]
        both = {
            self._weigh_terms.names[feature]: value * of_class[feature]
            for feature, value in zip(
                row.indices.tolist(), row.data.tolist(), strict=True
            )
            if feature in of_class
        }
        worth = self._per_word(text, both) if both else {}
        best = sorted(worth.items(), key=lambda pair: (-round(pair[1], 6), pair[0]))
        return tuple(word for word, _ in best[:WORDS_SHOWN])

    def _per_word(self, text: str, weights: dict[str, float]) -> dict[str, float]:
        """The weight of each word as printed: the sum of what its parts add."""
        if self.language == "zh":
            return _longest_runs(weights)
        worth: dict[str, float] = {}
        for word in dict.fromkeys(words.printed(text)):
            value = sum(
                weights[part]
                for part in words.parts(self.language, word)
                if part in weights
            )
            if value > 0:
                worth[word.lower()] = value
        return worth


def _longest_runs(weights: dict[str, float]) -> dict[str, float]:
    """Of runs of characters that lie within a longer one that also counts, the longer."""
    kept: dict[str, float] = {}
    for run in sorted(weights, key=lambda name: (-len(name), name)):
        longer = next((other for other in kept if run in other), None)
        if longer is None:
            kept[run] = weights[run]
        else:
            kept[longer] += weights[run] / 2
    return kept
