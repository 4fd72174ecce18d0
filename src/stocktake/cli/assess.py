"""``stocktake assess``: make the findings of a round."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import click
import msgspec
from django.utils import timezone

from stocktake.accounts.rules import LOCAL_ADMINISTRATOR
from stocktake.cli import frame
from stocktake.cli.options import round_option


@click.command()
@round_option()
@click.option(
    "--state",
    "states",
    multiple=True,
    metavar="S",
    help="Only this State, by code or name; may be repeated.",
)
@click.option(
    "--as-of",
    type=click.DateTime(["%Y-%m-%d"]),
    help="Only what was public on this day (default: today).",
)
@click.option(
    "--only-show", is_flag=True, help="Make the findings and show them; keep nothing."
)
@click.option(
    "--because",
    default="",
    metavar="TEXT",
    help="Why findings are corrected; it stands beside each new version.",
)
@frame.json_option
def assess(
    round_code: str,
    states: tuple[str, ...],
    as_of: datetime | None,
    because: str,
    *,
    only_show: bool,
    as_json: bool,
) -> None:
    """Put what States say beside what experts say and statistics show.

    One finding for each State and commitment. Findings whose evidence did not change stay
    as they are; the others get a new version. Interrupted, it goes on where it stopped.
    """
    frame.with_database()
    from stocktake.assessment import actions, queries  # noqa: PLC0415
    from stocktake.geography import queries as geography  # noqa: PLC0415

    at, by = timezone.now(), LOCAL_ADMINISTRATOR
    day = as_of.date() if as_of else None
    chosen = sorted({geography.find(name).alpha3 for name in states}) or None
    if only_show:
        found = actions.look_back(
            round_code, states=chosen, as_of=day or at.date(), by=by, at=at
        )
        _show(found, f"Round {round_code}: nothing was kept.", as_json=as_json)
        return
    with frame.progress(quiet=as_json) as steps:
        done = actions.assess_round(
            round_code,
            states=chosen,
            as_of=day,
            because=because.strip(),
            by=by,
            at=at,
            progress=steps,
        )
    found = tuple(
        one
        for one in queries.findings(round_code)
        if chosen is None or one.state in chosen
    )
    told = (
        f"Round {round_code} as of {done.as_of}: {done.new} new findings, "
        f"{done.changed} corrected, {done.unchanged} as they were."
    )
    _show(found, told, as_json=as_json)


def _show(found: Sequence[Any], told: str, *, as_json: bool) -> None:
    if as_json:
        frame.print_json([msgspec.to_builtins(one) for one in found])
        return
    click.echo(told)
    classes = Counter(one.agreement.value for one in found)
    labels = Counter(one.label.value for one in found)
    for title, counts in (("agreement", classes), ("label", labels)):
        frame.print_table([title, "findings"], sorted(counts.items()))
    if found:
        click.echo(f"See one: stocktake finding {found[0].urn}")
