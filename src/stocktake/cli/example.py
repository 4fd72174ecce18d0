"""``stocktake example``: the round that ships with the program."""

import sys
from pathlib import Path

import click
from django.utils import timezone

from stocktake.accounts.rules import LOCAL_ADMINISTRATOR
from stocktake.cli import frame
from stocktake.cli.options import tier_option
from stocktake.kernel.errors import Refused
from stocktake.kernel.languages import LANGUAGES


@click.group()
def example() -> None:
    """The illustrative round: six invented States, two expert organisations."""


@example.command()
@tier_option(default="thorough")
@click.option(
    "--language", "languages", multiple=True, default=["en", "ar"], show_default=True
)
def build(tier: str, languages: tuple[str, ...]) -> None:
    """Load the shipped figures; take the reports in, label, summarise, freeze the dossier."""
    frame.with_database()
    from stocktake.actors import actions as actors  # noqa: PLC0415
    from stocktake.dossiers import actions as dossiers  # noqa: PLC0415
    from stocktake.indicators import actions as statistics  # noqa: PLC0415
    from stocktake.jobs import example as job  # noqa: PLC0415
    from stocktake.jobs.pipeline import bring_up_to_date  # noqa: PLC0415
    from stocktake.texts.rules import Tier  # noqa: PLC0415

    at, by = timezone.now(), LOCAL_ADMINISTRATOR
    round_code = job.manifest().round
    with frame.progress() as progress:
        statistics.ensure_starter(by=by, at=at, progress=progress)
        actors.ensure_treaties(by=by, at=at)
        job.load_example_figures(by=by, at=at, progress=progress)
        results = job.take_in_example(by=by, at=at, progress=progress)
        refused = [result for result in results if result.status == "refused"]
        if refused:
            raise Refused("; ".join(f"{one.file}: {one.reason}" for one in refused))
        bring_up_to_date(round_code, tier=Tier(tier), by=by, at=at, progress=progress)
        for language in languages:
            frozen = dossiers.build(
                round_code, language=language, by=by, at=at, progress=progress
            )
            click.echo(f"Dossier ({language}): {frozen.folder}")
    passages = sum(result.passages for result in results)
    click.echo(
        f"Example round {round_code}: {len(results)} reports, {passages} passages."
    )


@example.command()
@click.option(
    "--pages", default=150, show_default=True, help="How many pages to look at."
)
def check(pages: int) -> None:
    """Serve the pages on a free port, walk their links, and say what does not answer."""
    frame.with_database()
    from stocktake.jobs import example as job  # noqa: PLC0415
    from stocktake.jobs import walk  # noqa: PLC0415

    command = [sys.executable, "-m", "stocktake.cli.main"]
    first = [
        f"{language}/rounds/{job.manifest().round}/{page}/"
        for language in LANGUAGES
        for page in ("commitments/1.2", "states/XAA", "dossiers")
    ]
    report = walk.own_pages(command, folder=Path.cwd(), first=first, most=pages)
    click.echo(
        f"{report.visited} pages answered, {report.citations} links to passages hold."
    )
    if report.faults:
        raise Refused("Our own pages do not hold:\n" + "\n".join(report.faults))
    if not report.citations:
        msg = "No page links to a passage. Build the example first: stocktake example build"
        raise Refused(msg)
