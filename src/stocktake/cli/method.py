"""``stocktake method``: the methods there are, and each of them on a file of rows."""

from dataclasses import asdict
from pathlib import Path

import click

from stocktake.assessment.methods import reading, registry
from stocktake.cli.frame import emit, json_option, print_json


@click.group()
def method() -> None:
    """Methods by which series and answers are judged."""


@method.command("list")
@json_option
def list_(*, as_json: bool) -> None:
    """List the methods; --json prints each one's card."""
    rows = [
        {
            "method": one.code,
            "name": one.name,
            "version": one.version,
            "what": one.card.what,
            "card": asdict(one.card),
        }
        for one in registry.METHODS
    ]
    emit(rows, ["method", "what"], as_json=as_json)


@method.command()
@click.argument("name")
@click.option(
    "--csv",
    "file",
    required=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Rows in CSV: the card of the method lists the columns (method list --json).",
)
@json_option
def run(name: str, file: Path, *, as_json: bool) -> None:
    """Run the method NAME (or NAME@VERSION) over a file: one result for each row, in order.

    A blank stays a blank, with the reason; a cell that cannot be read is refused by its
    row and column. With --json each result holds every number on the way.
    """
    chosen = registry.method(name)
    rows = [
        {"row": number, "method": chosen.code, **one}
        for number, one in enumerate(reading.run(chosen, file), 1)
    ]
    if as_json:
        print_json(rows)
    else:
        told = [name for name in ("stability", "arithmetic") if name in rows[0]]
        columns = ["row", "value", "score", "status", *told, "reason"]
        emit(rows, columns, as_json=False)
