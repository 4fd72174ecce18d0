"""What became of every cell of a file that came back."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


@dataclass(frozen=True, slots=True)
class Unread:
    """A cell, row or sheet that was not understood: where, what stands there, why (a code)."""

    sheet: str
    cell: str
    text: str
    code: str
    names: Mapping[str, str] = field(default_factory=dict)
    address: str = ""


@dataclass(frozen=True, slots=True)
class Remark:
    """Something to know of a file beside its answers: a code with names."""

    code: str
    names: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Given:
    """What a file says at one address; ``before`` is what stood there when it was written."""

    address: str
    value: Any
    before: Any
    sheet: str = ""
    cell: str = ""


@dataclass(frozen=True, slots=True)
class Readings:
    """What was read out of a file: what differs, what is as it was, what was not understood."""

    changed: tuple[Given, ...]
    same: tuple[str, ...]
    confirmed: tuple[str, ...]
    unread: tuple[Unread, ...]
    cells: "Cells"
    remarks: tuple[Remark, ...] = ()


@dataclass
class Cells:
    """Every cell that is not empty, counted once; the sum is what the file holds."""

    hidden: int = 0  # ids, signatures, lists, the hidden page
    labels: int = 0  # questions and guidance as they were written
    answers: int = 0
    unread: int = 0

    @property
    def total(self) -> int:
        """All cells that are not empty."""
        return self.hidden + self.labels + self.answers + self.unread


class Choice(StrEnum):
    """Whose text stands where both sides changed an answer."""

    WORKBOOK = "workbook"
    ONLINE = "online"
    ASK = ""


@dataclass(frozen=True, slots=True)
class Clashing:
    """An answer that both sides changed; both texts are kept. ``chosen`` says which stands."""

    address: str
    workbook: Any
    online: Any
    before: Any
    by: str
    at: str
    sheet: str
    cell: str
    chosen: Choice = Choice.ASK


@dataclass(frozen=True, slots=True)
class Report:
    """What an import did, answer by answer."""

    submission: str
    workbook: str
    language: str
    exported: str
    version_moved: tuple[int, int] | None
    taken: tuple[Given, ...]
    unchanged: tuple[str, ...]
    clashing: tuple[Clashing, ...]
    confirmed: tuple[str, ...]
    not_understood: tuple[Unread, ...]
    cells: Cells
    remarks: tuple[Remark, ...] = ()
    kind: str = "xlsx"  # or docx: then places are a heading and a question
