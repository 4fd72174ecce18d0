"""Keys that come twice, seen by numbers alone: before rows are sorted, or after it."""

import math
from collections.abc import Mapping, Sequence

import duckdb

from stocktake.indicators import sql
from stocktake.indicators.releases.making import code_type
from stocktake.indicators.structures.rules import Flow


def same_keys(
    con: duckdb.DuckDBPyConnection,
    flow: Flow,
    sizes: Mapping[str, int],
    listed: Mapping[str, int],
) -> int:
    """How many rows of ``staged`` share a key with another.

    A key is its codes' places as the digits of one number, so that nothing but numbers
    is compared. ``listed`` are the components that are typed by their whole list there,
    with how many codes it has; the others take the types of ``make_types``.
    """
    digits = []
    for component in flow.key_ids:
        cell, size = sql.name(component), listed.get(component)
        if size is None:
            cell, size = f"CAST({cell} AS {code_type(component)})", sizes[component]
        digits.append((cell, size))
    counted = con.execute(sql.ask("count_same_keys", key=_number(digits))).fetchone()
    return int(counted[0]) if counted else 0


def _number(digits: Sequence[tuple[str, int]]) -> str:
    """The places of codes as the digits of one number, the highest first, in SQL."""
    values = math.prod(size for _, size in digits)
    number = f"0::{'UBIGINT' if values < 1 << 64 else 'UHUGEINT'}"
    for cell, size in digits:
        number = f"({number}) * {size} + enum_code({cell})"
    return number


def not_after_neighbours(
    con: duckdb.DuckDBPyConnection, flow: Flow, sizes: Mapping[str, int]
) -> int:
    """How many ``observations`` do not come behind the one before: their key is the same.

    ``sizes``: how many codes the type of each component has.
    """
    digits = [
        (sql.name(each), sizes[each]) for each in flow.sort_ids if sizes[each] > 1
    ]
    asked = sql.ask("count_not_after", key=_number(digits))
    counted = con.execute(asked).fetchone()
    return int(counted[0]) if counted else 0
