"""What a worker process does: read one file. It needs no database and no settings."""

from pathlib import Path

from stocktake.documents import reading
from stocktake.documents.rules import Reading
from stocktake.kernel.errors import StocktakeError


CANNOT_BE_OPENED = "cannot be opened: {why}. Check the name and the permissions."


def read(path: Path) -> Reading | str:
    """What was read from a file; if it was refused, the words of the refusal."""
    try:
        return reading.read(path.read_bytes(), path.name)
    except StocktakeError as error:
        return str(error)
    except OSError as error:
        return CANNOT_BE_OPENED.format(why=error.strerror)
