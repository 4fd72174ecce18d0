"""The commands of ``stocktake submission`` that answer: start, questions, answer, fill."""

import json
from pathlib import Path
from typing import Any, Final

import click
from django.utils import timezone

from stocktake.accounts.rules import LOCAL_ADMINISTRATOR
from stocktake.cli import frame
from stocktake.cli.options import language_option
from stocktake.kernel.errors import BrokenData, PartlyDone


@click.command()
@click.option("--round", "round_code", required=True, help="Such as 2026.")
@click.option("--from", "sender", required=True, help="State or organisation.")
@click.option(
    "--strand",
    type=click.Choice(["state", "expert"]),
    help="By the sender if not given.",
)
@click.option(
    "--about", multiple=True, help="State that experts report on; may be repeated."
)
@frame.json_option
def start(
    *,
    round_code: str,
    sender: str,
    strand: str | None,
    about: tuple[str, ...],
    as_json: bool,
) -> None:
    """Start a draft, or name the one that is there already.

    A new draft of a State is filled in from the report before and from treaties, as on
    the desk; what was filled in waits to be confirmed.
    """
    frame.with_database()
    from stocktake.jobs import prefill, senders  # noqa: PLC0415
    from stocktake.reporting import actions  # noqa: PLC0415

    now = timezone.now()
    who = senders.delivery(
        round_code, sender, strand=strand, about=about, by=LOCAL_ADMINISTRATOR, at=now
    )
    draft = actions.start_draft(
        round_code,
        sender=who.sender,
        strand=who.strand,
        about=who.about,
        by=LOCAL_ADMINISTRATOR,
        at=now,
    )
    filled = prefill.fill_in_new(draft.key, by=LOCAL_ADMINISTRATOR, at=now)
    if as_json:
        told = {"submission": draft.urn, "stage": draft.stage.value}
        frame.print_json({**told, "filled_in": sum(filled.values())})
    else:
        click.echo(draft.urn)
        if sum(filled.values()):
            click.echo(f"{sum(filled.values())} answers were filled in beforehand.")
        click.echo(f"See the questions: stocktake submission questions {draft.urn} 1.2")


@click.command()
@click.argument("urn")
@click.argument("item", required=False)
@language_option("Of the questions.")
@frame.json_option
def questions(urn: str, item: str | None, language: str, *, as_json: bool) -> None:
    """What URN asks about ITEM (such as 1.2): addresses, kinds, codes, answers.

    Without ITEM: all items with how far each is answered.
    """
    frame.with_database()
    from stocktake.reporting import queries  # noqa: PLC0415

    if item is None:
        blocks = [
            {
                "item": block.item,
                "title": block.title,
                "done": block.progress.done,
                "asked": block.progress.asked,
            }
            for section in queries.outline(urn, language=language)
            for block in section.blocks
        ]
        frame.emit(blocks, ("item", "title", "done", "asked"), as_json=as_json)
        return
    rows = [
        row
        for part in queries.block(urn, item, language=language).parts
        for row in _asked(part)
    ]
    columns = ("address", "question", "kind", "codes", "answer")
    frame.emit(rows, columns, as_json=as_json)


def _asked(part: Any) -> list[dict[str, Any]]:
    """The rows of a field, or of a group and its records."""
    if not hasattr(part, "records"):
        return [_row(part)]
    rows = [
        {
            "address": part.address,
            "question": part.label,
            "kind": "records",
            "codes": f"submission add URN {part.address}",
            "answer": len(part.records),
        }
    ]
    for record in part.records:
        rows += [_row(field) for field in record.fields]
    return rows


def _row(field: Any) -> dict[str, Any]:
    codes = [option.code for option in field.options]
    codes += [f"{one.code} (with a reason)" for one in field.absences]
    return {
        "address": field.address,
        "question": field.label,
        "kind": field.kind.value,
        "codes": " ".join(codes),
        "answer": field.shown,
    }


