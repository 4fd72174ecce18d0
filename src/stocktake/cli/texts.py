"""``stocktake texts``: label and summarise rounds, and measure how well texts are labelled."""

import os
from pathlib import Path
from typing import Any

import click

from stocktake.cli import frame
from stocktake.cli.options import tier_option


TIERS = click.Choice(["fast", "full"])


@click.group()
def texts() -> None:
    """Label passages, summarise rounds, and measure the labels."""


@texts.command()
@click.option("--round", "round_code", required=True, help="Round, for example 2024.")
@tier_option()
@frame.json_option
def label(round_code: str, *, tier: str, as_json: bool) -> None:
    """Label what is not labelled in a round, and bring its summaries up to date."""
    frame.with_database()
    from django.utils import timezone  # noqa: PLC0415

    from stocktake.accounts.rules import LOCAL_ADMINISTRATOR  # noqa: PLC0415
    from stocktake.jobs.labelling import label_and_summarise  # noqa: PLC0415
    from stocktake.texts.rules import Tier  # noqa: PLC0415

    with frame.progress(quiet=as_json) as progress:
        labelled, summarised = label_and_summarise(
            round_code,
            tier=Tier(tier),
            by=LOCAL_ADMINISTRATOR,
            at=timezone.now(),
            progress=progress,
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


@texts.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--text", "text_column", required=True, help="Column of the texts.")
@click.option(
    "--labels",
    "labels_column",
    required=True,
    help="Column of the labels: several separated by |, none if empty.",
)
@click.option(
    "--lang",
    "language_column",
    help="Column of the languages (default: told from each text).",
)
@click.option(
    "--train",
    type=click.Path(path_type=Path),
    help="CSV of the same columns to learn from first.",
)
@click.option(
    "--edition", default=None, help="Charter edition whose commitments are the labels."
)
@click.option(
    "--taxonomy",
    type=click.Path(path_type=Path),
    help="YAML: {name, classes: [{code, texts: {en: [..]}}]}.",
)
@click.option(
    "--tier",
    type=TIERS,
    default="full",
    show_default=True,
    help="fast: without the slow encoder.",
)
@click.option(
    "--asked",
    "asked_column",
    help="Column of the one class each row asks about; labels are then yes or no.",
)
@click.option(
    "--slow-share",
    type=click.FloatRange(0, 1),
    default=1.0,
    show_default=True,
    help="Share of the rows, the least certain, that the slow encoder reads.",
)
@frame.json_option
def evaluate(file: Path, *, as_json: bool, **asked: Any) -> None:
    """Measure labels on FILE, a CSV of texts whose labels are known.

    p_at_1 and hit_at_3: the first, or one of the first three, is right, among rows that
    have a label. accuracy: the first is right, or "none" is rightly said. macro_f1: mean
    over the classes that occur.
    """
    os.environ["DJANGO_SETTINGS_MODULE"] = "stocktake.site.settings"
    from stocktake.texts import trials  # noqa: PLC0415

    asking = trials.Asking(
        text=asked["text_column"],
        labels=asked["labels_column"],
        language=asked["language_column"],
        asked=asked["asked_column"],
    )
    with frame.progress(quiet=as_json) as progress:
        found = trials.evaluate(
            file,
            asking,
            train=asked["train"],
            edition=asked["edition"],
            taxonomy=asked["taxonomy"],
            tier=asked["tier"],
            slow_share=asked["slow_share"],
            progress=progress,
        )
    if as_json:
        frame.print_json(found)
        return
    measures = ("n", "p_at_1", "hit_at_3", "accuracy", "macro_f1")
    rows = [("all", *(found[one] for one in measures))]
    rows += [
        (language, *(part[one] for one in measures))
        for language, part in found["by_language"].items()
    ]
    frame.print_table(
        ["rows", *measures], rows, title=f"{found['taxonomy']}, {found['tier']} tier"
    )
