"""Proposals for a draft: from the report before, treaties, statistics, recommendations."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from stocktake.reporting.ports import (
    Asking,
    OfficialFigures,
    OpenRecommendations,
    Proposal,
    TreatyActs,
)
from stocktake.reporting.questionnaires.comparing import compare
from stocktake.reporting.questionnaires.rules import (
    Group,
    Kind,
    Questionnaire,
    parse,
)
from stocktake.reporting.questionnaires.walking import Answered


MEASURES: Final = "measures"
FOLLOW_UP: Final = "follow_up"


def record_id(*parts: str) -> str:
    """The id of a record that comes from elsewhere: the same whenever it comes again.

    >>> record_id("treaty", "ICRMW") == record_id("treaty", "ICRMW")
    True
    """
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:12]


@dataclass(frozen=True)
class FromBefore:
    """What the sender's report of the round before says and still may hold.

    Answers about the period that is over (``carry: false``) are left out; records keep
    their ids, so that a measure can be followed from round to round.
    """

    questionnaire: Questionnaire
    answers: Mapping[str, Answered]
    name: str = "previous"

    def __call__(self, asked: Asking, /) -> Iterator[Proposal]:
        """Each carried answer at its address in the version that the draft answers."""
        told = compare(self.questionnaire, asked.questionnaire, self.answers)
        gone = {fate.address for fate in told.dropped}
        moved = {fate.address: fate for fate in told.moved}
        for address, answer in self.answers.items():
            if address in gone or not _is_carried(self.questionnaire, address):
                continue
            fate = moved.get(address)
            if fate is None:
                yield Proposal(address, answer.value)
            else:
                yield Proposal(fate.to, fate.after)


def _is_carried(questionnaire: Questionnaire, address: str) -> bool:
    at = parse(address)
    part = questionnaire.part(at)
    if not part.carry:
        return False
    if not at.group:
        return True
    group = questionnaire.block(at.item).by_id[at.group]
    return group.carry


@dataclass(frozen=True)
class FromTreaties:
    """Instruments that bind the State, as measures under the commitments they answer to."""

    acts: TreatyActs
    name: str = "treaties"

    def __call__(self, asked: Asking, /) -> Iterator[Proposal]:
        """One measure for each instrument and commitment: an agreement in force."""
        for act in self.acts(asked.sender, on=asked.on):
            for item in act.items:
                if _takes(asked.questionnaire, item, MEASURES):
                    record = record_id("treaty", act.instrument)
                    given = {
                        "title": dict(act.names),
                        "kind": "agreement",
                        "status": "in-force",
                        "date": act.since,
                        "legal_reference": act.reference,
                    }
                    yield from _record(item, MEASURES, record, given)


@dataclass(frozen=True)
class FromStatistics:
    """Official figures for the indicators that name one."""

    figures: OfficialFigures
    name: str = "statistics"

    def __call__(self, asked: Asking, /) -> Iterator[Proposal]:
        """One answer for each indicator with an official figure."""
        for block in asked.questionnaire.blocks.values():
            for field in block.fields:
                if field.kind is not Kind.INDICATOR or not field.official:
                    continue
                figure = self.figures(asked.sender, field.official, until=asked.on.year)
                if figure is not None:
                    value = {
                        "source": "official",
                        "value": figure.value,
                        "year": figure.year,
                        "series": figure.series,
                    }
                    yield Proposal(f"{block.item}/{field.id}", value)


@dataclass(frozen=True)
class FromRecommendations:
    """Open recommendations, as records to be answered for."""

    open: OpenRecommendations
    name: str = "recommendations"

    def __call__(self, asked: Asking, /) -> Iterator[Proposal]:
        """One record for each recommendation, under its commitment."""
        for one in self.open(asked.sender, on=asked.on):
            if _takes(asked.questionnaire, one.item, FOLLOW_UP):
                given = {"recommendation": dict(one.texts), "source": one.source}
                record = record_id("recommendation", one.urn)
                yield from _record(one.item, FOLLOW_UP, record, given)


def _takes(questionnaire: Questionnaire, item: str, group: str) -> bool:
    block = questionnaire.blocks.get(item)
    return block is not None and isinstance(block.by_id.get(group), Group)


def _record(
    item: str, group: str, record: str, given: Mapping[str, Any]
) -> Iterator[Proposal]:
    """A record and what is given of it; what is empty is left to the person."""
    address = f"{item}/{group}/{record}"
    yield Proposal(address, {})
    for field, value in given.items():
        if value:
            yield Proposal(f"{address}/{field}", value)
