"""``stocktake treaties``: load tables of treaty actions, derive status, compare sources."""

from dataclasses import asdict
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import click

from stocktake.cli.frame import emit, json_option, print_json, with_database
from stocktake.kernel.errors import WrongUsage


@click.group()
def treaties() -> None:
    """What States signed, joined and left; the status on any day."""


@treaties.command()
@click.argument(
    "paths", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path)
)
@click.option(
    "--as-of",
    type=click.DateTime(["%Y-%m-%d"]),
    help="Until when the tables are known to hold (default: their newest entry).",
)
@json_option
def load(*, paths: tuple[Path, ...], as_of: datetime | None, as_json: bool) -> None:
    """Load tables (CSV) and texts of reservations (TXT), or folders of them; all or none."""
    with_database()
    from stocktake.accounts.rules import LOCAL_ADMINISTRATOR  # noqa: PLC0415
    from stocktake.actors import actions  # noqa: PLC0415

    files = [(path.name, path.read_bytes()) for path in _files(paths)]
    done = actions.load_treaties(
        files,
        by=LOCAL_ADMINISTRATOR,
        at=datetime.now(UTC),
        as_of=as_of.date() if as_of else None,
    )
    columns = ["name", "source", "status", "as_of", "instruments", "actions"]
    emit([asdict(each) for each in done], columns, as_json=as_json)
    _say_disagreements(quiet=as_json)


def _files(paths: tuple[Path, ...]) -> list[Path]:
    found = [
        file
        for path in paths
        for file in (sorted(path.rglob("*")) if path.is_dir() else [path])
        if file.suffix.lower() in (".csv", ".txt")
    ]
    if not found:
        msg = f"No CSV or TXT file in {', '.join(map(str, paths))}."
        raise WrongUsage(msg)
    return found


def _say_disagreements(*, quiet: bool) -> None:
    from stocktake.actors import queries  # noqa: PLC0415

    found = queries.treaty_disagreements()
    if found and not quiet:
        click.echo(
            f"The tables disagree in {len(found)} places: stocktake treaties disagreements"
        )


@treaties.command()
@json_option
def disagreements(*, as_json: bool) -> None:
    """List where two loaded tables cannot both be right."""
    with_database()
    from stocktake.actors import queries  # noqa: PLC0415

    rows = [asdict(each) for each in queries.treaty_disagreements()]
    columns = [
        "instrument",
        "state",
        "what",
        "first",
        "first_source",
        "second",
        "second_source",
    ]
    if rows or as_json:
        emit(rows, columns, as_json=as_json)
    if not as_json:
        click.echo(
            f"{len(rows)} disagreements." if rows else "No two loaded tables disagree."
        )


@treaties.command()
@json_option
def instruments(*, as_json: bool) -> None:
    """List the instruments and the tables that cover each."""
    with_database()
    from stocktake.actors import queries  # noqa: PLC0415

    known = queries.sources()
    rows: list[dict[str, Any]] = [
        {
            "code": each.code,
            "untc": each.untc,
            "adopted": each.adopted,
            "name": each.name("en"),
            "names": dict(each.names),
            "sources": [s.code for s in known if each.code in s.instruments],
        }
        for each in queries.instruments()
    ]
    shown = [{**r, "sources": ", ".join(r["sources"]) or "no data"} for r in rows]
    columns = ["code", "untc", "adopted", "sources", "name"]
    emit(rows if as_json else shown, columns, as_json=as_json)


@treaties.command()
@click.option("--state", help="A State by any name or code.")
@click.option("--instrument", help="An instrument by its code: ICRMW, CSR51, IV-13.")
@click.option(
    "--on", type=click.DateTime(["%Y-%m-%d"]), help="The day (default: today)."
)
@json_option
def status(
    *, state: str | None, instrument: str | None, on: datetime | None, as_json: bool
) -> None:
    """Derive the status of a State, towards an instrument, or both, on a day."""
    if not state and not instrument:
        msg = "Name --state, --instrument, or both."
        raise WrongUsage(msg)
    with_database()
    rows = _statuses(state, instrument, on.date() if on else datetime.now(UTC).date())
    if as_json:
        print_json(rows)
        return
    shown = [{**row, "sure": _sure(row)} for row in rows]
    columns = [
        "state",
        "instrument",
        "status",
        "since",
        "kind",
        "sure",
        "known_until",
        "reservations",
    ]
    emit(shown, columns, as_json=False)
    click.echo(
        '"no action known" is as of known_until; "no data": no loaded table covers it.'
    )


def _sure(row: dict[str, Any]) -> str:
    if row["dates_differ"]:
        return "yes, but dates differ"
    return "yes" if row["certain"] else "no"


def _statuses(
    state: str | None, instrument: str | None, on: date
) -> list[dict[str, Any]]:
    from stocktake.actors import queries  # noqa: PLC0415
    from stocktake.geography import queries as geography  # noqa: PLC0415

    code = geography.find(state).alpha3 if state else ""
    treaty = queries.instrument(instrument).code if instrument else ""
    if code and treaty:
        found = [queries.status(code, treaty, on=on)]
    elif code:
        found = list(queries.statuses_of_state(code, on=on))
    else:
        found = list(queries.statuses_of_instrument(treaty, on=on))
    return [asdict(row) for row in found]
