"""A new release from checked observations and the release before."""

import hashlib
import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Final

import duckdb

from stocktake.indicators import periods, sql
from stocktake.indicators.loading.checking import Checked
from stocktake.indicators.loading.staging import Staged
from stocktake.indicators.releases.rules import FILE_NO, FILE_ROW, Changes, File
from stocktake.indicators.structures.rules import (
    NOT_STATED,
    STATUS,
    TIME,
    VALUE,
    CodeList,
    Flow,
)


# Rows that are stored, and left unread, together. A corridor lies in as many places as
# there are sexes and ages, of each of which whole groups are read: smaller ones are better.
# But each question looks at the bounds of all groups, of 100 million rows for 15 ms in
# groups of 30,720. Half of the usual size is between.
GROUP: Final = 61_440


def begin(con: duckdb.DuckDBPyConnection, place: Path) -> None:
    """A new release in a folder; what does not fit the memory is sorted there too."""
    path, sorting = (sql.text(str(place / n)) for n in ("release.duckdb", "sorting"))
    con.execute(sql.ask("begin", path=path, sorting=sorting, rows=GROUP))


def attach_before(con: duckdb.DuckDBPyConnection, path: Path) -> None:
    """The release before as ``previous``, to be read only."""
    con.execute(sql.ask("attach_before", path=sql.text(str(path))))


def columns(flow: Flow) -> tuple[str, ...]:
    """The columns of a release's observations, in order."""
    return (*flow.key_ids, VALUE, *flow.attribute_ids, FILE_NO, FILE_ROW)


def used_in_file(
    con: duckdb.DuckDBPyConnection,
    flow: Flow,
    lists: Mapping[str, CodeList],
    components: Collection[str],
) -> dict[str, frozenset[str]]:
    """The texts of each typed component that occur in ``staged``."""
    found = {}
    for component in set(_typed(flow, lists)) & set(components):
        asked = sql.ask("distinct", columns=sql.name(component))
        texts = (text for (text,) in con.execute(asked).fetchall() if text)
        found[component] = frozenset(texts)
    return found


def make_types(
    con: duckdb.DuckDBPyConnection,
    flow: Flow,
    lists: Mapping[str, CodeList],
    in_file: Mapping[str, frozenset[str]],
    *,
    before: bool,
) -> dict[str, int]:
    """An ENUM for each coded component: its codes in the order of the list, totals first.

    Tells how many codes each has.
    """
    sizes = {}
    for component in _typed(flow, lists):
        used = set(lists[component].ranks) if component == STATUS else set[str]()
        used |= in_file.get(component, frozenset())
        if before:
            asked = sql.ask("used_before", column=sql.name(component))
            used |= {text for (text,) in con.execute(asked).fetchall() if text}
        ordered = _ordered(used, component, lists.get(component)) or [""]
        con.execute(
            sql.ask("type", name=code_type(component), codes=sql.texts(ordered))
        )
        sizes[component] = len(ordered)
    return sizes


def forget(
    con: duckdb.DuckDBPyConnection, flow: Flow, lists: Mapping[str, CodeList], kind: str
) -> None:
    """Take ``good``, its types and what was made of it back."""
    con.execute(sql.ask("forget", kind="TABLE", name="observations"))
    con.execute(sql.ask("forget", kind="VIEW", name="fresh"))
    con.execute(sql.ask("forget", kind=kind, name="good"))
    for component in _typed(flow, lists):
        con.execute(sql.ask("forget", kind="TYPE", name=code_type(component)))


def _typed(flow: Flow, lists: Mapping[str, CodeList]) -> tuple[str, ...]:
    coded = (name for name in flow.attribute_ids if name in lists)
    return (*flow.key_ids, *coded)


def code_type(component: str) -> str:
    return sql.name(f"code of {component}")


def _ordered(used: set[str], component: str, codes: CodeList | None) -> list[str]:
    """Codes in the order in which they are sorted."""
    if component == TIME:
        return sorted((u for u in used if periods.is_period(u)), key=periods.order)
    ranks = codes.ranks if codes else {}
    return sorted(used, key=lambda code: (ranks.get(code, len(ranks)), code))


def make_good(
    con: duckdb.DuckDBPyConnection,
    flow: Flow,
    lists: Mapping[str, CodeList],
    staged: Staged,
    checked: Checked,
    *,
    number: int,
    duplicates: str = "refuse",
    kind: str = "TABLE",
) -> None:
    """The table (or view) ``good``: observations without a fault, typed, from file ``number``."""
    typed = set(_typed(flow, lists))
    value = f"TRY_CAST({sql.name(VALUE)} AS DOUBLE)"
    adding, once = duplicates == "add up", duplicates == "once"
    picked = []
    for name in (*flow.key_ids, VALUE, *flow.attribute_ids):
        cell = sql.name(name) if name in staged.components else "NULL"
        if name == VALUE:
            cell = f"sum({value})" if adding else value
        elif name == STATUS:
            test = f"sum({value})" if adding else value
            held = f"max({cell})" if adding else cell
            cell = held
            if NOT_STATED in (lists[name].ranks if name in lists else ()):
                blank = f"CASE WHEN {test} IS NULL THEN '{NOT_STATED}'::{code_type(name)} END"
                cell = f"coalesce(CAST({held} AS {code_type(name)}), {blank})"
        elif adding and name not in flow.key_ids:
            cell = f"max({cell})"
        become = (
            code_type(name)
            if name in typed
            else "DOUBLE"
            if name == VALUE
            else "VARCHAR"
        )
        picked.append(f"CAST({cell} AS {become}) AS {sql.name(name)}")
    row = 'min("#row")' if adding else '"#row"'
    action = 'any_value("#action")' if adding else '"#action"'
    keys = sql.names(flow.key_ids)
    group = f"GROUP BY {keys}" if adding else ""
    if once:
        group = f'QUALIFY row_number() OVER (PARTITION BY {keys} ORDER BY "#row") = 1'
    origin = (
        f"{number}::SMALLINT AS {FILE_NO}",
        f"CAST({row} AS INTEGER) AS {FILE_ROW}",
        f'{action} AS "#action"',
    )
    con.execute(
        sql.ask(
            "good",
            kind=kind,
            columns=", ".join((*picked, *origin)),
            checked=_without_faults(checked),
            group=group,
        )
    )


