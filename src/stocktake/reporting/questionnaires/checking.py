"""What is missing or wrong in a draft, and how far it is complete: from one walk."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from stocktake.reporting.questionnaires.faults import Fault, NotAValue
from stocktake.reporting.questionnaires.rules import (
    Kind,
    Questionnaire,
    Rule,
    Severity,
)
from stocktake.reporting.questionnaires.values import canonical, codes_in, is_absence
from stocktake.reporting.questionnaires.walking import (
    Answered,
    Asked,
    AskedRecords,
    Page,
    State,
    Step,
    pages,
    state_of,
    walk_block,
)


@dataclass(frozen=True, slots=True)
class Progress:
    """How many questions that need an answer have one; ``answered`` counts all answers."""

    done: int = 0
    asked: int = 0
    answered: int = 0

    @property
    def complete(self) -> bool:
        """Whether nothing that is needed is missing."""
        return self.done == self.asked

    def __add__(self, other: "Progress") -> "Progress":
        return Progress(
            self.done + other.done,
            self.asked + other.asked,
            self.answered + other.answered,
        )


@dataclass(frozen=True, slots=True)
class Completeness:
    """Progress of the whole, of its sections and blocks, and what is missing where."""

    total: Progress
    sections: dict[str, Progress] = field(default_factory=dict)
    blocks: dict[str, Progress] = field(default_factory=dict)
    missing: tuple[str, ...] = ()


def needs(step: Step) -> bool:
    """Whether a question must be answered for the draft to be complete."""
    return step.required in (Severity.ERROR, Severity.BLOCKER)


def completeness(
    questionnaire: Questionnaire, answers: Mapping[str, Answered]
) -> Completeness:
    """How far a draft is: the one count that pages, checks and reminders use."""
    by_block = pages(answers)
    blocks: dict[str, Progress] = {}
    missing: list[str] = []
    sections: dict[str, Progress] = {}
    for section in questionnaire.sections:
        whole = Progress()
        for block in section.blocks:
            steps = list(walk_block(block, by_block.get(block.item, Page())))
            blocks[block.item] = progress_of(steps)
            missing += [
                step.address
                for step in steps
                if needs(step) and step.state is not State.DONE
            ]
            whole += blocks[block.item]
        sections[section.code] = whole
    total = sum(sections.values(), Progress())
    return Completeness(total, sections, blocks, tuple(missing))


def progress_of(steps: list[Step]) -> Progress:
    """The progress that the steps of a block make."""
    needed = [step for step in steps if needs(step)]
    return Progress(
        done=sum(step.state is State.DONE for step in needed),
        asked=len(needed),
        answered=sum(
            isinstance(step, Asked) and step.asked and step.answer is not None
            for step in steps
        ),
    )


def check(
    questionnaire: Questionnaire, answers: Mapping[str, Answered]
) -> tuple[Fault, ...]:
    """Every fault of a draft, in the order of the questionnaire.

    A required question that is not done always has a fault of its weight or heavier.
    """
    by_block = pages(answers)
    found: list[Fault] = []
    walked: set[str] = set()
    for block in questionnaire.blocks.values():
        page = by_block.get(block.item, Page())
        steps = list(walk_block(block, page))
        found += check_block(questionnaire, steps, page)
        walked |= {step.address for step in steps}
        walked |= {
            f"{step.address}/{record}"
            for step in steps
            if isinstance(step, AskedRecords)
            for record in step.records
        }
    unknown = sorted(answers.keys() - walked)
    found += [Fault(a, Severity.WARNING, "unknown-question") for a in unknown]
    return tuple(found)


def check_block(
    questionnaire: Questionnaire, steps: list[Step], page: Page
) -> list[Fault]:
    """The faults of one block's steps."""
    found: list[Fault] = []
    titles: dict[str, dict[str, str]] = defaultdict(dict)
    for step in steps:
        if isinstance(step, AskedRecords):
            found += _of_records(step)
        else:
            found += _of_field(step)
            found += _doubled(step, titles)
    if steps:
        found += _contradictions(questionnaire.checks, steps[0].block.item, page)
    return found


