"""Claims on the desk: the secretariat's queue, one claim, what a State may reply to."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from stocktake.accounts.rules import Acting, Permission
from stocktake.actors import queries as actors
from stocktake.design.words import direction
from stocktake.desk.pages.expert_words import claim_kind_name, source_name
from stocktake.desk.pages.frames import Frame, Link
from stocktake.kernel.errors import NotFound
from stocktake.kernel.languages import LANGUAGES, in_language
from stocktake.reporting import queries, questionnaires
from stocktake.reporting.queries import ClaimRow, File, ListedSubmission
from stocktake.reporting.questionnaires import Group, Questionnaire
from stocktake.reporting.rules import Stage, Step, Strand
from stocktake.reporting.sources.rules import Publication, is_protected


_GROUP = {
    "rating": "ratings",
    "challenge": "challenges",
    "achievement": "achievements",
}
_LEFT_OUT = frozenset({"areas", "publication"})


@dataclass(frozen=True, slots=True)
class Said:
    """Words in one language."""

    language: str
    direction: str
    words: str


@dataclass(frozen=True, slots=True)
class Fact:
    """One answer of a claim: its question and its words."""

    label: str
    said: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class ClaimView:
    """A claim in the page's words."""

    row: ClaimRow
    area: str
    item: str
    kind: str
    source: str
    facts: tuple[Fact, ...]
    replies: tuple[tuple[queries.ReplyRow, tuple[Said, ...]], ...]

    @property
    def href(self) -> str:
        """Its page on the desk."""
        code, area, record = self.row.urn.rpartition(":")[2].split("/")
        return reverse("desk:claim", args=[code, area, record])

    @property
    def first(self) -> Said | None:
        """The first words of it, for lists."""
        return self.facts[0].said[0] if self.facts and self.facts[0].said else None


@dataclass(frozen=True, slots=True)
class ReportRow:
    """One expert's report in the secretariat's queue."""

    urn: str
    source: str
    protected: bool
    stage: Stage
    steps: tuple[Step, ...]
    publishes_on: date | None
    claims: int


@dataclass(frozen=True, slots=True)
class ClaimsPage:
    """The secretariat's queue of a round."""

    frame: Frame
    round: str
    rounds: tuple[str, ...]
    reports: tuple[ReportRow, ...]
    claims: tuple[ClaimView, ...]
    confidential: tuple[tuple[str, int], ...]
    due: int  # reports whose day has come
    acts: bool


@dataclass(frozen=True, slots=True)
class ClaimPage:
    """One claim, for the secretariat or for the State concerned."""

    frame: Frame
    claim: ClaimView
    weighs: bool
    replies: bool
    files: tuple[File, ...]
    languages: tuple[tuple[str, str], ...]  # of a reply: code and own name
    language: str


@dataclass(frozen=True, slots=True)
class RepliesPage:
    """What a State may reply to."""

    frame: Frame
    area: str
    waiting: tuple[ClaimView, ...]
    answered: tuple[ClaimView, ...]


def claims_page(
    round_code: str, *, by: Acting, language: str, today: date
) -> ClaimsPage:
    """The queue of a round, the newest unless one is named. Nine queries and two a report."""
    by.require(Permission.CLAIM_READ)
    codes = tuple(one.code for one in queries.rounds())
    chosen = round_code or (codes[0] if codes else "")
    rows = queries.claims(chosen, by=by)
    counted = Counter(row.submission for row in rows)
    reports = [
        _report(one, counted[one.urn], by)
        for one in queries.listed(round_code=chosen, by=by)
        if one.strand is Strand.EXPERT
        and one.questionnaire
        and one.stage not in {Stage.DRAFT, Stage.WITHDRAWN}
    ]
    return ClaimsPage(
        frame=_frame(_("Claims of experts")),
        round=chosen,
        rounds=codes,
        reports=tuple(reports),
        claims=_views(rows, language),
        confidential=tuple(
            (area_name(area, language), count)
            for area, count in queries.confidential_counts(chosen, by=by).items()
        ),
        due=sum(
            one.stage is Stage.REPLY_WINDOW
            and one.publishes_on is not None
            and one.publishes_on <= today
            for one in reports
        ),
        acts=by.may(Permission.CLAIM_CHECK),
    )


