"""Note what people are told, each thing once; claim it for mailing; mark it read."""

from collections.abc import Collection
from datetime import date, datetime

from django.db import transaction

from stocktake.accounts import queries as accounts
from stocktake.accounts.rules import Acting, Permission
from stocktake.audit.actions import record
from stocktake.kernel.errors import NotPermitted
from stocktake.kernel.urns import urn
from stocktake.reporting.models import Reminder
from stocktake.reporting.queries.reminders import notices


@transaction.atomic
def note_reminders(*, on: date, by: Acting, at: datetime, submission: str = "") -> int:
    """Note for everybody what they are to be told on a day; how much was new.

    ``submission`` (a URN) keeps to the steps of one. Run again, nothing is noted twice;
    after days on which it did not run, the last reminder that has begun is made up
    for, and none before it.
    """
    by.require(Permission.REMINDER_SEND)
    new = [
        Reminder(
            person_id=person.key,
            about=notice.about,
            event=notice.event,
            parameters=dict(notice.parameters),
            day=on,
        )
        for person, found in notices(
            accounts.addressees(), today=on, submission=submission
        )
        for notice in found
    ]
    if new:
        Reminder.objects.bulk_create(new, batch_size=500, ignore_conflicts=True)
        people = len({one.person_id for one in new})
        record(
            "reminders.noted",
            by=by.name,
            about=urn("reminders", on.isoformat()),
            at=at,
            data={"people": people, "reminders": len(new)},
        )
    return len(new)


def claim_for_mail(ids: Collection[int], *, by: Acting, at: datetime) -> bool:
    """Take these reminders for one letter; False where another run has taken any."""
    by.require(Permission.REMINDER_SEND)
    with transaction.atomic():
        taken = Reminder.objects.filter(pk__in=ids, mailed_at=None).update(mailed_at=at)
        if taken != len(ids):
            transaction.set_rollback(True)
    return taken == len(ids)


def release_for_mail(ids: Collection[int], *, by: Acting) -> None:
    """Give reminders back whose letter could not be sent: the next run tries again."""
    by.require(Permission.REMINDER_SEND)
    Reminder.objects.filter(pk__in=ids).update(mailed_at=None)


def read_reminders(*, by: Acting, at: datetime) -> int:
    """Mark all that somebody was told as read; their own only, so not audited."""
    if not by.person:
        msg = "Only somebody with an account has reminders that can be marked as read."
        raise NotPermitted(msg)
    rows = Reminder.objects.filter(
        person=int(by.person.rpartition(":")[2]), read_at=None
    )
    return rows.update(read_at=at)
