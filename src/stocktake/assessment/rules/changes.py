"""Why a finding has a new version: which of its evidence is other than before."""

from collections.abc import Callable
from enum import StrEnum
from typing import Any, Final

from stocktake.assessment.rules.findings import Finding


SEPARATOR: Final = ", "


class Change(StrEnum):
    """What of a finding's evidence changed."""

    ANSWERS = "answers"
    CLAIMS = "claims"
    PASSAGES = "passages"
    STATISTICS = "statistics"
    TREATIES = "treaties"
    POLICIES = "policies"
    METHOD = "method"
    DAY = "day"  # only the dates that data carry, or the year they are judged in


def changed(before: Finding, after: Finding) -> tuple[Change, ...]:
    """The kinds of evidence that differ, in a fixed order; never none."""
    found = [change for change, part in _PARTS.items() if part(before) != part(after)]
    return tuple(found) or (Change.DAY,)


def reason_of(before: Finding, after: Finding, *, because: str = "") -> str:
    """The reason of a new version: code words, and what a person says of it after a colon."""
    words = SEPARATOR.join(changed(before, after))
    return f"{words}: {because}" if because else words


def changes_in(reason: str) -> tuple[tuple[Change, ...], str]:
    """The code words and the person's words of a reason.

    >>> changes_in("answers, claims: a typing error was corrected")
    ((<Change.ANSWERS: 'answers'>, <Change.CLAIMS: 'claims'>), 'a typing error was corrected')
    """
    words, _, because = reason.partition(": ")
    codes = tuple(Change(word) for word in words.split(SEPARATOR) if word)
    return codes, because


def _answers(one: Finding) -> Any:
    said = one.claimed
    return (said.basis, said.status, said.absence, said.absence_reason, said.measures)


_PARTS: Final[dict[Change, Callable[[Finding], Any]]] = {
    Change.ANSWERS: _answers,
    Change.CLAIMS: lambda one: (
        one.experts.ratings,
        one.experts.claims,
        one.experts.statuses,
    ),
    Change.PASSAGES: lambda one: (one.claimed.told, one.experts.told),
    Change.STATISTICS: lambda one: tuple(
        (figure.indicator, figure.series, figure.release) for figure in one.figures
    ),
    Change.TREATIES: lambda one: one.treaties,
    Change.POLICIES: lambda one: one.policies,
    Change.METHOD: lambda one: (
        one.made_by,
        tuple(figure.verdict.rule for figure in one.figures),
    ),
}
