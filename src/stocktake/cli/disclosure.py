"""``stocktake indicators protect`` and ``audit``: disclosure control of tables."""

import sys
from pathlib import Path
from typing import Any

import click

from stocktake.cli import frame
from stocktake.indicators.disclosure import auditing, files, linked, policy, protecting


EXAMPLE = "\b\nA policy:\n" + "\n".join(
    f"  {line}" for line in policy.EXAMPLE.splitlines()
)
table_argument = click.argument(
    "table", type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
policy_option = click.option(
    "--policy",
    "policy_path",
    required=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="The disclosure policy, YAML; see below.",
)


with_option = click.option(
    "--with",
    "others",
    multiple=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A table already published: an earlier release, or one that shares cells.",
)


@click.command(epilog=EXAMPLE)
@table_argument
@policy_option
@with_option
@click.option(
    "--out",
    required=True,
    type=click.Path(dir_okay=False, path_type=Path),
    help="Where the protected table is written.",
)
@frame.json_option
def protect(
    *,
    table: Path,
    policy_path: Path,
    others: tuple[Path, ...],
    out: Path,
    as_json: bool,
) -> None:
    """Withhold small cells, and the cells that would give them away.

    TABLE is a CSV file with one column per dimension and one for the value; totals are
    coded as the policy says (_T). OUT has the same rows, withheld values empty, and a
    column `status`.
    """
    rules = policy.read(policy_path)
    sheet = files.read(table, rules, partial=bool(others))
    joined = _joined(sheet, others, rules)
    whole = files.table(sheet, rules) if joined is None else joined.table
    with frame.progress(quiet=as_json) as steps:
        done = protecting.protect(whole, rules, linked=joined, progress=steps)
    files.write(out, sheet, rules, done.table)
    figures = {
        "cells": len(done.table),
        "primaries": len(done.primaries),
        "secondaries": len(done.secondaries),
        "value": done.value,
        "value_suppressed": done.value_withheld,
        "share_of_cells": round(_share(done.withheld, len(done.table)), 6),
        "share_of_value": round(_share(done.value_withheld, done.value), 6),
        "method": done.method,
        "seconds": done.seconds,
        "out": str(out),
    }
    if as_json:
        frame.print_json(figures)
    else:
        frame.print_table(("what", "figure"), figures.items())


def _share(part: float, whole: float) -> float:
    """A part of a whole; of nothing, nothing."""
    return part / whole if whole else 0.0


def _joined(
    sheet: files.Sheet, others: tuple[Path, ...], rules: policy.Policy
) -> linked.Linked | None:
    """The table joined with those already published, if there are any."""
    if not others:
        return None
    sheets = [files.read(path, rules, partial=True) for path in others]
    return linked.link(sheet, sheets, rules)


@click.command(epilog=EXAMPLE)
@table_argument
@policy_option
@with_option
@click.option(
    "--sample",
    type=click.IntRange(min=0),
    help="Exact intervals beyond those needed, for tables too large to give all.",
)
@click.option(
    "--original",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="The table before protection: each sensitive cell is then held to its own value.",
)
@frame.json_option
def audit(
    *,
    table: Path,
    policy_path: Path,
    others: tuple[Path, ...],
    original: Path | None,
    sample: int | None,
    as_json: bool,
) -> None:
    """Attack a protected table; exit 1 when something can be derived too well."""
    rules = policy.read(policy_path)
    sheet = files.read(table, rules, partial=bool(others))
    base = (
        sheet if original is None else files.read(original, rules, partial=bool(others))
    )
    joined = _joined(base, others, rules)
    whole = files.table(base, rules) if joined is None else joined.table
    hidden = None
    if original is not None:
        hidden = files.hidden(sheet, whole, len(base.keys))
        hidden &= True if joined is None else ~joined.public
    with frame.progress(quiet=as_json) as steps:
        found = auditing.audit(
            whole,
            rules,
            hidden=hidden,
            kept=None if joined is None else joined.kept(rules),
            spared=files.not_available(sheet) if original is None else (),
            sample=sample,
            progress=steps,
        )
    if as_json:
        frame.print_json(_report(found, rules))
    else:
        _show(found, rules)
    sys.exit(1 if found.violations else 0)


def _report(found: auditing.Audit, rules: policy.Policy) -> dict[str, Any]:
    """An audit as JSON."""
    return {
        "cells": found.cells,
        "withheld": found.withheld,
        "violations": found.violations,
        "sensitive": found.sensitive,
        "determined": found.determined,
        "share_of_cells_withheld": round(found.withheld / max(found.cells, 1), 6),
        "share_of_value_withheld": found.share_withheld,
        "published_sensitive": [
            dict(zip(rules.dimensions, key, strict=True)) for key in found.published
        ],
        "method": found.method,
        "seconds": found.seconds,
        "intervals": [
            {
                "cell": dict(zip(rules.dimensions, row.key, strict=True)),
                "lower": row.lower,
                "upper": None if row.upper == float("inf") else row.upper,
                "exact": row.exact,
                "missing": row.missing,
                "violation": row.violation or None,
            }
            for row in found.intervals
        ],
    }


def _show(found: auditing.Audit, rules: policy.Policy) -> None:
    """An audit as a table, worst first."""
    frame.print_table(
        (*rules.dimensions, "from", "to", "violation"),
        (
            (*row.key, f"{row.lower:g}", f"{row.upper:g}", row.violation)
            for row in found.intervals
        ),
    )
    for key in found.published:
        click.echo(f"{'/'.join(key)} is sensitive and not withheld.")
    click.echo(
        f"{found.violations} violations in {found.withheld} withheld of {found.cells}"
        f" cells; {found.method}; {found.seconds} s."
    )
