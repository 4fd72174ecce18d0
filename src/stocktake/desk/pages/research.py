"""What pages about finer tables show, and the words for it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from stocktake.accounts.rules import Acting, Permission
from stocktake.desk.pages.frames import Frame, Link
from stocktake.indicators.access import queries, rules
from stocktake.indicators.access.offering import Slice
from stocktake.indicators.access.rules import Query, Request, Standing, Table
from stocktake.indicators.disclosure.files import STATUS, WITHHELD
from stocktake.kernel.languages import in_language


@dataclass(frozen=True, slots=True)
class ResearchPage:
    """What is offered and what is asked for."""

    frame: Frame
    tables: tuple[Table, ...]
    waiting: tuple[Request, ...]
    others: tuple[Request, ...]
    open: frozenset[str]  # the tables that are open to the reader
    may_ask: bool
    decides: bool
    terms: tuple[str, ...]
    version: str


@dataclass(frozen=True, slots=True)
class AskPage:
    """The form, with the terms above it."""

    frame: Frame
    terms: tuple[str, ...]
    version: str


@dataclass(frozen=True, slots=True)
class RequestPage:
    """One request."""

    frame: Frame
    request: Request
    mine: bool
    running: bool
    log: tuple[Query, ...]


@dataclass(frozen=True, slots=True)
class TablePage:
    """One table; ``codes`` are there to choose from where it is open to the reader."""

    frame: Frame
    table: Table
    current: bool
    open: bool
    codes: Mapping[str, tuple[str, ...]]
    chosen: Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Row:
    """One cell of a slice on a page: its codes, its value or why there is none."""

    codes: tuple[str, ...]
    value: str
    status: str


@dataclass(frozen=True, slots=True)
class LogPage:
    """What was taken, the newest first."""

    frame: Frame
    rows: tuple[Query, ...]


def home_page(by: Acting, *, language: str, at: datetime) -> ResearchPage:
    """Where finer tables begin for a researcher and for whoever decides. Four queries."""
    decides = by.may(Permission.RESEARCH_DECIDE)
    if not decides:
        by.require(Permission.RESEARCH_REQUEST)
    rows = queries.requests(by=by)
    tables = queries.tables()
    mine = [one for one in rows if one.person == queries.owner(by)]
    return ResearchPage(
        frame=Frame(_("Research"), trail=_trail()),
        tables=tables,
        waiting=tuple(one for one in rows if one.standing is Standing.REQUESTED),
        others=tuple(one for one in rows if one.standing is not Standing.REQUESTED),
        open=frozenset(
            table.code
            for table in tables
            if any(one.opens(table.code, on=at.date()) for one in mine)
        ),
        may_ask=by.may(Permission.RESEARCH_REQUEST) and bool(tables),
        decides=decides,
        terms=_terms(language),
        version=rules.terms().version,
    )


def ask_page(language: str) -> AskPage:
    """The form's page."""
    title = _("Ask for tables")
    return AskPage(
        Frame(title, trail=_trail(title)), _terms(language), rules.terms().version
    )


def request_page(found: Request, *, by: Acting, at: datetime) -> RequestPage:
    """One request with what was taken under it. One query."""
    title = _("Request %(number)s") % {"number": found.number}
    return RequestPage(
        frame=Frame(title, trail=_trail(title)),
        request=found,
        mine=found.person == queries.owner(by),
        running=any(found.opens(code, on=at.date()) for code in found.tables),
        log=queries.log(by=by, request=found.number, limit=100),
    )


def table_page(code: str, *, by: Acting, at: datetime) -> TablePage:
    """One table. Up to six queries."""
    found = queries.table(code)
    opened = by.may(Permission.RESEARCH_QUERY) and any(
        one.opens(code, on=at.date())
        for one in queries.requests(by=by)
        if one.person == queries.owner(by)
    )
    current = queries.is_current(found)
    return TablePage(
        frame=Frame(found.title, trail=_trail(found.title)),
        table=found,
        current=current,
        open=opened and current,
        codes=queries.codes(found) if opened and current else {},
        chosen={},
    )


def with_chosen(page: TablePage, wanted: Mapping[str, Sequence[str]]) -> TablePage:
    """The same page with what was chosen still chosen."""
    return replace(page, chosen=wanted)


def rows(page: TablePage, taken: Slice, *, most: int) -> tuple[Row, ...]:
    """The first cells of a slice, as a page shows them."""
    at = [taken.header.index(name) for name in page.table.dimensions]
    status = taken.header.index(STATUS)
    value = next(
        i for i, name in enumerate(taken.header) if i != status and i not in at
    )
    return tuple(
        Row(tuple(row[i] for i in at), row[value], row[status])
        for row in taken.rows[:most]
    )


def log_page(by: Acting) -> LogPage:
    """The page of what was taken. One query."""
    title = _("What was taken")
    return LogPage(Frame(title, trail=_trail(title)), queries.log(by=by))


def _terms(language: str) -> tuple[str, ...]:
    return tuple(in_language(one.text, language) for one in rules.terms().clauses)


def _trail(title: str = "") -> tuple[Link, ...]:
    first = Link(_("Desk"), reverse("desk:home"))
    if not title:
        return (first, Link(_("Research")))
    return (first, Link(_("Research"), reverse("desk:research")), Link(title))


def standing_name(standing: Standing) -> str:
    """How a request stands, in words."""
    return {
        Standing.REQUESTED: _("Waits for a decision"),
        Standing.GRANTED: _("Granted"),
        Standing.DECLINED: _("Declined"),
        Standing.WITHDRAWN: _("Ended"),
    }[standing]


def decision_name(standing: Standing) -> str:
    """A decision as what one does."""
    return {
        Standing.REQUESTED: _("Waits for a decision"),
        Standing.GRANTED: _("Grant access"),
        Standing.DECLINED: _("Decline"),
        Standing.WITHDRAWN: _("End it"),
    }[standing]


def blank_words(status: str) -> str:
    """Why a cell shows no value."""
    return _("withheld") if status == WITHHELD else _("not available")


def slice_words(told: Mapping[str, Sequence[str]]) -> str:
    """A slice on one line."""
    parts = [f"{name}: {', '.join(chosen)}" for name, chosen in told.items()]
    return "; ".join(parts) or _("Everything")
