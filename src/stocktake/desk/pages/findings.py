"""Findings on the desk: all about one State in a round, and one with the State's reply."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from stocktake.accounts.rules import Acting, Permission
from stocktake.actors import queries as actors
from stocktake.assessment import queries
from stocktake.assessment.rules import Figure, Finding, Reply
from stocktake.charter import queries as charter
from stocktake.charter.rules import Edition
from stocktake.desk.pages.expert_claims import Said, said
from stocktake.desk.pages.finding_words import (
    agreement_name,
    confidence_name,
    label_name,
    rating_name,
    status_name,
)
from stocktake.desk.pages.frames import Frame, Link, Marked
from stocktake.geography.queries import is_illustrative
from stocktake.kernel.errors import NotFound, NotPermitted
from stocktake.kernel.languages import LANGUAGES, in_language
from stocktake.reporting import queries as reporting


@dataclass(frozen=True, slots=True)
class FindingLine:
    """One finding in a list."""

    code: str
    title: str
    part: bool  # of a commitment
    state: str
    agreement: str
    label: str
    replied: bool
    href: str


@dataclass(frozen=True, slots=True)
class FindingsPage:
    """The findings about one State, and which States and rounds there are to choose."""

    frame: Frame
    area: str  # code; "" where none is chosen
    name: str
    areas: tuple[str, ...]
    round: str
    rounds: tuple[str, ...]
    lines: tuple[FindingLine, ...]


@dataclass(frozen=True, slots=True)
class FigureLine:
    """One figure: its indicator, label, the arithmetic on one line, how well it holds."""

    title: str
    label: str
    arithmetic: str
    k: int
    n: int
    release: str


@dataclass(frozen=True, slots=True)
class FindingPage:
    """One finding as the State reads it before it replies."""

    frame: Frame
    urn: str
    version: int
    area: str
    item: str
    state: str  # what the State says
    ratings: tuple[tuple[str, str], ...]  # who, which rating
    agreement: str
    gap: int | None
    confidence: str
    figures: tuple[FigureLine, ...]
    finding: Finding
    replies: tuple[tuple[Reply, tuple[Said, ...]], ...]
    public: str  # the page that everybody sees
    action: str
    languages: tuple[tuple[str, str], ...]
    language: str


def findings_page(
    area: str, round_code: str, *, by: Acting, language: str
) -> FindingsPage:
    """The findings about a State in a round that was assessed, the newest unless one is named.

    A query for each round, and two.
    """
    if not by.may_somewhere(Permission.FINDING_REPLY):
        msg = "These pages are for those who reply on behalf of a State."
        raise NotPermitted(msg)
    areas = tuple(sorted(code for code in by.areas if actors.is_state(code)))
    chosen = area or (areas[0] if areas else "")
    if chosen:
        by.require(Permission.FINDING_REPLY, area=chosen)
        if not actors.is_state(chosen):
            msg = f"{chosen!r} is no State."
            raise NotFound(msg)
    rounds = tuple(
        one.code for one in reporting.rounds() if queries.has_findings(one.code)
    )
    code = round_code if round_code in rounds else (rounds[0] if rounds else "")
    found = queries.findings(code, state=chosen) if chosen and code else ()
    edition = charter.edition(reporting.round_(code).edition) if code else None
    return FindingsPage(
        frame=Frame(
            _("Findings"),
            trail=(Link(_("Desk"), reverse("desk:home")), Link(_("Findings"))),
            round=Marked(bool(chosen) and is_illustrative(chosen)),
        ),
        area=chosen,
        name=actors.actor_name(chosen, language) if chosen else "",
        areas=areas,
        round=code,
        rounds=rounds,
        lines=tuple(_line(one, edition, language) for one in found if edition),
    )


def finding_page(urn: str, *, by: Acting, language: str) -> FindingPage:
    """One finding. Three queries, and one for each organisation that rates."""
    round_code, area, code = queries.address(urn)
    by.require(Permission.FINDING_REPLY, area=area)
    found = queries.finding(urn)
    edition = charter.edition(reporting.round_(round_code).edition)
    item = f"{code} {in_language(edition.item(code).title, language)}"
    back = f"{reverse('desk:findings')}?area={area}&round={round_code}"
    confidence = found.grade.confidence
    return FindingPage(
        frame=Frame(
            item,
            trail=(
                Link(_("Desk"), reverse("desk:home")),
                Link(_("Findings"), back),
                Link(item),
            ),
            round=Marked(is_illustrative(area)),
        ),
        urn=found.urn,
        version=found.version,
        area=actors.actor_name(area, language),
        item=item,
        state=_state(found),
        ratings=tuple(
            (actors.actor_name(one.sender, language), rating_name(one.rating))
            for one in found.experts.ratings
        ),
        agreement=agreement_name(found.agreement),
        gap=found.gap,
        confidence=confidence_name(confidence) if confidence else "",
        figures=tuple(_figure(one, edition.code, language) for one in found.figures),
        finding=found,
        replies=tuple((one, said(one.texts)) for one in found.replies),
        public=reverse("portal:finding", args=[round_code, area, code]),
        action=reverse("desk:finding_reply", args=[round_code, area, code]),
        languages=tuple((each.code, each.own_name) for each in LANGUAGES.values()),
        language=language,
    )


def _line(found: Finding, edition: Edition, language: str) -> FindingLine:
    item = edition.item(found.code)
    return FindingLine(
        code=found.code,
        title=in_language(item.title, language),
        part=not item.counted,
        state=_state(found),
        agreement=agreement_name(found.agreement),
        label=label_name(found.label) if found.figures else "",
        replied=bool(found.replies),
        href=reverse("desk:finding", args=[found.round, found.state, found.code]),
    )


def _state(found: Finding) -> str:
    """What the State answers, in words; nothing where it sent documents only."""
    return status_name(found.claimed.status or found.claimed.absence)


def _figure(one: Figure, edition: str, language: str) -> FigureLine:
    held = one.verdict.stability
    return FigureLine(
        title=queries.indicator_title(one.indicator, language, edition=edition),
        label=label_name(one.verdict.label),
        arithmetic=one.verdict.arithmetic,
        k=held.k,
        n=held.n,
        release=one.release,
    )
