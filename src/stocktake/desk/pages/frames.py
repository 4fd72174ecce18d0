"""What every page of the desk has: its title, its trail, who else is writing."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from stocktake.desk.pages.reports import Report
from stocktake.geography import queries as geography
from stocktake.kernel.languages import in_language
from stocktake.reporting import queries
from stocktake.reporting.questionnaires import Group
from stocktake.reporting.rules import Strand
from stocktake.reporting.sources.rules import is_protected


@dataclass(frozen=True, slots=True)
class Link:
    """Words and where they lead; the last of a trail leads nowhere."""

    text: str
    href: str = ""


@dataclass(frozen=True, slots=True)
class Marked:
    """What the frame asks of a round: whether its States are invented."""

    illustrative: bool


@dataclass(frozen=True, slots=True)
class Frame:
    """What the frame around a page needs to know."""

    title: str
    section: str = "desk"
    trail: tuple[Link, ...] = ()
    round: Marked | queries.RoundRow | None = None


@dataclass(frozen=True, slots=True)
class Writing:
    """Somebody else who changed an answer lately: who, what, when."""

    name: str
    what: str
    href: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Editing:
    """Who else is writing in a report."""

    others: tuple[Writing, ...]

    @classmethod
    def of(cls, report: Report, *, at: datetime, language: str) -> "Editing":
        """Those who changed something within ten minutes. Two queries."""
        rows = queries.recent_editors(report.draft.key, at=at, but=report.signed)
        return cls(
            tuple(
                Writing(
                    writer_name(row.name),
                    what_of(report, row.address, language),
                    report.place(row.address),
                    row.at,
                )
                for row in rows
            )
        )


def frame_of(report: Report, title: str, *between: Link) -> Frame:
    """The frame of a page within a report."""
    trail = (
        Link(_("Desk"), reverse("desk:home")),
        Link(report_name(report), report.url()),
        *between,
        Link(title),
    )
    return Frame(
        title, "desk", trail, Marked(geography.is_illustrative(report.draft.sender))
    )


def report_name(report: Report) -> str:
    """Whose report it is, and of which round."""
    draft = report.draft
    names: dict[str, Any] = {"sender": draft.sender, "round": draft.round}
    if is_protected(draft.sender):
        return _("Protected report, round %(round)s") % names
    return _("Report of %(sender)s, round %(round)s") % names


def numbered(code: str, title: str) -> str:
    """A theme or commitment with its number; other pages by their title."""
    return f"{code} {title}" if code[0].isdigit() else title


def writer_name(signed: str) -> str:
    """Who wrote something, by the name it is signed with; experts are not told apart."""
    if signed == "expert" or signed.startswith("expert "):
        return _("Your organisation")
    return signed


def sender_name(sender: str, strand: Strand, language: str) -> str:
    """A State by its name; an organisation by its code; a protected report by that word."""
    if is_protected(sender):
        return _("Protected report")
    is_state = strand is Strand.STATE and geography.is_state(sender)
    return geography.name(sender, language) if is_state else sender


def what_of(report: Report, address: str, language: str) -> str:
    """The question at an address in words: its block and its label."""
    questionnaire = report.draft.questionnaire
    if address not in questionnaire:
        return address
    part = questionnaire.part(address)
    label = in_language(part.one if isinstance(part, Group) else part.label, language)
    item = address.split("/", maxsplit=1)[0]
    return numbered(item, label)
