"""What a worker process does: read one file. It needs no database and no settings."""

from pathlib import Path

from stocktake.documents import reading
from stocktake.documents.checking import limits_set, scanner
from stocktake.documents.rules import Reading
from stocktake.jobs.pool import Limit
from stocktake.kernel.errors import StocktakeError


CANNOT_BE_OPENED = "cannot be opened: {why}. Check the name and the permissions."
_A_MEGABYTE = 2.0  # seconds of processor time more
_MEMORY = 4_000_000_000


def read(path: Path) -> Reading | str:
    """What was read from a file; if it was refused, the words of the refusal."""
    try:
        data = path.read_bytes()
        scanner.refuse_infected(data, path.name)
        return reading.read(data, path.name)
    except StocktakeError as error:
        return str(error)
    except OSError as error:
        return CANNOT_BE_OPENED.format(why=error.strerror)


def limit(path: Path) -> Limit:
    """What reading a file may take: a minute, and more for a large one."""
    try:
        size = path.stat().st_size
    except OSError:
        size = 0
    seconds = limits_set().read_seconds + _A_MEGABYTE * size / 1e6
    return Limit(seconds, _MEMORY)
