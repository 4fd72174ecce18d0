"""Write the public file of a release: what protected tables show, and nothing else."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

import duckdb

from stocktake.indicators import sql
from stocktake.indicators.disclosure.policy import Policy, rule_columns
from stocktake.indicators.disclosure.protected import Protected
from stocktake.indicators.publishing import tables
from stocktake.indicators.publishing.tables import Key
from stocktake.indicators.releases import making, store
from stocktake.indicators.releases.rules import SUPPRESSED
from stocktake.indicators.structures import reading as structures
from stocktake.indicators.structures.rules import (
    CONFIDENTIALITY,
    STATUS,
    VALUE,
    CodeList,
    Flow,
)


# The same for every withheld cell: which are small and which shield would narrow a guess.
NOT_FOR_PUBLICATION: Final = "N"  # of CL_CONF_STATUS
_MARKS: Final = {STATUS: SUPPRESSED, CONFIDENTIALITY: NOT_FOR_PUBLICATION}
_HIDDEN: Final = "old.{value} IS NOT NULL AND NOT coalesce(protected.shown, false)"


def write(
    true: Path, flow: Flow, policy: Policy, cells: Mapping[Key, Protected]
) -> str:
    """Make the public file of a release in its place; its digest.

    It is made anew: pages of a file in which values were overwritten could be read.
    """
    lists = structures.lists(flow)
    marks = {
        name: code
        for name, code in _MARKS.items()
        if name in flow.attribute_ids and code in getattr(lists.get(name), "ranks", ())
    }
    with store.making() as place:
        archive = place / "release.parquet"
        with duckdb.connect(str(place / "release.duckdb")) as con:
            making.attach_before(con, true)
            used = {name: frozenset({code}) for name, code in marks.items()}
            making.make_types(con, flow, lists, used, before=True)
            making.see_before(con, flow, lists)
            _take(con, flow, policy, cells)
            con.execute(_observations(flow, policy, lists, marks))
            con.execute(sql.ask("files"))
            con.execute(sql.ask("protected_files"))
            digest = making.archive(con, archive, flow, [])
            con.execute("CHECKPOINT")
        store.put(place / "release.duckdb", archive, flow.reference, digest)
    return digest


def _observations(
    flow: Flow,
    policy: Policy,
    lists: Mapping[str, CodeList],
    marks: Mapping[str, str],
) -> str:
    """The statement that makes the public observations, in a release's order."""
    keys = map(sql.name, flow.key_ids)
    return sql.ask(
        "protected",
        columns=", ".join(_columns(flow, policy, lists, marks)),
        same=" AND ".join(f"CAST(old.{n} AS VARCHAR) = protected.{n}" for n in keys),
        sort=sql.names(flow.sort_ids, of="old"),
    )


def _take(
    con: duckdb.DuckDBPyConnection,
    flow: Flow,
    policy: Policy,
    cells: Mapping[Key, Protected],
) -> None:
    """The table ``protected``: the keys of the cells that may be shown."""
    names = (*tables.apart(flow, policy), *policy.dimensions)
    width = len(policy.dimensions)  # a cell attacked with others has its release behind
    shown = [
        (*key, *cell.key[:width])
        for key, table in cells.items()
        for cell in table
        if cell.value is not None
    ]
    columns: list[list[Any]] = [[row[i] for row in shown] for i in range(len(names))]
    picked = [f"unnest(?::VARCHAR[]) AS {sql.name(name)}" for name in names]
    picked.append("true AS shown")
    con.execute(sql.ask("protected_cells", columns=", ".join(picked)), columns)


def _columns(
    flow: Flow,
    policy: Policy,
    lists: Mapping[str, CodeList],
    marks: Mapping[str, str],
) -> Iterator[str]:
    """The columns of the public file, in order."""
    value, contributions = sql.name(VALUE), rule_columns(policy)
    hidden = _HIDDEN.format(value=value)
    for name in making.columns(flow):
        cell = f"old.{sql.name(name)}"
        if name == VALUE:
            made = f"CASE WHEN {hidden} THEN NULL ELSE {cell} END"
        elif name in marks:
            mark = f"CAST({sql.text(marks[name])} AS {sql.name(f'code of {name}')})"
            made = f"CASE WHEN {hidden} THEN {mark} ELSE {cell} END"
        elif name in contributions:
            made = "NULL::VARCHAR"
        elif name in flow.attribute_ids and name not in lists:
            made = (
                f"CASE WHEN {hidden} THEN NULL ELSE {cell} END"  # a comment may say it
            )
        else:
            made = cell
        yield f"{made} AS {sql.name(name)}"
