"""A questionnaire as frozen values: sections, blocks, records, fields and their addresses.

An answer's address is ``1.2/status``, or for a field of a record
``1.2/measures/3f9c0a12b7de/title``; ``1.2/measures/3f9c0a12b7de`` is the record itself.
"""

import re
from collections.abc import Iterator
from enum import StrEnum
from functools import cached_property
from typing import Final

import msgspec

from stocktake.kernel.errors import NotFound, Refused


Texts = dict[str, str]  # language code -> words


class Kind(StrEnum):
    """What a field holds; the canonical value of each is told in ``values.py``."""

    CHOICE = "choice"  # one code of the options
    LIST = "list"  # several codes
    TEXT = "text"  # words in several languages
    LINE = "line"  # one line that is not translated: a citation, a name
    NUMBER = "number"
    MONEY = "money"
    DATE = "date"  # a day, a month or a year
    LINK = "link"
    REFERENCE = "reference"  # a report given elsewhere: its symbol, link, passages
    AREA = "area"  # States (alpha-3) or regions (M49)
    INDICATOR = "indicator"  # own figure or the official one, with its year


class Absence(StrEnum):
    """A coded answer in place of a value; each needs a coded reason."""

    NOT_RELEVANT = "not_relevant"
    NO_INFORMATION = "no_information"


class Severity(StrEnum):
    """How much a fault weighs: a blocker stops the submission, the others do not."""

    INFO = "info"
    WARNING = "warning"
    ERROR = "error"
    BLOCKER = "blocker"

    @property
    def rank(self) -> int:
        """0 for info to 3 for a blocker."""
        return list(Severity).index(self)


