"""Why a State's report cannot be submitted today, in the page's language."""

from datetime import date

from django.utils.translation import gettext as _

from stocktake.design.words import day
from stocktake.desk.pages.steps_names import Named
from stocktake.reporting import calendar, queries
from stocktake.reporting.queries import StatusRow
from stocktake.reporting.rules import Strand


def not_now(one: Named, *, today: date) -> str:
    """Why it is not taken today; "" where it is. Invented States are never late."""
    round_ = queries.round_(one.round)
    if round_.closed_at is not None:
        return _(
            "Round %(code)s was closed on %(day)s: nothing is submitted in it."
        ) % {"code": one.round, "day": day(round_.closed_at)}
    row = status_of(one, today=today)
    if row is None or row.days is None or row.illustrative:
        return ""
    correction = bool(queries.snapshots(one.urn))
    taken = not calendar.why_not_now(
        row.days,
        today=today,
        correction=correction,
        excepted_until=row.excepted_until,
    )
    if taken:
        return ""
    if today < row.days.opens:
        return _("Reports are taken from %(day)s.") % {"day": day(row.days.opens)}
    last = row.days.closes if correction else row.days.grace_until
    return _(
        "The last day was %(day)s. The office can make an exception: ask for one."
    ) % {"day": day(last)}


def status_of(one: Named, *, today: date) -> StatusRow | None:
    """How this State's report of the round stands. Five queries."""
    return next(
        (
            row
            for row in queries.round_status(one.round, today=today)
            if row.sender == one.sender and row.strand is Strand.STATE
        ),
        None,
    )