def _report(one: ListedSubmission, claims: int, by: Acting) -> ReportRow:
    steps = queries.open_steps(one.urn, by=by)
    return ReportRow(
        urn=one.urn,
        source=source_name(one.sender),
        protected=is_protected(one.sender),
        stage=one.stage,
        steps=tuple(
            step
            for step in steps
            if step in {Step.TAKE_UP, Step.OPEN_REPLY, Step.DECLINE}
        ),
        publishes_on=queries.publication_day(one.urn),
        claims=claims,
    )


def claim_page(name: str, *, by: Acting, language: str) -> ClaimPage:
    """One claim. Eight queries."""
    row = queries.claim(name, by=by)
    (view,) = _views([row], language)
    title = f"{view.kind}: {view.area}, {view.item}"
    inside = bool(row.submission)
    return ClaimPage(
        frame=_frame(
            title,
            Link(_("Claims of experts"), reverse("desk:claims"))
            if inside
            else Link(_("Replies"), reverse("desk:replies", args=[row.area])),
        ),
        claim=view,
        weighs=by.may(Permission.CLAIM_WEIGH),
        replies=by.may(Permission.CLAIM_REPLY, area=row.area)
        and row.publication is not Publication.CONFIDENTIAL
        and row.stage in {Stage.REPLY_WINDOW, Stage.PUBLISHED},
        files=queries.evidence_of(row.submission, row.address) if inside else (),
        languages=tuple((each.code, each.own_name) for each in LANGUAGES.values()),
        language=language,
    )


def replies_page(area: str, *, by: Acting, language: str) -> RepliesPage:
    """What a State may reply to, and what it replied to. Seven queries."""
    if not actors.is_state(area):
        msg = f"{area!r} is no State."
        raise NotFound(msg)
    views = _views(queries.claims_to_reply(area, by=by), language)
    return RepliesPage(
        frame=_frame(_("What experts say, and your reply")),
        area=area_name(area, language),
        waiting=tuple(one for one in views if not one.row.replies),
        answered=tuple(one for one in views if one.row.replies),
    )


def area_name(code: str, language: str) -> str:
    """A State or region by its name."""
    return actors.actor_name(code, language)


def _views(rows: Sequence[ClaimRow], language: str) -> tuple[ClaimView, ...]:
    editions = {row.round: queries.round_(row.round).edition for row in rows[:1]}
    editions |= {
        code: queries.round_(code).edition
        for code in {row.round for row in rows} - editions.keys()
    }
    return tuple(_view(row, _asked(editions[row.round]), language) for row in rows)


@cache
def _asked(edition: str) -> Questionnaire:
    return questionnaires.questionnaire(edition, "expert")


def _view(row: ClaimRow, asked: Questionnaire, language: str) -> ClaimView:
    block = asked.blocks.get(row.item)
    title = in_language(block.title, language) if block else ""
    return ClaimView(
        row=row,
        area=area_name(row.area, language),
        item=f"{row.item} {title}",
        kind=claim_kind_name(row.kind),
        source=source_name(row.sender),
        facts=tuple(_facts(row, asked, language)),
        replies=tuple((one, said(one.text)) for one in row.replies),
    )


def _facts(row: ClaimRow, asked: Questionnaire, language: str) -> list[Fact]:
    """The answers in the order of the questions, the words before all else."""
    found: list[Fact] = []
    block = asked.blocks.get(row.item)
    groups = [p for p in block.parts if isinstance(p, Group)] if block else []
    for group in groups:
        if group.id != _GROUP[row.kind]:
            continue
        for field in sorted(group.fields, key=lambda f: f.id not in {"rating", "text"}):
            value = row.fields.get(field.id)
            if value is None or field.id in _LEFT_OUT:
                continue
            words = said(value) or (
                Said("", "", questionnaires.shown(asked, field, value, language)),
            )
            found.append(Fact(in_language(field.label, language), words))
    return found


def said(value: Any) -> tuple[Said, ...]:
    """A text in each language it has; nothing of other values."""
    if not isinstance(value, Mapping) or not set(value) <= set(LANGUAGES):
        return ()
    return tuple(
        Said(code, direction(code), str(value[code]))
        for code in LANGUAGES
        if value.get(code)
    )


def _frame(title: str, *between: Link) -> Frame:
    first = (
        Link(_("Desk"), reverse("desk:home")),
        Link(_("Experts"), reverse("desk:experts")),
    )
    return Frame(title, trail=(*first, *between, Link(title)))
