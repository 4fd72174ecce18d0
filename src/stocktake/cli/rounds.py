"""``stocktake rounds``: the calendar, and the rounds that are open in this copy."""

import click
from django.utils import timezone

from stocktake.accounts.rules import LOCAL_ADMINISTRATOR
from stocktake.charter.queries import DEFAULT_EDITION
from stocktake.cli import frame


@click.group()
def rounds() -> None:
    """The calendar, and the rounds that are open here."""


@rounds.command("list")
@click.option(
    "--edition", default=DEFAULT_EDITION, show_default=True, help="Whose calendar."
)
@frame.json_option
def list_(edition: str, *, as_json: bool) -> None:
    """Rounds of the calendar with their dates, and whether they are open here."""
    frame.with_database()
    from stocktake.reporting import queries  # noqa: PLC0415

    there = {row.code for row in queries.rounds() if row.edition == edition}
    rows = [
        {
            "round": dates.code,
            "first": dates.first.isoformat(),
            "last": dates.last.isoformat(),
            "state reports due": dates.state_due.isoformat(),
            "expert reports due": [day.isoformat() for day in dates.expert_due],
            "open here": dates.code in there,
        }
        for dates in queries.calendar(edition)
    ]
    frame.emit(rows, list(rows[0]), as_json=as_json)


@rounds.command("open")
@click.argument("code")
@click.option(
    "--edition", default=DEFAULT_EDITION, show_default=True, help="Whose calendar."
)
@frame.json_option
def open_(code: str, edition: str, *, as_json: bool) -> None:
    """Open round CODE, so that reports can be taken in."""
    frame.with_database()
    from stocktake.reporting import actions  # noqa: PLC0415

    row = actions.open_round(
        code, edition=edition, by=LOCAL_ADMINISTRATOR, at=timezone.now()
    )
    if as_json:
        frame.print_json(
            {
                "round": row.code,
                "edition": row.edition,
                "state_due": row.state_due.isoformat(),
            }
        )
    else:
        click.echo(
            f"Round {row.code} is open: {row.first} to {row.last}, State reports due {row.state_due}."
        )


@rounds.command("status")
@click.argument("code")
@frame.json_option
def status(code: str, *, as_json: bool) -> None:
    """Who delivered what in round CODE."""
    frame.with_database()
    from stocktake.reporting import queries  # noqa: PLC0415

    queries.round_(code)
    rows = [
        {
            "sender": row.sender,
            "strand": row.strand.value,
            "about": " ".join(row.about),
            "version": row.version,
            "documents": len(row.documents),
            "pages": sum(document.pages for document in row.documents),
            "passages": sum(document.passages for document in row.documents),
            "submitted": row.submitted_at.isoformat(timespec="seconds"),
        }
        for row in queries.submissions(code)
    ]
    columns = [
        "sender",
        "strand",
        "about",
        "version",
        "documents",
        "pages",
        "passages",
        "submitted",
    ]
    frame.emit(rows, columns, as_json=as_json)
