"""What a file gives, weighed against what stands online now and what stood when it was written."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any, Protocol

from stocktake.reporting.questionnaires.values import is_absence
from stocktake.reporting.workbook.meta import Stood
from stocktake.reporting.workbook.report import Given


class Standing(Protocol):
    """What stands at an address online; ``value`` None where it was cleared."""

    @property
    def value(self) -> Any:
        """The canonical value."""

    @property
    def revision(self) -> int:
        """Which change made it."""


class Verdict(Enum):
    """What becomes of an answer of a file."""

    TAKE = "take"
    SAME = "same"
    CLASH = "clash"


@dataclass(frozen=True, slots=True)
class Weighed:
    """A verdict, with the value to save and the revision that it replaces."""

    verdict: Verdict
    value: Any
    revision: int


def weigh(
    given: Given, stood: Stood, now: Standing | None, *, language: str
) -> Weighed:
    """Take, same or clash, answer by answer; a text only in the language of the file.

    >>> now = Stood(3, {"en": "A law.", "fr": "Une loi."})
    >>> weigh(
    ...     Given("1.2/status_note", {"en": "An act."}, {"en": "A law."}),
    ...     Stood(2, {"en": "A law."}),
    ...     now,
    ...     language="en",
    ... ).value
    {'en': 'An act.', 'fr': 'Une loi.'}
    """
    value = now.value if now else None
    revision = now.revision if now else 0
    is_marker = given.address.count("/") == 2 and given.value == {}
    if given.value == value or (is_marker and value is not None):
        return Weighed(Verdict.SAME, value, revision)
    if revision == stood.revision or value == stood.value:
        return Weighed(Verdict.TAKE, given.value, revision)
    merged = _merged(given.value, stood.value, value, language)
    if merged is None:
        return Weighed(Verdict.CLASH, given.value, revision)
    verdict = Verdict.SAME if merged == value else Verdict.TAKE
    return Weighed(verdict, merged, revision)


def _merged(given: Any, stood: Any, now: Any, language: str) -> dict[str, str] | None:
    """Both sides' words where they changed different languages of one text; else None."""
    if not (_is_text(given) and _is_text(now) and _is_text(stood)):
        return None
    mine, theirs, before = (dict(one or {}) for one in (given, now, stood))
    if theirs.get(language) == mine.get(language):
        return theirs
    if theirs.get(language) != before.get(language):
        return None
    kept = {**theirs, language: mine.get(language, "")}
    return {tongue: kept[tongue] for tongue in kept if kept[tongue]} or None


def _is_text(value: Any) -> bool:
    if value is None:
        return True
    known = isinstance(value, Mapping) and not is_absence(value)
    return known and all(len(k) == 2 and isinstance(v, str) for k, v in value.items())
