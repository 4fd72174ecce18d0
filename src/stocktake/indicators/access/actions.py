"""Offer finer tables, ask for them, decide, take a slice: each written down."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime

from django.db import transaction

from stocktake.accounts.rules import Acting, Permission
from stocktake.audit.actions import record
from stocktake.indicators import models
from stocktake.indicators import queries as releases
from stocktake.indicators.access import offering, queries, rules
from stocktake.indicators.access.offering import Offer, Slice
from stocktake.indicators.access.rules import Request, Standing, Table
from stocktake.indicators.releases.asking import Answer
from stocktake.kernel.errors import NotPermitted, Refused


__all__ = ["Offer", "Slice", "decide", "offer", "request", "take", "withdraw_table"]
Progress = Callable[[str, int, int], None]


def offer(
    wanted: Offer,
    *,
    by: Acting,
    at: datetime,
    progress: Progress = lambda _stage, _done, _total: None,
) -> Table:
    """Protect a table, attack it together with all that is public, and offer it.

    Offered again under its code it is the next version, and the one before is
    withdrawn. The original is read and not kept.
    """
    by.require(Permission.RESEARCH_OFFER)
    code = rules.check_code(wanted.code)
    public = _public(wanted) if wanted.flow else None
    subject = (wanted.subject or code)[:60]
    found = offering.attack(wanted, public, queries.out_already(subject), progress)
    with transaction.atomic():
        before = models.ResearchTable.objects.select_for_update().filter(code=code)
        version = before.count() + 1
        before.filter(withdrawn_at__isnull=True).update(withdrawn_at=at)
        row = models.ResearchTable.objects.create(
            code=code,
            version=version,
            title=wanted.title,
            about=wanted.about,
            subject=subject,
            dimensions=list(found.dimensions),
            policy=found.policy,
            flow=public.flow.reference if public else "",
            release=public.release.digest if public else "",
            against=list(found.against),
            digest=found.digest,
            cells=found.cells,
            withheld=found.withheld,
            attack=found.attack,
            offered_at=at,
            offered_by=by.name,
        )
        done = queries.table(row.code)
        record(
            "research.offered",
            by=by.name,
            about=done.urn,
            at=at,
            data={"digest": done.digest, "cells": done.cells}
            | {"withheld": done.withheld, "attack": dict(done.attack)},
        )
    return done


def _public(wanted: Offer) -> Answer:
    start, end = wanted.span
    return releases.observations(wanted.flow, wanted.key, start=start, end=end)


@transaction.atomic
def withdraw_table(code: str, *, reason: str, by: Acting, at: datetime) -> None:
    """Offer a table no longer; access that was granted to it opens nothing from now on."""
    by.require(Permission.RESEARCH_OFFER)
    row, words = queries.table_row(code), reason.strip()
    if not words:
        msg = "Say why the table is withdrawn: researchers who use it read it."
        raise Refused(msg)
    urn = queries.table(code).urn
    row.withdrawn_at = at
    row.save(update_fields=["withdrawn_at"])
    record("research.withdrawn", by=by.name, about=urn, at=at, data={"reason": words})


@transaction.atomic
def request(
    tables: Sequence[str],
    *,
    organisation: str,
    purpose: str,
    accepted: str,
    by: Acting,
    at: datetime,
) -> Request:
    """Ask for tables, with the purpose; ``accepted`` is the version of the terms."""
    by.require(Permission.RESEARCH_REQUEST)
    terms = rules.check_request(
        organisation=organisation, purpose=purpose, tables=tables, accepted=accepted
    )
    chosen = sorted({queries.table(code).code for code in tables})
    last = models.AccessRequest.objects.order_by("-number").first()
    row = models.AccessRequest.objects.create(
        number=last.number + 1 if last else 1,
        person=queries.owner(by),
        name=by.name,
        organisation=organisation.strip()[:200],
        purpose=purpose.strip()[:4000],
        tables=chosen,
        terms=terms.version,
        terms_digest=terms.digest,
        requested_at=at,
        standing=Standing.REQUESTED,
    )
    done = queries.request(row.number, by=by)
    record(
        "research.requested",
        by=by.name,
        about=done.urn,
        at=at,
        data={"tables": chosen, "terms": done.terms, "terms_digest": done.terms_digest},
    )
    return done


@transaction.atomic
def decide(
    number: int,
    standing: Standing | str,
    *,
    reason: str,
    until: date | None = None,
    by: Acting,
    at: datetime,
) -> Request:
    """Grant until a day, decline, or end; a researcher may withdraw their own request.

    Nobody decides on their own request.
    """
    standing = Standing(standing)
    row = queries.request_row(number, lock=True)
    mine = row.person == queries.owner(by)
    if not (mine and standing is Standing.WITHDRAWN):
        by.require(Permission.RESEARCH_DECIDE)
        if mine:
            msg = "Nobody decides on their own request: another person does."
            raise NotPermitted(msg)
    words = rules.check_decision(
        Standing(row.standing), standing, reason=reason, until=until, today=at.date()
    )
    row.standing, row.until = standing, until
    row.save(update_fields=["standing", "until"])
    models.AccessDecision.objects.create(
        request=row, standing=standing, reason=words, by=by.name, at=at, until=until
    )
    done = queries.request(number, by=by)
    record(
        "research.decided",
        by=by.name,
        about=done.urn,
        at=at,
        data={"standing": standing.value, "reason": words}
        | {"until": until.isoformat() if until else ""},
    )
    return done


@transaction.atomic
def take(
    code: str, wanted: Mapping[str, Sequence[str]], *, by: Acting, at: datetime
) -> Slice:
    """A slice of a table that is open to somebody; written down before it is given.

    Refused where what is public has changed since the table was attacked.
    """
    by.require(Permission.RESEARCH_QUERY)
    row, table = queries.table_row(code), queries.table(code)
    opened = queries.granted(code, by=by, on=at.date())
    if not queries.is_current(table):
        msg = (
            f"{code} is closed for now: {table.flow} has a new public release, and both"
            " together have not been attacked yet. The secretariat offers it again."
        )
        raise Refused(msg)
    asked = _asked(table, wanted)
    found = offering.cells(table.digest, asked)
    told = {name: list(chosen) for name, chosen in asked.items()}
    models.AccessQuery.objects.create(
        request=queries.request_row(opened.number),
        table=row,
        slice=told,
        cells=len(found.rows),
        withheld=found.withheld,
        at=at,
    )
    record(
        "research.queried",
        by=by.name,
        about=table.urn,
        at=at,
        data={"request": opened.urn, "slice": told, "cells": len(found.rows)},
    )
    return found


def _asked(
    table: Table, wanted: Mapping[str, Sequence[str]]
) -> dict[str, tuple[str, ...]]:
    """The slice in the table's own order; refused where it names what is not there."""
    known = queries.codes(table)
    for name, chosen in wanted.items():
        unknown = [code for code in chosen if code not in known.get(name, ())]
        if name not in known or unknown:
            what = f"the code {unknown[0]!r} in {name}" if name in known else name
            there = ", ".join(known.get(name, tuple(known))[:20])
            msg = f"{table.code} has not {what}. There are: {there}."
            raise Refused(msg)
    return {name: tuple(wanted[name]) for name in known if wanted.get(name)}
