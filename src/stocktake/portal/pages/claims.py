"""Published claims of experts as pages show them: words, status, evidence, the State's reply."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from stocktake.actors import queries as actors
from stocktake.actors.rules import COLLECTIVE
from stocktake.charter.rules import Edition
from stocktake.kernel.languages import LANGUAGES, direction
from stocktake.portal.pages.frame import Record, language
from stocktake.portal.pages.quotes import Quote, passage_address, place
from stocktake.reporting import queries as reporting
from stocktake.reporting import questionnaires
from stocktake.reporting.claims import ClaimKind, ClaimStatus
from stocktake.reporting.queries import ClaimRow, ReplyRow
from stocktake.reporting.questionnaires import Questionnaire


@dataclass(frozen=True, slots=True)
class Said:
    """Words in one language."""

    language: str
    direction: str
    words: str


@dataclass(frozen=True, slots=True)
class Replied:
    """What the State concerned answered; every reply is kept, the last one stands."""

    day: date
    said: tuple[Said, ...]
    earlier: bool  # it answered earlier words of the claim
    stands: bool


@dataclass(frozen=True, slots=True)
class Attached:
    """A file that its author published with the claim."""

    number: int
    kind: str
    size: int
    href: str


@dataclass(frozen=True, slots=True)
class ClaimShown:
    """One published claim with all that stands beside it."""

    id: str
    kind: str
    kind_name: str
    who: str
    degree: str  # of a rating, in words
    said: tuple[Said, ...]
    remedy: tuple[Said, ...]
    status: str
    status_name: str
    reason: str  # of the status, in the words of the secretariat
    links: tuple[str, ...]
    files: tuple[Attached, ...]
    where: str
    href: str  # its words in the published document
    replies: tuple[Replied, ...]
    row: ClaimRow

    def record(self) -> Record:
        """The claim as data, with the reply that stands."""
        standing = self.row.replies[-1].text if self.row.replies else {}
        return {
            "commitment": self.row.item,
            "state": self.row.area,
            "strand": "expert",
            "sender": self.row.sender,
            "stance": self.row.kind.value,
            "claim": self.row.urn,
            "status": self.status,
            "rating": str(self.row.fields.get("rating") or ""),
            "text": _first(self.row.fields.get("text")),
            "reply": _first(standing),
            "replied": self.replies[-1].day.isoformat() if self.replies else "",
            "document": self.row.document,
        }


Claims = Mapping[tuple[str, str], tuple[ClaimShown, ...]]  # by area and commitment


def shown_under(edition: Edition, *codes: str) -> dict[str, str]:
    """The commitment under which claims about it and about its parts are shown."""
    return {
        item: code
        for code in codes
        for item in (code, *(part.code for part in edition.children(code)))
    }


def claims_of(
    round_: reporting.RoundRow,
    names: Mapping[str, str],
    commitments: Mapping[str, str],
    *,
    area: str = "",
) -> Claims:
    """Published claims about these items, by area and commitment. Six queries, however many.

    ``commitments`` gives for each item the commitment under which it is shown.
    """
    rows = reporting.published_claims(round_.code, area=area, items=commitments)
    asked = questionnaires.questionnaire(round_.edition, "expert") if rows else None
    found: dict[tuple[str, str], list[ClaimShown]] = {}
    for row in rows:
        key = row.area, commitments[row.item]
        found.setdefault(key, []).append(claim_shown(row, asked, names))
    return {key: tuple(shown) for key, shown in found.items()}


def beside(quotes: Iterable[Quote], claims: Iterable[ClaimShown]) -> tuple[Quote, ...]:
    """The quotes that no claim shown beside them holds already."""
    told = {(one.row.document, order) for one in claims for order in one.row.passages}
    return tuple(
        quote
        for quote in quotes
        if (quote.sentence.citation.document, quote.sentence.citation.order) not in told
    )


def claim_shown(
    row: ClaimRow, asked: Questionnaire | None, names: Mapping[str, str]
) -> ClaimShown:
    """A claim in the page's words; ``asked`` is the questionnaire that it answers."""
    last = row.weighings[-1].reason if row.weighings else ""
    order = row.passages[0] if row.passages else 0
    return ClaimShown(
        id=f"claim-{row.area}-{row.urn.rpartition('/')[2]}",
        kind=row.kind.value,
        kind_name=kind_name(row.kind),
        who=_who(row.sender, names),
        degree=_degree(row, asked),
        said=said(row.fields.get("text")),
        remedy=said(row.fields.get("remedy")),
        status=row.status.value,
        status_name=status_name(row.status),
        reason=last,
        links=tuple(str(link) for link in row.fields.get("evidence") or ()),
        files=tuple(
            Attached(one.number, one.kind, one.size, _file_address(row, one.number))
            for one in row.public_files
        ),
        where=place(None, "", order) if order else "",
        href=passage_address(row.document, order, page=None) if row.document else "",
        replies=tuple(
            _replied(one, stands=one is row.replies[-1]) for one in row.replies
        ),
        row=row,
    )


def _who(sender: str, names: Mapping[str, str]) -> str:
    if sender == COLLECTIVE:
        return actors.actor_name(sender, language())
    return names.get(sender, sender)


def _replied(one: ReplyRow, *, stands: bool) -> Replied:
    return Replied(one.at.date(), said(one.text), one.earlier, stands)


def _degree(row: ClaimRow, asked: Questionnaire | None) -> str:
    """The degree of a rating, in words."""
    degree = row.fields.get("rating")
    if asked is None or not degree:
        return ""
    block = asked.blocks.get(row.item)
    for group in block.groups if block else ():
        for field in group.fields:
            if field.id == "rating":
                return questionnaires.shown(asked, field, degree, language())
    return ""


def _file_address(row: ClaimRow, number: int) -> str:
    item, group, record = row.address.split("/")
    where = [row.round, row.sender, item, group, record, number]
    return reverse("evidence_file", args=where)


def said(text: Any) -> tuple[Said, ...]:
    """A text in each language it has."""
    if not isinstance(text, Mapping):
        return ()
    return tuple(
        Said(code, direction(code), str(text[code]))
        for code in LANGUAGES
        if text.get(code)
    )


def kind_name(kind: ClaimKind) -> str:
    """What a claim is, in words."""
    return {
        ClaimKind.RATING: _("Rating"),
        ClaimKind.CHALLENGE: _("Challenge"),
        ClaimKind.ACHIEVEMENT: _("Achievement"),
    }[kind]


def status_name(status: ClaimStatus) -> str:
    """What is known about a claim beside itself, in words."""
    return {
        ClaimStatus.UNVERIFIED: _("Unverified"),
        ClaimStatus.CORROBORATED: _("Corroborated"),
        ClaimStatus.CONTESTED: _("Contested"),
    }[status]


def _first(text: Any) -> str:
    found = said(text)
    return found[0].words if found else ""
