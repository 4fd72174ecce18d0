"""Two versions of a questionnaire: which questions changed, and what becomes of answers."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from stocktake.reporting.questionnaires.faults import NotAValue
from stocktake.reporting.questionnaires.rules import (
    Address,
    Field,
    Group,
    Part,
    Questionnaire,
    Texts,
    parse,
)
from stocktake.reporting.questionnaires.values import canonical
from stocktake.reporting.questionnaires.walking import Answered


class Turn(StrEnum):
    """What happened to a question between two versions."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    RENAMED = "renamed"


@dataclass(frozen=True, slots=True)
class QuestionChange:
    """One question that differs; ``part`` is ``status`` or ``measures/title``.

    ``why`` names what differs: kind, options, conditions, weight, bounds.
    """

    turn: Turn
    part: str
    items: tuple[str, ...]
    label: Texts
    why: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Fate:
    """What becomes of one answer; ``to`` is empty where no question takes it."""

    address: str
    to: str
    value: Any
    after: Any


@dataclass(frozen=True, slots=True)
class Comparison:
    """What moving a draft from one version to another does."""

    old: int
    new: int
    questions: tuple[QuestionChange, ...]
    kept: int  # answers that stay where they are, as they are
    moved: tuple[Fate, ...]  # to another address, or to another form of the same value
    dropped: tuple[Fate, ...]  # taken out; they stay in the history


def compare(
    old: Questionnaire, new: Questionnaire, answers: Mapping[str, Answered]
) -> Comparison:
    """The questions that differ, and the fate of every answer."""
    fates = [_fate(old, new, address, a.value) for address, a in answers.items()]
    moved = tuple(f for f in fates if f.to and (f.to, f.after) != (f.address, f.value))
    dropped = tuple(f for f in fates if not f.to)
    return Comparison(
        old=old.version,
        new=new.version,
        questions=tuple(_questions(old, new)),
        kept=len(fates) - len(moved) - len(dropped),
        moved=moved,
        dropped=dropped,
    )


def _fate(old: Questionnaire, new: Questionnaire, address: str, value: Any) -> Fate:
    to = _new_address(new, parse(address))
    if to is None:
        return Fate(address, "", value, None)
    part = new.part(to)
    if isinstance(part, Group):
        return Fate(address, str(to), value, value)
    try:
        return Fate(address, str(to), value, canonical(part, value))
    except NotAValue:
        return Fate(address, "", value, None)


def _new_address(new: Questionnaire, at: Address) -> Address | None:
    """Where the question of an address stands in the new version, under its new id if renamed."""
    if at.item not in new.blocks:
        return None
    parts = new.blocks[at.item].parts
    part = _of_name(parts, at.group or at.field)
    if not at.group:
        return Address(at.item, part.id) if isinstance(part, Field) else None
    if not isinstance(part, Group):
        return None
    if not at.field:
        return Address(at.item, "", part.id, at.record)
    field = _of_name(part.fields, at.field)
    return Address(at.item, field.id, part.id, at.record) if field else None


def _of_name(parts: tuple[Part, ...], name: str) -> Part | None:
    """The part of this id, else the one that had this id before."""
    named = (part for part in parts if part.id == name)
    renamed = (part for part in parts if part.was == name)
    return next(named, None) or next(renamed, None)


Spot = tuple[str, str]  # group ("" for none) and id of a field
Spots = dict[Spot, dict[str, Field]]  # ... and the field by item


def _spots(questionnaire: Questionnaire) -> Spots:
    found: Spots = {}
    for block in questionnaire.blocks.values():
        for part in block.parts:
            group = part.id if isinstance(part, Group) else ""
            fields = part.fields if isinstance(part, Group) else (part,)
            for field in fields:
                found.setdefault((group, field.id), {})[block.item] = field
    return found


def _questions(old: Questionnaire, new: Questionnaire) -> Iterator[QuestionChange]:
    before, after = _spots(old), _spots(new)
    names = {part.id: part.was for b in new.blocks.values() for part in b.groups}
    came_from: dict[Spot, Spot] = {}
    for (group, one), fields in after.items():
        field = next(iter(fields.values()))
        origin = (names.get(group) or group, field.was or one)
        if (group, one) not in before and origin in before:
            came_from[group, one] = origin
    for spot, fields in after.items():
        if spot in came_from:
            yield _change(Turn.RENAMED, spot, fields, ("/".join(came_from[spot]),))
        elif spot not in before:
            yield _change(Turn.ADDED, spot, fields)
        else:
            yield from _in_place(spot, before[spot], fields)
    gone = before.keys() - after.keys() - set(came_from.values())
    for spot in sorted(gone):
        yield _change(Turn.REMOVED, spot, before[spot])


def _in_place(
    spot: Spot, before: dict[str, Field], after: dict[str, Field]
) -> Iterator[QuestionChange]:
    added = {item: f for item, f in after.items() if item not in before}
    gone = {item: f for item, f in before.items() if item not in after}
    if added:
        yield _change(Turn.ADDED, spot, added)
    if gone:
        yield _change(Turn.REMOVED, spot, gone)
    differing: dict[tuple[str, ...], dict[str, Field]] = {}
    for item in before.keys() & after.keys():
        why = _differs(before[item], after[item])
        if why:
            differing.setdefault(why, {})[item] = after[item]
    for why, fields in sorted(differing.items()):
        yield _change(Turn.CHANGED, spot, fields, why)


def _differs(old: Field, new: Field) -> tuple[str, ...]:
    aspects = {
        "kind": (old.kind, old.many) != (new.kind, new.many),
        "options": old.codes != new.codes,
        "absences": old.absences != new.absences,
        "conditions": old.when != new.when,
        "weight": old.required != new.required,
        "bounds": (old.minimum, old.maximum, old.whole, old.words)
        != (new.minimum, new.maximum, new.whole, new.words),
        "words": (old.label, old.hint) != (new.label, new.hint),
    }
    return tuple(name for name, differs in aspects.items() if differs)


def _change(
    turn: Turn, spot: Spot, fields: dict[str, Field], why: tuple[str, ...] = ()
) -> QuestionChange:
    part = "/".join(name for name in spot if name)
    label = next(iter(fields.values())).label
    return QuestionChange(turn, part, tuple(sorted(fields)), label, why)
