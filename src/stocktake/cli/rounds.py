"""``stocktake rounds``: the calendar, open rounds, who owes what and who delivered."""

from collections import Counter
from datetime import date, datetime
from typing import Any

import click
from django.utils import timezone

from stocktake.accounts.rules import LOCAL_ADMINISTRATOR
from stocktake.charter.queries import DEFAULT_EDITION
from stocktake.cli import frame


edition_option = click.option(
    "--edition", default=DEFAULT_EDITION, show_default=True, help="Whose calendar."
)
strand_option = click.option(
    "--strand", type=click.Choice(["state", "expert"]), default="state"
)


@click.group()
def rounds() -> None:
    """The calendar, the rounds that are open here, who owes what and who delivered."""


@rounds.command("list")
@edition_option
@frame.json_option
def list_(edition: str, *, as_json: bool) -> None:
    """Rounds of the calendar with their dates, and whether they are open here."""
    frame.with_database()
    from stocktake.charter import queries as charter  # noqa: PLC0415
    from stocktake.reporting import calendar, queries  # noqa: PLC0415

    there = {row.code: row for row in queries.rounds() if row.edition == edition}
    set_ = charter.edition(edition).calendar
    rows = []
    for dates in queries.calendar(edition):
        days = calendar.state_days(set_, dates)
        here = there.get(dates.code)
        rows.append(
            {
                "round": dates.code,
                "first": dates.first.isoformat(),
                "last": dates.last.isoformat(),
                "state opens": days.opens.isoformat(),
                "state reports due": dates.state_due.isoformat(),
                "grace until": days.grace_until.isoformat(),
                "corrections until": days.closes.isoformat(),
                "expert reports due": [day.isoformat() for day in dates.expert_due],
                "open here": here is not None,
                "closed": bool(here and here.closed_at),
            }
        )
    shown = rows if as_json else [{**row, **_spoken(row)} for row in rows]
    frame.emit(shown, list(rows[0]), as_json=as_json)


def _spoken(row: dict[str, Any]) -> dict[str, str]:
    return {
        "expert reports due": " ".join(row["expert reports due"]),
        "open here": "yes" if row["open here"] else "no",
        "closed": "yes" if row["closed"] else "no",
    }


@rounds.command("open")
@click.argument("code")
@edition_option
@click.option("--reopen", is_flag=True, help="Where it was closed.")
@frame.json_option
def open_(code: str, edition: str, *, reopen: bool, as_json: bool) -> None:
    """Open round CODE: plan who owes a report, so that reports can be taken in."""
    frame.with_database()
    from stocktake.reporting import actions, queries  # noqa: PLC0415

    now = timezone.now()
    row = actions.open_round(code, edition=edition, by=LOCAL_ADMINISTRATOR, at=now)
    if reopen:
        actions.reopen_round(code, by=LOCAL_ADMINISTRATOR, at=now)
    owed = sum(
        1
        for one in queries.round_status(code, today=now.date())
        if one.days is not None
    )
    if as_json:
        frame.print_json(
            {
                "round": row.code,
                "edition": row.edition,
                "state_due": row.state_due.isoformat(),
                "owed": owed,
            }
        )
    else:
        click.echo(
            f"Round {row.code} is open: {row.first} to {row.last}, State reports due {row.state_due}."
            f" {owed} reports are owed."
        )
        if queries.round_(code).closed_at:
            click.echo(
                f"It was closed; reopen it: stocktake rounds open {code} --reopen"
            )


@rounds.command()
@click.argument("code")
@frame.json_option
def close(code: str, *, as_json: bool) -> None:
    """Close round CODE: nothing is submitted in it until it is reopened."""
    frame.with_database()
    from stocktake.reporting import actions, queries  # noqa: PLC0415

    actions.close_round(code, by=LOCAL_ADMINISTRATOR, at=timezone.now())
    if as_json:
        frame.print_json(
            {"round": code, "closed_at": str(queries.round_(code).closed_at)}
        )
    else:
        click.echo(f"Round {code} is closed.")


@rounds.command()
@click.argument("code")
@frame.json_option
def plan(code: str, *, as_json: bool) -> None:
    """Plan round CODE anew after the calendar was changed.

    Only obligations that are still to come and have no report change.
    """
    frame.with_database()
    from stocktake.reporting import actions  # noqa: PLC0415

    change = actions.plan_round(code, by=LOCAL_ADMINISTRATOR, at=timezone.now())
    if as_json:
        frame.print_json({"added": len(change.add), "dropped": len(change.drop)})
    else:
        click.echo(f"{len(change.add)} obligations added, {len(change.drop)} dropped.")


