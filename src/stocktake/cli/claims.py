"""``stocktake claims``: what experts say about States, weighed and published."""

import click
from django.utils import timezone

from stocktake.accounts.rules import LOCAL_ADMINISTRATOR
from stocktake.cli import frame
from stocktake.reporting.claims import ClaimStatus


@click.group()
def claims() -> None:
    """What experts say about States."""


@claims.command(name="list")
@click.argument("round_code", metavar="ROUND")
@click.option("--about", default="", help="Code of a State, such as KEN.")
@frame.json_option
def list_(round_code: str, about: str, *, as_json: bool) -> None:
    """List the claims of ROUND, confidential ones too; never who a protected source is."""
    frame.with_database()
    from stocktake.reporting import queries  # noqa: PLC0415
    from stocktake.reporting.sources.rules import is_protected  # noqa: PLC0415

    rows = [
        {
            "claim": one.urn,
            "about": one.area,
            "item": one.item,
            "kind": one.kind.value,
            "from": "protected" if is_protected(one.sender) else one.sender,
            "publication": one.publication.value,
            "stage": one.stage.value,
            "status": one.status.value,
            "replies": len(one.replies),
        }
        for one in queries.claims(
            round_code, by=LOCAL_ADMINISTRATOR, area=about.upper()
        )
    ]
    columns = ("claim", "kind", "from", "publication", "stage", "status", "replies")
    frame.emit(rows, columns, as_json=as_json)


@claims.command()
@click.argument("claim")
@click.argument("status", type=click.Choice([one.value for one in ClaimStatus]))
@click.option("--reason", required=True, help="It stands beside the status.")
def weigh(claim: str, status: str, reason: str) -> None:
    """Give CLAIM (its URN) a status."""
    frame.with_database()
    from stocktake.reporting import actions  # noqa: PLC0415

    actions.weigh(
        claim,
        ClaimStatus(status),
        reason=reason,
        by=LOCAL_ADMINISTRATOR,
        at=timezone.now(),
    )
    click.echo(f"{claim}: {status}")


@claims.command()
@click.argument("round_code", metavar="ROUND")
@frame.json_option
def publish(round_code: str, *, as_json: bool) -> None:
    """Publish every report of experts in ROUND whose reply window is over.

    What protected sources report is published together on the first day of a month.
    Run it every day: it publishes nothing before its day.
    """
    frame.with_database()
    from stocktake.reporting import actions  # noqa: PLC0415

    done = actions.publish_due(round_code, by=LOCAL_ADMINISTRATOR, at=timezone.now())
    if as_json:
        frame.print_json({"round": round_code, "published": len(done)})
    else:
        click.echo(f"{len(done)} reports are published.")
