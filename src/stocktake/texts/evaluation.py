"""How well texts are labelled, measured on rows whose labels are known."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from stocktake.texts import encoders, logistic
from stocktake.texts.examples import Example
from stocktake.texts.heads import Floats, Heads, Taught
from stocktake.texts.hybrid import SHOWN, Hybrid
from stocktake.texts.meaning import Read
from stocktake.texts.rules import Text, Tier
from stocktake.texts.taxonomy import Taxonomy


Flags = NDArray[np.bool_]
SURE: Final = 0.5
ODDS: Final = 1e-4  # probabilities are rounded to four digits
UNKNOWING: Final = 0.15  # below it a classifier without examples says "none"


@dataclass(frozen=True, slots=True)
class Row:
    """A text whose labels are known; ``asked`` limits the question to one class."""

    text: Text
    labels: frozenset[str]
    asked: str = ""


@dataclass(frozen=True, slots=True)
class Judged:
    """What was said of each row."""

    likely: Floats  # (rows, classes)
    said: Flags  # (rows, classes)


@dataclass(frozen=True, slots=True)
class Measured:
    """The figures of one set of rows, each between 0 and 1."""

    n: int
    p_at_1: float
    hit_at_3: float
    accuracy: float
    macro_f1: float


def judge(
    rows: Sequence[Row],
    taxonomy: Taxonomy,
    read: Mapping[str, Read],
    *,
    tier: Tier,
    examples: Sequence[Example] = (),
    train: Sequence[Row] = (),
    slow_share: float = 1.0,
) -> Judged:
    """Label rows by cards and examples, or by heads taught on ``train``.

    In the full tier the slow encoder reads ``slow_share`` of the rows: the least certain.
    """
    texts = [row.text for row in rows]
    tiers = _Tiers(tier, slow_share, _asked_columns(rows, taxonomy.codes))
    if train and all(row.asked for row in train):
        return _answered(texts, taxonomy, read, tiers=tiers, train=train)
    if train:
        return _taught(texts, taxonomy, read, tiers=tiers, train=train)
    return _untaught(texts, taxonomy, read, tiers=tiers, examples=examples)


def measure(rows: Sequence[Row], judged: Judged, codes: Sequence[str]) -> Measured:
    """The figures for rows. ``accuracy``: the first class is right, or "none" rightly said.

    Where rows ask for one class, accuracy is the share of right answers yes and no.
    """
    gold = np.array(
        [[code in row.labels for code in codes] for row in rows], dtype=bool
    )
    with_labels = gold.any(axis=1)
    order = np.argsort(-judged.likely, axis=1, kind="stable")
    hits = np.take_along_axis(gold, order, axis=1)
    asked = _asked_columns(rows, codes)
    if (asked >= 0).all() and len(rows):
        places = np.arange(len(rows))
        return _asked(judged.said[places, asked], gold[places, asked], asked, hits)
    first = hits[:, 0] if len(codes) else np.zeros(len(rows), bool)
    right = np.where(
        with_labels, first & judged.said.any(axis=1), ~judged.said.any(axis=1)
    )
    return Measured(
        n=len(rows),
        p_at_1=_share(first[with_labels]),
        hit_at_3=_share(hits[with_labels, :3].any(axis=1)),
        accuracy=_share(right),
        macro_f1=_macro_f1(judged.said, gold),
    )


def by_language(
    rows: Sequence[Row], judged: Judged, codes: Sequence[str]
) -> dict[str, Measured]:
    """The figures of each language's rows."""
    found: dict[str, Measured] = {}
    for language in sorted({row.text.language for row in rows}):
        chosen = [
            place for place, row in enumerate(rows) if row.text.language == language
        ]
        part = Judged(judged.likely[chosen], judged.said[chosen])
        found[language] = measure([rows[place] for place in chosen], part, codes)
    return found


def _untaught(
    texts: Sequence[Text],
    taxonomy: Taxonomy,
    read: Mapping[str, Read],
    *,
    tiers: "_Tiers",
    examples: Sequence[Example],
) -> Judged:
    def make(models: Sequence[str], of: Tier) -> Hybrid:
        chosen = {model: read[model] for model in models}
        return Hybrid(taxonomy, chosen, examples, tier=of, reference=texts)

    def likely(models: Sequence[str], of: Tier, some: Sequence[Text]) -> Floats:
        vectors = {model: read[model]([text.text for text in some]) for model in models}
        return make(models, of).probabilities(some, vectors)

    found = tiers(texts, list(read), likely)
    least = SHOWN if examples else UNKNOWING
    first = found == found.max(axis=1, keepdims=True)
    return Judged(found, (found >= SURE) | (first & (found >= least)))


