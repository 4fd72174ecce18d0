"""``stocktake submission``: answer a questionnaire, check it, move it on, prove it."""

from pathlib import Path
from typing import Any

import click

from stocktake.accounts.rules import LOCAL_ADMINISTRATOR
from stocktake.cli import (
    frame,
    submission_answers,
    submission_drafts,
    submission_steps,
)
from stocktake.kernel.errors import NotFound
from stocktake.kernel.languages import LANGUAGES


language_option = click.option(
    "--language",
    default="en",
    show_default=True,
    type=click.Choice(list(LANGUAGES)),
    help="Of what is printed.",
)


@click.group()
def submission() -> None:
    """Answer a questionnaire, check it, move it from stage to stage, prove it.

    A submission is named by its URN (stocktake:submission:2026/KEN/state/1), or by the
    last part of it: 2026/KEN/state/1.
    """


for command in (
    *submission_answers.COMMANDS,
    *submission_drafts.COMMANDS,
    *submission_steps.COMMANDS,
):
    submission.add_command(command)


@submission.command("list")
@click.option("--round", "round_code", default="", help="Of this round only.")
@click.option("--from", "sender", default="", help="Of this State or organisation.")
@click.option("--stage", default="", help="In this stage only, such as under_check.")
@frame.json_option
def list_(round_code: str, sender: str, stage: str, *, as_json: bool) -> None:
    """Submissions in every stage: whose, how far, how many answers."""
    frame.with_database()
    from stocktake.reporting import queries  # noqa: PLC0415
    from stocktake.reporting.rules import Stage  # noqa: PLC0415

    if stage and stage not in list(Stage):
        msg = f"There is no stage {stage!r}. There are: {', '.join(Stage)}."
        raise NotFound(msg)
    rows = [
        {
            "submission": row.urn,
            "stage": row.stage.value,
            "questionnaire": row.questionnaire,
            "answers": row.answers,
            "documents": row.documents,
            "snapshots": row.snapshots,
            "at": row.at.isoformat(timespec="seconds"),
        }
        for row in queries.listed(
            round_code=round_code,
            sender=sender,
            stage=Stage(stage) if stage else None,
            by=LOCAL_ADMINISTRATOR,
        )
    ]
    if not rows and not as_json:
        click.echo(
            "No submission here. Start one: stocktake submission start --round R --from CODE"
        )
        return
    columns = ("submission", "stage", "questionnaire", "answers", "documents", "at")
    frame.emit(rows, columns, as_json=as_json)


@submission.command()
@click.argument("urn")
@language_option
@frame.json_option
def show(urn: str, language: str, *, as_json: bool) -> None:
    """Where URN stands: its answers, its moves, its snapshots, what can be done now."""
    frame.with_database()
    from stocktake.reporting import queries  # noqa: PLC0415

    found = queries.draft(urn)
    given = queries.answers(found.key)
    done = queries.completeness(found.key).total
    moves = [
        {
            "at": one.at.isoformat(timespec="seconds"),
            "step": one.step.value,
            "from": one.before.value,
            "to": one.after.value,
            "by": one.by,
            "message": one.message,
        }
        for one in queries.moves(found.key)
    ]
    taken = [
        {
            "number": one.number,
            "sha256": one.sha256,
            "signer": one.signer,
            "at": one.at.isoformat(timespec="seconds"),
            "answers": one.answers,
            "measures": one.measures,
            "documents": one.documents,
            "holds": one.holds,
        }
        for one in queries.snapshots(found.key)
    ]
    steps = [
        step.value for step in queries.open_steps(found.key, by=LOCAL_ADMINISTRATOR)
    ]
    told: dict[str, Any] = {
        "submission": found.urn,
        "stage": found.stage.value,
        "clearing": queries.clearing_on(found.sender),
        "done": done.done,
        "asked": done.asked,
        "answers": {
            address: {
                "value": row.value,
                "revision": row.revision,
                "by": row.by,
                "at": row.at.isoformat(timespec="seconds"),
                "origin": row.origin,
                "confirmed": row.confirmed,
            }
            for address, row in given.items()
        },
        "moves": moves,
        "snapshots": taken,
        "steps": steps,
    }
    if as_json:
        frame.print_json(told)
        return
    click.echo(
        f"{found.urn}: {found.stage}. {done.done} of {done.asked} required questions answered."
    )
    click.echo(f"Next: {', '.join(steps) or 'nothing: it is final'}")
    frame.print_table(
        ["address", "answer", "by"],
        [
            [address, _shown(found.questionnaire, address, row.value, language), row.by]
            for address, row in given.items()
            if address.count("/") != 2
        ],
        title="\nAnswers",
    )
    if moves:
        frame.print_table(
            list(moves[0]), [list(one.values()) for one in moves], title="\nMoves"
        )
    for one in taken:
        sound = "" if one["holds"] else "  ALTERED SINCE"
        click.echo(f"\nSnapshot {one['number']}: {one['sha256']}{sound}")


