"""``stocktake reminders``: letters about what is due."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import click
from django.utils import timezone

from stocktake.accounts.rules import LOCAL_ADMINISTRATOR
from stocktake.cli import frame
from stocktake.kernel.errors import PartlyDone
from stocktake.kernel.languages import LANGUAGES


if TYPE_CHECKING:
    from stocktake.jobs.reminders import Sent
    from stocktake.reporting.queries import ReminderRow


@click.group()
def reminders() -> None:
    """Letters about what is due: 60, 30 and 7 days before, and once after."""


@reminders.command()
@click.option(
    "--on", type=click.DateTime(["%Y-%m-%d"]), help="As of this day (default: today)."
)
@click.option("--dry-run", is_flag=True, help="Show what would be sent; write nothing.")
@frame.json_option
def send(*, on: datetime | None, dry_run: bool, as_json: bool) -> None:
    """Write to everybody to whom something is due, one letter each; run it once a day.

    Run again on the same day, it sends nothing twice. After days on which it did not
    run, it makes up for the last reminder only.
    """
    frame.with_database()
    from stocktake.jobs import reminders as letters  # noqa: PLC0415

    now = timezone.now()
    day = on.date() if on else now.date()
    done = (
        letters.preview(on=day)
        if dry_run
        else letters.send(on=day, by=LOCAL_ADMINISTRATOR, at=now)
    )
    if as_json:
        frame.print_json(_told(done, day, dry_run=dry_run))
    else:
        _say(done, dry_run=dry_run)
    if done.failed:
        msg = "Some letters were not sent (listed). Run the same command again."
        raise PartlyDone(msg)


def _told(done: "Sent", day: date, *, dry_run: bool) -> dict[str, Any]:
    return {
        "day": day.isoformat(),
        "dry_run": dry_run,
        "noted": done.noted,
        "letters": [
            {
                "to": letter.email,
                "language": letter.language,
                "reminders": [
                    {
                        "about": one.about,
                        "event": one.event.value,
                        "parameters": dict(one.parameters),
                    }
                    for one in letter.told
                ],
            }
            for letter in done.letters
        ],
        "failed": [{"to": email, "why": why} for email, why in done.failed],
    }


def _say(done: "Sent", *, dry_run: bool) -> None:
    rows = [
        {
            "to": letter.email,
            "language": letter.language,
            "event": one.event.value,
            "about": one.about,
        }
        for letter in done.letters
        for one in letter.told
    ]
    if rows:
        frame.emit(rows, list(rows[0]), as_json=False)
    what = "would be sent" if dry_run else "sent"
    click.echo(f"{len(done.letters)} letters {what}; {done.noted} new reminders.")
    for email, why in done.failed:
        click.echo(f"{email}: not sent: {why}", err=True)


@reminders.command("list")
@click.option("--person", default="", help="Of this address only.")
@click.option(
    "--language",
    type=click.Choice(list(LANGUAGES)),
    help="Say them in this language (default: each in its person's).",
)
@click.option("--limit", type=click.IntRange(1), default=200, show_default=True)
@frame.json_option
def list_(person: str, language: str | None, limit: int, *, as_json: bool) -> None:
    """What people were told and when, the newest first."""
    frame.with_database()
    from stocktake.reporting import queries  # noqa: PLC0415

    rows = [
        _listed(one, language or one.language)
        for one in queries.reminders(person=person, limit=limit)
    ]
    columns = ["day", "person", "event", "said", "mailed", "read"]
    frame.emit(rows, columns, as_json=as_json)


def _listed(one: "ReminderRow", language: str) -> dict[str, Any]:
    from django.utils import translation  # noqa: PLC0415

    from stocktake.jobs.reminder_words import said  # noqa: PLC0415

    with translation.override(language):
        told = said(one.event, one.parameters, on=one.day)
    return {
        "day": one.day.isoformat(),
        "person": one.email,
        "event": one.event.value,
        "about": one.about,
        "parameters": dict(one.parameters),
        "language": language,
        "said": f"{told.report}. {told.headline}. {told.detail}",
        "mailed": one.mailed_at.isoformat(timespec="seconds") if one.mailed_at else "",
        "read": one.read_at.isoformat(timespec="seconds") if one.read_at else "",
    }
