"""One walk over a questionnaire and its answers; completeness, checks and pages all use it.

Thus they cannot disagree about what is asked, what is answered and what is missing.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Protocol

from stocktake.reporting.questionnaires.faults import NotAValue
from stocktake.reporting.questionnaires.rules import (
    Block,
    Condition,
    Field,
    Group,
    Kind,
    Questionnaire,
    Severity,
)
from stocktake.reporting.questionnaires.values import canonical, codes_in, is_absence


class Answered(Protocol):
    """What the walk needs to know of an answer."""

    @property
    def value(self) -> Any:
        """The canonical value."""

    @property
    def confirmed(self) -> bool:
        """Whether a person stands by it."""


class State(StrEnum):
    """How far a question is answered."""

    EMPTY = "empty"
    UNCONFIRMED = "unconfirmed"  # filled in beforehand, nobody stands by it yet
    UNREASONED = "unreasoned"  # an absence whose reason is still to be chosen
    HALF = "half"  # money without currency, a figure without year
    WRONG = "wrong"  # what stands there is no value of the field in this version
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Asked:
    """One field at its address: asked or not, how heavily, and how far answered."""

    address: str
    block: Block
    field: Field
    group: Group | None
    asked: bool
    required: Severity | None
    answer: Answered | None

    @property
    def state(self) -> State:
        """How far it is answered; weighed when asked for, as most fields need it never."""
        return state_of(self.field, self.answer)


@dataclass(frozen=True, slots=True)
class AskedRecords:
    """One group: asked or not, how many records it needs and has."""

    address: str
    block: Block
    group: Group
    asked: bool
    required: Severity | None
    records: tuple[str, ...]  # ids in order
    waiting: tuple[str, ...]  # of these, filled in beforehand and not confirmed

    @property
    def state(self) -> State:
        """Done where there are as many records as are needed, and a person stands by them."""
        if len(self.records) < self.group.at_least:
            return State.EMPTY
        confirmed = len(self.records) - len(self.waiting)
        enough = confirmed >= self.group.at_least
        return State.DONE if enough else State.UNCONFIRMED


Step = Asked | AskedRecords


@dataclass
class Page:
    """The answers of one block, and its records in order."""

    answers: dict[str, Answered] = field(default_factory=dict)
    records: dict[str, list[tuple[int, str]]] = field(default_factory=dict)

    def ids(self, group: str) -> tuple[str, ...]:
        """The ids of a group's records, by position, then by id."""
        return tuple(record for _, record in sorted(self.records.get(group, ())))


def pages(answers: Mapping[str, Answered]) -> dict[str, Page]:
    """Answers by block; what was cleared is left out."""
    found: dict[str, Page] = {}
    for address, answer in answers.items():
        if answer.value is None:
            continue
        item, _, rest = address.partition("/")
        page = found.setdefault(item, Page())
        page.answers[address] = answer
        if rest.count("/") == 1:
            group, _, record = rest.partition("/")
            place = int(answer.value.get("position", 0))
            page.records.setdefault(group, []).append((place, record))
    return found


def walk(
    questionnaire: Questionnaire, answers: Mapping[str, Answered]
) -> Iterator[Step]:
    """Every field and group of every block, in the order in which they are asked."""
    by_block = pages(answers)
    for block in questionnaire.blocks.values():
        yield from walk_block(block, by_block.get(block.item, Page()))


def walk_block(block: Block, page: Page) -> Iterator[Step]:
    """Every field and group of one block; a group is followed by its records' fields."""
    for part in block.parts:
        if isinstance(part, Field):
            yield _field(block, None, part, f"{block.item}/", page)
        else:
            yield from _group(block, part, page)


def _group(block: Block, group: Group, page: Page) -> Iterator[Step]:
    address = f"{block.item}/{group.id}"
    asked = _holds(group.when, f"{block.item}/", block.item, page)
    ids = page.ids(group.id)
    yield AskedRecords(
        address=address,
        block=block,
        group=group,
        asked=asked,
        required=_weight(group.required, block) if asked and group.at_least else None,
        records=ids,
        waiting=tuple(
            one for one in ids if not page.answers[f"{address}/{one}"].confirmed
        ),
    )
    for record in ids:
        for one in group.fields:
            yield _field(block, group, one, f"{address}/{record}/", page)


def _field(
    block: Block, group: Group | None, one: Field, before: str, page: Page
) -> Asked:
    address = before + one.id
    answer = page.answers.get(address)
    asked = _holds(one.when, before, block.item, page)
    return Asked(
        address=address,
        block=block,
        field=one,
        group=group,
        asked=asked,
        required=_weight(one.required, block) if asked else None,
        answer=answer,
    )


def _weight(required: Severity | None, block: Block) -> Severity | None:
    """A part of a commitment needs no answer of its own where the whole has one.

    What a record lacks (a blocker) weighs the same everywhere.
    """
    if required is Severity.ERROR and not block.counted:
        return Severity.WARNING
    return required


def _holds(
    conditions: tuple[Condition, ...], before: str, item: str, page: Page
) -> bool:
    return all(_met(condition, before, item, page) for condition in conditions)


def _met(condition: Condition, before: str, item: str, page: Page) -> bool:
    answer = page.answers.get(where(condition, before, item))
    if answer is None:
        return False
    return not condition.among or not codes_in(answer.value).isdisjoint(condition.among)


def where(condition: Condition, before: str, item: str) -> str:
    """The address of the field that a condition looks at."""
    name = condition.field
    return (
        f"{item}/{name.removeprefix('../')}"
        if name.startswith("../")
        else before + name
    )


def state_of(one: Field, answer: Answered | None) -> State:
    """How far one question is answered."""
    if answer is None or answer.value is None:
        return State.EMPTY
    if not answer.confirmed:
        return State.UNCONFIRMED
    try:
        canonical(one, answer.value)
    except NotAValue:
        return State.WRONG
    if is_absence(answer.value):
        return State.DONE if answer.value.get("reason") else State.UNREASONED
    return State.HALF if _is_half(one, answer.value) else State.DONE


def _is_half(one: Field, value: Any) -> bool:
    if one.kind is Kind.MONEY:
        return not {"amount", "currency"} <= set(value)
    if one.kind is Kind.INDICATOR:
        return not {"value", "year"} <= set(value)
    return False
