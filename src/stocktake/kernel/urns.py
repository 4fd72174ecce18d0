"""URNs: ids that mean the same in every export, for ever."""

import re
from dataclasses import dataclass

from stocktake.kernel.errors import BrokenData


_SHAPE = re.compile(r"stocktake:(?P<kind>[a-z][a-z-]*):(?P<name>[^\s]+)")


@dataclass(frozen=True, slots=True)
class Urn:
    """``stocktake:submission:2024/KEN/1``: a kind and a name within it."""

    kind: str
    name: str

    def __str__(self) -> str:
        return f"stocktake:{self.kind}:{self.name}"


def urn(kind: str, *parts: object) -> str:
    """Build a URN from its parts.

    >>> urn("submission", 2024, "KEN", 1)
    'stocktake:submission:2024/KEN/1'
    """
    return str(Urn(kind, "/".join(str(part) for part in parts)))


def parse(text: str) -> Urn:
    """Read a URN, or say what is wrong with it."""
    found = _SHAPE.fullmatch(text)
    if not found:
        msg = f"{text!r} is not a URN of ours; one looks like 'stocktake:submission:2024/KEN/1'."
        raise BrokenData(msg)
    return Urn(found["kind"], found["name"])
