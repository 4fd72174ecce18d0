"""``stocktake indicators policy``: what of a dataflow may leave."""

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from stocktake.cli import frame
from stocktake.cli.observations import flow_argument
from stocktake.indicators.disclosure import policy as rules
from stocktake.indicators.publishing import policies
from stocktake.kernel.errors import PartlyDone


if TYPE_CHECKING:
    from stocktake.indicators.standings import Standing


EXAMPLE = "\b\nA policy is a rule, its dimensions being those of the dataflow:\n" + "\n".join(
    f"  {line}"
    for line in (
        *rules.EXAMPLE.replace("origin, destination, age]  ", "REF_AREA, SEX, AGE]").splitlines(),
        "or the statement that the publisher has protected the figures:",
        *policies.EXAMPLE.splitlines(),
    )
)  # fmt: skip
COLUMNS = ("flow", "kind", "newest", "public", "withheld", "to_decide")


@click.group()
def policy() -> None:
    """Say what of a dataflow may leave: a rule, or that its publisher protected it."""


@policy.command("list")
@frame.json_option
def list_policies(*, as_json: bool) -> None:
    """List every dataflow with what governs it, and what the secretariat has to decide."""
    frame.with_database()
    from stocktake.indicators import standings  # noqa: PLC0415

    rows = [_row(each) for each in standings.standings()]
    frame.emit(rows, COLUMNS, as_json=as_json)


@policy.command()
@flow_argument
@frame.json_option
def show(*, flow: str, as_json: bool) -> None:
    """Show the policy of FLOW as it was written, and what came of the newest release."""
    frame.with_database()
    from stocktake.indicators import standings  # noqa: PLC0415

    found = standings.standing(flow)
    written = policies.text(found.flow.reference)
    if as_json:
        frame.print_json(_row(found) | {"policy": written})
        return
    click.echo(written or "No policy: figures leave as they were loaded.\n", nl=False)
    frame.print_table(COLUMNS, [tuple(_row(found)[name] for name in COLUMNS)])
    if found.held_back:
        click.echo(f"Release {found.newest} is held back. {found.held_back}")


@policy.command("set", epilog=EXAMPLE)
@flow_argument
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@frame.json_option
def set_policy(*, flow: str, file: Path, as_json: bool) -> None:
    """Set the policy of FLOW; what is loaded leaves again under it.

    Under a rule every release is protected, attacked together with those that left
    before, and held back when anything could be derived too well. What was public
    without protection is no longer given out.
    """
    frame.with_database()
    from stocktake.accounts.rules import LOCAL_ADMINISTRATOR  # noqa: PLC0415
    from stocktake.indicators import actions  # noqa: PLC0415

    with frame.progress(quiet=as_json) as steps:
        found = actions.set_policy(
            flow,
            file.read_bytes(),
            name=file.name,
            by=LOCAL_ADMINISTRATOR,
            at=datetime.now(UTC),
            progress=steps,
        )
    frame.emit([_row(found)], COLUMNS, as_json=as_json)
    refuse_held_back(found)


def refuse_held_back(found: "Standing") -> None:
    """End with exit code 3 where the newest release did not leave."""
    if found.held_back:
        public = f"Release {found.public} stays" if found.public else "Nothing is"
        msg = (
            f"Release {found.newest} of {found.flow.id} is kept and did not leave."
            f" {public} public. {found.held_back}"
        )
        raise PartlyDone(msg)


def _row(found: "Standing") -> dict[str, Any]:
    """One dataflow as a row."""
    facts = found.facts or {}
    return {
        "flow": found.flow.id,
        "reference": found.flow.reference,
        "kind": found.kind.value,
        "newest": found.newest,
        "public": found.public,
        "withheld": facts.get("withheld"),
        "facts": facts,
        "sources_without_policy": list(found.uncovered),
        "held_back": found.held_back,
        "to_decide": found.wanting,
    }
