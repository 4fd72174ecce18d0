"""``stocktake indicators list``, ``get``, ``releases``, ``differences``: statistics out."""

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from stocktake.cli import frame
from stocktake.kernel.errors import WrongUsage


if TYPE_CHECKING:
    from stocktake.indicators.releases.asking import Answer

flow_argument = click.argument("flow")
as_of_option = click.option(
    "--as-of",
    type=click.DateTime(["%Y-%m-%d", "%Y-%m-%dT%H:%M:%S"]),
    help="As it was published then, in UTC; a day means its end.",
)


@click.command("list")
@frame.json_option
def list_flows(*, as_json: bool) -> None:
    """List the dataflows with their dimensions and the release in force."""
    frame.with_database()
    from stocktake.indicators import queries, standings  # noqa: PLC0415

    current = queries.current()
    rows = []
    for standing in standings.standings():
        flow = standing.flow
        release = current.get(flow.reference)
        rows.append(
            {
                "flow": flow.id,
                "reference": flow.reference,
                "name": flow.names.get("en", ""),
                "dimensions": ".".join(flow.dimension_ids),
                "release": release.number if release else None,
                "observations": release.observations if release else None,
                "published": f"{release.published_at:%Y-%m-%d}" if release else None,
                "disclosure": standing.kind.value,
            }
        )
    columns = (
        "flow", "name", "dimensions", "release", "observations", "published",
        "disclosure",
    )  # fmt: skip
    frame.emit(rows, columns, as_json=as_json)


@click.command()
@flow_argument
@click.argument("key", default="all")
@click.option(
    "--format",
    "kind",
    type=click.Choice(["csv", "json", "parquet", "xlsx"]),
    default="csv",
    show_default=True,
)
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Where to write; csv and json go to standard output without it.",
)
@click.option(
    "--start", "--startPeriod", "start", default="", help="From this period on."
)
@click.option("--end", "--endPeriod", "end", default="", help="Up to this period.")
@click.option("--first", "--firstN", "first", type=click.IntRange(min=0), default=0)
@click.option("--last", "--lastN", "last", type=click.IntRange(min=0), default=0)
@as_of_option
@click.option(
    "--loaded",
    is_flag=True,
    help="As it was loaded, before protection: for whoever decides what may leave.",
)
def get(  # noqa: PLR0913  # the parameters of SDMX REST
    *,
    flow: str,
    key: str,
    kind: str,
    out: Path | None,
    start: str,
    end: str,
    first: int,
    last: int,
    as_of: datetime | None,
    loaded: bool,
) -> None:
    """Write the observations of FLOW that KEY asks for.

    KEY has a part for each dimension with dots between: a code, several with +, or
    nothing for all, as in A.SVN+HRV._T.F._T. (`stocktake indicators list` shows the
    dimensions). Without KEY: everything. A blank value is not available or withheld
    (OBS_STATUS says which), never zero.
    """
    frame.with_database()
    from stocktake.indicators import exporting, queries  # noqa: PLC0415

    if loaded:
        answer = _loaded(flow, key, start, end, further=bool(as_of or first or last))
    else:
        answer = queries.observations(
            flow,
            key,
            as_of=_moment(as_of),
            start=start,
            end=end,
            first=first,
            last=last,
        )
    exporting.write(answer, kind=kind, out=out)


def _loaded(flow: str, key: str, start: str, end: str, *, further: bool) -> "Answer":
    """What was loaded last, before protection."""
    from stocktake.accounts.rules import LOCAL_ADMINISTRATOR  # noqa: PLC0415
    from stocktake.indicators import queries  # noqa: PLC0415

    if further:
        msg = "--loaded gives the newest figures whole: leave --as-of, --first and --last out."
        raise WrongUsage(msg)
    return queries.loaded_observations(
        flow, key, start=start, end=end, by=LOCAL_ADMINISTRATOR
    )


def _moment(as_of: datetime | None) -> datetime | None:
    """A day means its last moment."""
    if as_of is None:
        return None
    if (as_of.hour, as_of.minute, as_of.second) == (0, 0, 0):
        as_of = as_of.replace(hour=23, minute=59, second=59, microsecond=999_999)
    return as_of.replace(tzinfo=UTC)


@click.command()
@flow_argument
@frame.json_option
def releases(*, flow: str, as_json: bool) -> None:
    """List the releases of a dataflow: when, what changed, from which files."""
    frame.with_database()
    from stocktake.indicators import queries  # noqa: PLC0415

    rows: list[dict[str, Any]] = [
        {
            "number": each.number,
            "published": f"{each.published_at:%Y-%m-%dT%H:%M:%SZ}",
            "observations": each.observations,
            "added": each.added,
            "changed": each.changed,
            "removed": each.removed,
            "file": ", ".join(file["name"] for file in each.files),
            "digest": each.digest if as_json else each.digest[:12],
            **({"files": list(each.files)} if as_json else {}),
        }
        for each in queries.releases(flow)
    ]
    columns = (
        "number", "published", "observations", "added", "changed", "removed",
        "file", "digest",
    )  # fmt: skip
    frame.emit(rows, columns, as_json=as_json)


@click.command()
@flow_argument
@click.argument("old", type=int)
@click.argument("new", type=int)
@frame.json_option
def differences(*, flow: str, old: int, new: int, as_json: bool) -> None:
    """Show what differs between releases OLD and NEW of a dataflow, by number."""
    frame.with_database()
    from stocktake.indicators import queries  # noqa: PLC0415

    rows = [
        {"key": ".".join(each.key), "what": each.what, "old": each.old, "new": each.new}
        for each in queries.differences(flow, old, new)
    ]
    frame.emit(rows, ("key", "what", "old", "new"), as_json=as_json)
