"""``stocktake dossier``: build, list and verify the frozen dossiers of a round."""

import sys
from pathlib import Path
from typing import Any

import click
from django.utils import timezone

from stocktake.accounts.rules import LOCAL_ADMINISTRATOR
from stocktake.cli import frame
from stocktake.cli.options import language_option, round_option, tier_option
from stocktake.kernel.errors import WrongUsage


@click.group()
def dossier() -> None:
    """Build, list and verify the dossiers of a round."""


@dossier.command("build")
@round_option()
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    help="Folder to freeze it in (default: dossiers/ in the home).",
)
@language_option("Language of our words; quotations stay in theirs.")
@click.option("--state", metavar="S", help="Only this State, by code or name.")
@click.option("--theme", metavar="T", help="Only this theme, by code.")
@click.option(
    "--format",
    "formats",
    default="pdf,docx,html,json,data",
    show_default=True,
    help="Formats, with commas between.",
)
@tier_option(none="; none, to build from what is ready")
@frame.json_option
def build(
    round_code: str,
    out: Path | None,
    language: str,
    state: str | None,
    theme: str | None,
    formats: str,
    tier: str,
    *,
    as_json: bool,
) -> None:
    """Freeze the dossier of a round, of one State or of one theme."""
    if state and theme:
        msg = "Give --state or --theme, not both."
        raise WrongUsage(msg)
    frame.with_database()
    from stocktake.dossiers import actions  # noqa: PLC0415

    with frame.progress(quiet=as_json) as steps:
        _up_to_date(round_code, tier, steps)
        row = actions.build(
            round_code,
            scope=_scope(state, theme),
            language=language,
            formats=_split(formats),
            out=out,
            by=LOCAL_ADMINISTRATOR,
            at=timezone.now(),
            progress=steps,
        )
    if as_json:
        frame.print_json(_as_data(row))
        return
    frame.print_table(
        ["file", "bytes", "sha256"], [(f.name, f.size, f.sha256) for f in row.files]
    )
    click.echo(f"\n{row.title}\nFrozen in {row.folder}\nManifest {row.manifest}")


@dossier.command("each")
@click.argument("kind", type=click.Choice(["state", "theme"]))
@round_option()
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    help="Folder that gets a folder for each (default: dossiers/ in the home).",
)
@language_option("Language of our words; quotations stay in theirs.")
@click.option(
    "--format",
    "formats",
    default="pdf,docx,html",
    show_default=True,
    help="Formats, with commas between.",
)
@tier_option(none="; none, to build from what is ready")
@frame.json_option
def each(
    kind: str,
    round_code: str,
    out: Path | None,
    language: str,
    formats: str,
    tier: str,
    *,
    as_json: bool,
) -> None:
    """Freeze a dossier for each State or theme, in as many processes as there are cores."""
    frame.with_database()
    from stocktake.dossiers import actions, making  # noqa: PLC0415

    with frame.progress(quiet=as_json) as steps:
        _up_to_date(round_code, tier, steps)
        orders = [
            making.Order(
                round_code,
                scope,
                language,
                tuple(_split(formats)),
                out / scope.code if out else None,
            )
            for scope in _scopes(round_code, kind)
        ]
        rows = actions.build_each(
            orders, by=LOCAL_ADMINISTRATOR, at=timezone.now(), progress=steps
        )
    columns = ["code", "title", "manifest", "folder"]
    frame.emit([_as_data(row) for row in rows], columns, as_json=as_json)


def _split(formats: str) -> list[str]:
    return [one.strip() for one in formats.split(",") if one.strip()]


def _scope(state: str | None, theme: str | None) -> Any:
    from stocktake.dossiers.rules import Scope  # noqa: PLC0415
    from stocktake.geography import queries as geography  # noqa: PLC0415

    if state:
        return Scope("state", geography.find(state).alpha3)
    return Scope("theme", theme) if theme else Scope()


def _scopes(round_code: str, kind: str) -> list[Any]:
    """Every theme of the round's edition, or every State heard, spoken of or assessed."""
    from stocktake.dossiers import queries  # noqa: PLC0415
    from stocktake.dossiers.rules import Scope  # noqa: PLC0415

    codes = (
        queries.states(round_code) if kind == "state" else queries.themes(round_code)
    )
    return [Scope(kind, code) for code in codes]


def _up_to_date(round_code: str, tier: str, steps: frame.Steps) -> None:
    """Label and summarise first what is not yet; nothing is done where nothing is missing."""
    if tier == "none":
        return
    from stocktake.jobs import pipeline  # noqa: PLC0415
    from stocktake.texts.rules import Tier  # noqa: PLC0415

    pipeline.bring_up_to_date(
        round_code,
        tier=Tier(tier),
        by=LOCAL_ADMINISTRATOR,
        at=timezone.now(),
        progress=steps,
    )


@dossier.command("list")
@click.option("--round", "round_code", metavar="R", help="Only of this round.")
@frame.json_option
def list_(round_code: str | None, *, as_json: bool) -> None:
    """The dossiers frozen in this copy, the latest first."""
    frame.with_database()
    from stocktake.dossiers import queries  # noqa: PLC0415

    rows = [_as_data(row) for row in queries.frozen(round_code)]
    frame.emit(
        rows,
        ["dossier", "round", "title", "language", "tier", "frozen", "folder"],
        as_json=as_json,
    )


@dossier.command("verify")
@click.argument("folder", type=click.Path(path_type=Path))
@frame.json_option
def verify(folder: Path, *, as_json: bool) -> None:
    """Check a frozen folder: files altered, missing or added, and each citation."""
    frame.with_database()
    from stocktake.dossiers import queries  # noqa: PLC0415

    faults = queries.verify(folder)
    if as_json:
        found = [{"where": one.where, "what": one.what} for one in faults]
        frame.print_json({"folder": str(folder), "holds": not faults, "faults": found})
    elif faults:
        frame.print_table(["where", "what"], [(one.where, one.what) for one in faults])
    else:
        click.echo(f"{folder}: all files are as frozen, and every citation is exact.")
    if faults:
        sys.exit(1)


@dossier.command("schema")
def schema() -> None:
    """Print the JSON Schema of dossier.json."""
    import msgspec  # noqa: PLC0415

    from stocktake.dossiers.rules import Dossier  # noqa: PLC0415

    frame.print_json(msgspec.json.schema(Dossier))


def _as_data(row: Any) -> dict[str, Any]:
    return {
        "dossier": row.name,
        "urn": row.urn,
        "round": row.round,
        "scope": row.scope,
        "code": row.code,
        "language": row.language,
        "tier": row.tier,
        "title": row.title,
        "frozen": row.at.isoformat(),
        "folder": str(row.folder),
        "manifest": row.manifest,
        "files": [
            {"name": f.name, "size": f.size, "sha256": f.sha256} for f in row.files
        ],
    }
