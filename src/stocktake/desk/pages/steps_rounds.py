"""Rounds for those who run them: the calendar, who owes what and when, exceptions."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext as _

from stocktake.accounts.rules import Acting, Permission
from stocktake.actors import queries as actors
from stocktake.charter import queries as charter
from stocktake.desk.pages.frames import Frame, Link
from stocktake.desk.pages.steps_names import language, named
from stocktake.desk.pages.steps_tables import Column, Record, column, query
from stocktake.geography import queries as geography
from stocktake.kernel.errors import NotFound
from stocktake.reporting import calendar, queries
from stocktake.reporting.calendar import Deadlines, Standing
from stocktake.reporting.queries import ExceptionRow, RoundRow, StatusRow
from stocktake.reporting.rules import Stage, Strand
from stocktake.reporting.words import stage_name, standing_name


_NEVER: Final = date.max
_STANDINGS: Final = tuple(Standing)
_STAGES: Final = tuple(Stage)


@dataclass(frozen=True, slots=True)
class CalendarRow:
    """One round of the calendar, opened here or not."""

    code: str
    first: date
    last: date
    days: Deadlines  # of the State strand
    expert_due: tuple[date, ...]
    opened: RoundRow | None


@dataclass(frozen=True, slots=True)
class RoundsPage:
    """Every round of the calendar."""

    frame: Frame
    rows: tuple[CalendarRow, ...]
    may_close: bool


@dataclass(frozen=True, slots=True)
class OwedRow:
    """One report that is owed or came."""

    code: str
    name: str
    strand: Strand
    illustrative: bool
    days: Deadlines | None
    standing: Standing
    standing_name: str
    days_overdue: int
    delivered: date | None
    stage: Stage | None
    stage_name: str
    version: int
    excepted_until: date | None
    href: str
    late_href: str


@dataclass(frozen=True, slots=True)
class Count:
    """How many reports stand in one way, and the table of them."""

    text: str
    number: int
    href: str


@dataclass(frozen=True, slots=True)
class RoundPage:
    """Who owes what in a round, and when."""

    frame: Frame
    round: RoundRow
    rows: tuple[OwedRow, ...]
    total: int
    counts: tuple[Count, ...]
    columns: tuple[Column, ...]
    filters: Mapping[str, str]
    standings: tuple[tuple[str, str], ...]
    stages: tuple[tuple[str, str], ...]
    regions: tuple[tuple[str, str], ...]
    experts: bool  # whether this person sees what experts owe
    exceptions: tuple[tuple[str, ExceptionRow], ...]
    may_close: bool
    may_except: bool
    csv: str

    def records(self) -> list[Record]:
        """One record a report, for those who compute."""
        return [
            {
                "round": self.round.code,
                "sender": row.code,
                "name": row.name,
                "strand": row.strand.value,
                "illustrative": row.illustrative,
                "standing": row.standing.value,
                "due": row.days.due.isoformat() if row.days else "",
                "in time until": row.days.grace_until.isoformat() if row.days else "",
                "days overdue": row.days_overdue,
                "delivered": row.delivered.isoformat() if row.delivered else "",
                "excepted until": row.excepted_until.isoformat()
                if row.excepted_until
                else "",
                "stage": row.stage.value if row.stage else "",
                "version": row.version or "",
            }
            for row in self.rows
        ]


def rounds_page(*, by: Acting) -> RoundsPage:
    """The calendar, and which rounds are open here. One query."""
    by.require(Permission.ROUND_OPEN)
    there = {row.code: row for row in queries.rounds()}
    return RoundsPage(
        frame=Frame(_("Rounds"), "desk", (_desk(), Link(_("Rounds")))),
        rows=tuple(
            _calendar_row(one.code, there.get(one.code)) for one in queries.calendar()
        ),
        may_close=by.may(Permission.ROUND_CLOSE),
    )


def calendar_row(code: str) -> CalendarRow:
    """One round of the calendar; NotFound with those there are. One query."""
    there = {row.code: row for row in queries.rounds()}
    return _calendar_row(code, there.get(code))


def _calendar_row(code: str, opened: RoundRow | None) -> CalendarRow:
    edition = opened.edition if opened else charter.DEFAULT_EDITION
    set_ = charter.edition(edition).calendar
    dates = {one.code: one for one in queries.calendar(edition)}
    if code not in dates:
        msg = f"The calendar has no round {code!r}. It has: {', '.join(dates)}."
        raise NotFound(msg)
    one = dates[code]
    days = calendar.state_days(set_, one)
    return CalendarRow(code, one.first, one.last, days, one.expert_due, opened)


def round_page(
    code: str, asked: Mapping[str, str], *, by: Acting, today: date
) -> RoundPage:
    """Who owes what in a round, of what was asked for. Eight queries, however many States."""
    by.require(Permission.ROUND_OPEN)
    round_ = queries.round_(code)
    experts = by.may(Permission.CLAIM_READ)
    stages = by.may(Permission.REPORT_READ)
    names = _names() if experts else {}
    every = [
        _owed(row, round_, names, stages=stages)
        for row in queries.round_status(code, today=today)
        if experts or row.strand is Strand.STATE
    ]
    kept = [row for row in every if _is_asked_for(row, asked)]
    return RoundPage(
        frame=round_frame(round_),
        round=round_,
        rows=tuple(_sorted(kept, asked.get("sort", ""))),
        total=len(every),
        counts=_counts(every),
        columns=_columns(asked),
        filters=asked,
        standings=tuple((one.value, standing_name(one)) for one in _STANDINGS),
        stages=tuple((one.value, stage_name(one)) for one in _STAGES) if stages else (),
        regions=_regions(every),
        experts=experts,
        exceptions=tuple(
            (_name(row.sender, names), row)
            for row in queries.exceptions(code)
            if experts or row.strand is Strand.STATE
        ),
        may_close=by.may(Permission.ROUND_CLOSE),
        may_except=by.may(Permission.LATE_EXCEPT),
        csv=query(asked, format="csv"),
    )


def round_frame(round_: RoundRow, *between: Link) -> Frame:
    """The frame of a page about a round."""
    title = _("Round %(code)s") % {"code": round_.code}
    there = Link(title, reverse("desk:round", args=[round_.code]) if between else "")
    trail = (_desk(), Link(_("Rounds"), reverse("desk:rounds")), there, *between)
    return Frame(between[-1].text if between else title, "desk", trail, round_)


def _desk() -> Link:
    return Link(_("Desk"), reverse("desk:home"))


def _names() -> dict[str, str]:
    known = (*actors.bodies(), *actors.organisations())
    return {one.code: one.name(language()) for one in known}


def _name(code: str, names: Mapping[str, str]) -> str:
    if geography.is_state(code):
        return geography.name(code, language())
    return names.get(code, code)


def _owed(
    row: StatusRow, round_: RoundRow, names: Mapping[str, str], *, stages: bool
) -> OwedRow:
    is_state = row.strand is Strand.STATE
    late = reverse("desk:round_late", args=[round_.code])
    return OwedRow(
        code=row.sender,
        name=_name(row.sender, names),
        strand=row.strand,
        illustrative=row.illustrative,
        days=row.days,
        standing=row.standing,
        standing_name=standing_name(row.standing),
        days_overdue=row.days_overdue,
        delivered=row.delivered,
        stage=row.stage if stages else None,
        stage_name=stage_name(row.stage) if stages and row.stage else "",
        version=row.version,
        excepted_until=row.excepted_until,
        href=named(row.submission).link()
        if stages and is_state and row.submission
        else "",
        late_href=f"{late}{query({'sender': row.sender, 'strand': row.strand})}"
        if row.days and not row.delivered and not row.illustrative
        else "",
    )


def _is_asked_for(row: OwedRow, asked: Mapping[str, str]) -> bool:
    words = asked.get("state", "").strip().casefold()
    return (
        asked.get("standing", "") in ("", row.standing)
        and asked.get("strand", "") in ("", row.strand)
        and asked.get("stage", "") in ("", row.stage or "none")
        and asked.get("region", "") in ("", _region(row.code))
        and (not words or words in row.code.casefold() or words in row.name.casefold())
    )


def _region(code: str) -> str:
    try:
        return geography.region_of(code)
    except NotFound:
        return ""


def _regions(rows: list[OwedRow]) -> tuple[tuple[str, str], ...]:
    found = {_region(row.code) for row in rows} - {""}
    named_ = [(geography.region_name(m49, language()), m49) for m49 in found]
    return tuple((m49, name) for name, m49 in sorted(named_))


def _counts(rows: list[OwedRow]) -> tuple[Count, ...]:
    counted = Counter(row.standing for row in rows)
    return tuple(
        Count(standing_name(one), counted[one], query({"standing": one.value}))
        for one in _STANDINGS
        if counted[one]
    )


_KEYS: Final[Mapping[str, Callable[[OwedRow], Any]]] = {
    "code": lambda row: row.code,
    "standing": lambda row: _STANDINGS.index(row.standing),
    "due": lambda row: row.days.due if row.days else _NEVER,
    "delivered": lambda row: row.delivered or _NEVER,
    "stage": lambda row: _STAGES.index(row.stage) if row.stage else -1,
    "late": lambda row: row.days_overdue,
}


def _sorted(rows: list[OwedRow], sort: str) -> list[OwedRow]:
    """In the order asked for; those that are alike by code."""
    key = _KEYS.get(sort.removeprefix("-"), _KEYS["code"])
    rows = sorted(rows, key=lambda row: (row.code, row.strand))
    return sorted(rows, key=key, reverse=sort.startswith("-"))


def _columns(asked: Mapping[str, str]) -> tuple[Column, ...]:
    named_ = (
        (_("Sender"), "code"),
        (_("How it stands"), "standing"),
        (_("Due"), "due"),
        (_("Days late"), "late"),
        (_("Delivered"), "delivered"),
        (_("Stage"), "stage"),
    )
    return tuple(column(text, name, asked, first="code") for text, name in named_)
