"""What someone may have meant: codes that are close to a mistyped one."""

import difflib
import re
from collections.abc import Iterable


def _plain(code: str) -> str:
    """Small letters without blanks, hyphens and leading zeros."""
    return re.sub(
        r"(?<!\d)0+(?=\d)", "", re.sub(r"[\s_-]", "", code.casefold().strip(" .,;:"))
    )


def near(code: str, known: Iterable[str], *, most: int = 3) -> tuple[str, ...]:
    """At most so many known codes near a mistyped one, nearest first.

    >>> near("obj7-c", ["OBJ07-c", "OBJ17-c", "1.2"])
    ('OBJ07-c', 'OBJ17-c')
    """
    plain = {_plain(other): other for other in known}
    close = difflib.get_close_matches(_plain(code), plain, n=most, cutoff=0.55)
    return tuple(plain[match] for match in close)
