"""The commands of ``stocktake submission`` about a draft: prefill, confirm, version, history."""

import json
from typing import Final

import click
from django.utils import timezone

from stocktake.accounts.rules import LOCAL_ADMINISTRATOR
from stocktake.cli import frame
from stocktake.kernel.errors import WrongUsage
from stocktake.kernel.languages import in_language


@click.command()
@click.argument("urn")
@frame.json_option
def prefill(urn: str, *, as_json: bool) -> None:
    """Fill in what is known already: the report before, treaties. Again: nothing changes."""
    frame.with_database()
    from stocktake.jobs import prefill as jobs  # noqa: PLC0415

    filled = jobs.fill_in(urn, by=LOCAL_ADMINISTRATOR, at=timezone.now())
    if as_json:
        frame.print_json(filled)
        return
    total = sum(filled.values())
    parts = ", ".join(f"{number} from {name}" for name, number in filled.items())
    click.echo(f"{total} answers filled in{f' ({parts})' if total else ''}.")
    if total:
        click.echo(f"They count once confirmed: stocktake submission confirm {urn} 1.2")


@click.command()
@click.argument("urn")
@click.argument("where")
def confirm(urn: str, where: str) -> None:
    """Confirm what was filled in at WHERE: an item (1.2), a record, or one answer."""
    frame.with_database()
    from stocktake.reporting import actions  # noqa: PLC0415

    many = actions.confirm(
        urn,
        by=LOCAL_ADMINISTRATOR,
        at=timezone.now(),
        item="" if "/" in where else where,
        address=where if "/" in where else "",
    )
    click.echo(f"{many} answer{'s' * (many != 1)} confirmed.")


@click.command()
@click.argument("urn")
@click.option("--to", "version", type=int, help="The newest if not given.")
@click.option("--move", is_flag=True, help="Do it; without this it is only told.")
@frame.json_option
def version(urn: str, version: int | None, *, move: bool, as_json: bool) -> None:
    """Tell what moving a draft to another version of its questionnaire does; --move does it."""
    frame.with_database()
    from stocktake.reporting import actions, queries  # noqa: PLC0415

    if move:
        told = actions.move_to_version(
            urn, version, by=LOCAL_ADMINISTRATOR, at=timezone.now()
        )
    else:
        told = queries.version_change(urn, version)
    if as_json:
        frame.print_json(
            {
                "from": told.old,
                "to": told.new,
                "moved_draft": move,
                "questions": [
                    {
                        "what": one.turn.value,
                        "part": one.part,
                        "items": list(one.items),
                        "why": list(one.why),
                    }
                    for one in told.questions
                ],
                "kept": told.kept,
                "moved": {fate.address: fate.to for fate in told.moved},
                "dropped": {fate.address: fate.value for fate in told.dropped},
            }
        )
        return
    click.echo(f"From version {told.old} to version {told.new}:")
    for one in told.questions:
        why = f" ({', '.join(one.why)})" if one.why else ""
        places = "every item" if len(one.items) > 30 else ", ".join(one.items)
        words = in_language(one.label, "en")
        click.echo(f"  {one.turn} {one.part}{why}, “{words}”, in {places}")
    for fate in told.moved:
        click.echo(f"  {fate.address} goes to {fate.to}")
    for fate in told.dropped:
        shown = json.dumps(fate.value, ensure_ascii=False)
        click.echo(f"  {fate.address} leaves the draft: {shown}")
    click.echo(f"{told.kept} answers stay as they are.")
    if not move and told.old != told.new:
        click.echo("Nothing is changed yet; add --move to do it.")


@click.command()
@click.argument("urn")
@click.argument("address")
@frame.json_option
def history(urn: str, address: str, *, as_json: bool) -> None:
    """What stood at ADDRESS and what was refused there, the oldest first."""
    frame.with_database()
    from stocktake.reporting import queries  # noqa: PLC0415

    if "/" not in address:
        msg = f"{address!r} is an item; name one of its answers, such as {address}/status."
        raise WrongUsage(msg)
    rows = [
        {
            "at": f"{one.at:%Y-%m-%d %H:%M}",
            "by": one.by,
            "outcome": one.outcome,
            "revision": one.revision,
            "value": one.value
            if as_json
            else json.dumps(one.value, ensure_ascii=False),
        }
        for one in queries.history(urn, address)
    ]
    frame.emit(rows, ("at", "by", "outcome", "revision", "value"), as_json=as_json)


COMMANDS: Final = (prefill, confirm, version, history)
