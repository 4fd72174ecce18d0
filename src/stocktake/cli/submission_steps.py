"""The commands of ``stocktake submission`` that check and move."""

from typing import Final

import click
from django.utils import timezone

from stocktake.accounts.rules import LOCAL_ADMINISTRATOR
from stocktake.cli import frame
from stocktake.kernel.errors import BrokenData
from stocktake.kernel.languages import LANGUAGES


@click.command()
@click.argument("urn")
@click.option("--language", default="en", type=click.Choice(list(LANGUAGES)))
@frame.json_option
def check(urn: str, language: str, *, as_json: bool) -> None:
    """What is missing or wrong in URN; a blocker keeps it from being submitted."""
    frame.with_database()
    from stocktake.reporting import queries  # noqa: PLC0415
    from stocktake.reporting.questionnaires import words  # noqa: PLC0415

    asked = queries.draft(urn).questionnaire
    rows = [
        {
            "severity": fault.severity.value,
            "address": fault.address,
            "code": fault.code,
            "what": words.said(fault, language, asked),
        }
        for fault in queries.faults(urn)
    ]
    rows.sort(key=lambda row: -list(_WEIGHTS).index(row["severity"]))
    if not rows and not as_json:
        click.echo("Nothing is missing or wrong.")
        return
    frame.emit(rows, ("severity", "address", "what"), as_json=as_json)


_WEIGHTS: Final = ("info", "warning", "error", "blocker")


@click.command()
@click.argument("urn")
@click.argument("step")
@click.option("--message", default="", help="Why; the sender reads it.")
@frame.json_option
def move(urn: str, step: str, message: str, *, as_json: bool) -> None:
    """Do STEP with URN: clear, submit, take-up, request-correction, accept, publish ...

    `stocktake submission show URN` names the steps that are open.
    """
    frame.with_database()
    from stocktake.reporting import actions  # noqa: PLC0415
    from stocktake.reporting.rules import Step  # noqa: PLC0415

    if step not in list(Step):
        msg = f"There is no step {step!r}. There are: {', '.join(Step)}."
        raise click.UsageError(msg)
    moved = actions.move(
        urn, Step(step), message=message, by=LOCAL_ADMINISTRATOR, at=timezone.now()
    )
    taken = moved.snapshot
    if as_json:
        frame.print_json(
            {
                "submission": moved.urn,
                "from": moved.before.value,
                "to": moved.after.value,
                "sha256": taken.sha256 if taken else None,
                "superseded": list(moved.superseded),
            }
        )
        return
    click.echo(f"{moved.urn}: {moved.before} -> {moved.after}")
    if taken:
        click.echo(f"SHA-256 of what was submitted: {taken.sha256}")
        click.echo(f"Receipt: stocktake submission receipt {urn} --out receipt.pdf")


@click.command()
@click.argument("state")
@click.argument("switch", type=click.Choice(["on", "off"]))
def clearing(state: str, switch: str) -> None:
    """Have STATE clear its answers nationally before they are submitted, or not."""
    frame.with_database()
    from stocktake.reporting import actions  # noqa: PLC0415

    actions.set_clearing(
        state.upper(), on=switch == "on", by=LOCAL_ADMINISTRATOR, at=timezone.now()
    )
    click.echo(f"{state.upper()}: clearing is {switch}.")


@click.command()
@frame.json_option
def verify(*, as_json: bool) -> None:
    """Check every snapshot against its hash, and its hash against the audit log."""
    frame.with_database()
    from stocktake.reporting import queries  # noqa: PLC0415

    faults = [
        {"submission": one.submission, "number": one.number, "what": one.what}
        for one in queries.unsound()
    ]
    if as_json:
        frame.print_json(faults)
    elif not faults:
        click.echo("Every snapshot holds.")
    else:
        frame.emit(faults, ("submission", "number", "what"), as_json=False)
    if faults:
        msg = f"{len(faults)} snapshots do not hold."
        raise BrokenData(msg)


COMMANDS: Final = (check, move, clearing, verify)
