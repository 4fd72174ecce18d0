"""``stocktake indicators aggregate``, ``gaps``: groups of States; what is there of what is expected."""

from datetime import UTC, date, datetime
from typing import Any

import click

from stocktake.cli import frame
from stocktake.cli.observations import flow_argument
from stocktake.kernel.languages import in_language


@click.command()
@flow_argument
@click.argument("key", default="all")
@click.option(
    "--by",
    required=True,
    help="region, subregion, or groups with commas: LDC, EU, 145 (see `stocktake geography groupings`).",
)
@click.option(
    "--on",
    type=click.DateTime(["%Y-%m-%d"]),
    help="Members of this day; without it those of the last day of each period.",
)
@click.option(
    "--need",
    type=click.FloatRange(0, 1),
    default=0.6,
    show_default=True,
    help="The share of members that must have a value.",
)
@click.option("--start", default="", help="From this period on.")
@click.option("--end", default="", help="Up to this period.")
@click.option("--last", type=click.IntRange(min=0), default=0, help="Periods of each.")
@frame.json_option
def aggregate(  # noqa: PLR0913  # the parameters of a slice, and how it is grouped
    *,
    flow: str,
    key: str,
    by: str,
    on: datetime | None,
    need: float,
    start: str,
    end: str,
    last: int,
    as_json: bool,
) -> None:
    """Add up FLOW over regions or groups; nothing of it is stored.

    Counts and amounts are added up; rates give the plain mean of the members. Leave the
    part of the area in KEY blank. Where the publisher has a figure of its own for the
    group, it stands beside ours.
    """
    frame.with_database()
    from stocktake.indicators.aggregates import queries  # noqa: PLC0415
    from stocktake.indicators.exporting import number  # noqa: PLC0415

    found = queries.aggregates(
        flow,
        key,
        by=by,
        on=on.date() if on else None,
        need=need,
        start=start,
        end=end,
        last=last,
    )
    rows: list[dict[str, Any]] = [
        {
            "group": each.group.code,
            "name": each.group.names.get("en", ""),
            "key": ".".join(each.key.values()),
            **({"dimensions": dict(each.key)} if as_json else {}),
            "period": each.period,
            "how": each.how,
            "unit": each.unit,
            "value": number(each.value),
            "members": len(each.group.members),
            "with_value": each.reported,
            "share": each.share,
            "published": number(each.published),
            "reason": each.reason,
            **(
                {
                    "missing": list(each.missing),
                    "unsure_members": list(each.group.unsure),
                    "computed": True,
                }
                if as_json
                else {}
            ),
        }
        for each in found
    ]
    columns = (
        "group", "key", "period", "how", "value", "with_value", "members",
        "published", "reason",
    )  # fmt: skip
    frame.emit(rows, columns, as_json=as_json)


@click.command()
@click.argument("flow", default="")
@click.option("--state", default="", help="One State: what it has of each series.")
@frame.json_option
def gaps(*, flow: str, state: str, as_json: bool) -> None:
    """Show what is expected of each series and what is there, by breakdown and State.

    FLOW limits it to one dataflow. What is expected is what the edition's indicators ask
    for, and what the data structures allow beside. It is a list, not a mark.
    """
    frame.with_database()
    from stocktake.geography import queries as geography  # noqa: PLC0415
    from stocktake.indicators.gaps import queries  # noqa: PLC0415
    from stocktake.jobs import expected_figures  # noqa: PLC0415

    found = queries.gaps(expected_figures.expected(flow))
    today = datetime.now(UTC).date()
    columns: tuple[str, ...]
    if state:
        code = geography.find(state).alpha3
        rows = [_of_state(each, code, today) for each in found]
        columns = ("flow", "series", "first", "last", "years_old", "has", "lacks")
    else:
        rows = [_of_series(each, today, as_json=as_json) for each in found]
        columns = (
            "flow", "series", "states", "latest", "years_old", "breakdowns", "disclosure",
        )  # fmt: skip
    frame.emit(rows, columns, as_json=as_json)


def _of_series(each: Any, today: date, *, as_json: bool) -> dict[str, Any]:
    from stocktake.indicators import standings  # noqa: PLC0415
    from stocktake.indicators.gaps.rules import years_since  # noqa: PLC0415

    asked = each.expected
    counts = {name: each.broken_down(name) for name in asked.breakdowns}
    counts |= {in_language(name, "en"): 0 for name in asked.beyond}
    return {
        "flow": asked.flow,
        "series": asked.said_by or asked.about or asked.flow,
        "states": len(each.held),
        "latest": each.latest or None,
        "years_old": years_since(each.latest, today) if each.latest else None,
        "breakdowns": counts
        if as_json
        else ", ".join(f"{name} {count}" for name, count in counts.items()),
        "disclosure": standings.kind(asked.flow).value,
        **({"missing": list(each.missing)} if as_json else {}),
    }


def _of_state(each: Any, state: str, today: date) -> dict[str, Any]:
    from stocktake.indicators.gaps.rules import years_since  # noqa: PLC0415

    asked, held = each.expected, each.of(state)
    has = [d for d in asked.breakdowns if held and held.breakdowns.get(d)]
    return {
        "flow": asked.flow,
        "series": asked.said_by or asked.about or asked.flow,
        "first": held.first if held else None,
        "last": held.last if held else None,
        "years_old": years_since(held.last, today) if held else None,
        "has": ", ".join(has),
        "lacks": ", ".join(
            [
                *(d for d in asked.breakdowns if d not in has),
                *(in_language(each, "en") for each in asked.beyond),
            ]
        ),
    }
