"""What differs between two releases of a dataflow."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import duckdb

from stocktake.indicators import sql
from stocktake.indicators.releases.rules import Release
from stocktake.indicators.structures.rules import VALUE, Flow


@dataclass(frozen=True, slots=True)
class Difference:
    """One key whose observation differs: ``added``, ``removed`` or ``changed``."""

    key: tuple[str, ...]
    what: Literal["added", "removed", "changed"]
    old: float | None
    new: float | None


def differences(flow: Flow, old: Release, new: Release) -> Iterator[Difference]:
    """What differs between two releases, in the order of their keys."""
    held = tuple(map(sql.name, (VALUE, *flow.attribute_ids)))
    keys = tuple(map(sql.name, flow.key_ids))
    statement = sql.ask(
        "differences",
        keys=", ".join(
            f"coalesce({_text('n', k)}, {_text('o', k)}) AS {k}" for k in keys
        ),
        same_key=" AND ".join(f"{_text('o', k)} = {_text('n', k)}" for k in keys),
        first_key=keys[0],
        value=sql.name(VALUE),
        differs=" OR ".join(
            f"{_text('o', each)} IS DISTINCT FROM {_text('n', each)}" for each in held
        ),
        order=", ".join(str(place + 1) for place in range(len(keys))),
    )
    with duckdb.connect() as con:
        for release, name in ((old, "old"), (new, "new")):
            attach = f"ATTACH {sql.text(str(release.path))} AS {name} (READ_ONLY)"
            con.execute(attach)
        cursor = con.execute(statement)
        while rows := cursor.fetchmany(10_000):
            for row in rows:
                *key, what, before, after = row
                yield Difference(tuple(key), what, before, after)


def _text(table: str, column: str) -> str:
    return f"CAST({table}.{column} AS VARCHAR)"
