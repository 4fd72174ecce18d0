"""Texts to vectors: from the file where they are known, else by the encoder, in two processes."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from itertools import islice
from pathlib import Path
from typing import Final

import numpy as np

from stocktake.kernel.processes import executor
from stocktake.texts import encoders
from stocktake.texts.rules import Encoder, Vectors
from stocktake.texts.vectors import Halves, VectorFile, key


Group = tuple[str, ...]
Progress = Callable[[int, int], None]
WORTH_PROCESSES: Final = {
    encoders.USE: 400,
    encoders.E5: 30,
}  # fewer texts: read them here
_CHUNK: Final = {encoders.USE: 64, encoders.E5: 8}
SHIPPED: Final = Path(__file__).parent / "data" / "vectors"


class Reader:
    """Gives texts their vectors, and encodes each text once in the life of a home.

    A group is encoded in one go, so its vectors depend on the group alone and not on
    what else was asked for: the same document gives the same bytes in any order.
    """

    def __init__(
        self,
        model: str,
        folder: Path,
        *,
        processes: int = 2,
        encoder: Encoder | None = None,
    ) -> None:
        self.model = model
        self.name = encoder.name if encoder else encoders.full_name(model)
        self._encoder = encoder
        dimensions = encoder.dimensions if encoder else DIMENSIONS[model]
        self._file = VectorFile(folder / f"{self.name}.f16", dimensions)
        self._shipped = VectorFile(SHIPPED / f"{self.name}.f16", dimensions)
        self._processes = 1 if encoder else processes
        self._pool: ProcessPoolExecutor | None = None

    def __call__(
        self, texts: Sequence[str], *, progress: Progress | None = None
    ) -> Vectors:
        """Vectors of texts, each encoded by itself: float32 (texts, dimensions)."""
        return self.groups([(text,) for text in texts], progress=progress)

    def groups(
        self, groups: Sequence[Group], *, progress: Progress | None = None
    ) -> Vectors:
        """Vectors of all texts of all groups, in their order: float32 (texts, dimensions)."""
        keys = [key(text) for group in groups for text in group]
        self._encode_absent(groups, keys, progress)
        try:
            return self._take(keys)
        except KeyError:  # a damaged record was dropped: encode its text again
            return self.groups(groups, progress=progress)

    def close(self) -> None:
        """End the worker processes, waiting for none."""
        if self._pool is not None:
            self._pool.shutdown(wait=False, cancel_futures=True)
            self._pool = None

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
        self, groups: Sequence[Group], keys: list[bytes], progress: Progress | None
    ) -> None:
        absent = self._shipped.absent(self._file.absent(keys))
        todo: dict[Group, list[bytes]] = {}
        place = 0
        for group in groups:
            own = keys[place : place + len(group)]
            place += len(group)
            if not absent.isdisjoint(own):
                todo[group] = own
                absent.difference_update(own)
        done = 0
        for encoded, vectors in self._encode(list(todo)):
            self._file.add([one for group in encoded for one in todo[group]], vectors)
            done += len(encoded)
            if progress:
                progress(done, len(todo))

    def _encode(self, groups: list[Group]) -> Iterator[tuple[list[Group], Halves]]:
        chunks = _chunks(groups, _CHUNK.get(self.model, 64))
        if self._processes < 2 or len(groups) < WORTH_PROCESSES.get(self.model, 400):
            for chunk in chunks:
                yield (
                    chunk,
                    encode(self._encoder or encoders.encoder(self.model), chunk),
                )
            return
        yield from self._in_processes(chunks)

    def _in_processes(
        self, chunks: Iterator[list[Group]]
    ) -> Iterator[tuple[list[Group], Halves]]:
        if self._pool is None:
            self._pool = executor(self._processes, encoders.encoder, self.model)
        pool = self._pool
        asked = {pool.submit(_work, self.model, chunk): chunk for chunk in chunks}
        try:
            for future in as_completed(asked):
                yield asked[future], future.result()
        except BaseException:
            self.close()
            raise


DIMENSIONS: Final = {encoders.USE: 512, encoders.E5: 384}


def encode(encoder: Encoder, groups: Sequence[Group]) -> Halves:
    """Vectors of all texts of the groups, one call to the encoder per group."""
    return np.concatenate([encoder(group) for group in groups]).astype(np.float16)


def _chunks(groups: list[Group], size: int) -> Iterator[list[Group]]:
    every = iter(groups)
    while chunk := list(islice(every, size)):
        yield chunk


def _work(model: str, chunk: list[Group]) -> Halves:
    return encode(encoders.encoder(model), chunk)
