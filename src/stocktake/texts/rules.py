"""Labels, stances, summaries as values; the protocols that models fulfil."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol, TypeAlias

from stocktake.texts.sentences import Span, sentences


if TYPE_CHECKING:  # numpy takes a tenth of a second, and every command comes by here
    import numpy as np
    from numpy.typing import NDArray


__all__ = [
    "Classifier",
    "Encoder",
    "Label",
    "SentenceStance",
    "Span",
    "StanceKind",
    "Text",
    "Tier",
    "Vectors",
    "sentences",
]

Vectors: TypeAlias = "NDArray[np.float32]"  # (texts, dimensions), rows of length one


class Tier(StrEnum):
    """How much work went into labels, from least to most.

    ``fast``: without the slow encoder. ``full``: with it for what can be shown or is
    unsure, one passage in twenty. ``thorough``: with it for whatever may get a label.
    """

    FAST = "fast"
    FULL = "full"
    THOROUGH = "thorough"


class StanceKind(StrEnum):
    """What one sentence speaks of."""

    ACHIEVEMENT = "achievement"
    CHALLENGE = "challenge"
    NEITHER = "neither"


@dataclass(frozen=True, slots=True)
class Text:
    """A text to read: its key, language, words, and the headings above it."""

    key: str
    language: str
    text: str
    heading: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Label:
    """A commitment proposed for a text, with the words that decided."""

    key: str
    code: str
    score: float  # calibrated probability, rounded to 3 digits
    because: tuple[str, ...]
    model: str  # "hybrid-full@2026.1"


@dataclass(frozen=True, slots=True)
class SentenceStance:
    """One sentence of a passage by its offsets, and its stance."""

    sentence: int  # 1, 2, 3 ... within the passage
    start: int
    end: int
    stance: StanceKind
    score: float
    model: str


class Encoder(Protocol):
    """Turns texts into vectors; the same text gives the same vector."""

    name: str  # "use-m3@0.2.1"
    dimensions: int

    def __call__(self, texts: Sequence[str], /) -> Vectors: ...


class Classifier(Protocol):
    """Reads texts, proposes codes; an empty tuple means that it abstains."""

    name: str

    def __call__(self, texts: Sequence[Text], /) -> list[tuple[Label, ...]]: ...
