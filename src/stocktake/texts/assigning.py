"""From a document's passages to labels and stances: the tiers at work."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from threadpoolctl import threadpool_limits

from stocktake.texts.hybrid import Floats
from stocktake.texts.reading import Reader
from stocktake.texts.refining import worth_refining
from stocktake.texts.rules import Label, SentenceStance, Text, Tier
from stocktake.texts.sentences import Span
from stocktake.texts.stances import Stances, Units, units
from stocktake.texts.workshop import Workshop


SETTLED: Final = 0.75  # a stance this probable is one in ten times told otherwise by E5


@dataclass(frozen=True, slots=True)
class Assigned:
    """What was found in one passage."""

    text: Text
    labels: tuple[Label, ...]
    stances: tuple[SentenceStance, ...]


def assign(
    documents: Sequence[Sequence[Text]], workshop: Workshop, *, tier: Tier
) -> list[list[Assigned]]:
    """Labels and stances of the passages of several documents, document by document.

    The quick encoder reads what passes the cheap gate, in one go; in the full tier the
    slow one reads those of each document that can be shown or are unsure, in the thorough
    one all that may get a label. BLAS has one thread: products this small take twice the
    processor time with two, and the same bytes come whatever the machine has.
    """
    with threadpool_limits(1, "blas"):
        return _assign(documents, workshop, tier=tier)


def _assign(
    documents: Sequence[Sequence[Text]], workshop: Workshop, *, tier: Tier
) -> list[list[Assigned]]:
    flat = [text for document in documents for text in document]
    likely = _likely(flat, workshop)
    labels = workshop.fast.labels(flat, likely)
    refined: list[int] = []
    if tier is not Tier.FAST:
        place = 0
        for document in documents:
            rows = worth_refining(likely[place : place + len(document)], tier)
            refined.extend(place + row for row in rows)
            place += len(document)
        _relabel(flat, labels, refined, workshop)
    settled = SETTLED if tier is Tier.FULL else 1.0
    stances = _stances(flat, labels, set(refined), workshop, settled=settled)
    every = iter(Assigned(*one) for one in zip(flat, labels, stances, strict=True))
    return [[next(every) for _ in document] for document in documents]


def _likely(texts: Sequence[Text], workshop: Workshop) -> Floats:
    """Probabilities of all classes; nought where the cheap gate spares the encoder."""
    found = np.zeros((len(texts), len(workshop.fast.codes)))
    if not texts:
        return found
    rows = np.flatnonzero(workshop.fast.worth_reading(texts)).tolist()
    read = [texts[row] for row in rows]
    vectors = workshop.quick([text.text for text in read])
    found[rows] = workshop.fast.probabilities(read, {workshop.quick.model: vectors})
    return found


def _relabel(
    texts: Sequence[Text],
    labels: list[tuple[Label, ...]],
    rows: Sequence[int],
    workshop: Workshop,
) -> None:
    chosen = [texts[row] for row in rows]
    words = [text.text for text in chosen]
    vectors = {
        reader.model: reader(words) for reader in (workshop.quick, workshop.slow)
    }
    better = workshop.full.labels(chosen, workshop.full.probabilities(chosen, vectors))
    for row, found in zip(rows, better, strict=True):
        labels[row] = found


def _stances(
    texts: Sequence[Text],
    labels: Sequence[tuple[Label, ...]],
    refined: set[int],
    workshop: Workshop,
    *,
    settled: float,
) -> list[tuple[SentenceStance, ...]]:
    """Stances of labelled passages: unsettled sentences of refined ones by the slow encoder."""
    found: list[tuple[SentenceStance, ...]] = [()] * len(texts)
    labelled = [row for row, one in enumerate(labels) if one]
    parts = {row: units(texts[row]) for row in labelled}
    _stand(
        found,
        labelled,
        texts,
        parts,
        stances=workshop.quick_stances,
        read=workshop.quick,
    )
    open_ = {
        row: _unsettled(parts[row], found[row], settled)
        for row in labelled
        if row in refined
    }
    fine = [row for row, part in open_.items() if part.whole]
    if fine:
        quick = {row: found[row] for row in fine}
        _stand(
            found, fine, texts, open_, stances=workshop.fine_stances, read=workshop.slow
        )
        for row in fine:
            found[row] = _together(open_[row], quick[row], found[row])
    return found


def _unsettled(part: Units, quick: Sequence[SentenceStance], settled: float) -> Units:
    """The sentences of which the quick encoder is less sure than ``settled``."""
    kept = [
        (whole, halves)
        for whole, halves in zip(part.whole, part.halves, strict=True)
        if any(_within(one, whole) and one.score < settled for one in quick)
    ]
    return Units(tuple(one for one, _ in kept), tuple(halves for _, halves in kept))


def _together(
    open_: Units, quick: Sequence[SentenceStance], fine: Sequence[SentenceStance]
) -> tuple[SentenceStance, ...]:
    """What the slow encoder says, and the quick one of the other sentences, in reading order."""
    rest = [
        one for one in quick if not any(_within(one, whole) for whole in open_.whole)
    ]
    ordered = sorted((*fine, *rest), key=lambda one: one.start)
    return tuple(
        replace(one, sentence=number) for number, one in enumerate(ordered, start=1)
    )


def _within(one: SentenceStance, whole: Span) -> bool:
    return whole.start <= one.start and one.end <= whole.end


def _stand(
    found: list[tuple[SentenceStance, ...]],
    rows: Sequence[int],
    texts: Sequence[Text],
    parts: dict[int, Units],
    *,
    stances: Stances,
    read: Reader,
) -> None:
    chosen = [texts[row] for row in rows]
    own = [parts[row] for row in rows]
    vectors = read(
        [
            piece
            for part, text in zip(own, chosen, strict=True)
            for piece in part.texts(text.text)
        ]
    )
    for row, stand in zip(rows, stances(chosen, own, vectors), strict=True):
        found[row] = stand
