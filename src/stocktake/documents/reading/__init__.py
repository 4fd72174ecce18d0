"""Read a document's bytes into pages, passages and what is kept apart from them."""

import importlib
from types import ModuleType
from typing import Final

from stocktake.documents import checking
from stocktake.documents.checking import Limits, Unreadable, limits_set
from stocktake.documents.checking.words import refusal
from stocktake.documents.rules import Kind, Reading


_READERS: Final = {kind: f"stocktake.documents.reading.{kind.value}" for kind in Kind}


def read(data: bytes, name: str, limits: Limits | None = None) -> Reading:
    """Check the bytes and read them; the same bytes give the same reading.

    Pure and picklable, so that it can run in a pool of processes. Raises ``Refused``
    with what is wrong with the file and what to do about it.
    """
    kind = checking.check(data, name, limits or limits_set())
    reading = _read(importlib.import_module(_READERS[kind]), data, name)
    checking.is_readable(reading, name)
    return reading


def _read(reader: ModuleType, data: bytes, name: str) -> Reading:
    try:
        found: Reading = reader.read(data)
    except Unreadable as error:
        raise refusal(name, error.what, error.to_do) from error
    except Exception as error:
        what = f"it could not be read ({type(error).__name__}: {error})"
        to_do = "Open it in its program, save it again and send that; or send the DOCX."
        raise refusal(name, what, to_do) from error
    return found
