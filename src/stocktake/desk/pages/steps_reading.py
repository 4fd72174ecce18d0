"""All answers of a State's report to read, theme by theme."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from stocktake.accounts.rules import Acting, Permission
from stocktake.desk.pages.frames import Frame
from stocktake.desk.pages.steps import StepLink, step_links
from stocktake.desk.pages.steps_labels import Text, texts
from stocktake.desk.pages.steps_names import Named, language, number_of
from stocktake.reporting import queries, questionnaires
from stocktake.reporting.questionnaires import (
    BlockView,
    FieldView,
    GroupView,
    RecordView,
    SectionView,
)
from stocktake.reporting.rules import Stage


@dataclass(frozen=True, slots=True)
class Read:
    """One question and what was answered."""

    address: str
    label: str
    texts: tuple[Text, ...]
    shown: str
    absent: bool
    unconfirmed: bool
    by: str
    at: datetime | None
    missing: bool
    faults: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReadRecord:
    """One measure, achievement, challenge, need ... with its answers."""

    one: str
    title: str
    answers: tuple[Read, ...]


@dataclass(frozen=True, slots=True)
class ReadGroup:
    """The records of one kind."""

    label: str
    records: tuple[ReadRecord, ...]


@dataclass(frozen=True, slots=True)
class ReadBlock:
    """One commitment with what was answered on it."""

    number: str
    title: str
    answers: tuple[Read, ...]
    groups: tuple[ReadGroup, ...]

    @property
    def empty(self) -> bool:
        """Whether nothing was answered and nothing is missing."""
        return not self.answers and not self.groups


@dataclass(frozen=True, slots=True)
class ReadingPage:
    """One section of a report to read."""

    frame: Frame
    named: Named
    stage: Stage
    sections: tuple[SectionView, ...]
    section: SectionView
    blocks: tuple[ReadBlock, ...]
    before: SectionView | None
    after: SectionView | None
    steps: tuple[StepLink, ...]


def reading_page(one: Named, code: str, *, by: Acting) -> ReadingPage:
    """One section of a report, the first unless one is named. At most nine queries."""
    by.require(Permission.REPORT_READ, area=one.sender)
    draft = queries.draft(one.urn)
    sections = queries.outline(draft.key, language=language())
    codes = [section.code for section in sections]
    place = codes.index(code) if code in codes else 0
    blocks = draft.questionnaire.section(codes[place]).blocks
    rows = queries.answers(draft.key, items=[block.item for block in blocks])
    return ReadingPage(
        frame=one.frame(_("All answers")),
        named=one,
        stage=draft.stage,
        sections=sections,
        section=sections[place],
        blocks=tuple(
            _block(
                questionnaires.block_view(
                    draft.questionnaire, block.item, rows, language=language()
                )
            )
            for block in blocks
        ),
        before=sections[place - 1] if place else None,
        after=sections[place + 1] if place + 1 < len(sections) else None,
        steps=step_links(one, queries.open_steps(draft.key, by=by)),
    )


def _block(view: BlockView) -> ReadBlock:
    fields = (part for part in view.parts if isinstance(part, FieldView))
    groups = (part for part in view.parts if isinstance(part, GroupView))
    return ReadBlock(
        number=number_of(view.item),
        title=view.title,
        answers=_answered(fields),
        groups=tuple(_group(group) for group in groups if group.records),
    )


def _group(view: GroupView) -> ReadGroup:
    return ReadGroup(
        view.label, tuple(_record(record, view.one) for record in view.records)
    )


def _record(view: RecordView, one: str) -> ReadRecord:
    return ReadRecord(one, view.title, _answered(view.fields))


def _answered(fields: Iterable[FieldView]) -> tuple[Read, ...]:
    """What was answered, and what was asked for and is missing."""
    return tuple(
        _read(field)
        for field in fields
        if field.value is not None or (field.asked and field.required)
    )


def _read(view: FieldView) -> Read:
    return Read(
        address=view.address,
        label=view.label,
        texts=texts(view.value),
        shown=view.shown,
        absent=view.absent,
        unconfirmed=not view.confirmed,
        by=view.by,
        at=view.at,
        missing=view.value is None,
        faults=tuple(fault.text for fault in view.faults),
    )
