"""The page of one commitment: the promise, the summary, State beside expert."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse

from stocktake.actors import queries as actors
from stocktake.charter import queries as charter
from stocktake.charter.rules import Edition, Item
from stocktake.kernel.languages import in_language
from stocktake.portal.pages.claims import (
    ClaimShown,
    beside,
    claims_of,
    shown_under,
)
from stocktake.portal.pages.coverage import Tally, tally
from stocktake.portal.pages.evidence import Evidence, evidence, round_link
from stocktake.portal.pages.found import Found, of_commitment
from stocktake.portal.pages.frame import (
    Frame,
    Link,
    Paging,
    Record,
    Row,
    cut,
    language,
    paging,
    row_of,
    title_of,
)
from stocktake.portal.pages.quotes import Quote, quotes
from stocktake.portal.places import area_name
from stocktake.reporting.queries import RoundRow
from stocktake.reporting.rules import Strand
from stocktake.texts import queries as texts
from stocktake.texts.queries import SummaryRow, SummarySentence


STATES_A_PAGE = 20


@dataclass(frozen=True, slots=True)
class Side:
    """What the State and what experts say of one State and commitment."""

    code: str
    title: str
    href: str
    state: tuple[Quote, ...]
    expert: tuple[Quote, ...]
    claims: tuple[ClaimShown, ...]

    @property
    def expert_beside(self) -> tuple[Quote, ...]:
        """What experts say beyond the claims."""
        return beside(self.expert, self.claims)

    def records(self) -> list[Record]:
        """The quotes and the claims as data."""
        quoted = [quote.record() for quote in (*self.state, *self.expert)]
        return quoted + [claim.record() for claim in self.claims]


@dataclass(frozen=True, slots=True)
class CommitmentPage:
    """One commitment in one round."""

    frame: Frame
    round: RoundRow
    item: Row
    theme: Row
    parts: tuple[Row, ...]
    source: tuple[str, ...]
    crosswalk: tuple[tuple[str, tuple[Link, ...]], ...]
    tally: Tally
    states: int
    passages: int
    summary: tuple[Quote, ...]
    sides: tuple[Side, ...]
    paging: Paging
    silent: tuple[Link, ...]
    neighbours: tuple[Link, Link]
    found: Found

    def records(self) -> list[Record]:
        """A record a sentence or claim: the summary across States, then State by State."""
        across = [
            quote.record() | {"summary": "across States"} for quote in self.summary
        ]
        return across + [
            record | {"summary": "per State"}
            for side in self.sides
            for record in side.records()
        ]


def commitment_page(
    round_code: str, code: str, *, page: str, size: int = STATES_A_PAGE
) -> CommitmentPage:
    """One commitment in one round. Eighteen queries, however many States."""
    seen = evidence(round_code)
    item = seen.edition.item(code)
    found = texts.summaries(round_code, code=code)
    claims = claims_of(seen.round, seen.names, shown_under(seen.edition, code))
    speaking = sorted(
        {summary.state for summary in found if summary.state}
        | {area for area, _item in claims}
    )
    shown = paging(page, len(speaking), size=size, keep={})
    theme = seen.edition.theme_of(code)
    return CommitmentPage(
        frame=Frame(
            title_of(item),
            "commitments",
            (
                round_link(seen.round),
                Link(
                    title_of(theme),
                    reverse("portal:theme", args=[round_code, theme.code]),
                ),
                Link(code),
            ),
            seen.round,
        ),
        round=seen.round,
        item=row_of(item),
        theme=row_of(theme),
        parts=tuple(row_of(part) for part in seen.edition.children(code)),
        source=source_of(item),
        crosswalk=crosswalk_of(item),
        tally=tally(seen.covered, seen.states, [code]),
        states=len(seen.states),
        passages=sum(s.pool for s in found if s.state),
        summary=quotes(_sentences(found, state=""), seen.names),
        sides=tuple(
            _side(seen, state, found, claims.get((state, code), ()))
            for state in cut(speaking, shown)
        ),
        paging=shown,
        silent=_silent(seen, speaking),
        neighbours=_neighbours(seen.edition, round_code, code),
        found=of_commitment(seen.round, code),
    )


def _sentences(
    found: Iterable[SummaryRow], *, state: str, strand: str = ""
) -> list[SummarySentence]:
    return [
        sentence
        for summary in found
        if summary.state == state and (not strand or summary.strand == strand)
        for sentence in summary.sentences
    ]


def _side(
    seen: Evidence,
    state: str,
    found: Iterable[SummaryRow],
    claims: tuple[ClaimShown, ...],
) -> Side:
    by_strand: dict[str, list[SummarySentence]] = defaultdict(list)
    for strand in Strand:
        by_strand[strand] = _sentences(found, state=state, strand=strand.value)
    is_state = actors.is_state(state)
    return Side(
        state,
        area_name(state) if is_state else actors.actor_name(state, language()),
        # Experts may speak of a region, which has no page.
        reverse("portal:state", args=[seen.round.code, state]) if is_state else "",
        quotes(by_strand[Strand.STATE], seen.names),
        quotes(by_strand[Strand.EXPERT], seen.names),
        claims,
    )


def _silent(seen: Evidence, speaking: Iterable[str]) -> tuple[Link, ...]:
    """States of the round about which nothing was said here."""
    return tuple(
        Link(area_name(state), reverse("portal:state", args=[seen.round.code, state]))
        for state in seen.states
        if state not in set(speaking)
    )


def _neighbours(edition: Edition, round_code: str, code: str) -> tuple[Link, Link]:
    """The commitments before and after this one; empty at the ends."""
    codes = [item.code for item in edition.commitments]
    if code not in codes:
        return Link(""), Link("")
    at = codes.index(code)

    def link(index: int) -> Link:
        if not 0 <= index < len(codes):
            return Link("")
        other = edition.item(codes[index])
        href = reverse("portal:commitment", args=[round_code, other.code])
        return Link(f"{other.code} {title_of(other)}", href)

    return link(at - 1), link(at + 1)


def source_of(item: Item) -> tuple[str, ...]:
    """Where the promise stands in its text, as pairs of word and number in one list."""
    source = item.source
    fields = (
        "document",
        "section",
        "theme",
        "bullet",
        "sub_bullet",
        "paragraph",
        "letter",
    )
    return tuple(
        f"{name}:{value}"
        for name in fields
        if (value := getattr(source, name)) is not None
    )


def crosswalk_of(item: Item) -> tuple[tuple[str, tuple[Link, ...]], ...]:
    """What it corresponds to elsewhere: taxonomy, then code and title."""
    return tuple(
        (
            taxonomy,
            tuple(
                Link(code, in_language(charter.titles(taxonomy, code), language()))
                for code in codes
            ),
        )
        for taxonomy, codes in item.crosswalk.items()
    )
