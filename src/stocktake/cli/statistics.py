"""``stocktake indicators load``, ``mappings``, ``starter``: statistics in."""

from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from stocktake.cli import frame
from stocktake.cli.disclosure_policy import refuse_held_back
from stocktake.indicators import mapping as mappings
from stocktake.kernel.errors import PartlyDone, Refused


if TYPE_CHECKING:
    from stocktake.indicators.loading.load import Loaded
    from stocktake.indicators.releases.rules import Release
    from stocktake.indicators.standings import Standing

EXAMPLE = "\b\nA mapping:\n" + "\n".join(
    f"  {line}" for line in mappings.EXAMPLE.splitlines()
)
file_argument = click.argument(
    "file", type=click.Path(exists=True, dir_okay=False, path_type=Path)
)


@click.command(epilog=EXAMPLE)
@file_argument
@click.option("--flow", default="", help="The dataflow; an SDMX file says it itself.")
@click.option(
    "--mapping",
    "mapping_name",
    default="",
    help="A mapping file, or the name of a shipped one (see `stocktake indicators mappings`).",
)
@click.option(
    "--skip-bad",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Leave bad rows out and write them here; without it one bad row stops all.",
)
@frame.json_option
def load(
    *, file: Path, flow: str, mapping_name: str, skip_bad: Path | None, as_json: bool
) -> None:
    """Check a file of statistics and publish it as a new release.

    FILE is SDMX-CSV, SDMX-ML, SDMX-JSON, or a CSV or XLSX table whose columns a mapping
    explains. Everything is checked against the dataflow's structure first. Readers see
    the release before until the new one is whole.
    """
    frame.with_database()
    from stocktake.accounts.rules import LOCAL_ADMINISTRATOR  # noqa: PLC0415
    from stocktake.indicators import actions, standings  # noqa: PLC0415
    from stocktake.indicators.loading.load import Request  # noqa: PLC0415

    request = Request(
        path=file,
        flow=flow,
        mapping=mappings.named(mapping_name) if mapping_name else None,
        skip_bad=skip_bad,
    )
    with frame.progress(quiet=as_json) as steps:
        loaded, release = actions.load(
            request, by=LOCAL_ADMINISTRATOR, at=datetime.now(UTC), progress=steps
        )
    standing = standings.standing(loaded.flow.reference)
    if as_json:
        frame.print_json(
            _report(loaded, release) | {"disclosure": _disclosure(standing)}
        )
    else:
        _show(loaded, release, skip_bad)
        _show_disclosure(standing)
    _end(loaded, skip_bad)
    if loaded.digest:
        refuse_held_back(standing)


def _disclosure(standing: "Standing") -> dict[str, Any]:
    """What governs the dataflow, and what came of the newest release."""
    return {
        "policy": standing.kind.value,
        "sources_without_policy": list(standing.uncovered),
        "held_back": standing.held_back,
        **(standing.facts or {}),
    }


def _show_disclosure(standing: "Standing") -> None:
    """What was withheld, and what nobody has decided on."""
    flow = standing.flow.id
    if standing.facts:
        click.echo(
            f"Protected: {standing.facts['withheld']} of {standing.facts['cells']} cells withheld."
        )
    if standing.kind.value == "no policy":
        click.echo(
            f"No policy: figures of {flow} leave as they were loaded. Decide what may leave"
            f" with `stocktake indicators policy set {flow} POLICY.yaml`."
        )
    if standing.uncovered:
        click.echo(
            f"No policy for figures of {', '.join(standing.uncovered)}: the statement on"
            f" {flow} does not name them."
        )


def _report(loaded: "Loaded", release: "Release | None") -> dict[str, Any]:
    """What was taken, refused and why."""
    checked = loaded.checked
    published = bool(loaded.digest) or checked.bad < checked.rows
    refused = checked.bad if published else checked.rows
    stopped = bool(checked.bad) and release is None and not loaded.observations
    return {
        "flow": loaded.flow.reference,
        "file": asdict(loaded.file),
        "rows": checked.rows,
        "taken": 0 if stopped else checked.rows - checked.bad,
        "bad": checked.bad,
        "refused": checked.rows if stopped else refused,
        "kinds": dict(checked.kinds),
        "faults": [asdict(fault) for fault in checked.faults],
        "columns_unused": list(loaded.unused),
        "rows_about_other_structures": loaded.aside,
        "corrections": [
            {"id": each.id, "reason": each.reason, "observations": count}
            for each, count in loaded.corrections
        ],
        "changes": asdict(loaded.changes),
        "observations": loaded.observations,
        "pieces_checked_before": loaded.reused,
        "release": None
        if release is None
        else {"number": release.number, "digest": release.digest},
    }


