"""What each sentence speaks of: an achievement, a challenge, or neither."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from stocktake.texts import encoders, leaning, logistic
from stocktake.texts.meaning import Centre, Read
from stocktake.texts.reading import Group
from stocktake.texts.rules import SentenceStance, StanceKind, Text, Tier, Vectors
from stocktake.texts.sentences import Span, sentences


VERSION: Final = "2026.1"
SURE: Final = 0.5  # below this probability of either side, a sentence is not split
NEAREST: Final = 8
Prototypes = Sequence[tuple[str, StanceKind, str]]


@dataclass(frozen=True, slots=True)
class Units:
    """The sentences of one text: whole, and in two where they turn."""

    whole: tuple[Span, ...]
    halves: tuple[tuple[Span, ...], ...]

    def texts(self, text: str) -> Group:
        """All that is encoded of the text, each piece once, in order."""
        spans = [
            *self.whole,
            *(half for halves in self.halves if len(halves) > 1 for half in halves),
        ]
        return tuple(text[span.start : span.end] for span in spans)


def units(text: Text) -> Units:
    """The sentences of a text and their halves."""
    whole = sentences(text.text, text.language)
    return Units(
        whole, tuple(leaning.turn(text.text, span, text.language) for span in whole)
    )


class Stances:
    """Tells the stance of sentences by the nearest prototypes in any language, and by words.

    A sentence is as near to a stance as its eight nearest prototypes are on average. A
    small logistic model, fitted on the prototypes (each measured against the others),
    turns the three nearnesses and, with the quick encoder, the counts of leaning words
    into probabilities.
    """

    def __init__(
        self, prototypes: Prototypes, read: Read, *, model: str, tier: Tier
    ) -> None:
        self.name = f"stance-{tier}@{VERSION}+{encoders.full_name(model)}"
        self._with_words = tier is Tier.FAST
        self._kinds = np.array([leaning.KINDS.index(kind) for _, kind, _ in prototypes])
        self._head: logistic.Logistic | None = None
        if not len(prototypes):
            return
        languages = [language for language, _, _ in prototypes]
        texts = [text for *_, text in prototypes]
        vectors = read(texts)
        self._centre = Centre.of(vectors, languages)
        self._known = self._centre(vectors, languages)
        near = self._known @ self._known.T
        np.fill_diagonal(near, -1)  # not measured against itself
        features = self._features(texts, languages, near)
        self._head = logistic.fit(features, self._kinds, hardness=1, bias=False)

    def probabilities(
        self, texts: Sequence[str], languages: Sequence[str], vectors: Vectors
    ) -> NDArray[np.float64]:
        """Probability of each stance for each sentence, rounded to 3 digits: (sentences, 3)."""
        if not texts:
            return np.zeros((0, len(leaning.KINDS)))
        if self._head is None:
            raised = np.exp(_counted(texts, languages))
            return _rounded(raised / raised.sum(axis=1, keepdims=True))
        near = self._centre(vectors, languages) @ self._known.T
        logits = self._head(self._features(texts, languages, near))
        return _rounded(logistic.shares(logits))

    def _features(
        self, texts: Sequence[str], languages: Sequence[str], near: NDArray[np.float32]
    ) -> NDArray[np.float64]:
        """Mean nearness of each stance's nearest prototypes, in tenths; counts of words."""
        found = [
            -np.sort(-near[:, self._kinds == kind], axis=1)[:, :NEAREST].mean(axis=1)
            for kind in range(len(leaning.KINDS))
        ]
        nearness = 10 * np.stack(found, axis=1).astype(np.float64)
        nearness -= nearness.mean(
            axis=1, keepdims=True
        )  # far from all is no sign of any
        return (
            np.hstack([nearness, _counted(texts, languages)])
            if self._with_words
            else nearness
        )

    def __call__(
        self, texts: Sequence[Text], parts: Sequence[Units], vectors: Vectors
    ) -> list[tuple[SentenceStance, ...]]:
        """Stances of all sentences of each text; ``vectors`` are of all ``Units.texts`` in order."""
        groups = [
            part.texts(text.text) for text, part in zip(texts, parts, strict=True)
        ]
        flat = [piece for group in groups for piece in group]
        languages = [
            text.language
            for text, group in zip(texts, groups, strict=True)
            for _ in group
        ]
        likely = self.probabilities(flat, languages, vectors)
        found: list[tuple[SentenceStance, ...]] = []
        place = 0
        for part, group in zip(parts, groups, strict=True):
            found.append(self._of_text(part, likely[place : place + len(group)]))
            place += len(group)
        return found

    def _of_text(
        self, part: Units, likely: NDArray[np.float64]
    ) -> tuple[SentenceStance, ...]:
        pieces: list[tuple[Span, NDArray[np.float64]]] = []
        place = len(part.whole)
        for number, (span, halves) in enumerate(
            zip(part.whole, part.halves, strict=True)
        ):
            if len(halves) == 1:
                pieces.append((span, likely[number]))
                continue
            sides = likely[place : place + 2]
            place += 2
            if _differ(sides):
                pieces.extend(zip(halves, sides, strict=True))
            else:
                pieces.append((span, likely[number]))
        return tuple(
            SentenceStance(
                number,
                span.start,
                span.end,
                leaning.KINDS[int(row.argmax())],
                float(row.max()),
                self.name,
            )
            for number, (span, row) in enumerate(pieces, start=1)
        )


def _counted(texts: Sequence[str], languages: Sequence[str]) -> NDArray[np.float64]:
    rows = [leaning.counts(*pair) for pair in zip(texts, languages, strict=True)]
    return np.stack(rows).astype(np.float64)


def _rounded(likely: NDArray[np.float64]) -> NDArray[np.float64]:
    found: NDArray[np.float64] = np.round(likely, 3)
    return found


def _differ(sides: NDArray[np.float64]) -> bool:
    """Whether one half speaks of an achievement and the other of a challenge, both surely."""
    best = [leaning.KINDS[int(row.argmax())] for row in sides]
    sure = all(row.max() >= SURE for row in sides)
    return sure and set(best) == {StanceKind.ACHIEVEMENT, StanceKind.CHALLENGE}
