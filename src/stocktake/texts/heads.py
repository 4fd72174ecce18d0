"""Classifiers that learn from labelled rows: one logistic model per class and view, averaged.

The views are the words, the quick encoder with the similarities to the classes' texts,
and the slow encoder with its own. The slow one learns from at most ``SLOW_ROWS`` rows, so
that teaching it takes minutes. One threshold per class is chosen on rows held back.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

from stocktake.texts import encoders, words
from stocktake.texts.lexical import Lexical
from stocktake.texts.meaning import Centre, Meaning, Read
from stocktake.texts.rules import Text
from stocktake.texts.taxonomy import Taxonomy


Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
SLOW_ROWS: Final = 2_500
HELD_BACK: Final = 5  # every fifth row chooses the thresholds
CARD_WEIGHT: Final = 0.3


@dataclass(frozen=True, slots=True)
class Taught:
    """Labelled rows: texts and which classes each is about, (rows, classes)."""

    texts: Sequence[Text]
    about: Flags

    def rows(self, chosen: Sequence[int]) -> "Taught":
        """Some of the rows."""
        return Taught([self.texts[row] for row in chosen], self.about[list(chosen)])


class Heads:
    """Learns a taxonomy from labelled rows."""

    def __init__(
        self, taxonomy: Taxonomy, taught: Taught, read: Mapping[str, Read]
    ) -> None:
        every = range(len(taught.texts))
        kept = [row for row in every if row % HELD_BACK]
        back = [row for row in every if not row % HELD_BACK]
        self.views = _views(taxonomy, taught, read)
        self._fit(taught.rows(kept) if len(kept) > len(taxonomy.classes) else taught)
        held = taught.rows(back)
        likely = self.probabilities(held.texts)
        self.thresholds = _thresholds(likely, held.about)
        self.none_below = _none_below(likely, held.about)
        self._fit(taught)

    def _fit(self, taught: Taught) -> None:
        for view in self.views.values():
            view.fit(taught)

    def probabilities(self, texts: Sequence[Text], views: Sequence[str] = ()) -> Floats:
        """Mean of what the views (all, if none are named) say: (texts, classes), 4 digits."""
        chosen = [self.views[name] for name in views or self.views]
        mean: Floats = np.mean(np.stack([view(texts) for view in chosen]), axis=0)
        return np.round(mean, 4)


class _Words:
    """Words and pairs, or word parts, each marked by its language."""

    def __init__(self, languages: Sequence[str]) -> None:
        self._models = {
            language: TfidfVectorizer(
                analyzer=words.features(language),
                sublinear_tf=True,
                min_df=2,
                max_features=200_000,
                dtype=np.float32,
            )
            for language in sorted(set(languages))
        }
        self._heads: _PerClass | None = None

    def fit(self, taught: Taught) -> None:
        for language, model in self._models.items():
            own = [text.text for text in taught.texts if text.language == language]
            model.fit(own or ["nothing nothing", "nothing nothing"])
        self._heads = _PerClass(self._features(taught.texts), taught.about, hardness=10)

    def __call__(self, texts: Sequence[Text]) -> Floats:
        assert self._heads is not None
        return self._heads(self._features(texts))

    def _features(self, texts: Sequence[Text]) -> Any:
        blocks = []
        for language, model in self._models.items():
            own = [text.text if text.language == language else "" for text in texts]
            blocks.append(model.transform(own))
        return sparse.hstack(blocks).tocsr()


class _Meanings:
    """Vectors of one encoder and the similarities to the classes' texts."""

    def __init__(
        self, taxonomy: Taxonomy, read: Read, centre: Centre, *, most: int = 0
    ) -> None:
        self._read = read
        self._meaning = Meaning(taxonomy, read, centre)
        self._lexical = Lexical(taxonomy, _class_texts(taxonomy))
        self._cards = _class_texts(taxonomy)
        self._about = np.array(
            [[code == text.key for code in taxonomy.codes] for text in self._cards]
        )
        self._most = most
        self._heads: _PerClass | None = None

    def fit(self, taught: Taught) -> None:
        some = taught
        if self._most and len(taught.texts) > self._most:
            some = taught.rows(_evenly(len(taught.texts), self._most))
        texts = [*some.texts, *self._cards]
        weights = np.array([1.0] * len(some.texts) + [CARD_WEIGHT] * len(self._cards))
        self._heads = _PerClass(
            self._features(texts),
            np.vstack([some.about, self._about]),
            hardness=4,
            weights=weights,
        )

    def __call__(self, texts: Sequence[Text]) -> Floats:
        assert self._heads is not None
        return self._heads(self._features(texts))

    def _features(self, texts: Sequence[Text]) -> Floats:
        vectors = self._read([text.text for text in texts])
        languages = [text.language for text in texts]
        similar = self._meaning.scores(vectors, languages)
        centred = self._meaning.centre(vectors, languages)
        return np.hstack([centred * 3, similar * 3, self._lexical.scores(texts) * 3])


