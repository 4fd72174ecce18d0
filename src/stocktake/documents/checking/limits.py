"""How much a file may hold before it is refused."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Limits:
    """Limits of one file; an office sets the first two by environment variables."""

    max_bytes: int = 50_000_000
    max_pages: int = 1_500
    max_entries: int = 4_000  # parts of a DOCX or ODT
    max_unpacked: int = 400_000_000  # bytes of all parts together
    max_ratio: int = 250  # unpacked to packed, of one part of more than a megabyte


DEFAULT: Final = Limits()
