"""Make the views of a questionnaire with its answers: a block as a page, the way through a draft."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from stocktake.kernel.languages import in_language
from stocktake.reporting.questionnaires.checking import (
    Completeness,
    check_block,
    completeness,
    progress_of,
)
from stocktake.reporting.questionnaires.faults import Fault
from stocktake.reporting.questionnaires.rules import (
    Absence,
    Condition,
    Field,
    Group,
    Kind,
    Option,
    Questionnaire,
    Section,
)
from stocktake.reporting.questionnaires.values import is_absence
from stocktake.reporting.questionnaires.views import (
    AbsenceView,
    BlockLine,
    BlockView,
    ConditionView,
    FaultView,
    FieldView,
    GroupView,
    OptionView,
    PartView,
    RecordView,
    SectionView,
    Standing,
)
from stocktake.reporting.questionnaires.walking import (
    Answered,
    Asked,
    AskedRecords,
    Page,
    Step,
    pages,
    walk_block,
    where,
)
from stocktake.reporting.questionnaires.words import said, shown


@dataclass
class _Shower:
    """What the views of one block share."""

    questionnaire: Questionnaire
    language: str
    page: Page
    revisions: Mapping[str, int]
    faults: dict[str, list[FaultView]] = field(default_factory=dict)
    # Hundreds of records show the same options: made once for each choice of them.
    made: dict[tuple[int, tuple[str, ...]], tuple[OptionView, ...]] = field(
        default_factory=dict
    )
    unchosen: dict[int, tuple[AbsenceView, ...]] = field(default_factory=dict)

    def words(self, texts: Mapping[str, str]) -> str:
        """Texts in the language of the page."""
        return in_language(texts, self.language)

    def fault(self, fault: Fault) -> FaultView:
        """A fault in words."""
        text = said(fault, self.language, self.questionnaire)
        return FaultView(fault.address, fault.severity, fault.code, text)

    def option(self, option: Option, chosen: Iterable[str]) -> OptionView:
        """An option in words."""
        return OptionView(
            option.code,
            self.words(option.label),
            self.words(option.hint),
            option.code in chosen,
        )

    def options(self, one: Field, value: Any) -> tuple[OptionView, ...]:
        """The options of a field, with what is chosen."""
        if not one.options:
            return ()
        chosen = () if is_absence(value) else (value or ())
        key = (id(one), (value,) if isinstance(value, str) else tuple(chosen))
        if key not in self.made:
            self.made[key] = tuple(self.option(o, key[1]) for o in one.options)
        return self.made[key]

    def absences(self, one: Field, value: Any) -> tuple[AbsenceView, ...]:
        """The absences that a field offers, with the one that is chosen."""
        if is_absence(value):
            return tuple(self.absence(absence, value) for absence in one.absences)
        if id(one) not in self.unchosen:
            self.unchosen[id(one)] = tuple(
                self.absence(absence, None) for absence in one.absences
            )
        return self.unchosen[id(one)]

    def absence(self, absence: Absence, value: Any) -> AbsenceView:
        """An absence in words, with its reasons."""
        mine = is_absence(value) and value["absent"] == absence
        reason = (value.get("reason", ""),) if mine else ()
        return AbsenceView(
            absence,
            self.words(self.questionnaire.absences[absence]),
            mine,
            tuple(
                self.option(one, reason) for one in self.questionnaire.reasons[absence]
            ),
            value.get("note", {}) if mine else {},
        )

    def conditions(
        self, when: tuple[Condition, ...], before: str, item: str
    ) -> tuple[ConditionView, ...]:
        """Conditions with the addresses they look at."""
        return tuple(ConditionView(where(c, before, item), c.among) for c in when)

    def field(self, step: Asked) -> FieldView:
        """One question."""
        one, answer = step.field, step.answer
        row: Any = answer  # a Standing, where answers come from the record store
        value = answer.value if answer else None
        before = step.address.removesuffix(one.id)
        return FieldView(
            address=step.address,
            field=one,
            label=self.words(one.label),
            hint=self.words(one.hint),
            unit=self.words(one.unit),
            asked=step.asked,
            required=step.required,
            when=self.conditions(one.when, before, step.block.item),
            value=value,
            shown=shown(self.questionnaire, one, value, self.language),
            options=self.options(one, value),
            absences=self.absences(one, value),
            revision=row.revision if row else self.revisions.get(step.address, 0),
            by=row.by if row else "",
            at=row.at if row else None,
            origin=row.origin if row else "",
            confirmed=row.confirmed if row else True,
            faults=tuple(self.faults.get(step.address, ())),
        )

    def group(self, step: AskedRecords, fields: Mapping[str, list[Asked]]) -> GroupView:
        """One group with its records."""
        group, item = step.group, step.block.item
        return GroupView(
            address=step.address,
            group=group,
            label=self.words(group.label),
            one=self.words(group.one),
            hint=self.words(group.hint),
            asked=step.asked,
            required=step.required,
            when=self.conditions(group.when, f"{item}/", item),
            records=tuple(
                self.record(f"{step.address}/{record}", group, fields)
                for record in step.records
            ),
            faults=tuple(self.faults.get(step.address, ())),
        )

    def record(
        self, address: str, group: Group, fields: Mapping[str, list[Asked]]
    ) -> RecordView:
        """One record with its fields, named by its title."""
        shown_fields = tuple(self.field(step) for step in fields.get(address, ()))
        row: Any = self.page.answers[address]
        title = next((f.shown for f in shown_fields if f.field.id == group.title), "")
        return RecordView(
            address=address,
            id=address.rpartition("/")[2],
            title=title,
            revision=row.revision,
            confirmed=row.confirmed,
            origin=row.origin,
            fields=shown_fields,
            faults=tuple(self.faults.get(address, ())),
        )


def block_view(
    questionnaire: Questionnaire,
    item: str,
    answers: Mapping[str, Standing],
    *,
    language: str,
    revisions: Mapping[str, int] | None = None,
) -> BlockView:
    """One block with its answers; ``answers`` may hold those of other blocks too.

    ``revisions`` gives those of cleared answers, so that a page can write there again.
    """
    block = questionnaire.block(item)
    page = pages(answers).get(item, Page())
    steps = list(walk_block(block, page))
    shower = _Shower(questionnaire, language, page, revisions or {})
    faults = [shower.fault(f) for f in check_block(questionnaire, steps, page)]
    for fault in faults:
        shower.faults.setdefault(fault.address, []).append(fault)
    return BlockView(
        item=item,
        theme=block.theme,
        title=shower.words(block.title),
        description=shower.words(block.description),
        counted=block.counted,
        parts=tuple(_parts(shower, steps)),
        progress=progress_of(steps),
        faults=tuple(faults),
    )


def _parts(shower: _Shower, steps: list[Step]) -> Iterable[PartView]:
    fields: dict[str, list[Asked]] = {}
    for step in steps:
        if isinstance(step, Asked) and step.group is not None:
            fields.setdefault(step.address.rpartition("/")[0], []).append(step)
    for step in steps:
        if isinstance(step, AskedRecords):
            yield shower.group(step, fields)
        elif step.group is None:
            yield shower.field(step)


def empty_record(
    questionnaire: Questionnaire, item: str, group: str, *, record: str, language: str
) -> RecordView:
    """How a record looks before anything is answered in it: for a form without script."""
    block = questionnaire.block(item)
    part = questionnaire.part(f"{item}/{group}/{record}")
    assert isinstance(part, Group)
    address = f"{item}/{group}/{record}"
    page = Page({address: _Blank()}, {group: [(0, record)]})
    shower = _Shower(questionnaire, language, page, {})
    steps = [
        step
        for step in walk_block(block, page)
        if isinstance(step, Asked) and step.group is part
    ]
    return shower.record(address, part, {address: steps})


@dataclass(frozen=True, slots=True)
class _Blank:
    """The answer at the address of a record that is not stored yet."""

    value: Any = field(default_factory=lambda: {"position": 0})
    confirmed: bool = True
    revision: int = 0
    origin: str = ""


def outline(
    questionnaire: Questionnaire,
    answers: Mapping[str, Answered],
    found: Completeness | None = None,
    *,
    language: str,
) -> tuple[SectionView, ...]:
    """Sections and blocks with their progress: the way through a draft.

    Where the completeness is at hand, ``answers`` need hold the first of each block only.
    """
    weighed = found or completeness(questionnaire, answers)
    return tuple(
        section_view(questionnaire, section, answers, weighed, language=language)
        for section in questionnaire.sections
    )


def section_view(
    questionnaire: Questionnaire,
    section: Section,
    answers: Mapping[str, Answered],
    found: Completeness,
    *,
    language: str,
) -> SectionView:
    """One section with its blocks."""
    lines = []
    for block in section.blocks:
        first = block.parts[0]
        row = answers.get(f"{block.item}/{first.id}")
        is_choice = isinstance(first, Field) and first.kind is Kind.CHOICE
        lines.append(
            BlockLine(
                item=block.item,
                title=in_language(block.title, language),
                counted=block.counted,
                progress=found.blocks[block.item],
                status=shown(questionnaire, first, row.value, language)
                if is_choice and row is not None and isinstance(first, Field)
                else "",
            )
        )
    title = in_language(section.title, language)
    return SectionView(section.code, title, found.sections[section.code], tuple(lines))