def _of_records(step: AskedRecords) -> Iterator[Fault]:
    if not step.asked and step.records:
        yield Fault(step.address, Severity.INFO, "no-longer-asked")
    if step.required and step.state is State.EMPTY:
        at_least = (("least", str(step.group.at_least)),)
        yield Fault(step.address, step.required, "too-few-records", at_least)
    for record in step.waiting:
        yield Fault(f"{step.address}/{record}", Severity.BLOCKER, "unconfirmed")


def _of_field(step: Asked) -> Iterator[Fault]:
    address, answer = step.address, step.answer
    if not step.asked:
        if answer is not None:
            yield Fault(address, Severity.INFO, "no-longer-asked")
        return
    if answer is None:
        if step.required:
            yield Fault(address, step.required, "missing")
        return
    if not answer.confirmed:
        yield Fault(address, Severity.BLOCKER, "unconfirmed")
    yield from _of_value(step, answer)


def _of_value(step: Asked, answer: Answered) -> Iterator[Fault]:
    address, value = step.address, answer.value
    state = state_of(step.field, Said(value))
    if state is State.WRONG:
        yield _why_wrong(step, value)
    elif is_absence(value):
        if not value.get("reason"):
            yield Fault(address, Severity.BLOCKER, "reason-missing")
        elif value["reason"] == "other" and not value.get("note"):
            yield Fault(address, Severity.ERROR, "note-missing")
    elif state is State.HALF:
        yield Fault(address, Severity.BLOCKER, f"half-{step.field.kind}")
    elif step.field.kind is Kind.TEXT and step.field.words:
        yield from _long(address, value, step.field.words)


@dataclass(frozen=True, slots=True)
class Said:
    """A value as if a person stood by it, to judge the value alone."""

    value: Any
    confirmed: bool = True


def _why_wrong(step: Asked, value: Any) -> Fault:
    try:
        canonical(step.field, value)
    except NotAValue as why:
        return Fault(step.address, Severity.BLOCKER, why.code, why.parameters)
    msg = f"{step.address} was wrong a moment ago"
    raise AssertionError(msg)


def _long(address: str, value: Mapping[str, str], most: int) -> Iterator[Fault]:
    for language, text in value.items():
        count = words(text)
        if count > most:
            given = (
                ("count", str(count)),
                ("language", language),
                ("most", str(most)),
            )
            yield Fault(address, Severity.WARNING, "too-many-words", given)


def words(text: str) -> int:
    """How many words a text has; where words are not spaced, two characters make one.

    >>> words("no such measure"), words("没有措施")
    (3, 2)
    """
    dense = sum("\u3400" <= character <= "\u9fff" for character in text)
    spaced = "".join(" " if "\u3400" <= c <= "\u9fff" else c for c in text).split()
    return (
        len([word for word in spaced if any(c.isalnum() for c in word)])
        + (dense + 1) // 2
    )


def _doubled(step: Asked, titles: dict[str, dict[str, str]]) -> Iterator[Fault]:
    """Two records of a group with the same words as title."""
    if step.group is None or step.answer is None or step.field.id != step.group.title:
        return
    value = step.answer.value
    if not isinstance(value, Mapping) or is_absence(value):
        return
    for text in value.values():
        folded = " ".join(str(text).casefold().split())
        first = titles[step.group.id].setdefault(folded, step.address)
        if first != step.address:
            yield Fault(step.address, Severity.WARNING, "doubled", (("first", first),))
            return


def _contradictions(rules: tuple[Rule, ...], item: str, page: Page) -> Iterator[Fault]:
    """What the rules of the questionnaire find between a block's answers and its records."""
    for rule in rules:
        holds = all(_matches(page, f"{item}/{c.field}", c.among) for c in rule.when)
        if not holds:
            continue
        there = any(
            all(
                _matches(page, f"{item}/{rule.records}/{record}/{c.field}", c.among)
                for c in rule.having
            )
            for record in page.ids(rule.records)
        )
        if there is rule.there and (there or page.ids(rule.records)):
            yield Fault(f"{item}/{rule.records}", rule.severity, rule.code)


def _matches(page: Page, address: str, among: tuple[str, ...]) -> bool:
    answer = page.answers.get(address)
    if answer is None:
        return False
    return not among or not codes_in(answer.value).isdisjoint(among)
