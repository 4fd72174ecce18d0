"""The pages of a round: at a glance, one theme, all States, all commitments."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from stocktake.charter.rules import Edition, Item
from stocktake.portal import sources
from stocktake.portal.pages.coverage import Coverage, Tally, coverage, tally
from stocktake.portal.pages.frame import (
    Frame,
    Link,
    Record,
    Row,
    edition_of,
    language,
    row_of,
    title_of,
)
from stocktake.portal.places import area_name, region, regions, sender_name
from stocktake.reporting import queries as reporting
from stocktake.reporting.queries import EnclosedDocument, RoundRow, SubmissionRow
from stocktake.reporting.rules import Strand


@dataclass(frozen=True, slots=True)
class Reporter:
    """One sender and what it sent in this round."""

    code: str
    name: str
    strand: str
    about: tuple[Link, ...]
    documents: tuple[EnclosedDocument, ...]


@dataclass(frozen=True, slots=True)
class Counted:
    """A theme, commitment or State with its tally."""

    code: str
    title: str
    tally: Tally
    commitments: int = 0
    href: str = ""


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """One State and who reports on each commitment."""

    code: str
    name: str
    marks: tuple[str, ...]
    tally: Tally


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the pages of one round count from: read once a page."""

    round: RoundRow
    edition: Edition
    submissions: tuple[SubmissionRow, ...]
    covered: Coverage

    @property
    def states(self) -> tuple[str, ...]:
        """The States that report or are reported on, by code."""
        found = {s.sender for s in self.submissions if s.strand is Strand.STATE}
        found |= {state for s in self.submissions for state in s.about}
        return tuple(sorted(found | {state for state, _code in self.covered}))

    def under(self, theme: Item) -> tuple[str, ...]:
        """The counted commitments of a theme."""
        return tuple(
            item.code
            for item in self.edition.commitments
            if self.edition.theme_of(item.code).code == theme.code
        )


def evidence(code: str) -> Evidence:
    """All that is counted about a round. Four queries, however many States."""
    round_ = reporting.round_(code)
    edition = edition_of(round_)
    return Evidence(
        round_,
        edition,
        reporting.submissions(code),
        coverage(edition, sources.coverage(code, round_.edition)),
    )


def round_link(round_: RoundRow) -> Link:
    """The round, as the first step of a trail."""
    text = _("Round %(code)s") % {"code": round_.code}
    return Link(text, reverse("portal:round", args=[round_.code]))


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
    map: str
    tiles: tuple[Counted, ...]

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
    """A round at a glance. Four queries."""
    seen = evidence(code)
    senders = {s.sender for s in seen.submissions if s.strand is Strand.STATE}
    experts = {s.sender for s in seen.submissions if s.strand is Strand.EXPERT}
    states = _states(seen)
    from stocktake.portal.pages.map import world

    return RoundPage(
        frame=Frame(round_link(seen.round).text, "round", (), seen.round),
        round=seen.round,
        edition=_title(seen.edition),
        states_reported=len(senders),
        experts_reported=len(experts),
        total=_all(seen),
        commitments=len(seen.edition.commitments),
        reported_on=_reported_on(seen),
        themes=tuple(_theme(seen, theme) for theme in seen.edition.themes),
        states=states,
        reporters=reporters(seen.submissions),
        map=world(seen.round.code, states),
        tiles=tuple(state for state in states if state.code.startswith("XA")),
    )


def _title(edition: Edition) -> str:
    from stocktake.kernel.languages import in_language

    return in_language(edition.title, language())


def _codes(seen: Evidence) -> tuple[str, ...]:
    return tuple(item.code for item in seen.edition.commitments)


def _all(seen: Evidence) -> Tally:
    return tally(seen.covered, seen.states, _codes(seen))


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


def _theme(seen: Evidence, theme: Item) -> Counted:
    under = seen.under(theme)
    href = reverse("portal:theme", args=[seen.round.code, theme.code])
    counted = tally(seen.covered, seen.states, under)
    return Counted(theme.code, title_of(theme), counted, len(under), href)


