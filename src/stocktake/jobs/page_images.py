"""Pages of reports drawn for readers, where a hostile page cannot hold up the server."""

from functools import partial
from typing import Final

from stocktake.documents import pictures
from stocktake.documents import queries as documents
from stocktake.jobs import pool
from stocktake.kernel.errors import BrokenData


LIMIT: Final = pool.Limit(seconds=10, memory=2 << 30)


def page_image(sha256: str, page: int, width: int) -> bytes:
    """A page of a PDF as PNG, about so many pixels wide: drawn once, in a process of its own."""
    return documents.page_image(sha256, page, width, draw=_apart)


def _apart(data: bytes, number: int, width: int) -> bytes:
    draw = partial(pictures.page, data, number)  # knows no framework: quick to start
    done = pool.alone(draw, width, limit=lambda _: LIMIT)
    if isinstance(done, pool.Ended):
        msg = f"Page {number} cannot be drawn ({done}). Download the document and open it."
        raise BrokenData(msg)
    return done
