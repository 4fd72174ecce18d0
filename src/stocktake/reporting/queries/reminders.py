"""What there is to remind of on a day, and what each person was told."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from stocktake.accounts.queries import Addressee
from stocktake.accounts.rules import Acting
from stocktake.charter import queries as charter
from stocktake.kernel.urns import urn
from stocktake.reporting import reminding
from stocktake.reporting.models import Claim, Move, Reminder, Round
from stocktake.reporting.queries.obligations import StatusRow, round_status
from stocktake.reporting.reminding import Event, Notice, Parameters
from stocktake.reporting.rules import Step, Strand
from stocktake.reporting.sources.rules import Publication


@dataclass(frozen=True, slots=True)
class ReminderRow:
    """One thing that one person was told; ``id`` serves this program, never an export."""

    id: int
    email: str
    language: str
    about: str
    event: Event
    parameters: Parameters
    day: date
    mailed_at: datetime | None
    read_at: datetime | None


@dataclass(frozen=True, slots=True)
class _Task:
    """A notice and whom it concerns: who works for a sender, or replies for a State.

    ``submission`` is its URN where a step is told; a notice to a State does not hold it,
    because it names the expert.
    """

    notice: Notice
    sender: str
    strand: Strand
    submission: str = ""
    reply: bool = False

    def concerns(self, by: Acting) -> bool:
        if self.reply:
            return reminding.may_reply(by, self.sender)
        return reminding.concerns(by, self.sender, self.strand)


def notices(
    people: Iterable[Addressee], *, today: date, submission: str = ""
) -> tuple[tuple[Addressee, tuple[Notice, ...]], ...]:
    """What each person would be told today and was not yet. Five queries a round and two.

    ``submission`` (a URN) keeps to the steps of one.
    """
    steps = _moved(today)
    tasks = (
        tuple(one for one in steps if one.submission == submission)
        if submission
        else (*_due(today), *steps)
    )
    told = _told({task.notice.about for task in tasks})
    found = []
    for person in people:
        new = tuple(
            task.notice
            for task in tasks
            if task.concerns(person.acting)
            and reminding.is_news(
                task.notice.event, told.get((person.key, task.notice.about), ())
            )
        )
        if new:
            found.append((person, new))
    return tuple(found)


def due_for(by: Acting, *, today: date) -> tuple[Notice, ...]:
    """What is due for somebody who has no account here, on their own machine."""
    return tuple(task.notice for task in _due(today) if task.concerns(by))


def reminders(
    *,
    person: str = "",
    about: Collection[str] = (),
    unmailed: bool = False,
    unread: bool = False,
    limit: int | None = None,
) -> tuple[ReminderRow, ...]:
    """What people were told, the newest first; ``person`` is a URN or an address. One query."""
    rows = Reminder.objects.select_related("person")
    if person.startswith("stocktake:person:"):
        rows = rows.filter(person=int(person.rpartition(":")[2]))
    elif person:
        rows = rows.filter(person__email=person.strip().lower())
    if about:
        rows = rows.filter(about__in=about)
    if unmailed:
        rows = rows.filter(mailed_at=None, person__is_active=True)
    if unread:
        rows = rows.filter(read_at=None)
    return tuple(_row(one) for one in rows[:limit])


def unread(person: str) -> int:
    """How many reminders somebody has not read. One query."""
    rows = Reminder.objects.filter(
        person=int(person.rpartition(":")[2]), read_at__isnull=True
    )
    return rows.count()


def _due(today: date) -> Iterator[_Task]:
    """The reminders whose day has come, of the reports that have not."""
    codes = Round.objects.filter(closed_at=None).order_by("first")
    for code in codes.values_list("code", flat=True):
        for row in round_status(code, today=today):
            found = _reminder(code, row, today)
            if found:
                yield found


def _reminder(round_code: str, row: StatusRow, today: date) -> _Task | None:
    if row.days is None or row.delivered is not None:
        return None
    until = row.excepted_until
    event = reminding.due(row.days, today=today, excepted_until=until)
    if event is None:
        return None
    facts: dict[str, str | int] = {
        "round": round_code,
        "sender": row.sender,
        "strand": row.strand.value,
        "due": row.days.due.isoformat(),
        "grace_until": row.days.grace_until.isoformat(),
        "days": abs((row.days.due - today).days),
    }
    if until:
        facts["excepted_until"] = until.isoformat()
    due = row.days.due.isoformat()
    about = urn("obligation", round_code, row.sender, row.strand.value, due)
    return _Task(Notice(about, event, facts), row.sender, row.strand)


def _moved(today: date) -> Iterator[_Task]:
    """The steps of the last days that people are told of."""
    moves = Move.objects.filter(
        step__in=list(reminding.TOLD),
        at__date__gte=today - reminding.TOLD_LATE,
        at__date__lte=today,
    )
    for move in moves.select_related("submission__round").order_by("id"):
        if move.step == Step.OPEN_REPLY:
            yield from _may_be_replied(move)
        else:
            yield _stepped(move)


def _stepped(move: Move) -> _Task:
    found = move.submission
    facts: dict[str, str | int] = {
        "round": found.round.code,
        "sender": found.sender,
        "strand": found.strand,
        "submission": found.urn,
        "day": move.at.date().isoformat(),
    }
    event = reminding.TOLD[Step(move.step)]
    about = f"{found.urn}#{move.at.isoformat(timespec='seconds')}"
    notice = Notice(about, event, facts)
    return _Task(notice, found.sender, Strand(found.strand), found.urn)


def _may_be_replied(move: Move) -> Iterator[_Task]:
    """A notice to each State that is spoken of in the open: not by whom, not of what."""
    found = move.submission
    days = charter.edition(found.round.edition).calendar.reply_days
    until = (move.at + timedelta(days=days)).date().isoformat()
    heard = Claim.objects.filter(submission=found).exclude(
        publication=Publication.CONFIDENTIAL
    )
    for state in heard.order_by("area").values_list("area", flat=True).distinct():
        facts: dict[str, str | int] = {
            "round": found.round.code,
            "state": state,
            "until": until,
        }
        notice = Notice(
            urn("replies", found.round.code, state, until), Event.REPLY_OPENED, facts
        )
        yield _Task(notice, state, Strand.EXPERT, found.urn, reply=True)


def _told(about: Collection[str]) -> dict[tuple[int, str], list[Event]]:
    """Which events each person was told, by person and about what."""
    found: dict[tuple[int, str], list[Event]] = {}
    rows = Reminder.objects.filter(about__in=about)
    for person, what, event in rows.values_list("person_id", "about", "event"):
        found.setdefault((person, what), []).append(Event(event))
    return found


def _row(one: Reminder) -> ReminderRow:
    return ReminderRow(
        id=one.pk,
        email=one.person.email,
        language=one.person.language,
        about=one.about,
        event=Event(one.event),
        parameters=one.parameters,
        day=one.day,
        mailed_at=one.mailed_at,
        read_at=one.read_at,
    )
