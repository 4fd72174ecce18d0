"""The evidence of a round: one value for each State and commitment, from a fixed number of queries."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from msgspec import UNSET

from stocktake.actors import queries as actors
from stocktake.assessment.definitions import Definition, definitions
from stocktake.assessment.gathering import experts, statistics, treaties
from stocktake.assessment.gathering.answers import answered
from stocktake.assessment.methods import default
from stocktake.assessment.policies.gathering import policies
from stocktake.assessment.policies.rules import PolicySeen
from stocktake.assessment.rules import MADE_BY, Rating, TreatyStanding, Vintage
from stocktake.assessment.rules.canonical import digest
from stocktake.assessment.rules.evidence import (
    Answered,
    ClaimSeen,
    Evidence,
    Heard,
    Measured,
)
from stocktake.charter import queries as charter
from stocktake.charter.rules import Edition
from stocktake.reporting import queries as reporting
from stocktake.reporting.queries import CodedClaim, PublishedReport
from stocktake.reporting.rules import Strand
from stocktake.texts import queries as texts


_Key = tuple[str, str]  # State, code


@dataclass(frozen=True, slots=True)
class Sides:
    """What the State and the experts say, by State and commitment."""

    answered: Mapping[_Key, Answered]
    heard: Mapping[_Key, tuple[Heard, ...]]
    ratings: Mapping[_Key, tuple[Rating, ...]]
    claims: Mapping[_Key, tuple[ClaimSeen, ...]]
    reported: frozenset[str]


@dataclass(frozen=True, slots=True)
class Gathered:
    """What was gathered for some States of a round, and the definitions by hash."""

    round: str
    edition: Edition
    on: datetime
    states: tuple[str, ...]
    definitions: Mapping[str, Definition]  # by SHA-256
    indicators: Mapping[str, tuple[Definition, ...]]  # quantitative ones by commitment
    sides: Sides
    measured: Mapping[_Key, Measured]  # by State and indicator
    treaties: Mapping[_Key, tuple[TreatyStanding, ...]]
    policies: Mapping[_Key, PolicySeen]
    tables: Mapping[str, tuple[Vintage, ...]]  # of treaty actions, by State
    dates: Mapping[str, str]  # of submissions, documents and claims, by URN

    def of(self, state: str) -> Iterator[Evidence]:
        """The evidence on each commitment and part, in the order of the text."""
        for item in self.edition.leaves:
            yield self._one(state, item.code)

    def _one(self, state: str, code: str) -> Evidence:
        sides, key = self.sides, (state, code)
        wanted = self.indicators.get(code, ())
        measured = tuple(
            self.measured[state, one.code]
            for one in wanted
            if (state, one.code) in self.measured
        )
        said, heard = sides.answered.get(key, Answered()), sides.heard.get(key, ())
        claims, bound = sides.claims.get(key, ()), self.treaties.get(key, ())
        coded = self.policies.get(key)
        return Evidence(
            round=self.round,
            state=state,
            code=code,
            as_of=self.on.date(),
            made_by=MADE_BY,
            method=default.METHOD.code,
            reported=state in sides.reported,
            answered=said,
            heard=heard,
            ratings=sides.ratings.get(key, ()),
            claims=claims,
            measured=measured,
            applicable=sum(one.direction is not None for one in wanted),
            treaties=bound,
            vintages=(
                *self._dated([said.submission] if said.submission else []),
                *self._dated(one.urn for one in claims),
                *self._dated(_documents(heard)),
                *(Vintage(one.release, one.released) for one in measured),
                *((Vintage(coded.release, coded.released),) if coded else ()),
                *(self.tables[state] if bound else ()),
            ),
            counting=self.edition.rule.counting_measures,
            policies=coded or UNSET,
        )

    def _dated(self, urns: Iterable[str]) -> Iterator[Vintage]:
        for urn in sorted(set(urns)):
            yield Vintage(urn, self.dates[urn])


def gather(round_code: str, *, states: Collection[str], on: datetime) -> Gathered:
    """Everything public at a moment that bears on some States in a round.

    A fixed number of queries, and one question to the statistics for each indicator.
    """
    edition = charter.edition(reporting.round_(round_code).edition)
    known = definitions(edition.code)
    hashes = {one.code: digest(one) for one in known}
    sides, dates = _sides(round_code, edition, states=states, on=on)
    return Gathered(
        round=round_code,
        edition=edition,
        on=on,
        states=tuple(sorted(states)),
        definitions={hashes[one.code]: one for one in known},
        indicators={
            item.code: tuple(
                one
                for one in statistics.quantitative(known)
                if _codes(edition, item.code).intersection(one.commitments)
            )
            for item in edition.leaves
        },
        sides=sides,
        measured=statistics.measured(known, hashes, states=states, on=on),
        treaties=treaties.treaty_standings(edition, states, on=on.date()),
        policies=policies(known, edition, states=states, on=on),
        tables=treaties.tables(states),
        dates=dates,
    )


def _sides(
    round_code: str, edition: Edition, *, states: Collection[str], on: datetime
) -> tuple[Sides, Mapping[str, str]]:
    rounds = _up_to(round_code)
    reports = reporting.published_reports(rounds, on=on)
    now = [one for one in reports if one.round == round_code]
    own = [one for one in reports if one.sender in states]
    claims = reporting.coded_claims(round_code, on=on, areas=states)
    types = {one.code: one.type for one in actors.organisations()}
    documents = reporting.public_documents(now, on=on)
    tallies = texts.tallies(
        (
            texts.Source(one.sha256, one.sender, one.strand, one.about)
            for one in documents
        ),
        edition=edition.code,
        states=states,
    )
    sides = Sides(
        answered=answered(
            reporting.coded_answers(own),
            edition,
            round_code=round_code,
            submissions={
                one.sender: one.urn for one in own if _answers(one, round_code)
            },
        ),
        heard=experts.heard(tallies, types),
        ratings=experts.ratings(claims, types),
        claims=experts.claims_seen(claims, edition),
        reported=frozenset(one.sender for one in now if one.strand is Strand.STATE),
    )
    dates = {
        **{one.urn: one.since.isoformat() for one in now},
        **{f"stocktake:document:{d.sha256}": d.since.isoformat() for d in documents},
        **_claimed(claims),
    }
    return sides, dates


def _up_to(round_code: str) -> tuple[str, ...]:
    """The opened rounds of the same kind up to this one, the oldest first."""
    now = reporting.round_(round_code)
    return tuple(
        one.code
        for one in reversed(reporting.rounds())
        if one.edition == now.edition
        and one.illustrative == now.illustrative
        and one.first <= now.first
    )


def _answers(report: PublishedReport, round_code: str) -> bool:
    own = report.strand is Strand.STATE and report.asked
    return own and report.round == round_code


def _claimed(claims: Iterable[CodedClaim]) -> Mapping[str, str]:
    return {one.urn: one.since.isoformat() for one in claims}


def _codes(edition: Edition, code: str) -> set[str]:
    return {code, *(part.code for part in edition.children(code))}


def _documents(heard: Iterable[Heard]) -> Iterator[str]:
    """The documents of the passages that are cited."""
    for one in heard:
        for passage in one.told.cited:
            sha256 = passage.rpartition(":")[2].partition("/")[0]
            yield f"stocktake:document:{sha256}"
