"""The classifier: same words and same meaning against the cards, a gate, calibrated scores.

For each text and class there are up to three similarities (words, USE-m3, E5). Each is
scaled by its mean and spread over the passages that we wrote, and they are added, words
counting half as much again. The gate, a logistic model on the text's vector and on
whether it names people on the move, says whether the text is about any class. A second
logistic model turns the sum, its lead over the next class, and the gate into a probability.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
from numpy.typing import NDArray

from stocktake.texts import encoders, logistic, subjects
from stocktake.texts.examples import Example
from stocktake.texts.lexical import Lexical, Scores
from stocktake.texts.meaning import Centre, Meaning, Read
from stocktake.texts.rules import Label, Text, Tier, Vectors
from stocktake.texts.taxonomy import Taxonomy


VERSION: Final = "2026.1"
SHOWN: Final = 0.3  # a label below this probability is not proposed
MOST: Final = 4  # labels of one passage
NEAR_ENOUGH: Final = 3.5  # spreads above the mean, for words to pass the cheap gate
WORDS_WEIGH: Final = 1.5
_FEWEST: Final = 24  # examples with codes below which the probabilities are not fitted
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Scale:
    """Mean and spread of one similarity over the reference passages and all classes."""

    mean: float
    spread: float

    @classmethod
    def of(cls, scores: Scores) -> "Scale":
        """The scale that these scores set."""
        return cls(float(scores.mean()), max(float(scores.std()), 1e-6))

    def __call__(self, scores: Scores) -> Scores:
        """Scores in spreads above the mean, held within eight."""
        scaled: Scores = np.clip((scores - self.mean) / self.spread, -8, 8).astype(
            np.float32
        )
        return scaled


class Hybrid:
    """Proposes classes of one taxonomy, in one tier."""

    def __init__(
        self,
        taxonomy: Taxonomy,
        read: Mapping[str, Read],
        examples: Sequence[Example],
        *,
        tier: Tier = Tier.FAST,
        reference: Sequence[Text] = (),
    ) -> None:
        """``reference`` is the corpus at hand where there are no examples: it sets the means."""
        self.taxonomy = taxonomy
        self.tier = tier
        self.models = tuple(read)
        told = [Text(str(n), one.language, one.text) for n, one in enumerate(examples)]
        self._reference = told or list(reference) or _own_texts(taxonomy)
        self.name = f"hybrid-{tier}@{VERSION}+{_inputs(taxonomy, examples, read)}"
        self._lexical = Lexical(taxonomy, self._reference)
        vectors = {
            model: read[model]([text.text for text in self._reference])
            for model in self.models
        }
        languages = [text.language for text in self._reference]
        self._meanings = {
            model: Meaning(taxonomy, read[model], Centre.of(vectors[model], languages))
            for model in self.models
        }
        raw = self._raw(self._reference, vectors)
        self._scales = [Scale.of(one) for one in raw]
        self._fit(
            examples,
            [scale(one) for scale, one in zip(self._scales, raw, strict=True)],
            vectors,
        )

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes, in the order of the columns of scores."""
        return self.taxonomy.codes

    def probabilities(
        self, texts: Sequence[Text], vectors: Mapping[str, Vectors]
    ) -> Floats:
        """Probability that each text is about each class, rounded to 3 digits: (texts, classes)."""
        if not texts:
            return np.zeros((0, len(self.codes)))
        scaled = self.scaled(texts, vectors)
        gates = self._gate_logits(self._gate_features(texts, scaled, vectors))
        pairs = _pairs(scaled, gates) @ self._weights + self._bias
        return np.round(1 / (1 + np.exp(-pairs)), 3)

    def scaled(
        self, texts: Sequence[Text], vectors: Mapping[str, Vectors]
    ) -> list[Scores]:
        """The similarities, each in spreads above its mean: words first, then the encoders."""
        raw = self._raw(texts, vectors)
        return [scale(one) for scale, one in zip(self._scales, raw, strict=True)]

    def evidence(self, texts: Sequence[Text], vectors: Mapping[str, Vectors]) -> Floats:
        """What speaks for each class: the similarities and their lead, (texts, classes, of each)."""
        scaled = self.scaled(texts, vectors)
        lead = _pairs(scaled, np.zeros(len(texts)))[:, :, 1]
        return np.stack([*scaled, lead], axis=2).astype(np.float64)

    def worth_reading(self, texts: Sequence[Text]) -> NDArray[np.bool_]:
        """The cheap gate: texts that name the subject, or share words with some class.

        Of the passages that we wrote about a commitment, 98 in 100 pass; the others are
        spared the encoder. Without examples there is no gate, and all pass.
        """
        if self._gate is None:
            return np.ones(len(texts), bool)
        named = subjects.features(texts)[:, 0] > 0
        near = self._scales[0](self._lexical.scores(texts)).max(axis=1) > NEAR_ENOUGH
        passed: NDArray[np.bool_] = named | near
        return passed

    def gate(self, texts: Sequence[Text], vectors: Mapping[str, Vectors]) -> Floats:
        """Probability that each text is about any class at all, rounded to 3 digits."""
        scaled = self.scaled(texts, vectors)
        logits = self._gate_logits(self._gate_features(texts, scaled, vectors))
        return np.round(1 / (1 + np.exp(-logits)), 3)

    def labels(
        self, texts: Sequence[Text], probabilities: Floats
    ) -> list[tuple[Label, ...]]:
        """The classes proposed for each text, most probable first; none is an answer."""
        chosen = [self._chosen(row) for row in probabilities]
        pairs = [
            (row, column) for row, columns in enumerate(chosen) for column in columns
        ]
        told = self._lexical.because(
            [texts[row] for row, _ in pairs], [column for _, column in pairs]
        )
        found: list[list[Label]] = [[] for _ in texts]
        for (row, column), because in zip(pairs, told, strict=True):
            score = float(probabilities[row, column])
            found[row].append(
                Label(texts[row].key, self.codes[column], score, because, self.name)
            )
        return [tuple(labels) for labels in found]

    def _chosen(self, row: Floats) -> list[int]:
        likely = [int(column) for column in np.flatnonzero(row >= SHOWN)]
        chosen = sorted(likely, key=lambda column: (-row[column], self.codes[column]))[
            :MOST
        ]
        return [column for column in chosen if not self._said_by_part(column, chosen)]

    def _said_by_part(self, column: int, chosen: Sequence[int]) -> bool:
        """Whether a part of this commitment is proposed too, which says it more exactly."""
        code = self.codes[column]
        return any(self._parents[self.codes[other]] == code for other in chosen)

    @cached_property
    def _parents(self) -> dict[str, str | None]:
        return {one.code: one.parent for one in self.taxonomy.classes}

    def _raw(
        self, texts: Sequence[Text], vectors: Mapping[str, Vectors]
    ) -> list[Scores]:
        languages = [text.language for text in texts]
        meant = [
            self._meanings[model].scores(vectors[model], languages)
            for model in self.models
        ]
        return [self._lexical.scores(texts), *meant]

    def _gate_features(
        self,
        texts: Sequence[Text],
        scaled: list[Scores],
        vectors: Mapping[str, Vectors],
    ) -> Floats:
        languages = [text.language for text in texts]
        centred = [
            self._meanings[model].centre(vectors[model], languages)
            for model in self.models
        ]
        tops = [one.max(axis=1, keepdims=True) / 3 for one in scaled]
        named = subjects.features(texts)
        return np.hstack([*centred, *tops, named]).astype(np.float64)

    def _gate_logits(self, features: Floats) -> Floats:
        if self._gate is None:
            return np.zeros(len(features))
        return self._gate(features)[:, 0]

    def _fit(
        self,
        examples: Sequence[Example],
        scaled: list[Scores],
        vectors: Mapping[str, Vectors],
    ) -> None:
        self._gate: logistic.Logistic | None = None
        logits = np.zeros(len(self._reference))
        about = np.array([one.about for one in examples])
        if len(examples) and about.any() and not about.all():
            features = self._gate_features(self._reference, scaled, vectors)
            self._gate = logistic.fit(features, about, hardness=1)
            logits = logistic.held_out(features, about, hardness=1)
        self._fit_pairs(examples, scaled, logits)

    def _fit_pairs(
        self, examples: Sequence[Example], scaled: list[Scores], logits: Floats
    ) -> None:
        right = np.array(
            [[code in one.codes for code in self.codes] for one in examples]
        )
        if len(examples) < _FEWEST or right.any(axis=1).sum() < _FEWEST:
            self._weights, self._bias = _careful(len(scaled))
            return
        pairs = _pairs(scaled, logits).reshape(right.size, -1)
        model = logistic.fit(pairs, right.ravel(), hardness=1)
        self._weights = np.round(model.weights[0], 6)
        self._bias = float(np.round(model.bias[0], 6))


