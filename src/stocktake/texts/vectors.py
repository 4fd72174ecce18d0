"""Vectors kept for good: one append-only file per model, found by the text's SHA-256.

A record is 32 bytes of hash, the vector in float16, and 4 bytes of checksum. Records
are appended under a lock; a torn end is cut off before the next append; a record whose
checksum fails is taken as absent, and the text is encoded again. The index is built
from the file whenever it is opened, so there is nothing beside the file to break.
"""

import hashlib
import os
import zlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from stocktake.texts.rules import Vectors


Halves = NDArray[np.float16]


def key(text: str) -> bytes:
    """What a text's vector is found by."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()


class VectorFile:
    """The vectors of one model."""

    def __init__(self, path: Path, dimensions: int) -> None:
        self.path = path
        self.dimensions = dimensions
        self._record = np.dtype(
            [("key", "u1", 32), ("vector", "<f2", dimensions), ("check", "<u4")]
        )
        self._known: dict[bytes, int] = {}
        self._read = 0

    def absent(self, keys: Iterable[bytes]) -> set[bytes]:
        """Those of the keys that the file does not hold."""
        self._refresh()
        return {one for one in keys if one not in self._known}

    def take(self, keys: Sequence[bytes]) -> Halves:
        """The vectors of keys that the file holds, as float16 (keys, dimensions).

        Raises KeyError with the first key that is absent or whose record is damaged.
        """
        self._refresh()
        if not keys:
            return np.zeros((0, self.dimensions), np.float16)
        rows = np.fromiter((self._known[one] for one in keys), np.int64, len(keys))
        wanted, places = np.unique(rows, return_inverse=True)
        records = self._records[wanted]
        damaged = [
            record["key"].tobytes()
            for record in records
            if _check(record["key"], record["vector"]) != record["check"]
        ]
        for one in damaged:
            self._known.pop(one, None)
        if damaged:
            raise KeyError(damaged[0])
        found: Halves = records["vector"][places]
        return found

    def add(self, keys: Sequence[bytes], vectors: "Vectors | Halves") -> None:
        """Append vectors, whole records only, and have them on the disk before returning."""
        if not keys:
            return
        records = np.zeros(len(keys), self._record)
        for record, one, vector in zip(
            records, keys, vectors.astype(np.float16), strict=True
        ):
            record["key"] = np.frombuffer(one, np.uint8)
            record["vector"] = vector
            record["check"] = _check(record["key"], vector)
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with self.path.open("ab") as file, _alone(file):
            size = self._record.itemsize
            end = file.seek(0, os.SEEK_END)
            if end % size:
                file.truncate(end - end % size)
            file.write(records.tobytes())
            file.flush()
            os.fsync(file.fileno())

    @cached_property
    def _records(self) -> Any:
        count = self._count()
        if not count:
            return np.zeros(0, self._record)
        return np.memmap(self.path, self._record, mode="r", shape=(count,))

    def _count(self) -> int:
        return (
            self.path.stat().st_size // self._record.itemsize
            if self.path.exists()
            else 0
        )

    def _refresh(self) -> None:
        count = self._count()
        if count == self._read:
            return
        self.__dict__.pop("_records", None)
        if count < self._read:  # somebody deleted the file: begin again
            self._known, self._read = {}, 0
        keys = np.ascontiguousarray(self._records["key"][self._read :]).tobytes()
        for row in range(count - self._read):
            self._known[keys[row * 32 : row * 32 + 32]] = self._read + row
        self._read = count


def _check(name: NDArray[np.uint8], vector: Halves) -> int:
    return zlib.crc32(vector.tobytes(), zlib.crc32(name.tobytes()))


@contextmanager
def _alone(file: Any) -> Iterator[None]:
    """Hold the file for this process alone."""
    try:
        import fcntl  # noqa: PLC0415  # absent on Windows, where one process encodes
    except ImportError:
        yield
        return
    fcntl.flock(file, fcntl.LOCK_EX)
    try:
        yield
    finally:
        with suppress(OSError):
            fcntl.flock(file, fcntl.LOCK_UN)
