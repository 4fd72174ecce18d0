"""``stocktake people``: who may sign in."""

import click
from django.utils import timezone

from stocktake.accounts.rules import LOCAL_ADMINISTRATOR
from stocktake.cli import frame


@click.group()
def people() -> None:
    """Who may sign in."""


@people.command()
@click.argument("email")
@click.option("--name", default="Administrator", show_default=True)
@click.password_option(help="At least 12 characters; asked for when not given.")
def administrator(email: str, name: str, password: str) -> None:
    """Make EMAIL an administrator of this copy."""
    frame.with_database()
    from stocktake.accounts import actions  # noqa: PLC0415

    actions.make_administrator(
        email, password, name=name, by=LOCAL_ADMINISTRATOR, at=timezone.now()
    )
    click.echo(f"{email} is an administrator.")