def total(scaled: Sequence[Scores]) -> Scores:
    """The similarities added up: words first and counting more, then the encoders."""
    summed: Scores = WORDS_WEIGH * scaled[0] + np.sum(scaled[1:], axis=0)
    return summed


def _pairs(scaled: Sequence[Scores], gates: Floats) -> Floats:
    """What decides of a text and a class: (texts, classes, sum + lead + gate)."""
    summed = total(scaled)
    ordered = np.sort(summed, axis=1)
    best = ordered[:, -1:]
    second = ordered[:, -2:-1] if summed.shape[1] > 1 else best - 3
    lead = summed - np.where(summed == best, second, best)
    gate = np.repeat(np.clip(gates, -6, 6)[:, None], summed.shape[1], axis=1)
    return np.stack([summed, np.clip(lead, -6, 6), gate], axis=2).astype(np.float64)


def _careful(similarities: int) -> tuple[Floats, float]:
    """Weights for a taxonomy without examples of its own."""
    return np.array([1.25 / similarities, 0.5, 0.0]), -2.5


def _own_texts(taxonomy: Taxonomy) -> list[Text]:
    pairs = [pair for one in taxonomy.classes for pair in one.readings()]
    return [
        Text(str(number), language, text)
        for number, (language, text) in enumerate(pairs)
    ]


def _inputs(
    taxonomy: Taxonomy, examples: Sequence[Example], read: Mapping[str, Read]
) -> str:
    """Eight characters that change when the cards, the examples or the encoders do."""
    names = [encoders.full_name(model) for model in sorted(read)]
    told = {
        "classes": [
            [one.code, one.readings(), sorted(one.against.items())]
            for one in taxonomy.classes
        ],
        "examples": [
            [one.language, one.text, one.about, one.codes] for one in examples
        ],
        "encoders": names,
    }
    return hashlib.sha256(json.dumps(told, ensure_ascii=False).encode()).hexdigest()[:8]