def _taught(
    texts: Sequence[Text],
    taxonomy: Taxonomy,
    read: Mapping[str, Read],
    *,
    tiers: "_Tiers",
    train: Sequence[Row],
) -> Judged:
    about = np.array([[code in row.labels for code in taxonomy.codes] for row in train])
    heads = Heads(taxonomy, Taught([row.text for row in train], about), read)

    def likely(models: Sequence[str], _of: Tier, some: Sequence[Text]) -> Floats:
        return heads.probabilities(some, ["words", *models])

    found = tiers(texts, list(read), likely)
    first = found == found.max(axis=1, keepdims=True)
    sure = found.max(axis=1, keepdims=True) >= heads.none_below
    return Judged(found, ((found >= heads.thresholds) | first) & sure)


def _answered(
    texts: Sequence[Text],
    taxonomy: Taxonomy,
    read: Mapping[str, Read],
    *,
    tiers: "_Tiers",
    train: Sequence[Row],
) -> Judged:
    """Yes or no of one class each: a no says nothing of the other classes.

    So no head is taught per class, but one for all: what the similarities of a text to a
    class, and their lead over the other classes, say about "yes".
    """
    taught = [row.text for row in train]
    asked = _asked_columns(train, taxonomy.codes)
    right = np.array([bool(row.labels) for row in train])

    def likely(models: Sequence[str], of: Tier, some: Sequence[Text]) -> Floats:
        chosen = {model: read[model] for model in models}
        hybrid = Hybrid(taxonomy, chosen, (), tier=of, reference=taught)

        def pairs(these: Sequence[Text]) -> Floats:
            words = [text.text for text in these]
            return hybrid.evidence(
                these, {model: one(words) for model, one in chosen.items()}
            )

        head = logistic.fit(
            pairs(taught)[np.arange(len(train)), asked], right, hardness=1
        )
        found: Floats = np.round(1 / (1 + np.exp(-head(pairs(some))[:, :, 0])), 3)
        return found

    found = tiers(texts, list(read), likely)
    return Judged(found, found >= SURE)


@dataclass(frozen=True, slots=True)
class _Tiers:
    """Which rows the slow encoder reads: none, all, or the ``share`` that is least certain."""

    tier: Tier
    share: float
    asked: NDArray[Any]  # the column each row asks for, or -1

    def __call__(
        self,
        texts: Sequence[Text],
        models: Sequence[str],
        likely: Callable[[Sequence[str], Tier, Sequence[Text]], Floats],
    ) -> Floats:
        if self.tier is Tier.FAST:
            return likely([encoders.USE], Tier.FAST, texts)
        if self.share >= 1:
            return likely(models, Tier.FULL, texts)
        found = likely([encoders.USE], Tier.FAST, texts)
        rows = self._least_certain(found)
        if rows:
            found[rows] = likely(models, Tier.FULL, [texts[row] for row in rows])
        return found

    def _least_certain(self, found: Floats) -> list[int]:
        """Rows by their lead in log-odds: of yes over no, or of the first class over the second."""
        odds = np.log(np.clip(found, ODDS, 1 - ODDS) / np.clip(1 - found, ODDS, 1))
        ordered = np.sort(odds, axis=1)
        lead = ordered[:, -1] - (ordered[:, -2] if found.shape[1] > 1 else 0)
        if (self.asked >= 0).all():
            lead = np.abs(odds[np.arange(len(found)), self.asked])
        most = round(self.share * len(found))
        return sorted(np.argsort(lead, kind="stable")[:most].tolist())


def _asked_columns(rows: Sequence[Row], codes: Sequence[str]) -> NDArray[Any]:
    return np.array(
        [codes.index(row.asked) if row.asked else -1 for row in rows], dtype=int
    )


def _asked(said: Flags, right: Flags, asked: NDArray[Any], hits: Flags) -> Measured:
    per_class = [
        _balanced(said[asked == one], right[asked == one])
        for one in sorted(set(asked.tolist()))
    ]
    yes = hits[right]
    return Measured(
        n=len(said),
        p_at_1=_share(yes[:, 0]),
        hit_at_3=_share(yes[:, :3].any(axis=1)),
        accuracy=_share(said == right),
        macro_f1=round(float(np.mean(per_class)), 4),
    )


def _balanced(said: Flags, right: Flags) -> float:
    return _f1(said, right)


def _macro_f1(said: Flags, gold: Flags) -> float:
    """Mean F1 over the classes that any row has."""
    there = [column for column in range(gold.shape[1]) if gold[:, column].any()]
    if not there:
        return 0.0
    return round(
        float(np.mean([_f1(said[:, column], gold[:, column]) for column in there])), 4
    )


def _f1(said: Flags, right: Flags) -> float:
    hits = float((said & right).sum())
    both = float(said.sum() + right.sum())
    return 2 * hits / both if both else 1.0


def _share(flags: Any) -> float:
    return round(float(np.mean(flags)), 4) if len(flags) else 0.0
