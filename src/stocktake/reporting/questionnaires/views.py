"""A questionnaire with its answers as values to be shown: for forms, workbooks, papers, the API.

``showing.py`` makes them. Words are in one language; values stay in their canonical form.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from stocktake.reporting.questionnaires.checking import Progress
from stocktake.reporting.questionnaires.rules import (
    Absence,
    Field,
    Group,
    Kind,
    Severity,
)
from stocktake.reporting.questionnaires.values import is_absence
from stocktake.reporting.questionnaires.walking import Answered


class Standing(Answered, Protocol):
    """An answer with who gave it, when, and how often it was changed."""

    @property
    def revision(self) -> int:
        """The revision that a change must name."""

    @property
    def by(self) -> str:
        """Who gave it."""

    @property
    def at(self) -> datetime:
        """When."""

    @property
    def origin(self) -> str:
        """Where it comes from: a person, a workbook, a pre-fill."""


@dataclass(frozen=True, slots=True)
class FaultView:
    """A fault in words, with the address to jump to."""

    address: str
    severity: Severity
    code: str
    text: str


@dataclass(frozen=True, slots=True)
class OptionView:
    """One option with its words and whether it is chosen."""

    code: str
    label: str
    hint: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class AbsenceView:
    """One coded absence with its reasons."""

    code: Absence
    label: str
    chosen: bool
    reasons: tuple[OptionView, ...]
    note: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class ConditionView:
    """The address a question hangs on, and the answers that open it (none: any)."""

    address: str
    among: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FieldView:
    """One question with its words, its answer and its faults.

    ``revision`` is 0 where nothing stands; ``cleared`` answers have one too, which
    ``revisions`` gives. ``asked`` False: closed by another answer; ``when`` says by which.
    """

    address: str
    field: Field
    label: str
    hint: str
    unit: str
    asked: bool
    required: Severity | None
    when: tuple[ConditionView, ...]
    value: Any
    shown: str
    options: tuple[OptionView, ...]
    absences: tuple[AbsenceView, ...]
    revision: int
    by: str
    at: datetime | None
    origin: str
    confirmed: bool
    faults: tuple[FaultView, ...]

    @property
    def kind(self) -> Kind:
        """What the field holds."""
        return self.field.kind

    @property
    def absent(self) -> bool:
        """Whether an absence stands in place of a value."""
        return is_absence(self.value)


@dataclass(frozen=True, slots=True)
class RecordView:
    """One record with its fields."""

    address: str
    id: str
    title: str
    revision: int
    confirmed: bool
    origin: str
    fields: tuple[FieldView, ...]
    faults: tuple[FaultView, ...]


@dataclass(frozen=True, slots=True)
class GroupView:
    """A group with its records; ``empty`` is how an added record would look."""

    address: str
    group: Group
    label: str
    one: str
    hint: str
    asked: bool
    required: Severity | None
    when: tuple[ConditionView, ...]
    records: tuple[RecordView, ...]
    faults: tuple[FaultView, ...]


PartView = FieldView | GroupView


@dataclass(frozen=True, slots=True)
class BlockView:
    """One block as a page: parts in order, progress, all faults (parts' own included)."""

    item: str
    theme: str
    title: str
    description: str
    counted: bool
    parts: tuple[PartView, ...]
    progress: Progress
    faults: tuple[FaultView, ...]


@dataclass(frozen=True, slots=True)
class BlockLine:
    """A block in a list: how far it is, and its first choice in words ("In force")."""

    item: str
    title: str
    counted: bool
    progress: Progress
    status: str


@dataclass(frozen=True, slots=True)
class SectionView:
    """A section in a list, with its blocks and progress."""

    code: str
    title: str
    progress: Progress
    blocks: tuple[BlockLine, ...]
