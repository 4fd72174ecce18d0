"""Read a document's bytes into pages, passages and what is kept apart from them."""

import importlib

from stocktake.documents import checking
from stocktake.documents.checking import Limits, limits_set
from stocktake.documents.rules import Kind, Reading


_READERS = {kind: f"stocktake.documents.reading.{kind.value}" for kind in Kind}


def read(data: bytes, name: str, limits: Limits | None = None) -> Reading:
    """Check the bytes and read them; the same bytes give the same reading.

    Pure and picklable, so that it can run in a pool of processes. Raises ``Refused``
    with what is wrong with the file and what to do about it.
    """
    kind = checking.check(data, name, limits or limits_set())
    reader = importlib.import_module(_READERS[kind])
    reading: Reading = reader.read(data)
    checking.has_text(reading, name)
    return reading
