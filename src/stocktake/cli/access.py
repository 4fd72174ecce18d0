"""``stocktake indicators access``: finer tables for researchers, and who took what."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Final

import click

from stocktake.accounts.rules import LOCAL_ADMINISTRATOR
from stocktake.cli import frame
from stocktake.indicators.access.rules import Standing
from stocktake.kernel.errors import WrongUsage


DECISIONS: Final = [one.value for one in Standing if one is not Standing.REQUESTED]
file_type = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group()
def access() -> None:
    """Finer tables for researchers: under terms, for a time, every query recorded."""


@access.command(name="list")
@click.option("--standing", type=click.Choice([one.value for one in Standing]))
@frame.json_option
def list_(*, standing: str | None, as_json: bool) -> None:
    """List requests, the newest first, with what was decided."""
    frame.with_database()
    from stocktake.indicators.access import queries  # noqa: PLC0415

    chosen = Standing(standing) if standing else None
    rows = [
        _row(one) for one in queries.requests(by=LOCAL_ADMINISTRATOR, standing=chosen)
    ]
    columns = ("request", "name", "organisation", "tables", "standing", "until")
    frame.emit(rows, columns, as_json=as_json)


@access.command()
@click.argument("number", type=int)
@click.argument("decision", type=click.Choice(DECISIONS))
@click.option("--reason", required=True, help="The researcher reads it.")
@click.option(
    "--until",
    type=click.DateTime(["%Y-%m-%d"]),
    help="The last day of access that is granted; at most a year from now.",
)
@frame.json_option
def decide(
    *, number: int, decision: str, reason: str, until: datetime | None, as_json: bool
) -> None:
    """Grant request NUMBER until a day, decline it, or end access."""
    frame.with_database()
    from stocktake.indicators.access import actions  # noqa: PLC0415

    done = actions.decide(
        number,
        decision,
        reason=reason,
        until=until.date() if until else None,
        by=LOCAL_ADMINISTRATOR,
        at=datetime.now(UTC),
    )
    if as_json:
        frame.print_json(_row(done))
    else:
        click.echo(f"Request {done.number}: {done.standing}{_until(done.until)}.")


@access.command()
@click.option("--request", "number", type=int, help="Only what one request opened.")
@click.option("--limit", type=click.IntRange(min=1), default=500, show_default=True)
@frame.json_option
def log(*, number: int | None, limit: int, as_json: bool) -> None:
    """List the slices that were taken, the newest first: who, what, when."""
    frame.with_database()
    from stocktake.indicators.access import queries  # noqa: PLC0415

    rows: list[dict[str, Any]] = [
        {
            "at": one.at.isoformat(timespec="seconds"),
            "request": one.request,
            "name": one.name,
            "table": one.table,
            "slice": {name: list(codes) for name, codes in one.slice.items()},
            "cells": one.cells,
            "withheld": one.withheld,
        }
        for one in queries.log(by=LOCAL_ADMINISTRATOR, request=number, limit=limit)
    ]
    columns = ("at", "request", "name", "table", "slice", "cells", "withheld")
    frame.emit(rows, columns, as_json=as_json)


@access.command()
@frame.json_option
def tables(*, as_json: bool) -> None:
    """List the tables that are offered, and whether they are open or closed for now."""
    frame.with_database()
    from stocktake.indicators.access import queries  # noqa: PLC0415

    rows = [
        {
            "table": f"{one.code}/{one.version}",
            "title": one.title,
            "dimensions": ", ".join(one.dimensions),
            "cells": one.cells,
            "withheld": one.withheld,
            "open": queries.is_current(one),
            "attacked_with": [each["name"] for each in one.against],
            "attack": dict(one.attack),
        }
        for one in queries.tables()
    ]
    columns = ("table", "title", "dimensions", "cells", "withheld", "open")
    frame.emit(rows, columns, as_json=as_json)


@access.command()
@click.argument("table", type=file_type)
@click.option("--code", required=True, help="What it is called, such as stock-by-age.")
@click.option("--title", required=True)
@click.option("--about", default="", help="What it holds, in a few sentences.")
@click.option("--policy", "policy_path", required=True, type=file_type)
@click.option(
    "--with",
    "public",
    multiple=True,
    type=file_type,
    help="A table already published that shares cells with it.",
)
@click.option(
    "--flow",
    default="",
    help="The dataflow whose public release it is attacked together with.",
)
@click.option(
    "--key", default="all", help="Which part of that release: one source and year."
)
@click.option("--start", default="", help="From this time period of that release.")
@click.option("--end", default="", help="To this time period of that release.")
@click.option(
    "--column",
    "columns",
    multiple=True,
    help="DIMENSION=COMPONENT: which component of the dataflow a dimension is.",
)
@click.option(
    "--subject",
    default="",
    help="Tables of one subject share cells and are attacked together; its code if not said.",
)
@frame.json_option
def offer(  # noqa: PLR0913  # each is an option
    *,
    table: Path,
    code: str,
    title: str,
    about: str,
    policy_path: Path,
    public: tuple[Path, ...],
    flow: str,
    key: str,
    start: str,
    end: str,
    columns: tuple[str, ...],
    subject: str,
    as_json: bool,
) -> None:
    """Protect TABLE, attack it together with all that is out, and offer it.

    TABLE holds true values (see `stocktake indicators protect`); it is read and not
    kept. Refused where anything can be derived too well from it, the public tables and
    those of its subject offered before, all together.
    """
    frame.with_database()
    from stocktake.indicators.access import actions  # noqa: PLC0415

    wanted = actions.Offer(
        code=code,
        title=title,
        about=about,
        original=table,
        policy=policy_path,
        public=public,
        flow=flow,
        key=key,
        span=(start, end),
        columns=dict(map(_pair, columns)),
        subject=subject,
    )
    with frame.progress(quiet=as_json) as steps:
        done = actions.offer(
            wanted, by=LOCAL_ADMINISTRATOR, at=datetime.now(UTC), progress=steps
        )
    told = {
        "table": f"{done.code}/{done.version}",
        "cells": done.cells,
        "withheld": done.withheld,
        "attacked_with": [each["name"] for each in done.against],
        "attack": dict(done.attack),
    }
    if as_json:
        frame.print_json(told)
    else:
        frame.print_table(("what", "figure"), told.items())


@access.command()
@click.argument("code")
@click.option("--reason", required=True, help="Researchers who use it read it.")
def withdraw(*, code: str, reason: str) -> None:
    """Offer the table CODE no longer."""
    frame.with_database()
    from stocktake.indicators.access import actions  # noqa: PLC0415

    actions.withdraw_table(
        code, reason=reason, by=LOCAL_ADMINISTRATOR, at=datetime.now(UTC)
    )
    click.echo(f"{code} is withdrawn.")


def _pair(text: str) -> tuple[str, str]:
    name, equals, component = text.partition("=")
    if not (name and equals and component):
        msg = f"--column {text!r}: write DIMENSION=COMPONENT."
        raise WrongUsage(msg)
    return name, component


def _until(day: date | None) -> str:
    return f" until {day}" if day else ""


def _row(one: Any) -> dict[str, Any]:
    last = one.decisions[-1] if one.decisions else None
    return {
        "request": one.number,
        "name": one.name,
        "organisation": one.organisation,
        "purpose": one.purpose,
        "tables": list(one.tables),
        "terms": one.terms,
        "terms_digest": one.terms_digest,
        "requested": one.requested_at.date().isoformat(),
        "standing": one.standing.value,
        "until": one.until.isoformat() if one.until else "",
        "reason": last.reason if last else "",
        "decided_by": last.by if last else "",
    }
