"""``stocktake indicators``: official statistics in and out, without exposing anyone."""

import click

from stocktake.cli.lazy import LazyGroup


COMMANDS = {
    "protect": "stocktake.cli.disclosure:protect",
    "audit": "stocktake.cli.disclosure:audit",
}


@click.group(cls=LazyGroup, lazy=COMMANDS)
def indicators() -> None:
    """Official statistics: in and out, without exposing anyone."""
