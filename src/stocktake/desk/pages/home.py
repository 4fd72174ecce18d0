"""The first page of the desk: what is due, from whom, when; drafts and how far they are."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from stocktake.accounts.rules import (
    STATE_ROLES,
    Acting,
    Permission,
    Role,
)
from stocktake.desk.pages.frames import (
    Frame,
    Marked,
    Writing,
    sender_name,
)
from stocktake.desk.pages.outlines import editors
from stocktake.desk.pages.reports import Report, report
from stocktake.geography.queries import is_illustrative
from stocktake.reporting import queries
from stocktake.reporting.actions.batch import EDITABLE, FINAL, permission
from stocktake.reporting.calendar import Standing
from stocktake.reporting.queries import ListedSubmission, RoundRow, StatusRow
from stocktake.reporting.questionnaires import Progress, SectionView
from stocktake.reporting.rules import Stage, Strand
from stocktake.reporting.sources.rules import is_protected


# What a report that is owed must be for somebody to start it.
STARTABLE: Final = frozenset(
    {Standing.OPEN, Standing.IN_GRACE, Standing.EXCEPTED, Standing.OVERDUE}
)
_DRAFTS_SHOWN: Final = 12
ROLES: Final = tuple(role for role in Role if role not in {Role.LOCAL, Role.VISITOR})


@dataclass(frozen=True, slots=True)
class DraftBox:
    """A report under way: how far, theme by theme, who wrote last and when."""

    report: Report
    name: str
    stage: Stage
    sections: tuple[SectionView, ...]
    total: Progress
    editors: tuple[Writing, ...]
    editable: bool
    illustrative: bool


@dataclass(frozen=True, slots=True)
class DueRow:
    """One report that is due, and what can be done about it here."""

    row: StatusRow
    round: str
    name: str
    days_left: int
    href: str  # the report on the desk, where it is under way
    startable: bool


@dataclass(frozen=True, slots=True)
class RoundBox:
    """How a round stands, for those who run it."""

    round: RoundRow
    owed: int
    delivered: int
    overdue: int
    under_way: int


@dataclass(frozen=True, slots=True)
class HomePage:
    """What is due, from whom, when."""

    frame: Frame
    acting: Acting
    role: Role
    due: tuple[DueRow, ...]
    drafts: tuple[DraftBox, ...]
    more_drafts: int
    rounds: tuple[RoundBox, ...]
    roles: tuple[Role, ...] = ROLES


def home_page(by: Acting, *, title: str, language: str, at: datetime) -> HomePage:
    """The desk of one person.

    For each of their States and organisations: five queries a round and nine a draft;
    for those who run rounds five a round. However many States, answers or records.
    """
    mine = [
        one
        for area in sorted(by.areas)
        for one in queries.listed(sender=area, by=by)
        if one.questionnaire and one.stage not in FINAL
    ]
    wide = by.may(Permission.REPORT_READ)
    if wide and not by.areas:
        mine = [one for one in queries.listed(by=by) if under_way(one)]
    drafts = tuple(_drafts(mine[:_DRAFTS_SHOWN], by, language=language, at=at))
    invented = bool(by.areas) and all(map(is_illustrative, by.areas & _states(by)))
    return HomePage(
        frame=Frame(title, "desk", (), Marked(invented and bool(_states(by)))),
        acting=without_pseudonyms(by),
        role=min(by.roles, key=list(Role).index),
        due=tuple(_due(by, drafts, language=language, today=at.date())),
        drafts=drafts,
        more_drafts=max(0, len(mine) - _DRAFTS_SHOWN),
        rounds=tuple(_rounds(at.date())) if wide and not by.areas else (),
    )


def without_pseudonyms(by: Acting) -> Acting:
    """The same person as their page names them."""
    return Acting(
        name=by.name,
        roles=by.roles,
        areas=frozenset(area for area in by.areas if not is_protected(area)),
        sections=by.sections,
        person=by.person,
        language=by.language,
        tried_out=by.tried_out,
    )


def under_way(one: ListedSubmission) -> bool:
    """Whether somebody is still writing a State's report."""
    return bool(
        one.questionnaire and one.stage in EDITABLE and one.strand is Strand.STATE
    )


def _states(by: Acting) -> frozenset[str]:
    return by.areas if by.roles & STATE_ROLES else frozenset()


def _drafts(
    rows: Iterable[ListedSubmission], by: Acting, *, language: str, at: datetime
) -> Iterable[DraftBox]:
    for row in rows:
        names = {
            "round_code": row.round,
            "sender": row.sender,
            "strand": row.strand,
            "version": row.version,
        }
        found = report(names, by=by)
        sections = queries.outline(found.draft.key, language=language)
        yield DraftBox(
            report=found,
            name=sender_name(row.sender, row.strand, language),
            stage=row.stage,
            sections=sections,
            total=sum((one.progress for one in sections), Progress()),
            editors=editors(found, at=at, language=language),
            editable=found.may_edit,
            illustrative=is_illustrative(row.sender),
        )


def _due(
    by: Acting, drafts: tuple[DraftBox, ...], *, language: str, today: date
) -> Iterable[DueRow]:
    """Reports that are owed or under way, then those that nobody owes but may give."""
    started = {(one.report.draft.round, one.report.draft.sender): one for one in drafts}
    for round_ in queries.rounds() if by.areas else ():
        rows = queries.round_status(round_.code, today=today)
        mine = [row for row in rows if row.sender in by.areas]
        for row in [*mine, *_unowed(by, mine)]:
            draft = started.get((round_.code, row.sender))
            may = by.may(permission(row.strand), area=row.sender)
            yield DueRow(
                row=row,
                round=round_.code,
                name=sender_name(row.sender, row.strand, language),
                days_left=(row.days.due - today).days if row.days else 0,
                href=draft.report.url() if draft else "",
                startable=may
                and draft is None
                and row.strand is Strand.STATE
                and row.standing in STARTABLE
                and round_.closed_at is None,
            )


def _unowed(by: Acting, rows: Iterable[StatusRow]) -> Iterable[StatusRow]:
    """A row for each State that owes nothing in a round: illustrative ones, for instance."""
    there = {row.sender for row in rows}
    for area in sorted(_states(by) - there):
        yield StatusRow(
            sender=area,
            strand=Strand.STATE,
            illustrative=is_illustrative(area),
            days=None,
            standing=Standing.OPEN,
            days_overdue=0,
            delivered=None,
        )


def _rounds(today: date) -> Iterable[RoundBox]:
    for round_ in queries.rounds():
        rows = [
            row
            for row in queries.round_status(round_.code, today=today)
            if row.strand is Strand.STATE
        ]
        yield RoundBox(
            round=round_,
            owed=len(rows),
            delivered=sum(row.delivered is not None for row in rows),
            overdue=sum(row.standing is Standing.OVERDUE for row in rows),
            under_way=sum(row.stage in EDITABLE for row in rows if row.stage),
        )
