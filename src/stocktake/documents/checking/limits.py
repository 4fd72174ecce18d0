"""How much a file may hold before it is refused."""

from dataclasses import dataclass
from os import environ
from typing import Final

from stocktake.kernel.errors import BrokenData


@dataclass(frozen=True, slots=True)
class Limits:
    """Limits of one file; an office sets some by environment variables."""

    max_bytes: int = 50_000_000
    max_pages: int = 1_500
    max_entries: int = 4_000  # parts of a DOCX or ODT
    max_unpacked: int = 400_000_000  # bytes of all parts together
    max_ratio: int = 250  # unpacked to packed, of one part of more than a megabyte
    read_seconds: float = 60  # of processor time, and more for large files


DEFAULT: Final = Limits()


def limits_set() -> Limits:
    """The limits as this office has set them by environment variables."""
    return Limits(
        max_bytes=round(
            _number("STOCKTAKE_MAX_FILE_MB", DEFAULT.max_bytes / 1e6) * 1e6
        ),
        max_pages=round(_number("STOCKTAKE_MAX_PAGES", DEFAULT.max_pages)),
        read_seconds=_number("STOCKTAKE_READ_SECONDS", DEFAULT.read_seconds),
    )


def _number(name: str, otherwise: float) -> float:
    value = environ.get(name, "")
    if not value:
        return otherwise
    try:
        return float(value)
    except ValueError as error:
        msg = f"{name} is {value!r}, which is no number. Set it to one, or unset it."
        raise BrokenData(msg) from error
