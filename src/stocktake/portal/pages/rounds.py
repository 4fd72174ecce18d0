"""The pages of a round: at a glance, one theme, all commitments."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from stocktake.geography import queries as geography
from stocktake.kernel.languages import in_language
from stocktake.portal.pages.coverage import Tally, tally
from stocktake.portal.pages.evidence import (
    Counted,
    Evidence,
    Reporter,
    all_counted,
    commitment_counted,
    evidence,
    reporters,
    round_link,
    states_counted,
    theme_counted,
)
from stocktake.portal.pages.found import Found, of_round
from stocktake.portal.pages.found_theme import ThemeFound, of_theme
from stocktake.portal.pages.frame import (
    Frame,
    Link,
    Record,
    Row,
    language,
    row_of,
    title_of,
)
from stocktake.portal.pages.map import WorldPicture, world
from stocktake.reporting.queries import RoundRow
from stocktake.reporting.rules import Strand


REPORTERS_SHOWN = 40


@dataclass(frozen=True, slots=True)
class RoundPage:
    """A round at a glance."""

    frame: Frame
    round: RoundRow
    edition: str
    states_reported: int
    experts_reported: int
    total: Tally
    commitments: int
    reported_on: Tally
    themes: tuple[Counted, ...]
    states: tuple[Counted, ...]
    reporters: tuple[Reporter, ...]
    reporters_shown: int
    map: WorldPicture | None
    tiles: tuple[Counted, ...]
    found: Found

    @property
    def first_reporters(self) -> tuple[Reporter, ...]:
        """Those shown on the page; its data has them all."""
        return self.reporters[: self.reporters_shown]

    def records(self) -> list[Record]:
        """One record a sender and document."""
        return [
            {
                "round": self.round.code,
                "sender": reporter.code,
                "name": reporter.name,
                "strand": reporter.strand,
                "document": document.sha256,
                "title": document.title or document.name,
                "language": document.language,
                "pages": document.pages,
                "passages": document.passages,
            }
            for reporter in self.reporters
            for document in reporter.documents
        ]


def round_page(code: str) -> RoundPage:
    """A round at a glance. Five queries; more after findings changed."""
    seen = evidence(code)
    senders = {s.sender for s in seen.submissions if s.strand is Strand.STATE}
    experts = {s.sender for s in seen.submissions if s.strand is Strand.EXPERT}
    states = states_counted(seen)
    return RoundPage(
        frame=Frame(round_link(seen.round).text, "round", (), seen.round),
        round=seen.round,
        edition=in_language(seen.edition.title, language()),
        states_reported=len(senders),
        experts_reported=len(experts),
        total=all_counted(seen),
        commitments=len(seen.edition.commitments),
        reported_on=_reported_on(seen),
        themes=tuple(theme_counted(seen, theme) for theme in seen.edition.themes),
        states=states,
        reporters=reporters(seen.submissions, seen.names),
        reporters_shown=REPORTERS_SHOWN,
        map=world(states),
        tiles=tuple(state for state in states if _illustrative(state.code)),
        found=of_round(seen.round),
    )


def _illustrative(code: str) -> bool:
    return geography.area(code).illustrative


def _reported_on(seen: Evidence) -> Tally:
    """Commitments (not pairs) on which anyone reports."""
    by_code: dict[str, set[str]] = {}
    for (_state, code), kind in seen.covered.items():
        by_code.setdefault(code, set()).add(kind)
    state = {c for c, kinds in by_code.items() if kinds & {"both", "state"}}
    expert = {c for c, kinds in by_code.items() if kinds & {"both", "expert"}}
    return Tally(
        len(state & expert),
        len(state - expert),
        len(expert - state),
        len(seen.edition.commitments),
    )


@dataclass(frozen=True, slots=True)
class ThemePage:
    """One theme: its commitments, who reports on each."""

    frame: Frame
    round: RoundRow
    theme: Row
    tally: Tally
    states: int
    commitments: tuple[Counted, ...]
    found: ThemeFound
    neighbours: tuple[Link, ...]

    def records(self) -> list[Record]:
        """One record a commitment, then one a label and one a class of agreement."""
        rows = [_record(self.round.code, one) for one in self.commitments]
        return rows + self.found.records(self.round.code, self.theme.code)


def theme_page(code: str, theme_code: str) -> ThemePage:
    """One theme of a round. Six queries; more after findings changed."""
    seen = evidence(code)
    theme = seen.edition.theme_of(theme_code)
    under = seen.under(theme)
    return ThemePage(
        frame=Frame(
            title_of(theme),
            "commitments",
            (round_link(seen.round), Link(title_of(theme))),
            seen.round,
        ),
        round=seen.round,
        theme=row_of(theme),
        tally=tally(seen.covered, seen.states, under),
        states=len(seen.states),
        commitments=tuple(commitment_counted(seen, item) for item in under),
        found=of_theme(seen.round, theme.code),
        neighbours=tuple(
            Link(title_of(other), reverse("portal:theme", args=[code, other.code]))
            for other in seen.edition.themes
            if other.code != theme.code
        ),
    )


@dataclass(frozen=True, slots=True)
class CommitmentsPage:
    """All commitments of a round by theme."""

    frame: Frame
    round: RoundRow
    states: int
    themes: tuple[tuple[Counted, tuple[Counted, ...]], ...]

    def records(self) -> list[Record]:
        """One record a commitment."""
        return [
            _record(self.round.code, one)
            for _theme, rows in self.themes
            for one in rows
        ]


def commitments_page(code: str) -> CommitmentsPage:
    """All commitments of a round. Four queries."""
    seen = evidence(code)
    return CommitmentsPage(
        frame=Frame(
            _("Commitments"),
            "commitments",
            (round_link(seen.round), Link(_("Commitments"))),
            seen.round,
        ),
        round=seen.round,
        states=len(seen.states),
        themes=tuple(
            (
                theme_counted(seen, theme),
                tuple(commitment_counted(seen, item) for item in seen.under(theme)),
            )
            for theme in seen.edition.themes
        ),
    )


def _record(round_code: str, one: Counted) -> Record:
    return {
        "round": round_code,
        "code": one.code,
        "title": one.title,
        "state_and_experts": one.tally.both,
        "state_only": one.tally.state,
        "experts_only": one.tally.expert,
        "of": one.tally.total,
    }
