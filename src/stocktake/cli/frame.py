"""What commands share: the home, the database, tables or JSON, progress, exit codes."""

import json
import os
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import click
from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TextColumn,
    TimeRemainingColumn,
)
from rich.table import Table


json_option = click.option(
    "--json", "as_json", is_flag=True, help="Print JSON instead of a table."
)


def with_database() -> None:
    """Set Django up in this home and bring its tables up to date."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "stocktake.site.settings"
    import django  # noqa: PLC0415  # the import costs 0.3 s that pure commands need not pay

    django.setup()
    from stocktake.site import setup  # noqa: PLC0415

    setup.tables_up_to_date()


def print_json(value: object) -> None:
    """Print a value as JSON in UTF-8, keys in the order given."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2, default=str))


def print_table(
    columns: Sequence[str],
    rows: Iterable[Sequence[object]],
    *,
    title: str | None = None,
) -> None:
    """Print rows as a table as wide as the terminal; whole lines when piped."""
    width = None if sys.stdout.isatty() else 200
    table = Table(*columns, title=title, title_justify="left", box=None, pad_edge=False)
    for row in rows:
        table.add_row(*("" if cell is None else str(cell) for cell in row))
    Console(width=width, highlight=False, markup=False, emoji=False).print(table)


def emit(
    rows: Sequence[Mapping[str, Any]],
    columns: Sequence[str],
    *,
    as_json: bool,
    title: str | None = None,
) -> None:
    """Print rows as JSON, or the named columns of them as a table."""
    if as_json:
        print_json(list(rows))
    else:
        print_table(
            columns,
            ([row.get(column) for column in columns] for row in rows),
            title=title,
        )


class Steps:
    """Progress of one piece of long work, stage by stage, on standard error."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._tasks: dict[str, Any] = {}

    def __call__(self, stage: str, done: int, total: int) -> None:
        """Say that ``done`` of ``total`` pieces of a stage are finished."""
        if stage not in self._tasks:
            self._tasks[stage] = self._progress.add_task(stage, total=total)
        self._progress.update(self._tasks[stage], completed=done, total=total)


@contextmanager
def progress(*, quiet: bool = False) -> Iterator[Steps]:
    """Progress bars on standard error; silent when it is no terminal or ``quiet``."""
    console = Console(stderr=True)
    with Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=console,
        disable=quiet or not console.is_terminal,
    ) as bars:
        yield Steps(bars)
