"""``stocktake intake``: take reports in."""

from dataclasses import asdict
from pathlib import Path

import click
from django.utils import timezone

from stocktake.accounts.rules import LOCAL_ADMINISTRATOR
from stocktake.cli import frame
from stocktake.kernel.errors import PartlyDone, Refused


@click.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--round",
    "round_code",
    required=True,
    help="Round of the calendar, for example 2024.",
)
@click.option(
    "--from",
    "sender",
    required=True,
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
    "--replaces",
    default="",
    help="Document (SHA-256 or its beginning) that this one corrects.",
)
@click.option(
    "--workers",
    type=click.IntRange(1),
    help="Processes that read (default: one a core).",
)
@frame.json_option
def intake(
    paths: tuple[Path, ...],
    round_code: str,
    sender: str,
    strand: str | None,
    about: tuple[str, ...],
    replaces: str,
    workers: int | None,
    *,
    as_json: bool,
) -> None:
    """Take in reports: PDF, DOCX, ODT, HTML, TXT, and folders of them.

    Each file is taken, recognised as a duplicate, or refused with what is wrong and
    what to do; the others go on. Interrupted, run the same command again.
    """
    frame.with_database()
    from stocktake.jobs import intake as job  # noqa: PLC0415
    from stocktake.jobs import pool, senders  # noqa: PLC0415

    at = timezone.now()
    delivery = senders.delivery(
        round_code,
        sender,
        strand=strand,
        about=about,
        replaces=replaces,
        by=LOCAL_ADMINISTRATOR,
        at=at,
    )
    files = job.files_in(paths)
    if not files:
        msg = f"No file to take in below {', '.join(map(str, paths))}. We read {', '.join(job.SUFFIXES)}."
        raise Refused(msg)
    with frame.progress(quiet=as_json) as progress:
        results = job.take_in(
            dict.fromkeys(files, delivery),
            by=LOCAL_ADMINISTRATOR,
            at=at,
            progress=progress,
            workers=workers or pool.cores(),
        )
    rows = [asdict(result) for result in results]
    columns = ["file", "status", "pages", "passages", "language", "document", "reason"]
    if not as_json:
        for row in rows:
            row["file"], row["document"] = Path(row["file"]).name, row["document"][:12]
    frame.emit(rows, columns, as_json=as_json)
    refused = sum(result.status is job.Status.REFUSED for result in results)
    if refused == len(results):
        msg = f"None of {len(results)} files was taken; each reason stands beside its file."
        raise Refused(msg)
    if refused:
        msg = f"{refused} of {len(results)} files were refused; each reason stands beside its file."
        raise PartlyDone(msg)