def _states(seen: Evidence) -> tuple[Counted, ...]:
    codes = _codes(seen)
    per_state: dict[str, Coverage] = {}
    for (state, code), kind in seen.covered.items():
        per_state.setdefault(state, {})[state, code] = kind
    return tuple(
        Counted(
            state,
            area_name(state),
            tally(per_state.get(state, {}), [state], codes),
            href=reverse("portal:state", args=[seen.round.code, state]),
        )
        for state in seen.states
    )


def reporters(submissions: Iterable[SubmissionRow]) -> tuple[Reporter, ...]:
    """Who sent what: States first, each strand by code."""
    ordered = sorted(submissions, key=lambda s: (s.strand is Strand.EXPERT, s.sender))
    return tuple(
        Reporter(
            s.sender,
            sender_name(s.sender),
            s.strand.value,
            tuple(
                Link(area_name(code), reverse("portal:state", args=[s.round, code]))
                for code in s.about
            ),
            s.documents,
        )
        for s in ordered
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
    neighbours: tuple[Link, ...]

    def records(self) -> list[Record]:
        """One record a commitment."""
        return [_record(self.round.code, one) for one in self.commitments]


def theme_page(code: str, theme_code: str) -> ThemePage:
    """One theme of a round. Four queries."""
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
        commitments=tuple(_commitment(seen, item) for item in under),
        neighbours=tuple(
            Link(title_of(other), reverse("portal:theme", args=[code, other.code]))
            for other in seen.edition.themes
            if other.code != theme.code
        ),
    )


def _commitment(seen: Evidence, code: str) -> Counted:
    href = reverse("portal:commitment", args=[seen.round.code, code])
    counted = tally(seen.covered, seen.states, [code])
    return Counted(code, title_of(seen.edition.item(code)), counted, 1, href)


@dataclass(frozen=True, slots=True)
class CommitmentsPage:
    """All commitments of a round by theme."""

    frame: Frame
    round: RoundRow
    states: int
    themes: tuple[tuple[Counted, tuple[Counted, ...]], ...]

    def records(self) -> list[Record]:
        """One record a commitment."""
        return [_record(self.round.code, one) for _theme, rows in self.themes for one in rows]


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
                _theme(seen, theme),
                tuple(_commitment(seen, item) for item in seen.under(theme)),
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


@dataclass(frozen=True, slots=True)
class StatesPage:
    """Every State against every commitment."""

    frame: Frame
    round: RoundRow
    themes: tuple[Counted, ...]
    commitments: tuple[Row, ...]
    firsts: frozenset[str]
    first_columns: tuple[int, ...]
    rows: tuple[MatrixRow, ...]
    regions: tuple[tuple[str, str], ...]
    region: str
    all_states: int

    def records(self) -> list[Record]:
        """One record a State and commitment."""
        return [
            {"round": self.round.code, "state": row.code, "commitment": item.code, "who": mark}
            for row in self.rows
            for item, mark in zip(self.commitments, row.marks, strict=True)
        ]


def states_page(code: str, region_code: str) -> StatesPage:
    """Every State against every commitment, perhaps of one region. Four queries."""
    seen = evidence(code)
    items = seen.edition.commitments
    firsts = frozenset(
        under[0] for theme in seen.edition.themes if (under := seen.under(theme))
    )
    shown = [s for s in _states(seen) if region_code in ("", region(s.code))]
    return StatesPage(
        frame=Frame(
            _("States"), "states", (round_link(seen.round), Link(_("States"))), seen.round
        ),
        round=seen.round,
        themes=tuple(_theme(seen, theme) for theme in seen.edition.themes),
        commitments=tuple(row_of(item) for item in items),
        firsts=firsts,
        first_columns=tuple(n for n, item in enumerate(items) if item.code in firsts),
        rows=tuple(
            MatrixRow(
                state.code,
                state.title,
                tuple(seen.covered.get((state.code, item.code), "none") for item in items),
                state.tally,
            )
            for state in shown
        ),
        regions=regions(seen.states),
        region=region_code,
        all_states=len(seen.states),
    )
