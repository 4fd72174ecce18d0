"""What reporting would like to know from other rooms, to fill a draft in beforehand.

``jobs.prefill`` wires them to their makers. Statistics and recommendations have no
maker in this edition of the house yet; the rooms that hold them will bring one.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol


@dataclass(frozen=True, slots=True)
class TreatyAct:
    """That a State is bound by an instrument: since when, by which act, where it is recorded."""

    instrument: str
    names: Mapping[str, str]  # the instrument's name by language
    kind: str  # ratification, accession, succession, ...
    since: str  # a day, month or year; empty where it is not known
    reference: str  # its number in the collection, or ""
    items: tuple[str, ...]  # the commitments it answers to


class TreatyActs(Protocol):
    """The instruments that bind a State on a day."""

    def __call__(self, state: str, *, on: date) -> Iterable[TreatyAct]:
        """In the order of instruments."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One official figure of one State."""

    value: str  # a decimal as text
    year: int
    series: str  # where it comes from: release and series


class OfficialFigures(Protocol):
    """The latest official figure of an indicator for a State, if there is one."""

    def __call__(
        self, state: str, indicator: str, *, until: int
    ) -> Figure | None:  # pragma: no cover - a protocol
        """``indicator`` as the questionnaire's ``official`` names it, as ``sdg:10.7.3``."""


@dataclass(frozen=True, slots=True)
class Recommendation:
    """A recommendation to a State that is not yet answered for."""

    urn: str
    item: str
    texts: Mapping[str, str]
    source: str  # meeting or round, and number


class OpenRecommendations(Protocol):
    """The recommendations to a State that are open on a day."""

    def __call__(self, state: str, *, on: date) -> Iterable[Recommendation]:
        """In the order of their URNs."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a source would fill in at an address."""

    address: str
    value: Any


class PrefillSource(Protocol):
    """One source of proposals; ``name`` marks what came from it."""

    @property
    def name(self) -> str:
        """As in ``prefill:treaties``."""

    def __call__(self, asked: "Asking", /) -> Iterable[Proposal]:
        """Proposals for a draft; those that the questionnaire does not take are passed over."""


@dataclass(frozen=True, slots=True)
class Asking:
    """For which draft proposals are asked."""

    sender: str
    round: str
    on: date  # the last day of the period that the round is about
    questionnaire: Any  # a Questionnaire; typed loosely so that makers need not know it
