"""The policy scores in force at a moment, for findings; and what coders wrote beside them."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from stocktake.assessment.definitions import Definition, Kind
from stocktake.assessment.policies.rules import (
    PolicySeen,
    Score,
    coder_agreement,
    newest,
)
from stocktake.charter.rules import Edition
from stocktake.geography import queries as geography
from stocktake.indicators import queries as indicators
from stocktake.indicators.releases.rules import Release
from stocktake.indicators.structures.rules import TIME, VALUE, area_dimension
from stocktake.kernel.errors import NotFound


CODER: Final = "CODER"  # the dimension that says who coded
_Key = tuple[str, str]  # State, code


@dataclass(frozen=True, slots=True)
class _Held:
    """The scores of one dataflow: of each State those of the newest years."""

    urn: str
    released: str
    scores: Mapping[str, tuple[Score, ...]]  # by State


def policy_indicators(definitions: Iterable[Definition]) -> tuple[Definition, ...]:
    """The judgements that somebody codes into a dataflow of scores."""
    return tuple(
        one
        for one in definitions
        if one.kind is Kind.QUALITATIVE and one.flow is not None
    )


def policies(
    definitions: Iterable[Definition],
    edition: Edition,
    *,
    states: Collection[str],
    on: datetime,
) -> Mapping[_Key, PolicySeen]:
    """By State and commitment; what nobody scored is left out.

    All States are read whichever are asked for, so that the agreement of the coders is
    the same in each finding; invented States by themselves. One question for each policy
    indicator.
    """
    known = policy_indicators(definitions)
    held = {flow: _held(flow, known, on) for flow in _flows(known)}
    found: dict[_Key, PolicySeen] = {}
    for item in edition.leaves:
        codes = {item.code, *(part.code for part in edition.children(item.code))}
        wanted = [one for one in known if codes.intersection(one.commitments)]
        flow = wanted[0].flow[0] if wanted and wanted[0].flow else ""
        scores = held.get(flow)
        if scores is None:
            continue
        asked = tuple(one.code for one in wanted if one.flow and one.flow[0] == flow)
        theme = frozenset(_of_theme(known, edition, item.code))
        agreed = {
            invented: coder_agreement(_alike(scores.scores, invented=invented), theme)
            for invented in (False, True)
        }
        for state in states:
            mine = tuple(
                one for one in scores.scores.get(state, ()) if one.indicator in asked
            )
            if mine:
                coders = agreed[geography.is_illustrative(state)]
                found[state, item.code] = PolicySeen(
                    asked, mine, coders, scores.urn, scores.released
                )
    return found


def _alike(
    scores: Mapping[str, tuple[Score, ...]], *, invented: bool
) -> Mapping[str, tuple[Score, ...]]:
    """The scores of real States, or of invented ones."""
    return {
        state: held
        for state, held in scores.items()
        if geography.is_illustrative(state) is invented
    }


def _flows(known: Iterable[Definition]) -> tuple[str, ...]:
    return tuple(sorted({one.flow[0] for one in known if one.flow}))


def _of_theme(
    known: Iterable[Definition], edition: Edition, code: str
) -> Iterator[str]:
    theme = edition.theme_of(code).code
    for one in known:
        if any(edition.theme_of(each).code == theme for each in one.commitments):
            yield one.code


def _held(name: str, known: Iterable[Definition], on: datetime) -> _Held | None:
    """The scores of a dataflow at a moment; None where it has no release yet."""
    with suppress(NotFound):
        release = indicators.release(indicators.flow(name).reference, as_of=on)
        scores: dict[str, list[Score]] = defaultdict(list)
        for one in known:
            if one.flow is not None and one.flow[0] == name:
                for state, score, _ in coded_rows(one, release):
                    if score.year <= on.year:
                        scores[state].append(score)
        return _Held(
            f"stocktake:release:{release.flow}/{release.number}",
            release.published_at.date().isoformat(),
            {state: newest(held) for state, held in scores.items()},
        )
    return None


def coded_rows(
    one: Definition, release: Release, state: str = ""
) -> Iterator[tuple[str, Score, Mapping[str, Any]]]:
    """State, score and row of each score of an indicator; of all States where none is named."""
    area = area_dimension(indicators.flow(release.flow))
    answer = indicators.observations(
        release.flow, one.key(state), as_of=release.published_at
    )
    for row in answer.records():
        if row[VALUE] is not None:
            year, coder = int(str(row[TIME])[:4]), str(row.get(CODER) or "")
            yield row[area], Score(one.code, year, coder, float(row[VALUE])), row
