"""``stocktake workbook``: answer a questionnaire away from the network, and bring it back."""

from pathlib import Path
from typing import Any

import click
from django.utils import timezone

from stocktake.accounts.rules import LOCAL_ADMINISTRATOR
from stocktake.cli import frame
from stocktake.cli.options import language_option
from stocktake.kernel.errors import PartlyDone, Refused, WrongUsage
from stocktake.kernel.languages import LANGUAGES


@click.group()
def workbook() -> None:
    """Answer a questionnaire in Excel, Word or LibreOffice, and bring the answers back."""


@workbook.command()
@click.option("--round", "round_code", required=True, help="Such as 2026.")
@click.option("--from", "sender", required=True, help="State or organisation.")
@language_option("Of the questions, and of the texts that are written into the file.")
@click.option(
    "--out",
    required=True,
    type=click.Path(dir_okay=False, path_type=Path),
    help="A name that ends in .xlsx (all questions) or .docx (the texts alone).",
)
@click.option(
    "--strand",
    type=click.Choice(["state", "expert"]),
    help="By the sender if not given.",
)
@frame.json_option
def export(
    *,
    round_code: str,
    sender: str,
    language: str,
    out: Path,
    strand: str | None,
    as_json: bool,
) -> None:
    """Write the questionnaire with the answers given so far; starts a draft if there is none.

    The name decides: a workbook of all questions (.xlsx), or a Word file of those that
    are answered in words (.docx).
    """
    frame.with_database()
    from stocktake.jobs import prefill, senders  # noqa: PLC0415
    from stocktake.reporting import actions  # noqa: PLC0415
    from stocktake.reporting.actions import offline  # noqa: PLC0415

    if out.suffix.lower() not in offline.KINDS:
        msg = f"--out {out}: the name must end in {' or '.join(offline.KINDS)}."
        raise WrongUsage(msg)
    now = timezone.now()
    who = senders.delivery(
        round_code, sender, strand=strand, by=LOCAL_ADMINISTRATOR, at=now
    )
    draft = actions.start_draft(
        round_code,
        sender=who.sender,
        strand=who.strand,
        about=who.about,
        by=LOCAL_ADMINISTRATOR,
        at=now,
    )
    prefill.fill_in_new(draft.key, by=LOCAL_ADMINISTRATOR, at=now)
    data = offline.export(
        draft.key,
        kind=out.suffix.lower(),
        language=language,
        by=LOCAL_ADMINISTRATOR,
        at=now,
    )
    try:
        out.write_bytes(data)
    except OSError as error:
        msg = f"{out} cannot be written: {error.strerror}."
        raise Refused(msg) from error
    if as_json:
        told = {"submission": draft.urn, "language": language, "file": str(out)}
        frame.print_json({**told, "bytes": len(data)})
    else:
        click.echo(f"{out}: {draft.urn} in {LANGUAGES[language].own_name}.")
        click.echo(f"When it is filled in: stocktake workbook import {out}")


@workbook.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--take",
    multiple=True,
    metavar="WHOSE | ADDRESS=WHOSE",
    help="Where both sides changed an answer: 'workbook' or 'online' for all, or 1.2/status=workbook for one. May be repeated.",
)
@language_option("Of the reasons that are printed.")
@frame.json_option
def import_(file: Path, take: tuple[str, ...], language: str, *, as_json: bool) -> None:
    """Merge FILE into its draft: taken, unchanged, clashing, not understood.

    Where an answer was also changed online since the export, the online one stands until
    you choose with --take; both texts are kept. The same file twice changes nothing.
    Exit code 3 while something clashes or was not understood.
    """
    frame.with_database()
    from stocktake.reporting.actions import offline  # noqa: PLC0415
    from stocktake.reporting.workbook import telling  # noqa: PLC0415

    everywhere, choices = _choices(take)
    report = offline.import_(
        file.read_bytes(),
        file.name,
        take=everywhere,
        choices=choices,
        by=LOCAL_ADMINISTRATOR,
        at=timezone.now(),
    )
    told = telling.as_json(report, language)
    if as_json:
        frame.print_json(told)
    else:
        _print(told)
    left = sum(not clash["chosen"] for clash in told["clashing"])
    unread = len(told["not_understood"])
    if left or unread:
        msg = f"{left} answers clash and {unread} cells were not understood (listed above); the rest was taken."
        raise PartlyDone(msg)


def _choices(take: tuple[str, ...]) -> tuple[Any, dict[str, Any]]:
    from stocktake.reporting.workbook.report import Choice  # noqa: PLC0415

    everywhere, choices = Choice.ASK, {}
    for one in take:
        address, _, whose = one.rpartition("=")
        if whose not in ("workbook", "online"):
            msg = f"--take {one}: say workbook or online, or ADDRESS=workbook."
            raise WrongUsage(msg)
        if address:
            choices[address] = Choice(whose)
        else:
            everywhere = Choice(whose)
    return everywhere, choices


def _print(told: dict[str, Any]) -> None:
    click.echo(
        f"{told['submission']}: {len(told['taken'])} taken, {len(told['unchanged'])} unchanged,"
        f" {len(told['confirmed'])} confirmed, {len(told['clashing'])} clashing,"
        f" {len(told['not_understood'])} not understood."
    )
    if told["version_moved"]:
        old, new = told["version_moved"]
        click.echo(
            f"Written for version {old} of the questionnaire; moved to version {new}."
        )
    for one in told["remarks"]:
        click.echo(one["text"])
    if told["taken"]:
        rows = [[one["sheet"], one["cell"], one["address"]] for one in told["taken"]]
        frame.print_table(
            ["sheet or heading", "cell or question", "address"], rows, title="\nTaken"
        )
    for one in told["clashing"]:
        stands = one["chosen"] or "online, until you choose"
        click.echo(f"\nClash at {one['address']} ({one['sheet']} {one['cell']})")
        click.echo(f"  file:     {one['workbook']}")
        click.echo(f"  online:   {one['online']} ({one['by']}, {one['at']})")
        click.echo(f"  stands:   {stands}")
    if told["not_understood"]:
        rows = [
            [one["sheet"], one["cell"], one["text"][:60], one["why"]]
            for one in told["not_understood"]
        ]
        columns = ["sheet or heading", "cell or question", "what stands there", "why"]
        frame.print_table(columns, rows, title="\nNot understood")
