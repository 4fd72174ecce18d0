"""``stocktake accreditation``: who may report in the expert strand."""

from pathlib import Path
from typing import Final

import click
from django.utils import timezone

from stocktake.accounts.rules import LOCAL_ADMINISTRATOR
from stocktake.actors.accreditation import Application, Standing
from stocktake.actors.rules import OrganisationType
from stocktake.cli import frame


TYPES: Final = [one.value for one in OrganisationType if one != "not-stated"]
DECISIONS: Final = [one.value for one in Standing if one is not Standing.APPLIED]


@click.group()
def accreditation() -> None:
    """Who may report in the expert strand."""


@accreditation.command(name="list")
@click.option("--standing", type=click.Choice([one.value for one in Standing]))
@frame.json_option
def list_(standing: str | None, *, as_json: bool) -> None:
    """List applications, the newest first, with what was decided."""
    frame.with_database()
    from stocktake.actors import queries  # noqa: PLC0415

    rows = [
        _row(one)
        for one in queries.applications(
            standing=Standing(standing) if standing else None
        )
    ]
    columns = ("application", "type", "standing", "applied", "decided", "reason")
    frame.emit(rows, columns, as_json=as_json)


@accreditation.command()
@click.argument("organisation")
@click.option("--type", "kind", required=True, type=click.Choice(TYPES))
@click.option("--mandate", required=True, help="In a few sentences.")
@click.option(
    "--letter",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="The letter of mandate, registration or appointment.",
)
@frame.json_option
def apply(
    organisation: str, kind: str, mandate: str, letter: Path | None, *, as_json: bool
) -> None:
    """Apply on behalf of ORGANISATION (its code, such as YOURNGO)."""
    frame.with_database()
    from stocktake.actors import actions  # noqa: PLC0415

    done = actions.apply_for_accreditation(
        organisation,
        kind=kind,
        mandate=mandate,
        letter=actions.Letter(letter.name, letter.read_bytes()) if letter else None,
        by=LOCAL_ADMINISTRATOR,
        at=timezone.now(),
    )
    _say(done, as_json=as_json)


@accreditation.command()
@click.argument("application")
@click.argument("decision", type=click.Choice(DECISIONS))
@click.option("--reason", required=True, help="The applicant reads it.")
@frame.json_option
def decide(application: str, decision: str, reason: str, *, as_json: bool) -> None:
    """Decide on APPLICATION, such as YOURNGO/1."""
    frame.with_database()
    from stocktake.actors import actions  # noqa: PLC0415

    done = actions.decide_accreditation(
        application,
        decision,
        reason=reason,
        by=LOCAL_ADMINISTRATOR,
        at=timezone.now(),
    )
    _say(done, as_json=as_json)


def _say(done: Application, *, as_json: bool) -> None:
    if as_json:
        frame.print_json(_row(done))
    else:
        click.echo(f"{done.organisation}/{done.number}: {done.standing}")


def _row(one: Application) -> dict[str, object]:
    last = one.decisions[-1] if one.decisions else None
    return {
        "application": f"{one.organisation}/{one.number}",
        "type": one.type.value,
        "standing": one.standing.value,
        "mandate": one.mandate,
        "letter": one.letter,
        "applied": one.applied_at.date().isoformat(),
        "decided": last.at.date().isoformat() if last else "",
        "reason": last.reason if last else "",
    }