class Option(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One code that can be chosen; ``rank`` where options are steps of a scale."""

    code: str
    label: Texts
    hint: Texts = {}
    rank: int | None = None


class Condition(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A question is asked while another has one of these answers.

    ``field`` is a field beside it; within a record ``../status`` is one of the block.
    ``among`` holds option codes or absences; empty means: any answer at all.
    """

    field: str
    among: tuple[str, ...] = ()


class Field(msgspec.Struct, frozen=True, dict=True, forbid_unknown_fields=True):
    """One question.

    ``required``: how much it weighs when it is asked and has no answer. ``carry``:
    whether the next round starts from this answer. ``narrative``: whether its words
    are published as a passage. ``was``: its id in the version before.
    """

    id: str
    kind: Kind
    label: Texts
    hint: Texts = {}
    required: Severity | None = None
    options: tuple[Option, ...] = ()
    options_from: str = ""  # a list of the file or the edition, or ``targets``
    absences: tuple[Absence, ...] = ()
    when: tuple[Condition, ...] = ()
    many: bool = False  # links, references and areas
    words: int | None = None  # advised length of a text; it also makes the box large
    minimum: int | None = None
    maximum: int | None = None
    whole: bool = False
    unit: Texts = {}
    official: str = ""  # the indicator's code, in official statistics
    carry: bool = True
    narrative: bool = False
    was: str = ""

    @cached_property
    def codes(self) -> frozenset[str]:
        """The codes that can be chosen."""
        return frozenset(option.code for option in self.options)


class Group(msgspec.Struct, frozen=True, dict=True, forbid_unknown_fields=True):
    """Any number of records of one kind, as the measures under a commitment.

    ``title`` is the field that names a record in lists; ``at_least`` with ``required``
    asks for records while ``when`` holds; ``stance`` is what its narratives are.
    """

    id: str
    label: Texts
    one: Texts  # what one record is called, as in "Add a measure"
    fields: tuple[Field, ...]
    title: str
    hint: Texts = {}
    required: Severity | None = None
    at_least: int = 0
    at_most: int = 300
    when: tuple[Condition, ...] = ()
    carry: bool = True
    stance: str = ""  # achievement, challenge or nothing
    was: str = ""

    @cached_property
    def by_id(self) -> dict[str, Field]:
        """The fields by their ids."""
        return {field.id: field for field in self.fields}


Part = Field | Group


class Block(msgspec.Struct, frozen=True, dict=True):
    """The questions about one item, or an opening or closing page; parts in order."""

    item: str
    title: Texts
    description: Texts
    parts: tuple[Part, ...]
    theme: str = ""
    counted: bool = True  # False for parts of a commitment: nothing required weighs more than a warning

    @cached_property
    def by_id(self) -> dict[str, Part]:
        """The fields and groups by their ids."""
        return {part.id: part for part in self.parts}

    @property
    def fields(self) -> tuple[Field, ...]:
        """The fields that stand in no group."""
        return tuple(part for part in self.parts if isinstance(part, Field))

    @property
    def groups(self) -> tuple[Group, ...]:
        """The groups of records."""
        return tuple(part for part in self.parts if isinstance(part, Group))


class Section(msgspec.Struct, frozen=True):
    """The blocks of one theme, or the opening or closing ones; one sheet, one chapter."""

    code: str
    title: Texts
    blocks: tuple[Block, ...]


class Rule(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A check of a block's answers against its records; a fault while it holds.

    While ``when`` holds of the block: a fault where a record ``having`` these answers
    is there (``there: true``), or where none of its records has them (``false``).
    """

    code: str
    severity: Severity
    records: str
    having: tuple[Condition, ...]
    message: Texts
    there: bool = True
    when: tuple[Condition, ...] = ()


class Questionnaire(msgspec.Struct, frozen=True, dict=True):
    """One version of one strand's questionnaire, spread over the items of an edition."""

    code: str
    version: int
    strand: str
    edition: str
    title: Texts
    introduction: Texts
    sections: tuple[Section, ...]
    reasons: dict[Absence, tuple[Option, ...]]
    absences: dict[Absence, Texts]
    checks: tuple[Rule, ...] = ()

    @cached_property
    def blocks(self) -> dict[str, Block]:
        """All blocks by their item, in order."""
        return {b.item: b for section in self.sections for b in section.blocks}

    def block(self, item: str) -> Block:
        """The block of an item, or NotFound with those there are."""
        if item not in self.blocks:
            msg = f"The {self.code} questionnaire has no block {item!r}. It has: {', '.join(self.blocks)}."
            raise NotFound(msg)
        return self.blocks[item]

    def section(self, code: str) -> Section:
        """A section by its code, or NotFound with those there are."""
        for section in self.sections:
            if section.code == code:
                return section
        listed = ", ".join(section.code for section in self.sections)
        msg = (
            f"The {self.code} questionnaire has no section {code!r}. It has: {listed}."
        )
        raise NotFound(msg)

    def field(self, address: "Address | str") -> Field:
        """The field an address names, or NotFound."""
        found = self.part(address)
        if isinstance(found, Field):
            return found
        msg = f"{address} is a record of the {self.code} questionnaire, not an answer."
        raise NotFound(msg)

    def part(self, address: "Address | str") -> Part:
        """The field, or the group for the address of a record, or NotFound."""
        at = parse(address) if isinstance(address, str) else address
        part = self.block(at.item).by_id.get(at.group or at.field)
        if isinstance(part, Group) and at.record:
            found = part.by_id.get(at.field) if at.field else part
        else:
            found = part if isinstance(part, Field) and not at.group else None
        if found is None:
            msg = f"Version {self.version} of the {self.code} questionnaire does not ask {at}."
            raise NotFound(msg)
        return found

    def __contains__(self, address: object) -> bool:
        try:
            self.part(str(address))
        except Refused:
            return False
        return True


class Address(msgspec.Struct, frozen=True, order=True):
    """Where an answer stands; ``field`` is empty for a record itself."""

    item: str
    field: str = ""
    group: str = ""
    record: str = ""

    def __str__(self) -> str:
        parts = (self.item, self.group, self.record, self.field)
        return "/".join(part for part in parts if part)


RECORD: Final = re.compile(r"[0-9a-f]{12}")  # the id of a record
ID: Final = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")  # the id of a field or group


def parse(address: str) -> Address:
    """Read an address, or refuse it with an example of one.

    >>> parse("1.2/measures/3f9c0a12b7de/title").record
    '3f9c0a12b7de'
    """
    match address.split("/"):
        case [item, field] if item and ID.fullmatch(field):
            return Address(item, field)
        case [item, group, record] if item and _in_group(group, record):
            return Address(item, "", group, record)
        case [item, group, record, field] if (
            item and _in_group(group, record) and ID.fullmatch(field)
        ):
            return Address(item, field, group, record)
    msg = f"{address!r} is no address of an answer; one looks like 1.2/status or 1.2/measures/3f9c0a12b7de/title."
    raise Refused(msg)


def _in_group(group: str, record: str) -> bool:
    return bool(ID.fullmatch(group) and RECORD.fullmatch(record))


def fields_of(block: Block) -> Iterator[tuple[str, Field]]:
    """Every field of a block with its group's id ("" for none), in order."""
    for part in block.parts:
        if isinstance(part, Field):
            yield "", part
        else:
            for field in part.fields:
                yield part.id, field
