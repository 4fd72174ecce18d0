"""``stocktake indicators map``: a mapping file proposed from a table."""

from pathlib import Path
from typing import Any

import click

from stocktake.cli import frame
from stocktake.cli.statistics import EXAMPLE, file_argument


@click.command("map", epilog=EXAMPLE)
@file_argument
@click.option("--flow", default="", help="The dataflow; without it the best fitting.")
@click.option("--sheet", default="", help="The sheet; without it the fullest.")
@click.option(
    "--header-row",
    type=click.IntRange(min=0),
    default=0,
    help="The row of the headings, counted from 1; without it, it is looked for.",
)
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Where to write the YAML; without it, to standard output.",
)
@frame.json_option
def propose_mapping(
    *,
    file: Path,
    flow: str,
    sheet: str,
    header_row: int,
    out: Path | None,
    as_json: bool,
) -> None:
    """Propose a mapping for a CSV or XLSX table: read it, correct it, load with it.

    Columns are told by their headings (in the six languages) and by what they hold,
    areas by code or name. Lines that begin with CHECK say what a person must decide.
    """
    frame.with_database()
    from stocktake.indicators.proposing import proposal, writing  # noqa: PLC0415

    found = proposal.propose(file, flow=flow, sheet=sheet, header_row=header_row)
    text = writing.as_yaml(found, name=file.name)
    if out is not None:
        out.write_text(text, encoding="utf-8")
    if as_json:
        frame.print_json(_report(found, text))
    elif out is None:
        click.echo(text, nl=False)
    else:
        click.echo(f"{out}: {found.flow.id}, {len(found.doubts)} things to check.")
        for doubt in found.doubts:
            click.echo(f"- {doubt}")


def _report(found: Any, text: str) -> dict[str, Any]:
    return {
        "flow": found.flow.id,
        "sheet": found.sheet.name,
        "header_row": found.sheet.header_row,
        "columns": {
            each.column: {
                "concept": each.concept,
                "why": each.why,
                "score": each.score,
                "not_understood": list(each.unknown),
            }
            for each in found.guesses
        },
        "values": found.mapping.values,
        "check": list(found.doubts),
        "mapping": text,
    }
