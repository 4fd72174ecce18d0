"""The command ``stocktake``: one lazy group, so that ``--help`` is quick."""

import os
import sys
from pathlib import Path

import click

from stocktake import __version__
from stocktake.cli.lazy import LazyGroup
from stocktake.kernel.errors import StocktakeError


# Where each command is, and what ``--help`` says of it without importing it.
COMMANDS = {
    "charter": (
        "stocktake.cli.charter:charter",
        "What was promised: editions of the compact, as data.",
    ),
    "geography": (
        "stocktake.cli.geography:geography",
        "Countries and areas, their names and codes in six languages, and groupings.",
    ),
    "treaties": (
        "stocktake.cli.treaties:treaties",
        "What States signed, joined and left; the status on any day.",
    ),
    "rounds": (
        "stocktake.cli.rounds:rounds",
        "The calendar, the rounds that are open here, who owes what and who delivered.",
    ),
    "reminders": (
        "stocktake.cli.reminders:reminders",
        "Letters about what is due: 60, 30 and 7 days before, and once after.",
    ),
    "submission": (
        "stocktake.cli.submission:submission",
        "Answer a questionnaire, check it, move it from stage to stage, prove it.",
    ),
    "workbook": (
        "stocktake.cli.workbook:workbook",
        "Answer a questionnaire in Excel, Word or LibreOffice, and bring the answers back.",
    ),
    "intake": (
        "stocktake.cli.intake:intake",
        "Take in reports: PDF, DOCX, ODT, HTML, TXT, and folders of them.",
    ),
    "passages": (
        "stocktake.cli.passages:passages",
        "List the passages of DOCUMENT (SHA-256, the beginning of one, or URN).",
    ),
    "texts": (
        "stocktake.cli.texts:texts",
        "Label passages, summarise rounds, and measure the labels.",
    ),
    "indicators": (
        "stocktake.cli.indicators:indicators",
        "Official statistics: in and out, without exposing anyone.",
    ),
    "method": (
        "stocktake.cli.method:method",
        "Methods by which series and answers are judged.",
    ),
    "assess": (
        "stocktake.cli.assess:assess",
        "Put what States say beside what experts say and statistics show.",
    ),
    "finding": (
        "stocktake.cli.finding:finding",
        "What the evidence says about one State and one commitment.",
    ),
    "dossier": (
        "stocktake.cli.dossier:dossier",
        "Build, list and verify the dossiers of a round.",
    ),
    "audit": ("stocktake.cli.audit:audit", "The hash-chained record of who did what."),
    "accreditation": (
        "stocktake.cli.accreditation:accreditation",
        "Who may report in the expert strand.",
    ),
    "claims": ("stocktake.cli.claims:claims", "What experts say about States."),
    "sources": (
        "stocktake.cli.sources:sources",
        "The seal of protected sources. No command tells who they are.",
    ),
    "people": ("stocktake.cli.people:people", "Who may sign in."),
    "permissions": (
        "stocktake.cli.permissions:permissions",
        'Which role grants which permission; "own": for its own State or organisation.',
    ),
    "example": (
        "stocktake.cli.example:example",
        "The illustrative round: six invented States, two expert organisations.",
    ),
    "serve": ("stocktake.cli.serve:serve", "Serve the pages until Ctrl-C."),
}


@click.group(
    cls=LazyGroup,
    lazy={name: place for name, (place, _) in COMMANDS.items()},
    told={name: told for name, (_, told) in COMMANDS.items()},
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.version_option(__version__, prog_name="stocktake")
@click.option(
    "--home",
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder that holds everything this copy writes (default: STOCKTAKE_HOME, else ./var).",
)
def stocktake(home: Path | None) -> None:
    """Take stock of what States promised to migrants, from reports to a cited dossier."""
    if home is not None:
        os.environ["STOCKTAKE_HOME"] = str(home.resolve())


def main() -> None:
    """Run the command; turn our errors into one line and an exit code."""
    try:
        code = stocktake.main(standalone_mode=False)
    except click.ClickException as error:
        error.show()
        sys.exit(2)
    except click.exceptions.Abort:
        click.echo("Interrupted. Run the same command again to go on.", err=True)
        sys.exit(130)
    except StocktakeError as error:
        click.echo(f"stocktake: {error}", err=True)
        sys.exit(error.exit_code)
    sys.exit(code if isinstance(code, int) else 0)


if __name__ == "__main__":
    main()
