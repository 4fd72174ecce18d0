"""What each sentence speaks of: an achievement, a challenge, or neither."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from stocktake.texts import encoders, leaning, logistic
from stocktake.texts.meaning import Centre, Read
from stocktake.texts.rules import SentenceStance, StanceKind, Text, Tier, Vectors
from stocktake.texts.sentences import Span, sentences
from stocktake.texts.wording import Worded


VERSION: Final = "2026.2"
SURE: Final = 0.5  # below this probability of either side, a sentence is not split
LEAST: Final = {Tier.FAST: 0.5, Tier.FULL: 0.45}  # less likely sides are not taken
NEAREST: Final = 16
HARDNESS: Final = {Tier.FAST: 3, Tier.FULL: 1}
Prototypes = Sequence[tuple[str, StanceKind, str]]


@dataclass(frozen=True, slots=True)
class Units:
    """The sentences of one text: whole, and in two where they turn."""

    whole: tuple[Span, ...]
    halves: tuple[tuple[Span, ...], ...]

    def texts(self, text: str) -> tuple[str, ...]:
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
    """Tells the stance of sentences in any language, by what we wrote of each stance.

    Two views are averaged: how near a sentence is to the nearest prototypes of each
    stance, and a logistic model on its vector. The quick encoder tells stances less well,
    so in the fast tier how the sentence is worded counts as much as both. A sentence that
    denies a harm is good news. A side that is less likely than ``LEAST`` is not taken:
    such a sentence is neither.
    """

    def __init__(
        self, prototypes: Prototypes, read: Read, *, model: str, tier: Tier
    ) -> None:
        self.name = f"stance-{tier}@{VERSION}+{encoders.full_name(model)}"
        self._least = LEAST[tier]
        kinds = np.array([leaning.KINDS.index(kind) for _, kind, _ in prototypes])
        languages = [language for language, _, _ in prototypes]
        texts = [text for *_, text in prototypes]
        vectors = read(texts)
        self._centre = Centre.of(vectors, languages)
        known = self._centre(vectors, languages)
        self._nearness = _Nearness(known, kinds)
        self._meant = logistic.fit(
            known.astype(np.float64), kinds, hardness=HARDNESS[tier]
        )
        self._worded = Worded(texts, languages, kinds) if tier is Tier.FAST else None

    def probabilities(
        self, texts: Sequence[str], languages: Sequence[str], vectors: Vectors
    ) -> NDArray[np.float64]:
        """Probability of each stance for each sentence, rounded to 3 digits: (sentences, 3)."""
        if not texts:
            return np.zeros((0, len(leaning.KINDS)))
        centred = self._centre(vectors, languages)
        views = [self._nearness(centred), self._meant(centred.astype(np.float64))]
        if self._worded is not None:
            views += 2 * [self._worded(texts, languages)]
        told = np.stack([logistic.shares(view) for view in views])
        found: NDArray[np.float64] = np.round(told.mean(axis=0), 3)
        return _good_news(found, texts, languages)

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
            self._stance(number, span, row)
            for number, (span, row) in enumerate(pieces, start=1)
        )

    def _stance(
        self, number: int, span: Span, likely: NDArray[np.float64]
    ) -> SentenceStance:
        best = int(likely.argmax())
        if likely[best] < self._least:
            best = leaning.KINDS.index(StanceKind.NEITHER)
        return SentenceStance(
            number,
            span.start,
            span.end,
            leaning.KINDS[best],
            float(likely[best]),
            self.name,
        )


def _good_news(
    likely: NDArray[np.float64], texts: Sequence[str], languages: Sequence[str]
) -> NDArray[np.float64]:
    """Sides exchanged where a sentence denies a harm: to encoders it looks like the harm."""
    good, bad = (
        leaning.KINDS.index(kind)
        for kind in (StanceKind.ACHIEVEMENT, StanceKind.CHALLENGE)
    )
    for row in np.flatnonzero(likely[:, bad] > likely[:, good]).tolist():
        if leaning.denies_harm(texts[row], languages[row]):
            likely[row, [good, bad]] = likely[row, [bad, good]]
    return likely


class _Nearness:
    """Log-odds of each stance by the mean nearness of its nearest prototypes."""

    def __init__(self, known: Vectors, kinds: NDArray[np.intp]) -> None:
        self._known = [known[kinds == kind] for kind in range(len(leaning.KINDS))]
        features = np.zeros((len(known), len(leaning.KINDS)))
        for column, own in enumerate(self._known):
            near = known @ own.T
            rows = np.flatnonzero(kinds == column)
            near[rows, np.arange(len(rows))] = -1  # not measured against itself
            features[:, column] = _nearest(near)
        self._head = logistic.fit(_apart(features), kinds, hardness=1, bias=False)

    def __call__(self, centred: Vectors) -> NDArray[np.float64]:
        near = [_nearest(centred @ own.T) for own in self._known]
        return self._head(_apart(np.stack(near, axis=1).astype(np.float64)))


def _nearest(near: NDArray[np.float32]) -> NDArray[np.float32]:
    """Mean of the nearest of each row."""
    if near.shape[1] > NEAREST:
        near = np.partition(near, -NEAREST, axis=1)[:, -NEAREST:]
    found: NDArray[np.float32] = np.sort(near, axis=1).mean(axis=1)
    return found


def _apart(nearness: NDArray[np.float64]) -> NDArray[np.float64]:
    """In tenths, less their mean: far from all is no sign of any."""
    apart: NDArray[np.float64] = nearness - nearness.mean(axis=1, keepdims=True)
    return 10 * apart


def _differ(sides: NDArray[np.float64]) -> bool:
    """Whether one half speaks of an achievement and the other of a challenge, both surely."""
    best = [leaning.KINDS[int(row.argmax())] for row in sides]
    sure = all(row.max() >= SURE for row in sides)
    return sure and set(best) == {StanceKind.ACHIEVEMENT, StanceKind.CHALLENGE}