@click.command()
@click.argument("urn")
@click.argument("address")
@click.argument("value", required=False)
@language_option("Of a text; its other languages stay.")
@click.option("--absent", help="In place of a value: not_relevant or no_information.")
@click.option("--reason", help="Code of the reason of an absence.")
@click.option("--clear", is_flag=True, help="Remove the answer; its history stays.")
@frame.json_option
def answer(
    *,
    urn: str,
    address: str,
    value: str | None,
    language: str,
    absent: str | None,
    reason: str | None,
    clear: bool,
    as_json: bool,
) -> None:
    """Answer ADDRESS of URN with VALUE: a code, a number, a text, or JSON for the rest."""
    frame.with_database()
    from stocktake.reporting import actions, queries  # noqa: PLC0415

    if sum([value is not None, absent is not None, clear]) != 1:
        msg = "Give a VALUE, or --absent, or --clear: one of them."
        raise click.UsageError(msg)
    draft = queries.draft(urn)
    standing = queries.answers(draft.key).get(address)
    given: Any = None
    if absent:
        given = {"absent": absent, **({"reason": reason} if reason else {})}
    elif value is not None:
        field = draft.questionnaire.field(address)
        given = _value(field.kind.value, value, language, standing)
    revision = queries.revisions(draft.key).get(address, 0)
    row = actions.save_answer(
        draft.key,
        address,
        given,
        expected_revision=revision,
        by=LOCAL_ADMINISTRATOR,
        at=timezone.now(),
    )
    told = {"address": row.address, "value": row.value, "revision": row.revision}
    if as_json:
        frame.print_json(told)
    else:
        click.echo(f"{row.address}: saved, revision {row.revision}.")


def _value(kind: str, value: str, language: str, standing: Any) -> Any:
    """What was typed, as the kind of field takes it."""
    if value.lstrip().startswith(("{", "[")):
        try:
            return json.loads(value)
        except json.JSONDecodeError:
            pass  # a text may begin with a bracket too
    if kind != "text":
        return value
    held = standing.value if standing and isinstance(standing.value, dict) else {}
    return {**({} if "absent" in held else held), language: value}


@click.command()
@click.argument("urn")
@click.argument("group")
@click.option("--id", "record_id", default="", help="Twelve of 0-9 and a-f.")
@frame.json_option
def add(urn: str, group: str, record_id: str, *, as_json: bool) -> None:
    """Add a record to GROUP (such as 1.2/measures); prints its address."""
    frame.with_database()
    from stocktake.reporting import actions  # noqa: PLC0415

    item, _, name = group.partition("/")
    made = actions.add_record(
        urn,
        item,
        name,
        by=LOCAL_ADMINISTRATOR,
        at=timezone.now(),
        record_id=record_id,
    )
    address = f"{item}/{name}/{made}"
    if as_json:
        frame.print_json({"address": address})
    else:
        click.echo(address)


@click.command()
@click.argument("urn")
@click.argument("address")
def remove(urn: str, address: str) -> None:
    """Remove the record at ADDRESS; its answers are kept in the history."""
    frame.with_database()
    from stocktake.reporting import actions  # noqa: PLC0415

    actions.remove_record(urn, address, by=LOCAL_ADMINISTRATOR, at=timezone.now())
    click.echo(f"{address} is removed.")


@click.command()
@click.argument("urn")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@frame.json_option
def fill(urn: str, file: Path, *, as_json: bool) -> None:
    """Save many answers from FILE, a JSON object of values by address.

    Records are made where the file has ``"1.2/measures/<id>": {}``. Saving the same file
    again changes nothing.
    """
    frame.with_database()
    from stocktake.reporting import actions, queries  # noqa: PLC0415

    try:
        given = json.loads(file.read_text(encoding="utf-8-sig"))
    except (ValueError, OSError) as error:
        msg = f"{file}: cannot be read as JSON in UTF-8: {error}"
        raise BrokenData(msg) from error
    if not isinstance(given, dict):
        msg = f'{file}: holds no object of values by address, such as {{"1.2/status": "in-force"}}.'
        raise BrokenData(msg)
    draft = queries.draft(urn)
    known = queries.revisions(draft.key)
    changes = [
        actions.Change(address, value, known.get(address, 0))
        for address, value in given.items()
    ]
    saved = actions.save_answers(
        draft.key, changes, by=LOCAL_ADMINISTRATOR, at=timezone.now()
    )
    refused = [
        {"address": one.change.address, "why": str(one.reason)} for one in saved.refused
    ]
    told = {
        "taken": len(saved.taken),
        "unchanged": len(saved.unchanged),
        "refused": refused,
    }
    if as_json:
        frame.print_json(told)
    else:
        click.echo(f"{len(saved.taken)} taken, {len(saved.unchanged)} unchanged.")
        for one in refused:
            click.echo(f"refused {one['address']}: {one['why']}", err=True)
    if refused:
        msg = f"{len(refused)} of {len(changes)} answers were refused (listed above)."
        raise PartlyDone(msg)


COMMANDS: Final = (start, questions, answer, add, remove, fill)
