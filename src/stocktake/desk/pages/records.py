"""The pages of records: all of a group, and the form of one."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from stocktake.desk.pages.blocks import (
    PAGE,
    GroupBox,
    Wrong,
    group_box,
    is_waiting,
    last_change,
    wrong,
)
from stocktake.desk.pages.controls import NOTHING, Control, Typed, control
from stocktake.desk.pages.frames import (
    Editing,
    Frame,
    Link,
    frame_of,
    numbered,
    writer_name,
)
from stocktake.desk.pages.reports import Report
from stocktake.kernel.errors import NotFound
from stocktake.reporting import queries
from stocktake.reporting.questionnaires import (
    BlockView,
    GroupView,
    RecordView,
    empty_record,
)
from stocktake.reporting.rules import Strand


@dataclass(frozen=True, slots=True)
class Paging:
    """One page of a long list, and the addresses of its neighbours."""

    number: int
    last: int
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class RecordsPage:
    """All records of a group, a page at a time."""

    frame: Frame
    report: Report
    block: BlockView
    box: GroupBox
    paging: Paging
    writable: bool
    back: str


@dataclass(frozen=True, slots=True)
class FileRow:
    """A file that supports a record."""

    number: int
    kind: str
    size: int
    href: str
    remove: str


@dataclass(frozen=True, slots=True)
class RecordPage:
    """The form of one record."""

    frame: Frame
    report: Report
    block: BlockView
    group: GroupView
    record: RecordView
    controls: tuple[Control, ...]
    wrong: tuple[Wrong, ...]
    editing: Editing
    writable: bool
    new: bool
    saved: tuple[datetime, str] | None
    removed: tuple[datetime, str] | None
    waiting: bool
    here: str
    back: str
    takes_files: bool  # experts attach theirs on the page of their report
    files: tuple[FileRow, ...]


def records_page(
    report: Report, view: BlockView, group: str, *, asked: str
) -> RecordsPage:
    """The records of a group, twenty-five a page."""
    found = group_of(view, group)
    last = max(1, -(-len(found.records) // PAGE))
    number = min(max(int(asked) if asked.isdecimal() else 1, 1), last)
    box = group_box(report, found, first=(number - 1) * PAGE, size=PAGE)
    return RecordsPage(
        frame=frame_of(report, found.label, block_link(report, view)),
        report=report,
        block=view,
        box=box,
        paging=Paging(
            number,
            last,
            f"?page={number - 1}" if number > 1 else "",
            f"?page={number + 1}" if number < last else "",
        ),
        writable=report.may_write(view.item),
        back=report.url("block", item=view.item),
    )


def block_link(report: Report, view: BlockView) -> Link:
    """The block that a record belongs to, in a trail."""
    return Link(numbered(view.item, view.title), report.url("block", item=view.item))


def group_of(view: BlockView, group: str) -> GroupView:
    """A group of a block, or NotFound with those there are."""
    groups = [part for part in view.parts if isinstance(part, GroupView)]
    for one in groups:
        if one.group.id == group:
            return one
    there = ", ".join(one.group.id for one in groups) or "none"
    msg = f"Block {view.item} has no records {group!r}. It has: {there}."
    raise NotFound(msg)


def record_of(
    report: Report, view: BlockView, group: GroupView, record: str, *, language: str
) -> RecordView:
    """A record; an empty one where none is stored."""
    for one in group.records:
        if one.id == record:
            return one
    return empty_record(
        report.draft.questionnaire,
        view.item,
        group.group.id,
        record=record,
        language=language,
    )


def record_page(
    report: Report,
    view: BlockView,
    group: GroupView,
    record: str,
    *,
    language: str,
    at: datetime,
    typed: Typed = NOTHING,
) -> RecordPage:
    """The form of one record, stored or new; seven queries however many records there are.

    ``view`` and ``group`` hold this record only.
    """
    found = record_of(report, view, group, record, language=language)
    controls = tuple(
        control(one, language=language, typed=typed) for one in found.fields
    )
    new = not group.records
    title = found.title or capital(group.one)
    return RecordPage(
        frame=frame_of(report, title, block_link(report, view)),
        report=report,
        block=view,
        group=group,
        record=found,
        controls=controls,
        wrong=tuple(wrong(controls)),
        editing=Editing.of(report, at=at, language=language),
        writable=report.may_write(view.item),
        new=new,
        saved=last_change(found.fields),
        removed=_removed(report, found.address) if new else None,
        waiting=not new and is_waiting(found),
        here=report.place(found.address),
        back=report.place(group.address),
        takes_files=report.draft.strand is Strand.STATE and not new,
        files=() if new else _files(report, found.address),
    )


def _files(report: Report, address: str) -> tuple[FileRow, ...]:
    """The files of a State's record. One query."""
    if report.draft.strand is not Strand.STATE:
        return ()
    item, group, record = address.split("/")
    where: dict[str, Any] = {"item": item, "group": group, "record": record}
    found = queries.evidence_numbers(report.draft.key).get(address, ())
    return tuple(
        FileRow(
            one.number,
            one.kind,
            one.size,
            report.url("file", **where, number=one.number),
            report.url("detach_file", **where, number=one.number),
        )
        for one in found
    )


def capital(words: str) -> str:
    """Words as they begin a line."""
    return words[:1].upper() + words[1:]


def _removed(report: Report, address: str) -> tuple[datetime, str] | None:
    """When a record that is not there was removed, and by whom. One query."""
    history = queries.history(report.draft.key, address)
    last = history[-1] if history else None
    gone = last is not None and last.outcome == "removed"
    return (last.at, writer_name(last.by)) if last and gone else None


def new_id() -> str:
    """The id of a record that somebody is about to write."""
    return uuid.uuid4().hex[:12]
