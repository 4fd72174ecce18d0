"""Ask about finer tables, requests for them, and what was taken."""

from datetime import date

from stocktake.accounts.rules import Acting, Permission
from stocktake.indicators import models
from stocktake.indicators import queries as releases
from stocktake.indicators.access import offering, rules
from stocktake.indicators.access.rules import Query, Request, Standing, Table
from stocktake.kernel.errors import NotFound, NotPermitted


def tables() -> tuple[Table, ...]:
    """The tables that are offered, by code. One query."""
    rows = models.ResearchTable.objects.filter(withdrawn_at__isnull=True)
    return tuple(_table(row) for row in rows)


def table(code: str) -> Table:
    """The table of a code as it is offered now, or NotFound with those there are."""
    return _table(table_row(code))


def table_row(code: str) -> models.ResearchTable:
    """The record of a table that is offered."""
    rows = models.ResearchTable.objects.filter(withdrawn_at__isnull=True)
    row = rows.filter(code=code).first()
    if row is None:
        there = ", ".join(rows.values_list("code", flat=True)) or "none"
        msg = f"No table {code!r} is offered. Offered: {there}."
        raise NotFound(msg)
    return row


def out_already(subject: str) -> dict[str, tuple[str, tuple[str, ...]]]:
    """Every table of a subject that was ever offered, with digest and dimensions. One query."""
    rows = models.ResearchTable.objects.filter(subject=subject)
    return {
        f"{row.code}/{row.version}": (row.digest, tuple(row.dimensions)) for row in rows
    }


def codes(of: Table) -> dict[str, tuple[str, ...]]:
    """The codes of each of a table's dimensions."""
    return offering.codes(of.digest, of.dimensions)


def is_current(of: Table) -> bool:
    """Whether what is public is still what the table was attacked together with."""
    if not of.flow:
        return True
    held = releases.current_or_none(releases.flow(of.flow))
    return held is not None and held.digest == of.release


def requests(*, by: Acting, standing: Standing | None = None) -> tuple[Request, ...]:
    """Requests, the newest first: all for whoever decides, else one's own. Two queries."""
    rows = models.AccessRequest.objects.prefetch_related("decisions")
    if not by.may(Permission.RESEARCH_DECIDE):
        by.require(Permission.RESEARCH_REQUEST)
        rows = rows.filter(person=owner(by))
    if standing is not None:
        rows = rows.filter(standing=standing)
    return tuple(_request(row) for row in rows)


def request(number: int, *, by: Acting) -> Request:
    """One request, for whoever decides and for whoever made it. Two queries."""
    row = request_row(number)
    if row.person != owner(by):
        by.require(Permission.RESEARCH_DECIDE)
    return _request(row)


def request_row(number: int, *, lock: bool = False) -> models.AccessRequest:
    """The record of a request."""
    rows = models.AccessRequest.objects.all()
    row = (rows.select_for_update() if lock else rows).filter(number=number).first()
    if row is None:
        msg = f"There is no request {number}."
        raise NotFound(msg)
    return row


def granted(code: str, *, by: Acting, on: date) -> Request:
    """The request that opens a table to somebody on a day; NotPermitted says what to do."""
    rows = models.AccessRequest.objects.filter(
        person=owner(by), standing=Standing.GRANTED
    ).prefetch_related("decisions")
    found = [one for one in map(_request, rows) if one.opens(code, on=on)]
    if not found:
        msg = f"{by.name} has no access to {code} on {on}. Ask for it, with the purpose, and accept the terms."
        raise NotPermitted(msg)
    return found[0]


def owner(by: Acting) -> str:
    """Whose requests somebody's are: the person's, or those of whoever runs the machine."""
    return by.person or by.name


def log(
    *, by: Acting, request: int | None = None, limit: int = 500
) -> tuple[Query, ...]:
    """What was taken, the newest first: all for whoever decides, else one's own. One query."""
    rows = models.AccessQuery.objects.select_related("request", "table")
    if not by.may(Permission.RESEARCH_DECIDE):
        by.require(Permission.RESEARCH_REQUEST)
        rows = rows.filter(request__person=owner(by))
    if request is not None:
        rows = rows.filter(request__number=request)
    return tuple(
        Query(
            request=row.request.number,
            name=row.request.name,
            table=f"{row.table.code}/{row.table.version}",
            slice=row.slice,
            cells=row.cells,
            withheld=row.withheld,
            at=row.at,
        )
        for row in rows[:limit]
    )


def _table(row: models.ResearchTable) -> Table:
    return Table(
        code=row.code,
        version=row.version,
        title=row.title,
        about=row.about,
        dimensions=tuple(row.dimensions),
        flow=row.flow,
        release=row.release,
        digest=row.digest,
        cells=row.cells,
        withheld=row.withheld,
        attack=row.attack,
        against=tuple(row.against),
        offered_at=row.offered_at,
        offered_by=row.offered_by,
        withdrawn_at=row.withdrawn_at,
    )


def _request(row: models.AccessRequest) -> Request:
    return Request(
        number=row.number,
        person=row.person,
        name=row.name,
        organisation=row.organisation,
        purpose=row.purpose,
        tables=tuple(row.tables),
        terms=row.terms,
        terms_digest=row.terms_digest,
        requested_at=row.requested_at,
        standing=Standing(row.standing),
        until=row.until,
        decisions=tuple(
            rules.Decision(
                Standing(one.standing), one.reason, one.by, one.at, one.until
            )
            for one in row.decisions.all()
        ),
    )
