"""The command ``stocktake``: one lazy group, so that ``--help`` is quick."""

import os
import sys
from pathlib import Path

import click

from stocktake import __version__
from stocktake.cli.lazy import LazyGroup
from stocktake.kernel.errors import StocktakeError


COMMANDS = {
    "charter": "stocktake.cli.charter:charter",
    "geography": "stocktake.cli.geography:geography",
    "treaties": "stocktake.cli.treaties:treaties",
    "rounds": "stocktake.cli.rounds:rounds",
    "reminders": "stocktake.cli.reminders:reminders",
    "submission": "stocktake.cli.submission:submission",
    "workbook": "stocktake.cli.workbook:workbook",
    "intake": "stocktake.cli.intake:intake",
    "passages": "stocktake.cli.passages:passages",
    "texts": "stocktake.cli.texts:texts",
    "indicators": "stocktake.cli.indicators:indicators",
    "method": "stocktake.cli.method:method",
    "assess": "stocktake.cli.assess:assess",
    "finding": "stocktake.cli.finding:finding",
    "dossier": "stocktake.cli.dossier:dossier",
    "audit": "stocktake.cli.audit:audit",
    "accreditation": "stocktake.cli.accreditation:accreditation",
    "claims": "stocktake.cli.claims:claims",
    "sources": "stocktake.cli.sources:sources",
    "people": "stocktake.cli.people:people",
    "permissions": "stocktake.cli.permissions:permissions",
    "example": "stocktake.cli.example:example",
    "serve": "stocktake.cli.serve:serve",
}


@click.group(
    cls=LazyGroup,
    lazy=COMMANDS,
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
