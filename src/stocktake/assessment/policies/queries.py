"""What coders wrote beside their scores: read from the release that a finding names."""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Final

from stocktake.assessment.definitions import definition
from stocktake.assessment.policies.gathering import coded_rows
from stocktake.assessment.policies.rules import Policies, Score
from stocktake.charter import queries as charter
from stocktake.indicators import queries as indicators
from stocktake.indicators.releases.rules import Release
from stocktake.kernel.errors import NotFound
from stocktake.kernel.urns import parse


_WORDS: Final = ("REASON", "LEGAL_REFERENCE", "EVIDENCE")


@dataclass(frozen=True, slots=True)
class Coded:
    """One score with the coder's words: why, which rule, in which text it was read."""

    score: Score
    reason: str = ""
    legal_reference: str = ""
    text: str = ""


def coded(
    found: Policies, state: str, *, edition: str = charter.DEFAULT_EDITION
) -> tuple[Coded, ...]:
    """The scores of a finding with their coders' words, from its own release.

    One query, and one question for each indicator. Words are blank where the release or
    the indicator is no longer here.
    """
    rows: dict[Score, Mapping[str, Any]] = {}
    release = _release(found.release)
    if release is not None:
        for code in dict.fromkeys(one.indicator for one in found.scores):
            rows |= dict(_rows(code, release, state, edition))
    return tuple(_coded(one, rows.get(one, {})) for one in found.scores)


def _release(urn: str) -> Release | None:
    """The release of a URN."""
    flow, _, number = parse(urn).name.rpartition("/")
    try:
        return indicators.release(flow, number=int(number))
    except NotFound:
        return None


def _rows(
    code: str, release: Release, state: str, edition: str
) -> Iterator[tuple[Score, Mapping[str, Any]]]:
    with suppress(NotFound):
        for _, score, row in coded_rows(definition(code, edition), release, state):
            yield score, row


def _coded(one: Score, row: Mapping[str, Any]) -> Coded:
    return Coded(one, *(str(row.get(name) or "") for name in _WORDS))