def _shown(questionnaire: Any, address: str, value: Any, language: str) -> str:
    from stocktake.reporting.questionnaires import words  # noqa: PLC0415

    if address not in questionnaire:
        return str(value)
    text = words.shown(
        questionnaire, questionnaire.field(address), value, language
    ).replace("\n", " ")
    return text if len(text) <= 100 else f"{text[:99]}…"


@submission.command()
@click.argument("before")
@click.argument("after")
@frame.json_option
def diff(before: str, after: str, *, as_json: bool) -> None:
    """Compare two submissions answer by answer, differences marked.

    BEFORE and AFTER are URNs; with ``#1`` behind it, the first snapshot of one instead
    of what stands in it now. Exit code 0 whether or not they differ.
    """
    frame.with_database()
    from stocktake.reporting import comparing, queries  # noqa: PLC0415

    old, new = _answers(before), _answers(after)
    asked = queries.draft(after.partition("#")[0]).questionnaire
    rows = comparing.compare(old, new, asked)
    if as_json:
        frame.print_json(
            [
                {
                    "address": row.address,
                    "what": row.what.value,
                    "before": row.before,
                    "after": row.after,
                }
                for row in rows
            ]
        )
        return
    if not rows:
        click.echo("The answers are the same.")
    for row in rows:
        click.echo(f"{row.address}: {row.what}")
        if row.words:
            for language, runs in row.words.items():
                click.echo(f"  {language}: {_marked(runs)}")
            continue
        if row.before is not None:
            click.echo(click.style(f"  - {_plain(row.before)}", fg="red"))
        if row.after is not None:
            click.echo(click.style(f"  + {_plain(row.after)}", fg="green"))


def _answers(name: str) -> dict[str, Any]:
    from stocktake.reporting import queries  # noqa: PLC0415

    urn, _, number = name.partition("#")
    if number:
        if not number.isdecimal():
            msg = f"{name!r}: behind # stands the number of a snapshot, such as #1."
            raise NotFound(msg)
        return dict(queries.snapshot(urn, int(number)).told["answers"])
    return {address: row.value for address, row in queries.answers(urn).items()}


def _marked(runs: Any) -> str:
    signs = {"same": "{}", "gone": "[-{}-]", "new": "{{+{}+}}"}
    return "".join(signs[part].format(text) for part, text in runs)


def _plain(value: Any) -> str:
    return "; ".join(map(str, value)) if isinstance(value, list) else str(value)


@submission.command()
@click.argument("name")
@click.option("--number", type=int, help="Of the snapshot; the newest if not given.")
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write the receipt (PDF) here.",
)
@click.option(
    "--copy",
    "copy_to",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write what was submitted (canonical JSON) here; its SHA-256 is the hash.",
)
@language_option
@frame.json_option
def receipt(
    *,
    name: str,
    number: int | None,
    out: Path | None,
    copy_to: Path | None,
    language: str,
    as_json: bool,
) -> None:
    """The receipt of a submission: NAME is its URN, or the hash printed on a receipt.

    Checks that what is kept still has the hash; exit code 1 if it does not.
    """
    frame.with_database()
    from stocktake.kernel.errors import BrokenData  # noqa: PLC0415
    from stocktake.reporting import queries, receipts  # noqa: PLC0415

    one = (
        queries.snapshot(name, number)
        if "/" in name
        else queries.snapshot_of_hash(name)
    )
    if not one.holds:
        msg = f"Snapshot {one.number} of {one.submission} was altered: it no longer has the hash {one.sha256}."
        raise BrokenData(msg)
    if out:
        out.write_bytes(receipts.pdf(one, language=language))
    if copy_to:
        copy_to.write_bytes(one.content.encode())
    told = {
        "submission": one.submission,
        "number": one.number,
        "sha256": one.sha256,
        "signer": one.signer,
        "at": one.at.isoformat(timespec="seconds"),
        "answers": one.answers,
        "measures": one.measures,
        "documents": one.documents,
        "receipt": str(out) if out else None,
    }
    if as_json:
        frame.print_json(told)
    else:
        frame.print_table(["", ""], [[key, told[key]] for key in told if told[key]])
