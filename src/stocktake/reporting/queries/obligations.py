"""Who owes what, who delivered, when: of a round, of a sender."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from stocktake.actors.rules import COLLECTIVE
from stocktake.geography import queries as geography
from stocktake.kernel.errors import NotFound
from stocktake.reporting import calendar
from stocktake.reporting.calendar import Deadlines, Standing
from stocktake.reporting.models import (
    LateException,
    Move,
    Obligation,
    OptIn,
    Round,
    Submission,
)
from stocktake.reporting.rules import Stage, Step, Strand
from stocktake.reporting.sources.rules import PSEUDONYM
from stocktake.reporting.workflow import DELIVERED


@dataclass(frozen=True, slots=True)
class StatusRow:
    """How one report of a round stands: owed or not, delivered or not."""

    sender: str
    strand: Strand
    illustrative: bool
    days: Deadlines | None  # None: nobody owed it, it came all the same
    standing: Standing
    days_overdue: int
    delivered: date | None
    submission: str = ""  # URN of the newest version
    stage: Stage | None = None
    about: tuple[str, ...] = ()
    version: int = 0
    excepted_until: date | None = None


@dataclass(frozen=True, slots=True)
class ExceptionRow:
    """One permission to deliver late."""

    sender: str
    strand: Strand
    until: date
    reason: str
    by: str
    at: date


@dataclass(frozen=True, slots=True)
class OptInRow:
    """An organisation that reports every year."""

    organisation: str
    since: date
    until: date | None


@dataclass(frozen=True, slots=True)
class _Came:
    """One submission that may answer an obligation."""

    day: date | None  # None: not delivered yet
    row: Submission


_Key = tuple[str, Strand]


def round_status(round_code: str, *, today: date) -> tuple[StatusRow, ...]:
    """Every report that a round is owed or got, by strand and sender. Five queries."""
    round_ = _round(round_code)
    came = _came(round_)
    owed: dict[_Key, list[Deadlines]] = defaultdict(list)
    for one in round_.obligations.all():
        owed[one.sender, Strand(one.strand)].append(days_of(one))
    excepted = _excepted(round_)
    rows: list[StatusRow] = []
    for key in sorted({*owed, *came}, key=lambda key: (key[1] != "state", key[0])):
        rows += _rows(
            key,
            sorted(owed.get(key, ())),
            came.get(key, []),
            excepted.get(key),
            today,
        )
    return tuple(rows)


def sender_status(sender: str, *, today: date) -> tuple[StatusRow, ...]:
    """How one sender stands in every round that is open here. Five queries a round."""
    return tuple(
        row
        for code in Round.objects.order_by("first").values_list("code", flat=True)
        for row in round_status(code, today=today)
        if row.sender == sender
    )


def exceptions(round_code: str) -> tuple[ExceptionRow, ...]:
    """The permissions to deliver late in a round, with names and reasons. One query."""
    rows = LateException.objects.filter(round__code=round_code)
    return tuple(
        ExceptionRow(
            one.sender,
            Strand(one.strand),
            one.until,
            one.reason,
            one.by,
            one.at.date(),
        )
        for one in rows
    )


def opt_ins() -> tuple[OptInRow, ...]:
    """The organisations that opted in, those that opted out again too. One query."""
    return tuple(
        OptInRow(one.organisation, one.since, one.until) for one in OptIn.objects.all()
    )


def days_of(one: Obligation) -> Deadlines:
    """The days of an obligation as a value."""
    return Deadlines(one.opens, one.due, one.grace_until, one.closes)


def excepted_until(round_: Round, sender: str, strand: Strand) -> date | None:
    """Until when a sender may deliver late in a round. One query."""
    return _excepted(round_, sender=sender).get((sender, strand))


def obligation_on(
    round_: Round, sender: str, strand: Strand, today: date
) -> Deadlines | None:
    """The days that bind what a sender delivers today: of the report whose window this is.

    None where nothing is owed. One query.
    """
    rows = round_.obligations.filter(sender=sender, strand=strand).order_by("due")
    days = [days_of(one) for one in rows]
    begun = [one for one in days if one.opens <= today]
    return begun[-1] if begun else (days[0] if days else None)


def _round(code: str) -> Round:
    found = Round.objects.filter(code=code).prefetch_related("obligations").first()
    if found is None:
        msg = f"Round {code!r} is not open. Open it: stocktake rounds open {code}"
        raise NotFound(msg)
    return found


def _came(round_: Round) -> dict[_Key, list[_Came]]:
    """Submissions by sender and strand, the oldest version first."""
    first = (
        Move.objects.filter(submission__round=round_, step=Step.SUBMIT)
        .order_by("-id")
        .values_list("submission_id", "at")
    )
    submitted = dict(first)  # the first move of each comes last and stands
    found: dict[_Key, list[_Came]] = defaultdict(list)
    # Neither that a protected source delivered, nor when, is told.
    rows = (
        Submission.objects.filter(round=round_)
        .exclude(sender__startswith=PSEUDONYM)
        .exclude(sender=COLLECTIVE)
        .select_related("round")
    )
    for row in rows.order_by("version"):
        delivered = Stage(row.stage) in DELIVERED
        at = submitted.get(row.pk, row.submitted_at)
        found[row.sender, Strand(row.strand)].append(
            _Came(at.date() if delivered else None, row)
        )
    return found


def _excepted(round_: Round, *, sender: str = "") -> dict[_Key, date]:
    rows = LateException.objects.filter(round=round_).order_by("id")
    if sender:
        rows = rows.filter(sender=sender)
    return {(one.sender, Strand(one.strand)): one.until for one in rows}


def _rows(
    key: _Key,
    owed: list[Deadlines],
    came: list[_Came],
    excepted: date | None,
    today: date,
) -> Iterable[StatusRow]:
    if not owed:
        yield from (_row(key, None, [one], None, today) for one in came[-1:] if one.day)
        return
    for days in owed:
        others = [one for one in owed if one != days]
        mine = [
            one
            for one in came
            if calendar.delivery(days, others, [one.day or today]) is not None
        ]
        yield _row(key, days, mine, excepted, today)


def _row(
    key: _Key,
    days: Deadlines | None,
    came: list[_Came],
    excepted: date | None,
    today: date,
) -> StatusRow:
    delivered = min((one.day for one in came if one.day), default=None)
    newest = came[-1].row if came else None
    standing = (
        Standing.DELIVERED
        if days is None
        else calendar.standing(
            days, delivered=delivered, today=today, excepted_until=excepted
        )
    )
    late = standing in {Standing.OVERDUE, Standing.EXCEPTED}
    return StatusRow(
        sender=key[0],
        strand=key[1],
        illustrative=geography.is_illustrative(key[0]),
        days=days,
        standing=standing,
        days_overdue=calendar.days_overdue(days, today) if days and late else 0,
        delivered=delivered,
        submission=newest.urn if newest else "",
        stage=Stage(newest.stage) if newest else None,
        about=tuple(newest.about) if newest else (),
        version=newest.version if newest else 0,
        excepted_until=excepted,
    )
