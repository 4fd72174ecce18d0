"""``stocktake indicators``: official statistics in and out, without exposing anyone."""

import click

from stocktake.cli import disclosure


@click.group()
def indicators() -> None:
    """Official statistics: in and out, without exposing anyone."""


indicators.add_command(disclosure.protect)
indicators.add_command(disclosure.audit)
