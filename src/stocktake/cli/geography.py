"""``stocktake geography``: find, list and show areas; groupings by date."""

from collections.abc import Callable
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

import click

from stocktake.cli.frame import emit, json_option, print_json, print_table
from stocktake.geography import queries
from stocktake.geography.rules import Area, Grouping
from stocktake.kernel.languages import LANGUAGES


language_option = click.option(
    "--language",
    type=click.Choice(list(LANGUAGES)),
    default="en",
    show_default=True,
    help="Language of the names in a table.",
)
_on: Callable[..., Any] = click.option(
    "--on",
    type=click.DateTime(["%Y-%m-%d"]),
    help="Membership on this day (default: the day until which the data are known to hold).",
)


@click.group()
def geography() -> None:
    """Countries and areas, their names and codes in six languages, and groupings."""


@geography.command()
@click.argument("text", nargs=-1, required=True)
@json_option
def find(text: tuple[str, ...], *, as_json: bool) -> None:
    """Find the area of a name or code, in any of the six languages."""
    _show(queries.find(" ".join(text)), as_json=as_json)


@geography.command()
@click.argument("code")
@click.option("--on", type=click.DateTime(["%Y-%m-%d"]), help="Groupings on this day.")
@json_option
def show(code: str, *, on: datetime | None, as_json: bool) -> None:
    """Show one area by its alpha-3, alpha-2 or M49 code."""
    _show(queries.area(code), on=on.date() if on else None, as_json=as_json)


def _show(area: Area, *, as_json: bool, on: date | None = None) -> None:
    bodies = [each.code for each in queries.groupings_of(area.alpha3, on=on)]
    row = {**_row(area), "formal": dict(area.formal), "groupings": bodies}
    if as_json:
        print_json(row)
        return
    lines = [
        (key, _plain(_with_name(key, value)))
        for key, value in row.items()
        if key not in ("names", "formal")
    ]
    lines += [(f"name ({code})", name) for code, name in area.names.items()]
    lines += [(f"formal ({code})", name) for code, name in area.formal.items()]
    print_table(["", area.name()], lines)


def _with_name(key: str, value: object) -> object:
    """A region's code with its name."""
    if key in ("region", "subregion", "intermediate") and value:
        return f"{value} {queries.region_name(str(value))}"
    return value


def _plain(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return ", ".join(value) if isinstance(value, list) else str(value)


def _row(area: Area) -> dict[str, Any]:
    return {
        "code": area.alpha3,
        "alpha2": area.alpha2,
        "m49": area.m49,
        "standing": area.standing.value,
        "illustrative": area.illustrative,
        "region": area.region,
        "subregion": area.subregion,
        "intermediate": area.intermediate,
        "names": dict(area.names),
    }


@geography.command("list")
@click.option(
    "--in", "inside", help="Only in this grouping or M49 region: LDC, EU, 002."
)
@click.option("--states", is_flag=True, help="Only the 193 Member States.")
@language_option
@json_option
def list_(*, inside: str | None, states: bool, language: str, as_json: bool) -> None:
    """List areas with codes, standing and names."""
    chosen = queries.states() if states else queries.areas()
    if inside:
        members = set(queries.members(inside))
        chosen = tuple(each for each in chosen if each.alpha3 in members)
    rows = [{**_row(each), "name": each.name(language)} for each in chosen]
    emit(rows, ["code", "alpha2", "m49", "standing", "region", "name"], as_json=as_json)


@geography.command()
@click.argument("code", required=False)
@_on
@language_option
@json_option
def groups(
    *, code: str | None, on: datetime | None, language: str, as_json: bool
) -> None:
    """List groupings, or the members of one, as they were on a day."""
    day = on.date() if on else None
    if code:
        _members(queries.grouping(code), day, language=language, as_json=as_json)
        return
    rows = [_grouping_row(each, day, language) for each in queries.groupings()]
    emit(rows, ["code", "kind", "name", "members", "unsure", "as_of"], as_json=as_json)


def _grouping_row(each: Grouping, day: date | None, language: str) -> dict[str, Any]:
    members = queries.memberships(each.code, on=day)
    return {
        "code": each.code,
        "kind": each.kind.value,
        "name": each.names[language],
        "members": len(members),
        "unsure": sum(not member.certain for member in members),
        "on": (day or each.as_of).isoformat(),
        "within_data": (day or each.as_of) <= each.as_of,
        "as_of": each.as_of.isoformat(),
        "source": each.source,
        "note": each.note,
    }


def _members(each: Grouping, day: date | None, *, language: str, as_json: bool) -> None:
    rows = [
        {**asdict(member), "name": queries.name(member.state, language)}
        for member in queries.memberships(each.code, on=day)
    ]
    if as_json:
        print_json({**_grouping_row(each, day, language), "members": rows})
        return
    shown = [(r["state"], r["name"], r["since"], _known(r), r["note"]) for r in rows]
    click.echo(f"{each.code} {each.names[language]}, on {day or each.as_of}")
    print_table(["code", "name", "since", "standing", "note"], shown)
    for line in _foot(each, day):
        click.echo(line)


def _foot(each: Grouping, day: date | None) -> list[str]:
    """Source, note, and what the data cannot know."""
    lines = [f"Source: {each.source}."]
    if each.note:
        lines.append(f"Note: {each.note}")
    if day and day > each.as_of:
        lines.append(
            f"The data are known to hold until {each.as_of}; changes since are not in them."
        )
    return lines


def _known(row: dict[str, Any]) -> str:
    standing = "suspended" if row["suspended"] else "member"
    return standing if row["certain"] else f"{standing}, not known for sure"
