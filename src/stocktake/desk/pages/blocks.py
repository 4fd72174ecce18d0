"""The page of one block: its questions, its records, the way on."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.utils.translation import gettext as _

from stocktake.desk.pages.controls import (
    NOTHING,
    Control,
    Typed,
    anchor,
    closed,
    conditions,
    control,
)
from stocktake.desk.pages.frames import (
    Editing,
    Frame,
    Link,
    frame_of,
    numbered,
    writer_name,
)
from stocktake.desk.pages.lines import Line, line_of
from stocktake.desk.pages.reports import Report
from stocktake.reporting import queries
from stocktake.reporting.questionnaires import (
    BlockView,
    FieldView,
    GroupView,
    Kind,
    RecordView,
    SectionView,
)
from stocktake.reporting.questionnaires.rules import RECORD
from stocktake.reporting.questionnaires.views import BlockLine


SHORT: Final = 10  # records of a group that its block shows
SAID: Final = frozenset({"unconfirmed", "no-longer-asked"})  # said beside it
PAGE: Final = 25  # records on a page of a group


@dataclass(frozen=True, slots=True)
class RecordRow:
    """One record in a list."""

    number: int
    address: str
    id: str
    title: str
    tags: tuple[str, ...]
    href: str
    faults: tuple[str, ...]  # in words, each with the question it is about
    waiting: bool


@dataclass(frozen=True, slots=True)
class GroupBox:
    """A group of records on its block's page; ``more`` leads to all where there are many."""

    view: GroupView
    id: str
    rows: tuple[RecordRow, ...]
    total: int
    more: str
    add: str
    when: str
    hidden: bool

    @property
    def is_group(self) -> bool:
        """For the template, which draws questions and groups in one list."""
        return True


@dataclass(frozen=True, slots=True)
class Wrong:
    """One line of the summary on top: what is to be put right, and where."""

    href: str
    label: str
    text: str


@dataclass(frozen=True, slots=True)
class BlockPage:
    """One block as somebody answers or reads it."""

    frame: Frame
    report: Report
    view: BlockView
    parts: tuple[Control | GroupBox, ...]
    wrong: tuple[Wrong, ...]
    section: SectionView
    lines: tuple[Line, ...]
    after: BlockLine | None
    editing: Editing
    writable: bool
    waiting: int  # answers filled in beforehand that nobody confirmed
    saved: tuple[datetime, str] | None  # when this block was last changed, and by whom
    here: str
    removed_url: str  # where the record that was removed a moment ago is brought back

    @property
    def controls(self) -> tuple[Control, ...]:
        """The questions that stand in no group."""
        return tuple(part for part in self.parts if isinstance(part, Control))


def block_page(
    report: Report,
    view: BlockView,
    *,
    language: str,
    at: datetime,
    typed: Typed = NOTHING,
    removed: str = "",
) -> BlockPage:
    """One block; nine queries however many answers and records it has."""
    parts = tuple(
        control(part, language=language, typed=typed)
        if isinstance(part, FieldView)
        else group_box(report, part)
        for part in view.parts
    )
    sections = queries.outline(report.draft.key, language=language)
    section = next(
        s for s in sections if any(line.item == view.item for line in s.blocks)
    )
    lines = [line for each in sections for line in each.blocks]
    here = [line.item for line in lines].index(view.item)
    controls = [part for part in parts if isinstance(part, Control)]
    return BlockPage(
        frame=frame_of(report, view.title, Link(numbered(section.code, section.title))),
        report=report,
        view=view,
        parts=parts,
        wrong=tuple(wrong(controls)),
        section=section,
        lines=tuple(line_of(report, line) for line in section.blocks),
        after=lines[here + 1] if here + 1 < len(lines) else None,
        editing=Editing.of(report, at=at, language=language),
        writable=report.may_write(view.item),
        waiting=sum(_waiting(part) for part in view.parts),
        saved=last_change(fields_of(view)),
        here=report.url("block", item=view.item),
        removed_url=_bring_back(report, view.item, removed),
    )


def _bring_back(report: Report, item: str, removed: str) -> str:
    """Where a record is brought back, by the ``group/record`` of an address."""
    group, _slash, record = removed.partition("/")
    if not RECORD.fullmatch(record) or not report.may_write(item):
        return ""
    return report.url("restore_record", item=item, group=group, record=record)


def fields_of(view: BlockView) -> Iterator[FieldView]:
    """Every question of a block, those of its records too."""
    for part in view.parts:
        if isinstance(part, FieldView):
            yield part
        else:
            for record in part.records:
                yield from record.fields


def last_change(
    fields: Iterator[FieldView] | Sequence[FieldView],
) -> tuple[datetime, str] | None:
    """When the last of some answers was given, and by whom."""
    given = [
        (f.at, f.by) for f in fields if f.at and not f.origin.startswith("prefill:")
    ]
    last = max(given, default=None)
    return (last[0], writer_name(last[1])) if last else None


def group_box(
    report: Report, view: GroupView, *, first: int = 0, size: int = SHORT
) -> GroupBox:
    """A group with some of its records."""
    item = view.address.split("/")[0]
    names = {"item": item, "group": view.group.id}
    shown = view.records[first : first + size]
    return GroupBox(
        view=view,
        id=anchor(view.address),
        rows=tuple(
            record_row(report, view, record, number)
            for number, record in enumerate(shown, first + 1)
        ),
        total=len(view.records),
        more=report.url("records", **names) if len(view.records) > size else "",
        add=report.url("new_record", **names),
        when=conditions(view.when),
        hidden=closed(view),
    )


def record_row(
    report: Report, group: GroupView, record: RecordView, number: int
) -> RecordRow:
    """One record in a list: its title, and what was chosen in it first."""
    item, group_id, record_id = record.address.split("/")
    tags = [
        f.shown
        for f in record.fields
        if f.kind is Kind.CHOICE and f.field.id != group.group.title and f.shown
    ]
    faults = [
        f"{f.label}: {fault.text}"
        for f in record.fields
        for fault in f.faults
        if fault.code not in SAID
    ]
    return RecordRow(
        number=number,
        address=record.address,
        id=anchor(record.address),
        title=record.title or _("Without a title"),
        tags=tuple(tags[:2]),
        href=report.url("record", item=item, group=group_id, record=record_id),
        faults=tuple(faults),
        waiting=is_waiting(record),
    )


def is_waiting(record: RecordView) -> bool:
    """Whether anything in a record was filled in beforehand and is not confirmed."""
    fields = any(f.value is not None and not f.confirmed for f in record.fields)
    return not record.confirmed or fields


def _waiting(part: FieldView | GroupView) -> int:
    if isinstance(part, GroupView):
        return sum(is_waiting(record) for record in part.records)
    return int(part.value is not None and not part.confirmed)


def wrong(controls: Sequence[Control]) -> Iterator[Wrong]:
    """The summary of what could not be saved."""
    for one in controls:
        if one.error:
            yield Wrong(f"#{one.id}", one.view.label, one.error)
