"""``stocktake indicators structures``: dataflows of other agencies."""

from datetime import UTC, datetime
from pathlib import Path

import click

from stocktake.cli import frame


@click.group()
def structures() -> None:
    """Take in the structures of other agencies, so that their figures can be loaded."""


@structures.command()
@click.argument(
    "files",
    nargs=-1,
    required=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
)
@frame.json_option
def load(*, files: tuple[Path, ...], as_json: bool) -> None:
    """Take the dataflows of FILES: SDMX-ML 2.1 or 3.x, or SDMX-JSON 2.0 structures.

    They must hold the data structure definitions and their code lists: ask the agency's
    server for them with references=descendants, or name several files that belong
    together.
    """
    frame.with_database()
    from stocktake.accounts.rules import LOCAL_ADMINISTRATOR  # noqa: PLC0415
    from stocktake.indicators.structures import taking  # noqa: PLC0415

    taken = taking.take(files, by=LOCAL_ADMINISTRATOR, at=datetime.now(UTC))
    rows = [
        {
            "flow": flow.reference,
            "name": flow.names.get("en", ""),
            "dimensions": ".".join(flow.dimension_ids),
        }
        for flow in taken
    ]
    frame.emit(rows, ("flow", "name", "dimensions"), as_json=as_json)
