"""Two sets of answers side by side: what was added, removed, changed. Pure."""

import difflib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from stocktake.reporting.questionnaires.rules import Questionnaire
from stocktake.reporting.questionnaires.walking import walk
from stocktake.reporting.snapshots import canonical


class Difference(StrEnum):
    """What became of one answer."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


class Part(StrEnum):
    """What one run of words is in a comparison."""

    SAME = "same"
    GONE = "gone"
    NEW = "new"


@dataclass(frozen=True, slots=True)
class Compared:
    """One answer that differs; ``words`` marks the differences of each language."""

    address: str
    what: Difference
    before: Any
    after: Any
    words: Mapping[str, tuple[tuple[Part, str], ...]]


@dataclass(frozen=True, slots=True)
class _Value:
    value: Any
    confirmed: bool = True


def compare(
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    questionnaire: Questionnaire | None = None,
) -> tuple[Compared, ...]:
    """Every answer that differs, in the order of the questionnaire, unknown ones last."""
    order = _order(before, after, questionnaire)
    different = [
        address
        for address in {*before, *after}
        if canonical(before.get(address)) != canonical(after.get(address))
        and not _is_place(before.get(address), after.get(address))
    ]
    different.sort(key=lambda address: (order.get(address, len(order)), address))
    return tuple(
        _compared(address, before.get(address), after.get(address))
        for address in different
    )


def _is_place(before: Any, after: Any) -> bool:
    """Whether only a record's place among the others changed."""
    return all(
        isinstance(one, Mapping) and set(one) == {"position"} for one in (before, after)
    )


def _order(
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    questionnaire: Questionnaire | None,
) -> dict[str, int]:
    if questionnaire is None:
        return {}
    both = {address: _Value(value) for address, value in {**before, **after}.items()}
    order: dict[str, int] = {}
    for step in walk(questionnaire, both):
        record = step.address.rpartition("/")[0]
        if step.address.count("/") == 3:
            order.setdefault(record, len(order))
        order.setdefault(step.address, len(order))
    return order


def _compared(address: str, before: Any, after: Any) -> Compared:
    if before is None:
        return Compared(address, Difference.ADDED, before, after, {})
    if after is None:
        return Compared(address, Difference.REMOVED, before, after, {})
    words = {
        language: marked(old, new)
        for language, old, new in _texts(before, after)
        if old != new
    }
    return Compared(address, Difference.CHANGED, before, after, words)


def _texts(before: Any, after: Any) -> Iterator[tuple[str, str, str]]:
    """Each language of two text answers; nothing where they hold other things."""
    if not (isinstance(before, Mapping) and isinstance(after, Mapping)):
        return
    values = [*before.values(), *after.values()]
    if not all(isinstance(one, str) for one in values):
        return
    for language in sorted({*before, *after}):
        yield language, before.get(language, ""), after.get(language, "")


def marked(before: str, after: str) -> tuple[tuple[Part, str], ...]:
    """Two texts as runs of words that stayed, went and came, in reading order."""
    old, new = _words(before), _words(after)
    runs: list[tuple[Part, str]] = []
    matcher = difflib.SequenceMatcher(None, old, new, autojunk=False)
    for kind, a, b, c, d in matcher.get_opcodes():
        if kind == "equal":
            runs.append((Part.SAME, "".join(old[a:b])))
            continue
        if b > a:
            runs.append((Part.GONE, "".join(old[a:b])))
        if d > c:
            runs.append((Part.NEW, "".join(new[c:d])))
    return tuple(runs)


def _words(text: str) -> list[str]:
    """Words with the space after them; characters where words are not spaced."""
    return re.findall(r"[\u3400-\u9fff]|[^\s\u3400-\u9fff]+\s*|\s+", text)
