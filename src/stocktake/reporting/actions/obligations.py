"""Plan who owes what, grant late delivery, opt in and out, close and reopen rounds."""

from datetime import date, datetime

from django.db import transaction

from stocktake.accounts.rules import Acting, Permission
from stocktake.actors import queries as actors
from stocktake.audit.actions import record
from stocktake.charter import queries as charter
from stocktake.charter.rules import rounds as rounds_of
from stocktake.geography import queries as geography
from stocktake.kernel.errors import NotFound, Refused
from stocktake.kernel.urns import urn
from stocktake.reporting import calendar
from stocktake.reporting.calendar import Owed, Replan
from stocktake.reporting.models import LateException, Obligation, OptIn, Round
from stocktake.reporting.queries.obligations import days_of, round_status
from stocktake.reporting.rules import Strand


@transaction.atomic
def plan_round(round_code: str, *, by: Acting, at: datetime) -> Replan:
    """Plan a round's obligations by the calendar as it is now; what was added and dropped.

    Only future obligations without a report change; the round's own days change with
    them while its State reports are still to come.
    """
    by.require(Permission.OBLIGATION_PLAN)
    change = planned(_locked(round_code), at=at)
    if change.add or change.drop:
        record(
            "obligations.planned",
            by=by.name,
            about=urn("round", round_code),
            at=at,
            data={"added": len(change.add), "dropped": len(change.drop)},
        )
    return change


def planned(round_: Round, *, at: datetime) -> Replan:
    """Write a round's obligations by the calendar as it is now; the caller tells the trail."""
    round_code = round_.code
    edition = charter.edition(round_.edition)
    dates = next(
        (one for one in rounds_of(edition.calendar) if one.code == round_code), None
    )
    if dates is None:
        msg = f"The calendar of {round_.edition} has no round {round_code} any more; what was planned stands."
        raise Refused(msg)
    today = at.date()
    if round_.state_due >= today:
        round_.first, round_.last = dates.first, dates.last
        round_.state_due = dates.state_due
        round_.expert_due = [day.isoformat() for day in dates.expert_due]
        round_.save(update_fields=["first", "last", "state_due", "expert_due"])
    wanted = calendar.owed(
        edition.calendar, dates, states=_states(round_), organisations=_opted_in()
    )
    wanted = tuple(one for one in wanted if _bound(one))
    rows = {
        Owed(one.sender, Strand(one.strand), days_of(one)): one
        for one in round_.obligations.all()
    }
    reported = {
        Owed(row.sender, row.strand, row.days)
        for row in round_status(round_code, today=today)
        if row.days and row.delivered
    }
    change = calendar.replan(set(rows), wanted, reported=reported, today=today)
    _write(round_, rows, change, at)
    return change


@transaction.atomic
def except_late(
    round_code: str,
    sender: str,
    strand: Strand,
    *,
    until: date,
    reason: str,
    by: Acting,
    at: datetime,
) -> None:
    """Let one sender deliver late, until a day, for a reason that is kept with the name."""
    by.require(Permission.LATE_EXCEPT)
    why = reason.strip()
    if not why:
        msg = "A late report is excepted for a reason: say which."
        raise Refused(msg)
    if until < at.date():
        msg = (
            f"{until} has passed: an exception lasts until a day that is still to come."
        )
        raise Refused(msg)
    round_ = _locked(round_code)
    LateException.objects.create(
        round=round_,
        sender=sender,
        strand=strand,
        until=until,
        reason=why,
        by=by.name,
        at=at,
    )
    record(
        "late.excepted",
        by=by.name,
        about=urn("round", round_code),
        at=at,
        data={
            "sender": sender,
            "strand": str(strand),
            "until": until.isoformat(),
            "reason": why,
        },
    )


@transaction.atomic
def opt_in(organisation: str, *, by: Acting, at: datetime) -> None:
    """Have an accredited organisation owe a report every year from now on."""
    by.require(Permission.OBLIGATION_PLAN)
    known = actors.organisation(organisation)
    if known.code not in actors.reporting_organisations():
        msg = f"{known.code} is not accredited: what cannot be submitted is not owed. Decide its application first: stocktake accreditation"
        raise Refused(msg)
    OptIn.objects.update_or_create(
        organisation=known.code, defaults={"since": at.date(), "until": None}
    )
    record(
        "organisation.opted-in",
        by=by.name,
        about=urn("organisation", known.code),
        at=at,
    )
    _plan_open(by=by, at=at)


@transaction.atomic
def opt_out(organisation: str, *, by: Acting, at: datetime) -> None:
    """End that an organisation owes reports; what it owed before today stands."""
    by.require(Permission.OBLIGATION_PLAN)
    changed = OptIn.objects.filter(organisation=organisation, until=None).update(
        until=at.date()
    )
    if not changed:
        msg = f"{organisation} has not opted in."
        raise NotFound(msg)
    record(
        "organisation.opted-out",
        by=by.name,
        about=urn("organisation", organisation),
        at=at,
    )
    _plan_open(by=by, at=at)


@transaction.atomic
def close_round(round_code: str, *, by: Acting, at: datetime) -> None:
    """Close a round: nothing is submitted in it until it is reopened."""
    by.require(Permission.ROUND_CLOSE)
    round_ = _locked(round_code)
    if round_.closed_at is not None:
        return
    round_.closed_at = at
    round_.save(update_fields=["closed_at"])
    record("round.closed", by=by.name, about=urn("round", round_code), at=at)


@transaction.atomic
def reopen_round(round_code: str, *, by: Acting, at: datetime) -> None:
    """Reopen a closed round; its days stay as they are."""
    by.require(Permission.ROUND_OPEN)
    round_ = _locked(round_code)
    if round_.closed_at is None:
        return
    round_.closed_at = None
    round_.save(update_fields=["closed_at"])
    record("round.reopened", by=by.name, about=urn("round", round_code), at=at)


def _locked(code: str) -> Round:
    found = Round.objects.select_for_update().filter(code=code).first()
    if found is None:
        msg = f"Round {code!r} is not open. Open it: stocktake rounds open {code}"
        raise NotFound(msg)
    return found


def _states(round_: Round) -> list[str]:
    invented = geography.illustrative_states() if round_.illustrative else ()
    return [area.alpha3 for area in (*geography.states(), *invented)]


def _opted_in() -> list[str]:
    """Those that opted in and are accredited still."""
    opted = set(OptIn.objects.values_list("organisation", flat=True))
    return sorted(opted & actors.reporting_organisations())


def _bound(one: Owed) -> bool:
    """Whether an organisation had opted in when its report was due, and not out again."""
    if one.strand is Strand.STATE:
        return True
    since, until = OptIn.objects.values_list("since", "until").get(
        organisation=one.sender
    )
    due = one.days.due
    return bool(since <= due and (until is None or due < until))


def _plan_open(*, by: Acting, at: datetime) -> None:
    codes = Round.objects.filter(closed_at=None, last__gte=at.date())
    for code in codes.order_by("first").values_list("code", flat=True):
        plan_round(code, by=by, at=at)


def _write(
    round_: Round, rows: dict[Owed, Obligation], change: Replan, at: datetime
) -> None:
    Obligation.objects.filter(pk__in=[rows[one].pk for one in change.drop]).delete()
    Obligation.objects.bulk_create(
        Obligation(
            round=round_,
            sender=one.sender,
            strand=one.strand,
            opens=one.days.opens,
            due=one.days.due,
            grace_until=one.days.grace_until,
            closes=one.days.closes,
            planned_at=at,
        )
        for one in change.add
    )
