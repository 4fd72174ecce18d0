"""``stocktake indicators policy-form``: the workbook that coders of law and policy fill in."""

from pathlib import Path

import click

from stocktake.charter.queries import DEFAULT_EDITION
from stocktake.cli import frame
from stocktake.cli.options import language_option


@click.command("policy-form")
@click.option("--year", type=int, required=True, help="The year that is coded.")
@click.option(
    "--coder",
    required=True,
    metavar="CODE",
    help="Who codes, as it is to stand beside each score: XUNI-1.",
)
@click.option(
    "--state",
    "states",
    multiple=True,
    metavar="S",
    help="Only this State, by code or name; may be repeated.",
)
@language_option("Of the questions and the code book.")
@click.option("--edition", default=DEFAULT_EDITION, show_default=True)
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    required=True,
    help="The XLSX file to write.",
)
def policy_form(  # the options of the command
    *,
    year: int,
    coder: str,
    states: tuple[str, ...],
    language: str,
    edition: str,
    out: Path,
) -> None:
    """Write the form for policy scores: a line for each State and question, and the code book.

    Two people fill in a form each, without knowing of the other; then each is loaded:
    stocktake indicators load FILE --mapping policy-scores
    """
    frame.with_database()
    from stocktake.assessment.policies import form  # noqa: PLC0415

    asked = form.Asked(form.states_of(states), year, coder.strip(), language, edition)
    out.write_bytes(form.form(asked))
    click.echo(
        f"{out}: {len(asked.states)} States. Filled in, it is loaded with: "
        f"stocktake indicators load {out} --mapping policy-scores"
    )
