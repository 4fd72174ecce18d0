"""The people of a State, how it clears, how its reports stand."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from stocktake.accounts import queries as accounts
from stocktake.accounts.queries import PersonRow
from stocktake.accounts.rules import STATE_ROLES, Acting, Permission, Role
from stocktake.desk.pages.frames import Frame, Link, Marked
from stocktake.desk.pages.steps_names import Named, language, named
from stocktake.geography import queries as geography
from stocktake.geography.queries import is_illustrative
from stocktake.kernel.errors import NotFound
from stocktake.reporting import queries
from stocktake.reporting.queries import ListedSubmission, StatusRow
from stocktake.reporting.rules import Strand
from stocktake.reporting.words import stage_name, standing_name


@dataclass(frozen=True, slots=True)
class AreaRow:
    """One State in the list: who answers for it, whether it clears."""

    code: str
    name: str
    illustrative: bool
    focal_points: tuple[str, ...]
    alternates: tuple[str, ...]
    contributors: int
    authorities: int
    clearing: bool


@dataclass(frozen=True, slots=True)
class PeoplePage:
    """The States that have people, or the own ones."""

    frame: Frame
    areas: tuple[AreaRow, ...]
    everywhere: bool
    typed: str
    wrong: bool
    sees_people: bool


@dataclass(frozen=True, slots=True)
class Group:
    """The people of a State in one role."""

    role: Role
    people: tuple[PersonRow, ...]


@dataclass(frozen=True, slots=True)
class ReportRow:
    """One report of a State, under way or done."""

    named: Named
    stage_name: str
    at: datetime
    answers: int


@dataclass(frozen=True, slots=True)
class OwedRow:
    """What a State owes in one round."""

    round: str
    standing_name: str
    due: date | None
    delivered: date | None


@dataclass(frozen=True, slots=True)
class AreaPage:
    """One State: people, clearing, reports."""

    frame: Frame
    code: str
    name: str
    groups: tuple[Group, ...]
    sees_people: bool
    clearing: bool
    may_clear: bool
    reads: bool
    reports: tuple[ReportRow, ...]
    owed: tuple[OwedRow, ...]


def people_page(
    asked: str, *, wrong: bool = False, by: Acting, at: datetime
) -> PeoplePage:
    """The States whose people this person sees. Four queries, however many States."""
    rows = accounts.people(by, at=at)  # refuses who may not
    everywhere = by.may(Permission.PERSON_LIST)
    clearing = queries.clearing_areas()
    mine = {row_area for row in rows for row_area in row.areas} | clearing
    states = {code for code in mine if geography.is_state(code)}
    shown = states if everywhere else states | by.areas
    title = _("People")
    return PeoplePage(
        frame=Frame(
            title, "desk", (Link(_("Desk"), reverse("desk:home")), Link(title))
        ),
        areas=tuple(
            _area(code, rows, clearing)
            for code in sorted(shown)
            if everywhere or code in by.areas
        ),
        everywhere=everywhere,
        typed=asked,
        wrong=wrong,
        sees_people=accounts.sees_people(by),
    )


def _area(code: str, rows: Iterable[PersonRow], clearing: frozenset[str]) -> AreaRow:
    there = [row for row in rows if code in row.areas and row.status != "revoked"]
    return AreaRow(
        code=code,
        name=geography.name(code, language()),
        illustrative=is_illustrative(code),
        focal_points=_named(there, Role.FOCAL_POINT),
        alternates=_named(there, Role.ALTERNATE),
        contributors=sum(Role.CONTRIBUTOR in row.roles for row in there),
        authorities=sum(Role.VALIDATING_AUTHORITY in row.roles for row in there),
        clearing=code in clearing,
    )


def _named(rows: Iterable[PersonRow], role: Role) -> tuple[str, ...]:
    return tuple(row.name or row.email for row in rows if role in row.roles)


def area_page(code: str, *, by: Acting, at: datetime) -> AreaPage:
    """One State. Four queries for people, one for reports, five a round."""
    if not geography.is_state(code):
        msg = f"There is no State {code!r}."
        raise NotFound(msg)
    reads = by.may(Permission.REPORT_READ, area=code)
    lists = by.may(Permission.PERSON_LIST)
    if not lists:
        by.require(Permission.REPORT_READ, area=code)
    sees = lists or by.may(Permission.COLLEAGUE_INVITE, area=code)
    rows = accounts.people(by, at=at) if sees else ()
    return AreaPage(
        frame=area_frame(code),
        code=code,
        name=geography.name(code, language()),
        groups=_groups(code, rows),
        sees_people=sees,
        clearing=queries.clearing_on(code),
        may_clear=by.may(Permission.CLEARING_SET, area=code),
        reads=reads,
        reports=_reports(queries.listed(sender=code, by=by)) if reads else (),
        owed=tuple(_owed(row) for row in _status(code, at.date())),
    )


def area_frame(code: str, *between: Link) -> Frame:
    """The frame of a page about a State's people."""
    name = geography.name(code, language())
    here = Link(name, reverse("desk:area", args=[code]) if between else "")
    trail = (
        Link(_("Desk"), reverse("desk:home")),
        Link(_("People"), reverse("desk:people")),
        here,
        *between,
    )
    title = between[-1].text if between else name
    return Frame(title, "desk", trail, Marked(is_illustrative(code)))


def _groups(code: str, rows: Iterable[PersonRow]) -> tuple[Group, ...]:
    order = (
        Role.FOCAL_POINT,
        Role.ALTERNATE,
        Role.VALIDATING_AUTHORITY,
        Role.CONTRIBUTOR,
    )
    there = [row for row in rows if code in row.areas and set(row.roles) & STATE_ROLES]
    found = (
        Group(role, tuple(row for row in there if role in row.roles)) for role in order
    )
    return tuple(group for group in found if group.people)


def _reports(rows: Iterable[ListedSubmission]) -> tuple[ReportRow, ...]:
    return tuple(
        ReportRow(named(row.urn), stage_name(row.stage), row.at, row.answers)
        for row in rows
        if row.strand is Strand.STATE and row.questionnaire
    )


def _status(code: str, today: date) -> tuple[tuple[str, StatusRow], ...]:
    return tuple(
        (round_.code, row)
        for round_ in queries.rounds()
        for row in queries.round_status(round_.code, today=today)
        if row.sender == code and row.strand is Strand.STATE
    )


def _owed(pair: tuple[str, StatusRow]) -> OwedRow:
    round_, row = pair
    return OwedRow(
        round_,
        standing_name(row.standing),
        row.days.due if row.days else None,
        row.delivered,
    )