def _show(loaded: "Loaded", release: "Release | None", skip_bad: Path | None) -> None:
    """The report as lines and a table of faults."""
    checked = loaded.checked
    click.echo(
        f"{loaded.file.name} ({loaded.file.format}) for {loaded.flow.reference}: "
        f"{checked.rows} rows, {checked.bad} bad."
    )
    _show_reading(loaded)
    if checked.faults:
        frame.print_table(
            ("row", "what", "text", "fault", "why"),
            ((f.row, f.component, f.text, f.kind, f.why) for f in checked.faults),
        )
        if checked.bad and skip_bad:
            click.echo(f"All bad rows are in {skip_bad}.")
    for each, count in loaded.corrections:
        click.echo(f"Corrected ({each.id}): {count} observations. {each.reason}")
    if release is not None:
        click.echo(
            f"Release {release.number} ({release.digest[:12]}): {release.observations} "
            f"observations; {release.added} added, {release.changed} changed, "
            f"{release.removed} removed."
        )
    elif not loaded.digest and (not checked.bad or skip_bad):
        click.echo("Nothing new: the release in force says all this already.")


def _show_reading(loaded: "Loaded") -> None:
    """What of the file was dealt with before, and what nothing takes."""
    if loaded.reused:
        click.echo(
            f"Gone on with: {loaded.reused} pieces had been checked before it was interrupted."
        )
    if loaded.unused:
        click.echo(f"Columns nothing takes: {', '.join(loaded.unused)}.")
    if loaded.aside:
        click.echo(f"{loaded.aside} rows are about other structures and left aside.")


def _end(loaded: "Loaded", skip_bad: Path | None) -> None:
    """Exit 1 when bad rows stopped the load, 3 when they were left out."""
    checked = loaded.checked
    if not checked.bad:
        return
    kinds = ", ".join(f"{count} × {kind}" for kind, count in checked.kinds.items())
    if skip_bad is None:
        msg = (
            f"Nothing was published: {checked.bad} of {checked.rows} rows are bad ({kinds}). "
            "Correct them, or leave them out with --skip-bad OUT.csv."
        )
        raise Refused(msg)
    msg = f"{checked.bad} of {checked.rows} rows were left out ({kinds}): {skip_bad}."
    raise PartlyDone(msg)


@click.command("mappings")
@frame.json_option
def list_mappings(*, as_json: bool) -> None:
    """List the mappings that are shipped, and what they are for."""
    rows = []
    for name in mappings.shipped():
        found = mappings.named(name)
        rows.append(
            {"name": name, "flow": found.flow}
            | {"publisher": found.source.publisher, "title": found.source.title}
        )
    frame.emit(rows, ("name", "flow", "publisher", "title"), as_json=as_json)


@click.command()
@frame.json_option
def starter(*, as_json: bool) -> None:
    """Load the figures that are shipped, each with publisher, date and licence.

    Migrant stock by sex, refugees and displaced people, remittance costs, deaths in
    transit, SDG series; the status of treaties. A second time changes nothing.
    """
    frame.with_database()
    from stocktake.accounts.rules import LOCAL_ADMINISTRATOR  # noqa: PLC0415
    from stocktake.actors import actions as actors  # noqa: PLC0415
    from stocktake.indicators import actions  # noqa: PLC0415

    by, at = LOCAL_ADMINISTRATOR, datetime.now(UTC)
    with frame.progress(quiet=as_json) as steps:
        done = actions.load_starter(by=by, at=at, progress=steps)
        actors.ensure_treaties(by=by, at=at)
    rows = [
        {
            "flow": each.flow.id,
            "title": each.file.title,
            "publisher": each.file.publisher,
            "as_of": each.file.as_of,
            "licence": each.file.licence,
            "new": each.changes.added,
        }
        for each in done
    ]
    columns = ("flow", "title", "publisher", "as_of", "licence", "new")
    frame.emit(rows, columns, as_json=as_json)
