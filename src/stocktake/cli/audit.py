"""``stocktake audit``: the chain of events."""

import click

from stocktake.cli import frame
from stocktake.kernel.errors import Refused


@click.group()
def audit() -> None:
    """The hash-chained record of who did what."""


@audit.command()
@frame.json_option
def verify(*, as_json: bool) -> None:
    """Find any event that was altered, removed or reordered; exit 1 if there is one."""
    frame.with_database()
    from stocktake.audit import queries  # noqa: PLC0415

    count, faults = queries.verify()
    if as_json:
        frame.print_json(
            {
                "events": count,
                "faults": [{"event": f.event, "what": f.what} for f in faults],
            }
        )
    else:
        for fault in faults:
            click.echo(f"event {fault.event}: {fault.what}")
        click.echo(f"{count} events read.")
    if faults:
        msg = f"The audit log does not hold: {len(faults)} faults. Restore it from a backup."
        raise Refused(msg)
