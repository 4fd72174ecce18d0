"""``stocktake intake``: take reports in."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

import click
from django.utils import timezone

from stocktake.accounts.rules import LOCAL_ADMINISTRATOR
from stocktake.cli import frame
from stocktake.kernel.errors import PartlyDone, Refused


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option(
    "--round",
    "round_code",
    required=True,
    help="Round of the calendar, for example 2024.",
)
@click.option(
    "--from",
    "sender",
    default="",
    help="State (any code or name) or organisation code.",
)
@click.option(
    "--strand",
    type=click.Choice(["state", "expert"]),
    help="Who speaks (default: state if the sender is a State, else expert).",
)
@click.option(
    "--about",
    multiple=True,
    help="State that an expert report is about; may be repeated.",
)
@click.option(
    "--list",
    "listing",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="CSV file with columns file, from, strand, about: many senders at once.",
)
@click.option(
    "--replaces",
    default="",
    help="Document (SHA-256 or its beginning) that this one corrects.",
)
@click.option(
    "--label",
    "tier",
    type=click.Choice(["fast", "full", "thorough"]),
    help="Then bring labels and summaries of the round up to date, as `texts label --tier` does.",
)
@click.option(
    "--workers",
    type=click.IntRange(1),
    help="Processes that read (default: one a core).",
)
@frame.json_option
def intake(
    paths: tuple[Path, ...], round_code: str, *, as_json: bool, **asked: Any
) -> None:
    """Take in reports: PDF, DOCX, ODT, HTML, TXT, and folders of them.

    Each file is taken, recognised as a duplicate, or refused with what is wrong and
    what to do; the others go on. Interrupted, run the same command again.
    """
    workers, tier = asked.pop("workers"), asked.pop("tier")
    frame.with_database()
    from stocktake.jobs import intake as job  # noqa: PLC0415
    from stocktake.kernel import processes  # noqa: PLC0415

    at = timezone.now()
    deliveries = _deliveries(paths, round_code, at=at, **asked)
    if tier:
        _make_ready(round_code, tier)
    with frame.progress(quiet=as_json) as progress:
        results = job.take_in(
            deliveries,
            by=LOCAL_ADMINISTRATOR,
            at=at,
            progress=progress,
            workers=workers or processes.cores(),
        )
    _show([asdict(result) for result in results], as_json=as_json)
    refused = sum(result.status is job.Status.REFUSED for result in results)
    if refused == len(results):
        msg = f"None of {len(results)} files was taken; each reason stands beside its file."
        raise Refused(msg)
    if tier:
        _label(round_code, tier, at=at, quiet=as_json)
    if refused:
        msg = f"{refused} of {len(results)} files were refused; each reason stands beside its file."
        raise PartlyDone(msg)


def _deliveries(
    paths: tuple[Path, ...],
    round_code: str,
    *,
    sender: str,
    listing: Path | None,
    at: datetime,
    **asked: Any,
) -> Mapping[Path, Any]:
    """Which file is whose: by a list, or all from one sender."""
    from stocktake.jobs import intake as job  # noqa: PLC0415
    from stocktake.jobs import senders  # noqa: PLC0415

    if bool(listing) == bool(paths and sender):
        msg = "Name the files and their sender (PATH... --from CODE), or a list of both (--list FILE.csv)."
        raise click.UsageError(msg)
    if listing:
        return senders.deliveries_listed(
            listing, round_code, by=LOCAL_ADMINISTRATOR, at=at
        )
    files = job.files_in(paths)
    if not files:
        msg = f"No file to take in below {', '.join(map(str, paths))}. We read {', '.join(job.SUFFIXES)}."
        raise Refused(msg)
    delivery = senders.delivery(
        round_code, sender, by=LOCAL_ADMINISTRATOR, at=at, **asked
    )
    return dict.fromkeys(files, delivery)


def _make_ready(round_code: str, tier: str) -> None:
    """Load the models while the files are read."""
    from stocktake.jobs import labelling  # noqa: PLC0415
    from stocktake.texts.rules import Tier  # noqa: PLC0415

    labelling.make_ready(round_code, Tier(tier))


def _label(round_code: str, tier: str, *, at: datetime, quiet: bool) -> None:
    from stocktake.jobs import labelling  # noqa: PLC0415
    from stocktake.texts.rules import Tier  # noqa: PLC0415

    with frame.progress(quiet=quiet) as progress:
        labelled, summarised = labelling.label_and_summarise(
            round_code,
            tier=Tier(tier),
            by=LOCAL_ADMINISTRATOR,
            at=at,
            progress=progress,
        )
    if not quiet:
        click.echo(f"{labelled} documents labelled, {summarised} summaries made.")


def _show(rows: list[dict[str, Any]], *, as_json: bool) -> None:
    if not as_json:
        for row in rows:
            row["file"], row["document"] = Path(row["file"]).name, row["document"][:12]
    columns = ["file", "status", "pages", "passages", "language", "document", "reason"]
    frame.emit(rows, columns, as_json=as_json)
