"""What stands where in a workbook, as values: written by one side, expected by the other.

Every line has an id that is written, signed, in a hidden column; every column has one in
a hidden line. So rows and columns that were moved or renamed are still understood.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

from stocktake.kernel.languages import LANGUAGES, in_language
from stocktake.reporting.questionnaires.rules import (
    Block,
    Condition,
    Field,
    Group,
    Kind,
    Questionnaire,
    Section,
)
from stocktake.reporting.questionnaires.values import is_absence
from stocktake.reporting.questionnaires.walking import Page, pages
from stocktake.reporting.workbook.meta import Meta, Stood
from stocktake.reporting.workbook.parts import (
    LONGEST_CELL,
    MAIN,
    NUMERIC,
    cells_of,
    labels,
    offered,
    parts_of,
)
from stocktake.reporting.workbook.signing import Signer
from stocktake.reporting.workbook.words import word


SPARE: Final = {"measures": 5}  # empty rows of a group for records to add; else
SPARE_ELSE: Final = 2
CONFIRM: Final = "confirm"
_NOTHING = Stood(0, None)
_SHORT = 120  # characters of the answers on which a question hangs


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell; ``address`` and ``part`` where it is an answer, else it is locked."""

    text: str = ""
    style: str = "text"
    address: str = ""
    part: str = MAIN
    numeric: bool = False
    offered: tuple[str, ...] = ()
    strict: bool = False  # whether Excel may refuse what is not offered
    prompt: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One row: its id, the line that names its columns, its cells by column."""

    id: str
    columns: str
    cells: Mapping[str, Cell]
    kind: str = "text"


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: a section of the questionnaire."""

    code: str
    name: str
    lines: tuple[Line, ...]


