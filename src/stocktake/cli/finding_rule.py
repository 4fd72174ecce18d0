"""``stocktake finding rule``: how States stand towards the mission's rule."""

from typing import Any

import click
import msgspec

from stocktake.cli import frame


@click.command()
@click.option(
    "--round", "round_code", required=True, metavar="R", help="Round, as 2024."
)
@click.option("--state", metavar="S", help="Only this State, by code or name.")
@frame.json_option
def rule(round_code: str, state: str | None, *, as_json: bool) -> None:
    """Say of each State what it claims, what is corroborated, contested and missing.

    The rule: progressively all themes and a majority of commitments. States stand in the
    order of their codes; nothing ranks them.
    """
    frame.with_database()
    from stocktake.assessment import queries  # noqa: PLC0415
    from stocktake.geography import queries as geography  # noqa: PLC0415

    if state:
        code = geography.find(state).alpha3
        found: tuple[Any, ...] = (queries.standing(round_code, code),)
        world = None
    else:
        found = queries.standings(round_code)
        world = queries.world(round_code)
    if as_json:
        told = {"standings": [_told(one) for one in found]}
        beside = {"world": msgspec.to_builtins(world)} if world else {}
        frame.print_json(told | beside)
        return
    frame.emit([_row(one) for one in found], _COLUMNS, as_json=False)
    if world:
        met = ", ".join(f"{sense}: {count}" for sense, count in world.meeting.items())
        click.echo(
            f"{world.states} States, {world.reporting} report. They meet the rule in the sense {met}."
        )


_COLUMNS = (
    "state",
    "known from",
    "claimed",
    "themes",
    "majority",
    "corroborated",
    "contested",
    "more needed",
    "themes missing",
    "fell",
)


def _row(one: Any) -> dict[str, Any]:
    return {
        "state": one.state,
        "known from": one.basis.value,
        "claimed": f"{len(one.claimed.commitments)} of {one.counted}",
        "themes": len(one.claimed.themes),
        "majority": "yes" if one.claimed.majority else "no",
        "corroborated": len(one.corroborated.commitments),
        "contested": len(one.contested.commitments),
        "more needed": one.missing.more or "",
        "themes missing": " ".join(one.missing.themes),
        "fell": " ".join(one.claimed.trend.fell),
    }


def _told(one: Any) -> dict[str, Any]:
    share = one.share_of_relevant
    return {
        **msgspec.to_builtins(one),
        "met": {sense.value: count.met for sense, count in one.counts.items()},
        "share_of_relevant": None if share is None else str(share),
    }
