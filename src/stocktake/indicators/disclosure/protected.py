"""What may leave the building: a type that only ``protecting.protect`` makes."""

from dataclasses import dataclass
from typing import NewType


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell as it may be published; a withheld value is None, never zero."""

    key: tuple[str, ...]
    value: float | None


Protected = NewType("Protected", tuple[Cell, ...])