@dataclass
class Layout:
    """Makes the sheets of one workbook from the questionnaire and what stood in the draft."""

    questionnaire: Questionnaire
    meta: Meta
    signer: Signer
    page: Mapping[str, Page] = field(default_factory=dict)
    lists: dict[tuple[int, str], tuple[str, ...]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.page = pages(self.meta.base)
        self.language = self.meta.language

    def say(self, code: str, **names: str) -> str:
        """A text of the workbook."""
        return word(code, self.language, **names)

    @cached_property
    def sheets(self) -> tuple[Sheet, ...]:
        """One sheet per section, in order."""
        return tuple(self._sheets())

    def _sheets(self) -> Iterator[Sheet]:
        taken: set[str] = set()
        for section in self.questionnaire.sections:
            name = _sheet_name(section, self.language)
            while name.casefold() in taken:
                name = f"{name[:28]} {len(taken)}"
            taken.add(name.casefold())
            yield Sheet(section.code, name, tuple(self.lines(section)))

    def lines(self, section: Section) -> Iterator[Line]:
        """The rows of a section: its columns, its title, its blocks."""
        sheet = f"sheet/{section.code}"
        columns = ("question", "answer", "notes", CONFIRM)
        yield Line(sheet, sheet, {c: Cell(c, "id") for c in columns}, "columns")
        title = in_language(section.title, self.language)
        yield self._labels(f"{sheet}/title", sheet, "title", {"question": title})
        heads = {c: self.say(c) for c in columns}
        yield self._labels(f"{sheet}/head", sheet, "head", heads)
        for block in section.blocks:
            yield from self.block(block, sheet)

    def block(self, block: Block, sheet: str) -> Iterator[Line]:
        """The rows of a block: title, description, questions, tables of records."""
        shown = block.item if block.theme else ""
        title = f"{shown}  {in_language(block.title, self.language)}".strip()
        yield self._labels(f"{block.item}", sheet, "item", {"question": title})
        about = in_language(block.description, self.language)
        if about:
            about_id = f"{block.item}/about"
            yield self._labels(about_id, sheet, "about", {"question": about})
        for part in block.parts:
            if isinstance(part, Field):
                yield from self.question(block, part, sheet)
            else:
                yield from self.table(block, part, sheet)

    def question(self, block: Block, one: Field, sheet: str) -> Iterator[Line]:
        """One row for each cell of a field that stands in no record."""
        address = f"{block.item}/{one.id}"
        stood = self.meta.base.get(address, _NOTHING)
        answers = self.answers(one, address, stood)
        for part, answer in answers.items():
            cells = {"question": self.asked(one, part), "answer": answer}
            notes = (
                "\n".join(self.guidance(block, one, None, stood)) if not part else ""
            )
            cells["notes"] = Cell(notes, "notes")
            if part == MAIN and not stood.confirmed:
                cells[CONFIRM] = self.confirming(address)
            yield Line(_slot(address, part), sheet, cells, "question")

    def asked(self, one: Field, part: str) -> Cell:
        """The words of a question, or of what belongs to its answer."""
        if part != MAIN:
            return Cell(self.say(part), "sub")
        unit = in_language(one.unit, self.language)
        label = in_language(one.label, self.language)
        return Cell(f"{label} ({unit})" if unit else label, "question")

    def table(self, block: Block, group: Group, sheet: str) -> Iterator[Line]:
        """A group's heading, its columns, its records, and empty rows for more."""
        at = f"{block.item}/{group.id}"
        heading = in_language(group.label, self.language)
        hint = in_language(group.hint, self.language)
        yield Line(
            f"{at}/heading",
            sheet,
            {"question": Cell(heading, "group"), "answer": Cell(hint, "grouphint")},
            "group",
        )
        slots = [(f, p, _slot(f.id, p)) for f in group.fields for p in parts_of(f)]
        columns = f"{at}/columns"
        names = {slot: Cell(slot, "id") for _, _, slot in slots}
        yield Line(columns, columns, {**names, CONFIRM: Cell(CONFIRM, "id")}, "columns")
        ids = self.page[block.item].ids(group.id) if block.item in self.page else ()
        records = [f"{at}/{record}" for record in ids]
        waits = any(not self._confirmed(record, group) for record in records)
        heads = {slot: self._column_head(f, p) for f, p, slot in slots}
        if waits:
            heads[CONFIRM] = self.say(CONFIRM)
        yield self._labels(f"{at}/head", columns, "tablehead", heads)
        hints = {
            slot: "\n".join(self.guidance(block, f, group, _NOTHING))
            for f, p, slot in slots
            if p == MAIN
        }
        if any(hints.values()):
            yield self._labels(f"{at}/hints", columns, "hints", hints)
        room = min(SPARE.get(group.id, SPARE_ELSE), group.at_most - len(records))
        spare = [f"{at}/{self.new_record(at, n)}" for n in range(max(room, 0))]
        for record in (*records, *spare):
            yield self.record(record, group, columns)

    def new_record(self, at: str, number: int) -> str:
        """The id of the record that an empty row would make; each workbook has its own."""
        return self.signer.sign(f"{at}/new/{number}", 12)

    def record(self, address: str, group: Group, columns: str) -> Line:
        """The row of one record."""
        cells: dict[str, Cell] = {}
        for one in group.fields:
            at = f"{address}/{one.id}"
            stood = self.meta.base.get(at, _NOTHING)
            for part, cell in self.answers(one, at, stood).items():
                cells[_slot(one.id, part)] = cell
        if not self._confirmed(address, group):
            cells[CONFIRM] = self.confirming(address)
        return Line(address, columns, cells, "record")

    def answers(self, one: Field, address: str, stood: Stood) -> dict[str, Cell]:
        """The free cells of a field, with what stood there."""
        shown = cells_of(self.questionnaire, one, stood.value, self.language)
        return {
            part: self._answer(one, address, part, text, stood)
            for part, text in shown.items()
        }

    def _answer(
        self, one: Field, address: str, part: str, text: str, stood: Stood
    ) -> Cell:
        if len(text) > LONGEST_CELL:
            return Cell(f"{self.say('too_long_here')}\n{text[:400]} …", "locked")
        choices = self.choices(one, part)
        exact = one.kind is Kind.CHOICE or part in ("reason", "source")
        several = one.kind is Kind.LIST or (one.kind is Kind.AREA and one.many)
        filled = text and not stood.confirmed
        return Cell(
            text,
            "prefilled" if filled else "long" if one.words else "answer",
            address,
            part,
            numeric=part in NUMERIC.get(one.kind, ()),
            offered=choices,
            strict=exact and bool(choices),
            prompt=self.say("several") if several and part == MAIN else "",
        )

    def choices(self, one: Field, part: str) -> tuple[str, ...]:
        """The words of a cell's drop-down; records of one group share them."""
        key = (id(one), part)  # the questionnaire keeps its fields alive
        if key not in self.lists:
            self.lists[key] = offered(self.questionnaire, one, part, self.language)
        return self.lists[key]

    def confirming(self, address: str) -> Cell:
        """The cell in which a person says that what was filled in holds."""
        yes = (self.say("yes"),)
        return Cell("", "answer", address, CONFIRM, offered=yes, strict=True)

    def guidance(
        self, block: Block, one: Field, group: Group | None, stood: Stood
    ) -> Iterator[str]:
        """What helps to answer: the hint, when it is asked, what stands in other languages."""
        hint = in_language(one.hint, self.language)
        if hint:
            yield hint
        if one.kind is Kind.LIST:
            yield self.say("several")
        for condition in one.when:
            yield self._asked_if(block, group, condition)
        if one.kind is Kind.TEXT and stood.value and not is_absence(stood.value):
            others = {tongue: stood.value.get(tongue, "") for tongue in LANGUAGES}
            for language, words in others.items():
                if words and language != self.language:
                    name = LANGUAGES[language].own_name
                    head = words if len(words) <= 400 else f"{words[:400]} …"
                    yield self.say("also_in", tongue=name, words=head)

    def _asked_if(self, block: Block, group: Group | None, when: Condition) -> str:
        name = when.field.removeprefix("../")
        beside = block.by_id if name != when.field or not group else group.by_id
        other = beside[name]
        assert isinstance(other, Field)
        among = [o for o in other.options if o.code in when.among]
        absent = [
            self.questionnaire.absences[a] for a in other.absences if a in when.among
        ]
        words = [*labels(tuple(among), self.language)]
        words += [in_language(text, self.language) for text in absent]
        label = in_language(other.label, self.language)
        joined = ", ".join(words)
        said = joined if 0 < len(joined) <= _SHORT else "…"
        return self.say("asked_if", field=label, among=said)

    def _column_head(self, one: Field, part: str) -> str:
        label = self.asked(one, MAIN).text
        return label if part == MAIN else f"{label}: {self.say(part)}"

    def _confirmed(self, record: str, group: Group) -> bool:
        at = (record, *(f"{record}/{one.id}" for one in group.fields))
        base = self.meta.base
        return all(base[a].confirmed for a in at if a in base)

    def _labels(
        self, id_: str, columns: str, kind: str, texts: Mapping[str, str]
    ) -> Line:
        cells = {column: Cell(text, kind) for column, text in texts.items() if text}
        return Line(id_, columns, cells, kind)


def _slot(address: str, part: str) -> str:
    return f"{address}#{part}" if part else address


def _sheet_name(section: Section, language: str) -> str:
    title = in_language(section.title, language)
    name = f"{section.code} {title}" if section.code.isdigit() else title
    return "".join(c for c in name if c not in "[]:*?/\\'")[:31].strip()
