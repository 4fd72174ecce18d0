"""What the pages of one round count from, read once a page; and how it is counted."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from stocktake.charter.rules import Edition, Item
from stocktake.portal.pages.coverage import Coverage, Tally, coverage, tally
from stocktake.portal.pages.frame import Link, edition_of, title_of
from stocktake.portal.places import area_name, sender_names
from stocktake.reporting import queries as reporting
from stocktake.reporting.queries import EnclosedDocument, RoundRow, SubmissionRow
from stocktake.reporting.rules import Strand
from stocktake.texts import queries as texts


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
class Evidence:
    """What the pages of one round count from: read once a page."""

    round: RoundRow
    edition: Edition
    submissions: tuple[SubmissionRow, ...]
    covered: Coverage
    names: Mapping[str, str]  # of the senders

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
    """All that is counted about a round. Five queries, however many States."""
    round_ = reporting.round_(code)
    edition = edition_of(round_)
    submissions = reporting.submissions(code)
    return Evidence(
        round_,
        edition,
        submissions,
        coverage(edition, texts.coverage(code)),
        sender_names(one.sender for one in submissions),
    )


def round_link(round_: RoundRow) -> Link:
    """The round, as the first step of a trail."""
    text = _("Round %(code)s") % {"code": round_.code}
    return Link(text, reverse("portal:round", args=[round_.code]))


def codes_of(seen: Evidence) -> tuple[str, ...]:
    """The counted commitments by code."""
    return tuple(item.code for item in seen.edition.commitments)


def all_counted(seen: Evidence) -> Tally:
    """All pairs of the round."""
    return tally(seen.covered, seen.states, codes_of(seen))


def theme_counted(seen: Evidence, theme: Item) -> Counted:
    """A theme with its tally and its page."""
    under = seen.under(theme)
    href = reverse("portal:theme", args=[seen.round.code, theme.code])
    counted = tally(seen.covered, seen.states, under)
    return Counted(theme.code, title_of(theme), counted, len(under), href)


def commitment_counted(seen: Evidence, code: str) -> Counted:
    """A commitment with its tally and its page."""
    href = reverse("portal:commitment", args=[seen.round.code, code])
    counted = tally(seen.covered, seen.states, [code])
    return Counted(code, title_of(seen.edition.item(code)), counted, 1, href)


def states_counted(seen: Evidence) -> tuple[Counted, ...]:
    """The States of the round, each with its tally and its page."""
    codes = codes_of(seen)
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


def reporters(
    submissions: Iterable[SubmissionRow], names: Mapping[str, str]
) -> tuple[Reporter, ...]:
    """Who sent what: States first, each strand by code."""
    ordered = sorted(submissions, key=lambda s: (s.strand is Strand.EXPERT, s.sender))
    return tuple(
        Reporter(
            s.sender,
            names[s.sender],
            s.strand.value,
            tuple(
                Link(area_name(code), reverse("portal:state", args=[s.round, code]))
                for code in s.about
            ),
            s.documents,
        )
        for s in ordered
    )