@rounds.command("except")
@click.argument("code")
@click.option("--from", "sender", required=True, help="State or organisation.")
@strand_option
@click.option("--until", type=click.DateTime(["%Y-%m-%d"]), required=True)
@click.option("--reason", required=True, help="Kept with your name, and shown.")
@frame.json_option
def except_(
    *, code: str, sender: str, strand: str, until: datetime, reason: str, as_json: bool
) -> None:
    """Let one sender deliver late in round CODE, until a day, for a reason."""
    frame.with_database()
    from stocktake.reporting import actions  # noqa: PLC0415
    from stocktake.reporting.rules import Strand  # noqa: PLC0415

    actions.except_late(
        code,
        sender,
        Strand(strand),
        until=until.date(),
        reason=reason,
        by=LOCAL_ADMINISTRATOR,
        at=timezone.now(),
    )
    if as_json:
        mine = [row for row in _exceptions(code) if row["sender"] == sender]
        frame.print_json([row for row in mine if row["strand"] == strand][-1])
    else:
        click.echo(f"{sender} may deliver in round {code} until {until.date()}.")


@rounds.command("exceptions")
@click.argument("code")
@frame.json_option
def exceptions(code: str, *, as_json: bool) -> None:
    """Who may deliver late in round CODE, until when, why, and who allowed it."""
    frame.with_database()
    from stocktake.reporting import queries  # noqa: PLC0415

    queries.round_(code)
    columns = ["sender", "strand", "until", "reason", "by", "at"]
    frame.emit(_exceptions(code), columns, as_json=as_json)


def _exceptions(code: str) -> list[dict[str, Any]]:
    from stocktake.reporting import queries  # noqa: PLC0415

    return [
        {
            "round": code,
            "sender": row.sender,
            "strand": row.strand.value,
            "until": row.until.isoformat(),
            "reason": row.reason,
            "by": row.by,
            "at": row.at.isoformat(),
        }
        for row in queries.exceptions(code)
    ]


@rounds.command("opt-in")
@click.argument("organisation")
@click.option("--out", is_flag=True, help="Out again, from today.")
def opt_in(organisation: str, *, out: bool) -> None:
    """Have a registered ORGANISATION owe a report every year."""
    frame.with_database()
    from stocktake.reporting import actions  # noqa: PLC0415

    act = actions.opt_out if out else actions.opt_in
    act(organisation, by=LOCAL_ADMINISTRATOR, at=timezone.now())
    click.echo(f"{organisation} has opted {'out' if out else 'in'}.")


@rounds.command("status")
@click.argument("code")
@click.option("--from", "sender", default="", help="This State or organisation only.")
@click.option(
    "--standing",
    default="",
    help="Such as overdue or delivered; a table leaves out what is only owed if not given.",
)
@click.option("--on", type=click.DateTime(["%Y-%m-%d"]), help="As of this day.")
@frame.json_option
def status(
    *, code: str, sender: str, standing: str, on: datetime | None, as_json: bool
) -> None:
    """Who delivered what in round CODE and when; what is due and overdue, in days."""
    frame.with_database()
    from stocktake.reporting import queries  # noqa: PLC0415

    queries.round_(code)
    today = on.date() if on else timezone.now().date()
    rows = _status(code, today)
    kept = [
        row
        for row in rows
        if (not sender or row["sender"] == sender)
        and (not standing or row["standing"] == standing)
    ]
    if as_json:
        frame.print_json(kept)
        return
    if not sender and not standing:
        kept = [row for row in kept if row["submission"]]
    columns = [
        "sender",
        "strand",
        "standing",
        "delivered",
        "due",
        "days_overdue",
        "stage",
        "version",
        "documents",
        "pages",
        "passages",
    ]
    frame.emit(kept, columns, as_json=False)
    for strand in ("state", "expert"):
        of_strand = [row for row in rows if row["strand"] == strand and row["due"]]
        if of_strand:
            counts = Counter(str(row["standing"]) for row in of_strand)
            told = ", ".join(f"{counts[key]} {key}" for key in sorted(counts))
            click.echo(f"\n{len(of_strand)} {strand} reports owed: {told}.")


def _status(code: str, today: date) -> list[dict[str, Any]]:
    """A row for each report owed or delivered, those that came first, with what they hold."""
    from stocktake.reporting import queries  # noqa: PLC0415

    held: Counter[tuple[str, str, str]] = Counter()
    for sent in queries.submissions(code):
        key = (sent.sender, sent.strand.value)
        held[*key, "documents"] += len(sent.documents)
        held[*key, "pages"] += sum(one.pages for one in sent.documents)
        held[*key, "passages"] += sum(one.passages for one in sent.documents)
    rows = [
        {
            "sender": row.sender,
            "strand": row.strand.value,
            "illustrative": row.illustrative,
            "standing": row.standing.value,
            "opens": row.days.opens.isoformat() if row.days else None,
            "due": row.days.due.isoformat() if row.days else None,
            "grace_until": row.days.grace_until.isoformat() if row.days else None,
            "closes": row.days.closes.isoformat() if row.days else None,
            "days_overdue": row.days_overdue,
            "delivered": row.delivered.isoformat() if row.delivered else None,
            "excepted_until": row.excepted_until.isoformat()
            if row.excepted_until
            else None,
            "submission": row.submission,
            "stage": row.stage.value if row.stage else "",
            "about": " ".join(row.about),
            "version": row.version,
            **{
                what: held[row.sender, row.strand.value, what]
                for what in ("documents", "pages", "passages")
            },
        }
        for row in queries.round_status(code, today=today)
    ]
    return sorted(rows, key=lambda row: row["delivered"] is None)
