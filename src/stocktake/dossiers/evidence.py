"""What a dossier is composed from, as values: gathered once, then no more reading.

``gather`` (in ``queries``) fills it from the rooms below; tests fill it by hand. Names and
titles are already in the dossier's language; quoted words are never translated.
"""

from collections.abc import Mapping
from datetime import date
from functools import cached_property

from msgspec import Struct

from stocktake.dossiers.assessed import Answer, Assessment
from stocktake.dossiers.rules import Citation, Scope


class Item(Struct, frozen=True):
    """A theme or commitment of the compact, in the dossier's language."""

    code: str
    parent: str  # "" for a theme
    title: str
    promise: str  # our own short words
    source: str  # where the compact says it
    counted: bool = True


class Report(Struct, frozen=True, kw_only=True):
    """One document of a published submission."""

    document: str
    title: str
    sender: str
    sender_name: str
    strand: str
    about: tuple[str, ...]
    language: str
    pages: int
    passages: int
    received: date
    submission: str  # URN


class Quotation(Struct, frozen=True):
    """One sentence that a summary shows, its stance, and who else says nearly the same."""

    citation: Citation
    stance: str
    about: str = ""  # State code; "" where it speaks of several
    also: tuple[Citation, ...] = ()
    confirmed: bool = False


class Pool(Struct, frozen=True):
    """What a summary chose from."""

    size: int = 0  # passages
    states: int = 0  # States heard in what is shown
    reporting: int = 0  # States of which anything was reported on the commitment
    confirmed: int = 0  # passages whose label a person confirmed
    unused: int = 0


class Summary(Struct, frozen=True):
    """Chosen quotations on one commitment: of one State and strand, or across States."""

    code: str
    state: str  # "" across States
    strand: str  # "" both
    quotations: tuple[Quotation, ...]
    pool: Pool = Pool()
    method: str = ""


class Contrast(Struct, frozen=True):
    """The same State and commitment, opposite stances, most alike."""

    code: str
    state: str
    first: Quotation
    second: Quotation


class Replied(Struct, frozen=True):
    """What a State replied to a claim about it, the first words first."""

    claim: str  # URN
    state: str
    answers: tuple[Answer, ...]


class Evidence(Struct, frozen=True, kw_only=True, dict=True):
    """Everything a dossier may say, for one round, scope and language."""

    round: str
    edition: str
    edition_title: str
    compact: str  # the text that the edition restates
    first: date
    last: date
    as_of: date
    scope: Scope
    language: str
    version: str
    tier: str
    models: tuple[str, ...]
    illustrative: bool
    names: Mapping[
        str, str
    ]  # States that reported or are spoken of, and members for the map
    regions: Mapping[str, str]  # State code -> name of its region
    illustrative_states: frozenset[str] = frozenset()
    items: tuple[Item, ...]
    reports: tuple[Report, ...]
    counts: Mapping[
        tuple[str, str, str], int
    ]  # (commitment, State, strand) -> passages
    summaries: Mapping[
        tuple[str, str, str], Summary
    ]  # (code, State or "", strand or "")
    contrasts: tuple[Contrast, ...] = ()
    replies: Mapping[str, Replied] = {}  # to a claim, by the URN of its passage
    assessment: Assessment | None = None  # None where the round has no findings

    @property
    def themes(self) -> tuple[Item, ...]:
        """The themes in scope, in the compact's order."""
        all_ = tuple(item for item in self.items if not item.parent)
        return tuple(
            t for t in all_ if self.scope.kind != "theme" or t.code == self.scope.code
        )

    def under(self, code: str) -> tuple[Item, ...]:
        """The items right below one."""
        return tuple(item for item in self.items if item.parent == code)

    def passages_on(self, code: str, *, strand: str = "") -> int:
        """Passages on a commitment and its parts, by one voice or both.

        By State they are counted exactly; what experts say of several States at once is
        known only from the pool across States.
        """
        by_state = self._counted(code, "state")
        total = max(self._pool(code), by_state + self._counted(code, "expert"))
        return {"state": by_state, "expert": total - by_state}.get(strand, total)

    @cached_property
    def _spoken(self) -> dict[tuple[str, str], dict[str, int]]:
        """Passages by State, for each commitment and strand."""
        found: dict[tuple[str, str], dict[str, int]] = {}
        for (code, state, strand), count in self.counts.items():
            found.setdefault((code, strand), {})[state] = count
        return found

    def _counted(self, code: str, strand: str) -> int:
        return sum(self._spoken.get((code, strand), {}).values())

    def _pool(self, code: str) -> int:
        if self.scope.kind == "state":
            return 0
        across = self.summaries.get((code, "", ""))
        return across.pool.size if across else 0

    def states_on(self, code: str, strand: str = "") -> frozenset[str]:
        """The States of which passages on a commitment, or on any below it, speak."""
        codes = (code, *(item.code for item in self.under(code)))
        strands = (strand,) if strand else ("state", "expert")
        return frozenset(
            about
            for label in codes
            for voice in strands
            for about, count in self._spoken.get((label, voice), {}).items()
            if count
        )

    def states(self) -> tuple[str, ...]:
        """States in scope: that reported or are spoken of; by code."""
        if self.scope.kind == "state":
            return (self.scope.code,)
        reported = {
            report.sender for report in self.reports if report.strand == "state"
        }
        spoken = {about for report in self.reports for about in report.about}
        return tuple(sorted(code for code in reported | spoken if code in self.names))
