"""``stocktake sources``: the seal of protected sources; never who they are."""

import click
from django.utils import timezone

from stocktake.accounts.rules import LOCAL_ADMINISTRATOR
from stocktake.cli import frame


@click.group()
def sources() -> None:
    """The seal of protected sources. No command tells who they are."""


@sources.command()
@frame.json_option
def status(*, as_json: bool) -> None:
    """How many identities are sealed, and where the keys lie."""
    frame.with_database()
    from stocktake.reporting import queries  # noqa: PLC0415
    from stocktake.reporting.sources import keys  # noqa: PLC0415

    told = {
        "sealed": queries.sources_kept(),
        "keys": str(keys.place()),
        "there": keys.exists(),
    }
    if keys.exists():
        keys.ring()  # refused where the file is open to others or damaged
    if as_json:
        frame.print_json(told)
    else:
        where = "in" if keys.exists() else "none yet; they will lie in"
        click.echo(f"{told['sealed']} sealed. Keys: {where} {told['keys']}")


@sources.command(name="change-keys")
def change_keys() -> None:
    """Seal all identities and evidence with a new key, and forget the old one.

    Copy the file of keys to its backup afterwards: the old copy opens nothing any more.
    """
    frame.with_database()
    from stocktake.reporting import actions  # noqa: PLC0415

    count = actions.change_keys(by=LOCAL_ADMINISTRATOR, at=timezone.now())
    click.echo(f"{count} identities are sealed with a new key.")
