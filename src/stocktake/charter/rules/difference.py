"""What differs between two editions, by code or, where they share none, by crosswalk."""

from enum import StrEnum

import msgspec

from stocktake.charter.rules.edition import Edition
from stocktake.charter.rules.items import Item
from stocktake.charter.rules.links import Link


class ChangeKind(StrEnum):
    """How an item of one edition stands in the other."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    LINKED = "linked"  # another code there, by the crosswalk
    UNLINKED = "unlinked"  # no counterpart


class Change(msgspec.Struct, frozen=True):
    """One difference: the code, what happened, in what or to which codes."""

    code: str
    change: ChangeKind
    what: tuple[str, ...] = ()


def compare(old: Edition, new: Edition) -> tuple[Change, ...]:
    """The differences between two editions, in the order of the older one's text.

    Editions that share codes are compared item by item; others through a crosswalk.
    """
    if any(item.code in new for item in old.items):
        return (*_items(old, new), *_rest(old, new))
    return _linked(old, new)


def _items(old: Edition, new: Edition) -> tuple[Change, ...]:
    changes = []
    for item in old.items:
        if item.code not in new:
            changes.append(Change(item.code, ChangeKind.REMOVED))
        elif fields := _fields(item, new.item(item.code)):
            changes.append(Change(item.code, ChangeKind.CHANGED, fields))
    added = [item.code for item in new.items if item.code not in old]
    return (*changes, *(Change(code, ChangeKind.ADDED) for code in added))


def _fields(old: Item, new: Item) -> tuple[str, ...]:
    names = old.__struct_fields__
    return tuple(name for name in names if getattr(old, name) != getattr(new, name))


def _rest(old: Edition, new: Edition) -> tuple[Change, ...]:
    """Calendar, rule and frameworks."""
    changes = [
        Change(
            name, ChangeKind.CHANGED, _settings(getattr(old, name), getattr(new, name))
        )
        for name in ("calendar", "rule")
        if getattr(old, name) != getattr(new, name)
    ]
    before = {framework.id: framework for framework in old.frameworks}
    after = {framework.id: framework for framework in new.frameworks}
    for identifier in [*before, *(i for i in after if i not in before)]:
        if identifier not in after:
            changes.append(Change(identifier, ChangeKind.REMOVED, ("framework",)))
        elif identifier not in before:
            changes.append(Change(identifier, ChangeKind.ADDED, ("framework",)))
        elif before[identifier] != after[identifier]:
            changes.append(Change(identifier, ChangeKind.CHANGED, ("framework",)))
    return tuple(changes)


def _settings(old: msgspec.Struct, new: msgspec.Struct) -> tuple[str, ...]:
    return tuple(
        f"{name}: {getattr(old, name)} -> {getattr(new, name)}"
        for name in old.__struct_fields__
        if getattr(old, name) != getattr(new, name)
    )


def between(old: Edition, new: Edition) -> tuple[Link, ...]:
    """The links from one edition to another, whichever of them holds the crosswalk."""
    forward = [link for link in old.links if link.taxonomy == new.code]
    backward = [
        Link(link.to, new.code, link.code, link.degree)
        for link in new.links
        if link.taxonomy == old.code
    ]
    return tuple(dict.fromkeys([*forward, *backward]))


def _linked(old: Edition, new: Edition) -> tuple[Change, ...]:
    links = between(old, new)
    changes = []
    for item in old.items:
        to = tuple(
            f"{link.to} ({link.degree})" for link in links if link.code == item.code
        )
        changes.append(
            Change(item.code, ChangeKind.LINKED if to else ChangeKind.UNLINKED, to)
        )
    reached = {link.to for link in links}
    missed = [item.code for item in new.items if item.code not in reached]
    return (
        *changes,
        *(Change(code, ChangeKind.UNLINKED, (new.code,)) for code in missed),
    )