class _PerClass:
    """One logistic model per class; a class never or always seen has its share as answer."""

    def __init__(
        self, features: Any, about: Flags, *, hardness: float, weights: Any = None
    ) -> None:
        sparse_ = sparse.issparse(features)
        make = partial(
            LogisticRegression, C=hardness, solver="liblinear" if sparse_ else "lbfgs"
        )
        self._heads = [
            make(max_iter=300).fit(features, column, sample_weight=weights)
            if column.any() and not column.all()
            else float(column.mean())
            for column in about.T
        ]

    def __call__(self, features: Any) -> Floats:
        columns = [
            np.full(features.shape[0], head)
            if isinstance(head, float)
            else head.predict_proba(features)[:, 1]
            for head in self._heads
        ]
        return np.stack(columns, axis=1)


def _views(
    taxonomy: Taxonomy, taught: Taught, read: Mapping[str, Read]
) -> dict[str, Any]:
    languages = [text.language for text in taught.texts]
    views: dict[str, Any] = {"words": _Words(languages)}
    for model, reader in read.items():
        slow = model == encoders.E5
        some = (
            _evenly(len(taught.texts), SLOW_ROWS) if slow else range(len(taught.texts))
        )
        vectors = reader([taught.texts[row].text for row in some])
        centre = Centre.of(vectors, [languages[row] for row in some])
        views[model] = _Meanings(
            taxonomy, reader, centre, most=SLOW_ROWS if slow else 0
        )
    return views


def _class_texts(taxonomy: Taxonomy) -> list[Text]:
    return [
        Text(one.code, language, text)
        for one in taxonomy.classes
        for language, text in one.readings()
    ]


def _evenly(count: int, most: int) -> list[int]:
    """So many rows spread evenly over all."""
    if count <= most:
        return list(range(count))
    return sorted({int(place) for place in np.linspace(0, count - 1, most)})


def _thresholds(likely: Floats, about: Flags) -> Floats:
    """Per class, the threshold with the best F1 on rows held back; 0.5 with few of it."""
    found = np.full(likely.shape[1], 0.5)
    grid = np.round(np.arange(0.15, 0.66, 0.05), 2)
    for column in range(likely.shape[1]):
        right = about[:, column]
        if right.sum() < 5:
            found[column] = 0.35
            continue
        scores = [_f1(likely[:, column] >= one, right) for one in grid]
        best = max(scores)
        near = [
            one for one, score in zip(grid, scores, strict=True) if score >= best - 0.01
        ]
        found[column] = float(np.median(near))
    return found


def _none_below(likely: Floats, about: Flags) -> float:
    """The best probability below which a row is about no class; 0 where all rows are."""
    none = ~about.any(axis=1)
    if not none.any():
        return 0.0
    best = likely.max(axis=1)
    right = about[np.arange(len(likely)), likely.argmax(axis=1)]
    grid = np.round(np.arange(0.05, 0.9, 0.05), 2)
    scores = [float(np.where(best >= one, right, none).mean()) for one in grid]
    return float(grid[int(np.argmax(scores))])


def _f1(said: Flags, right: Flags) -> float:
    hits = float((said & right).sum())
    return 2 * hits / max(1.0, float(said.sum() + right.sum()))
