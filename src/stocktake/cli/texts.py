"""``stocktake texts``: label and summarise rounds, and measure how well texts are labelled."""

import click

from stocktake.cli import frame


TIERS = click.Choice(["fast", "full"])


@click.group()
def texts() -> None:
    """Label passages, summarise rounds, and measure the labels."""


@texts.command()
@click.option("--round", "round_code", required=True, help="Round, for example 2024.")
@click.option(
    "--tier",
    type=TIERS,
    default="full",
    show_default=True,
    help="fast: without the slow encoder.",
)
@frame.json_option
def label(round_code: str, *, tier: str, as_json: bool) -> None:
    """Label what is not labelled in a round, and bring its summaries up to date."""
    frame.with_database()
    from django.utils import timezone  # noqa: PLC0415

    from stocktake.accounts.rules import LOCAL_ADMINISTRATOR  # noqa: PLC0415
    from stocktake.reporting import queries as reporting  # noqa: PLC0415
    from stocktake.texts import actions  # noqa: PLC0415
    from stocktake.texts.rules import Tier  # noqa: PLC0415

    round_ = reporting.round_(round_code)
    by, at = LOCAL_ADMINISTRATOR, timezone.now()
    with frame.progress(quiet=as_json) as progress:
        labelled = actions.label_documents(
            reporting.document_hashes(round_code),
            edition=round_.edition,
            tier=Tier(tier),
            by=by,
            at=at,
            progress=progress,
        )
        summarised = actions.summarise_round(
            round_code, by=by, at=at, progress=progress
        )
    if as_json:
        frame.print_json(
            {
                "round": round_code,
                "tier": tier,
                "labelled": labelled,
                "summarised": summarised,
            }
        )
    else:
        click.echo(f"{labelled} documents labelled, {summarised} summaries made.")
