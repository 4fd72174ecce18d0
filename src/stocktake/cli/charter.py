"""``stocktake charter``: list, show, compare, check and copy editions of the compact."""

import click

from stocktake.charter import queries
from stocktake.charter.rules import ItemKind
from stocktake.cli import frame


edition_option = click.option(
    "--edition", default=queries.DEFAULT_EDITION, show_default=True, help="Edition."
)


@click.group()
def charter() -> None:
    """What was promised: editions of the compact."""


@charter.command("list")
@edition_option
@click.option("--kind", type=click.Choice([kind.value for kind in ItemKind]))
@click.option("--language", default="en", show_default=True)
@frame.json_option
def list_(edition: str, kind: str | None, language: str, *, as_json: bool) -> None:
    """List the items of an edition."""
    items = [i for i in queries.edition(edition).items if kind in (None, i.kind)]
    if as_json:
        frame.print_json([queries.as_listed(item) for item in items])
        return
    rows = [(i.code, i.kind, i.title.get(language, "")) for i in items]
    frame.print_table(("code", "kind", "title"), rows)