def _without_faults(checked: Checked) -> str:
    return 'AND "#row" NOT IN (SELECT "#row" FROM faults)' if checked.bad else ""


def see_fresh(con: duckdb.DuckDBPyConnection) -> None:
    """The view ``fresh`` of a first release: everything."""
    con.execute(sql.ask("fresh_first"))


def make_fresh(con: duckdb.DuckDBPyConnection, flow: Flow, checked: Checked) -> Changes:
    """``fresh`` and ``gone``: what differs from the release before."""
    held = tuple(map(sql.name, (VALUE, *flow.attribute_ids)))
    differing = (f"{_merged(each)} IS DISTINCT FROM old.{each}" for each in held)
    fresh = sql.ask(
        "fresh",
        kept=", ".join(f"{_merged(each)} AS {each}" for each in held),
        first_key=sql.name(flow.key_ids[0]),
        same_key=_same(flow, "good", "old"),
        differs=" OR ".join(differing),
    )
    con.execute(fresh)
    matching = (
        f"(staged.{each} IS NULL OR staged.{each} = CAST(old.{each} AS VARCHAR))"
        for each in map(sql.name, flow.key_ids)
    )
    gone = sql.ask(
        "gone",
        keys=sql.names(flow.key_ids, of="old"),
        checked=_without_faults(checked),
        matches=" AND ".join(matching),
    )
    con.execute(gone)
    added, changed = con.execute(sql.ask("count_fresh")).fetchone() or (0, 0)
    removed = con.execute(sql.ask("count_gone")).fetchone() or (0,)
    return Changes(added=added, changed=changed, removed=removed[0])


def _merged(column: str) -> str:
    """A value or attribute as the file says it; what a merge leaves blank stays."""
    new, old = f"good.{column}", f"old.{column}"
    merging = "good.\"#action\" = 'M'"
    return f"CASE WHEN {merging} THEN coalesce({new}, {old}) ELSE {new} END"


def _same(flow: Flow, left: str, right: str) -> str:
    return " AND ".join(
        f"{left}.{each} = {right}.{each}" for each in map(sql.name, flow.key_ids)
    )


def see_before(
    con: duckdb.DuckDBPyConnection, flow: Flow, lists: Mapping[str, CodeList]
) -> None:
    """The view ``old``: the release before, in the new types."""
    typed = set(_typed(flow, lists))
    cells = (
        f"CAST({sql.name(name)} AS {code_type(name)}) AS {sql.name(name)}"
        if name in typed
        else sql.name(name)
        for name in columns(flow)
    )
    con.execute(sql.ask("old", columns=", ".join(cells)))


def make_observations(
    con: duckdb.DuckDBPyConnection, flow: Flow, *, before: bool, sort: Sequence[str]
) -> int:
    """The table ``observations``, sorted; how many there are.

    ``sort``: by what; nothing where the rows come sorted.
    """
    held = sql.names(columns(flow))
    rest = sql.ask(
        "rest",
        columns=held,
        same_key=_same(flow, "fresh", "old"),
        gone_key=_same(flow, "gone", "old"),
    )
    order = f"ORDER BY {sql.names(sort)}" if sort else ""
    made = sql.ask(
        "observations", columns=held, rest=rest if before else "", order=order
    )
    con.execute(made)
    counted = con.execute(sql.ask("count_observations")).fetchone()
    return int(counted[0]) if counted else 0


def note_file(
    con: duckdb.DuckDBPyConnection,
    file: File,
    *,
    number: int,
    at: datetime,
    before: bool,
) -> None:
    """The table ``files``: those of the release before and this one."""
    con.execute(sql.ask("files"))
    if before:
        con.execute(sql.ask("files_before"))
    con.execute(sql.ask("files_next"), {**asdict(file), "number": number, "at": at})


def number_of(con: duckdb.DuckDBPyConnection, sha256: str, *, before: bool) -> int:
    """The number that a file has or gets; it is kept when the file comes again."""
    if not before:
        return 1
    found = con.execute(sql.ask("file_number"), {"sha256": sha256}).fetchone()
    return int(found[0]) if found else 1


def archive(
    con: duckdb.DuckDBPyConnection, into: Path, flow: Flow, files: Sequence[str]
) -> str:
    """Write the Parquet file; its SHA-256 names the release.

    By one thread: two write the same rows in bytes that differ from time to time, and
    the same observations are to have the same name.
    """
    about = json.dumps({"flow": flow.reference, "files": sorted(files)})
    con.execute(sql.ask("threads", number=1))
    con.execute(sql.ask("archive", path=sql.text(str(into)), about=sql.text(about)))
    with into.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
