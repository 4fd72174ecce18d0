"""The page of one State: its commitments, what it and experts say, treaties, documents."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from stocktake.charter.rules import Item
from stocktake.geography import queries as geography
from stocktake.kernel.errors import NotFound
from stocktake.portal.pages.claims import (
    Claims,
    ClaimShown,
    beside,
    claims_of,
    shown_under,
)
from stocktake.portal.pages.coverage import Tally, tally
from stocktake.portal.pages.evidence import (
    Evidence,
    Reporter,
    evidence,
    reporters,
    round_link,
)
from stocktake.portal.pages.found import Found, of_state
from stocktake.portal.pages.frame import (
    Frame,
    Link,
    Record,
    Row,
    row_of,
    title_of,
)
from stocktake.portal.pages.quotes import Quote, quotes
from stocktake.portal.pages.supporting import SupportingFile, supporting_files
from stocktake.portal.pages.treaties import TreatyRow, treaties
from stocktake.portal.places import area_name
from stocktake.reporting.queries import RoundRow
from stocktake.reporting.rules import Strand
from stocktake.texts import queries as texts
from stocktake.texts.queries import SummaryRow


@dataclass(frozen=True, slots=True)
class Finding:
    """One commitment: what the State says, what experts say."""

    item: Row
    who: str
    href: str
    state: tuple[Quote, ...]
    expert: tuple[Quote, ...]
    claims: tuple[ClaimShown, ...]

    @property
    def said(self) -> bool:
        """Whether anybody says anything on it."""
        return bool(self.state or self.expert or self.claims)

    @property
    def expert_beside(self) -> tuple[Quote, ...]:
        """What experts say beyond the claims."""
        return beside(self.expert, self.claims)

    def records(self) -> list[Record]:
        """The quotes and the claims as data."""
        quoted = [quote.record() for quote in (*self.state, *self.expert)]
        return quoted + [claim.record() for claim in self.claims]


@dataclass(frozen=True, slots=True)
class ThemeFindings:
    """The commitments of a theme."""

    theme: Row
    tally: Tally
    findings: tuple[Finding, ...]

    @property
    def told(self) -> tuple[Finding, ...]:
        """Those on which something was said."""
        return tuple(f for f in self.findings if f.said)


@dataclass(frozen=True, slots=True)
class StatePage:
    """One State in one round."""

    frame: Frame
    round: RoundRow
    code: str
    name: str
    illustrative: bool
    tally: Tally
    themes: tuple[ThemeFindings, ...]
    reporters: tuple[Reporter, ...]
    own_reports: int
    expert_reports: int
    treaties: tuple[TreatyRow, ...]
    files: tuple[SupportingFile, ...]
    found: Found

    @property
    def said_anything(self) -> bool:
        """Whether any passage about a commitment was found."""
        return any(theme.told for theme in self.themes)

    @property
    def treaties_known(self) -> bool:
        """Whether any loaded list covers this State."""
        return any(row.known for row in self.treaties)

    def records(self) -> list[Record]:
        """One record a cited sentence, and one a claim with the State's reply."""
        return [
            record
            for theme in self.themes
            for finding in theme.findings
            for record in finding.records()
        ]


def state_page(round_code: str, code: str) -> StatePage:
    """One State in one round. Twenty-nine queries, however much was said."""
    seen = evidence(round_code)
    area = geography.area(code)
    found = texts.summaries(round_code, state=area.alpha3)
    mine = tuple(s for s in seen.submissions if area.alpha3 in (s.sender, *s.about))
    if not area.is_state:
        msg = f"{area.name()} ({area.alpha3}) is not a State that reports in a round."
        raise NotFound(msg)
    codes = [item.code for item in seen.edition.commitments]
    name = area_name(area.alpha3)
    claims = claims_of(
        seen.round,
        seen.names,
        shown_under(seen.edition, *codes),
        area=area.alpha3,
    )
    return StatePage(
        frame=Frame(
            name,
            "states",
            (
                round_link(seen.round),
                Link(_("States"), reverse("portal:states", args=[round_code])),
                Link(name),
            ),
            seen.round,
        ),
        round=seen.round,
        code=area.alpha3,
        name=name,
        illustrative=area.illustrative,
        tally=tally(seen.covered, [area.alpha3], codes),
        themes=tuple(
            _theme(seen, theme, area.alpha3, found, claims)
            for theme in seen.edition.themes
        ),
        reporters=reporters(mine, seen.names),
        own_reports=sum(s.strand is Strand.STATE for s in mine),
        expert_reports=sum(s.strand is Strand.EXPERT for s in mine),
        treaties=treaties(area.alpha3, seen.round.last),
        files=supporting_files(round_code, area.alpha3),
        found=of_state(seen.round, area.alpha3, _promises(seen, codes)),
    )


def _promises(seen: Evidence, codes: Iterable[str]) -> dict[str, Link]:
    """The commitments by code, each with its page."""
    return {
        code: Link(
            f"{code} {title_of(seen.edition.item(code))}",
            reverse("portal:commitment", args=[seen.round.code, code]),
        )
        for code in codes
    }


def _theme(
    seen: Evidence,
    theme: Item,
    state: str,
    found: tuple[SummaryRow, ...],
    claims: Claims,
) -> ThemeFindings:
    under = seen.under(theme)
    return ThemeFindings(
        row_of(theme),
        tally(seen.covered, [state], under),
        tuple(_finding(seen, code, state, found, claims) for code in under),
    )


def _finding(
    seen: Evidence,
    code: str,
    state: str,
    found: tuple[SummaryRow, ...],
    claims: Claims,
) -> Finding:
    mine = [s for s in found if s.code == code]
    said = {
        strand: quotes(
            (sentence for s in mine if s.strand == strand for sentence in s.sentences),
            seen.names,
        )
        for strand in Strand
    }
    return Finding(
        row_of(seen.edition.item(code)),
        seen.covered.get((state, code), "none"),
        reverse("portal:commitment", args=[seen.round.code, code]),
        said[Strand.STATE],
        said[Strand.EXPERT],
        claims.get((state, code), ()),
    )
