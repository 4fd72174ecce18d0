"""Texts to vectors: from the file where they are known, else by the encoder, on every core."""

import math
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Final

import numpy as np
from threadpoolctl import threadpool_limits

from stocktake.kernel.parts import in_parts
from stocktake.kernel.processes import cores
from stocktake.texts import encoders
from stocktake.texts.rules import Encoder, Vectors
from stocktake.texts.vectors import Halves, VectorFile, key


Progress = Callable[[int, int], None]
DIMENSIONS: Final = {encoders.USE: 512, encoders.E5: 384}
_PART: Final = {encoders.USE: 200, encoders.E5: 8}  # texts kept at one stroke
_LEAST: Final = 4  # parts for each thread, so that none waits long for the last one
SHIPPED: Final = Path(__file__).parent / "data" / "vectors"


class Reader:
    """Gives texts their vectors, and encodes each text once in the life of a home.

    A vector depends on its text alone and not on what else was asked for: the same
    document gives the same bytes in any order.
    """

    def __init__(
        self,
        model: str,
        folder: Path,
        *,
        threads: int | None = None,
        encoder: Encoder | None = None,
    ) -> None:
        self.model = model
        self.name = encoder.name if encoder else encoders.full_name(model)
        self._encoder = encoder
        dimensions = encoder.dimensions if encoder else DIMENSIONS[model]
        self._file = VectorFile(folder / f"{self.name}.f16", dimensions)
        self._shipped = VectorFile(SHIPPED / f"{self.name}.f16", dimensions)
        self._threads = threads or cores()

    def __call__(
        self, texts: Sequence[str], *, progress: Progress | None = None
    ) -> Vectors:
        """Vectors of texts, in their order: float32 (texts, dimensions)."""
        keys = [key(text) for text in texts]
        self._encode_absent(dict(zip(keys, texts, strict=True)), progress)
        try:
            return self._take(keys)
        except KeyError:  # a damaged record was dropped: encode its text again
            return self(texts, progress=progress)

    def _take(self, keys: list[bytes]) -> Vectors:
        home = self._file.absent(keys)
        if not home:
            return self._file.take(keys).astype(np.float32)
        if len(home) == len(set(keys)):
            return self._shipped.take(keys).astype(np.float32)
        here = np.array([one not in home for one in keys])
        found = np.empty((len(keys), self._file.dimensions), np.float16)
        found[here] = self._file.take([one for one in keys if one not in home])
        found[~here] = self._shipped.take([one for one in keys if one in home])
        return found.astype(np.float32)

    def _encode_absent(
        self, texts: dict[bytes, str], progress: Progress | None
    ) -> None:
        absent = self._shipped.absent(self._file.absent(texts))
        todo = [one for one in texts if one in absent]
        done = 0
        for keys, vectors in self._encode(todo, texts):
            self._file.add(keys, vectors)
            done += len(keys)
            if progress:
                progress(done, len(todo))

    def _encode(
        self, todo: list[bytes], texts: dict[bytes, str]
    ) -> Iterator[tuple[Sequence[bytes], Halves]]:
        """Parts of the texts, read by threads: the encoders leave Python alone meanwhile."""
        if not todo:
            return
        encoder = self._encoder or encoders.encoder(self.model)
        size = math.ceil(len(todo) / (self._threads * _LEAST))
        parts = list(in_parts(todo, min(size, _PART.get(self.model, 200))))
        with threadpool_limits(1, "blas"), ThreadPoolExecutor(self._threads) as pool:
            asked = [
                pool.submit(encoder, [texts[one] for one in part]) for part in parts
            ]
            try:
                for part, one in zip(parts, asked, strict=True):
                    yield part, one.result().astype(np.float16)
            finally:
                for one in asked:
                    one.cancel()
