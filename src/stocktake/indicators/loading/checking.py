"""Every row against the structure: all faults, by row, in one table."""

import difflib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

import duckdb

from stocktake.indicators import periods, sql
from stocktake.indicators.loading.staging import Staged
from stocktake.indicators.structures.rules import (
    CONFIDENTIALITY,
    TIME,
    VALUE,
    CodeList,
    Flow,
    Limits,
)


NO_NUMBER = "no number"
SHOWN = 100  # faults that a report names; the file of bad rows has them all
AS_NUMBER = f"TRY_CAST({sql.name(VALUE)} AS DOUBLE)"
_LENGTHS = {
    "A": (365, 366),
    "S": (181, 184),
    "T": (120, 123),
    "Q": (90, 92),
    "M": (28, 31),
    "W": (7, 7),
    "D": (1, 1),
}


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with one row."""

    row: int
    component: str
    text: str
    kind: str
    why: str


@dataclass(frozen=True, slots=True)
class Checked:
    """How many rows there were, how many are bad, and the first faults."""

    rows: int
    bad: int
    kinds: Mapping[str, int]
    faults: tuple[Fault, ...]


def check(
    con: duckdb.DuckDBPyConnection,
    flow: Flow,
    lists: Mapping[str, CodeList],
    staged: Staged,
    *,
    duplicates: str = "refuse",
) -> Checked:
    """Fill the table ``faults``; ``duplicates`` are refused, taken once, or added up."""
    con.execute(sql.ask("faults"))
    for component in staged.components:
        if component in lists:
            _codes(con, component, lists[component], staged)
        if component in flow.key_ids or needed(flow, component):
            _blanks(con, component)
    _actions(con)
    if flow.timed:
        _times(con, flow)
    _values(con, flow, staged)
    if duplicates != "add up":
        _duplicates(con, flow, once=duplicates == "once")
    return _report(con)


def needed(flow: Flow, component: str) -> bool:
    """Whether an attribute may not be blank."""
    found = flow.components.get(component)
    return found is not None and found.required


def _distinct(con: duckdb.DuckDBPyConnection, component: str) -> list[str]:
    """The different texts of a component."""
    asked = sql.ask("distinct", columns=sql.name(component))
    return [text for (text,) in con.execute(asked).fetchall() if text is not None]


def _wrong(
    con: duckdb.DuckDBPyConnection, component: str, kind: str, why: Mapping[str, str]
) -> None:
    """Faults for every row that holds one of these texts."""
    if not why:
        return
    con.execute(
        sql.ask(
            "fault_values",
            component=sql.text(component),
            column=sql.name(component),
            kind=sql.text(kind),
        ),
        {"bad": list(why), "why": list(why.values())},
    )


def _where(
    con: duckdb.DuckDBPyConnection,
    component: str,
    kind: str,
    condition: str,
    why: str,
) -> None:
    """Faults for every row where a condition holds."""
    con.execute(
        sql.ask(
            "fault_condition",
            component=sql.text(component),
            shown=sql.name(component),
            kind=sql.text(kind),
            why=sql.text(why),
            condition=condition,
        )
    )


def _codes(
    con: duckdb.DuckDBPyConnection, component: str, codes: CodeList, staged: Staged
) -> None:
    """Texts that are no code of the component's list."""
    hints = staged.hints.get(component, {})
    unknown = [text for text in _distinct(con, component) if text not in codes.ranks]
    why = {text: hints.get(text) or _near(text, codes) for text in unknown}
    _wrong(con, component, "unknown code", why)


def _near(text: str, codes: CodeList) -> str:
    """What to say of an unknown code: the codes near to it."""
    near = difflib.get_close_matches(text, list(codes.ranks), n=3, cutoff=0.6)
    named = [
        code.id
        for code in codes.codes
        if text.casefold() in (name.casefold() for name in code.names.values())
    ]
    listed = ", ".join(dict.fromkeys([*named, *near]))
    meant = f"; perhaps {listed}" if listed else ""
    return f"{text!r} is no code of {codes.id}{meant}"


def _blanks(con: duckdb.DuckDBPyConnection, component: str) -> None:
    column = sql.name(component)
    _where(
        con,
        component,
        "blank",
        f"{column} IS NULL AND \"#action\" <> 'D'",
        f"{component} is blank",
    )


def _actions(con: duckdb.DuckDBPyConnection) -> None:
    con.execute(
        sql.ask(
            "fault_condition",
            component="'ACTION'",
            shown='"#action"',
            kind="'unknown action'",
            why="'an action is one of I, A, M, R, D'",
            condition="\"#action\" NOT IN ('I', 'A', 'M', 'R', 'D')",
        )
    )


def _times(con: duckdb.DuckDBPyConnection, flow: Flow) -> None:
    """Time periods that are none, or are not as long as the frequency says."""
    told = _distinct(con, TIME)
    wrong = {text: _no_period(text) for text in told if not periods.is_period(text)}
    _wrong(con, TIME, "no time period", wrong)
    if "FREQ" not in flow.dimension_ids:
        return
    pairs = con.execute(sql.ask("distinct", columns=sql.names(("FREQ", TIME))))
    for freq, text in pairs.fetchall():
        if freq and text and text not in wrong and not fits(freq, text):
            _where(
                con,
                TIME,
                "wrong period",
                f"FREQ = {sql.text(freq)} AND {TIME} = {sql.text(text)}",
                f"{text} is no period of frequency {freq}",
            )


def _no_period(text: str) -> str:
    return f"{text!r} is no time period such as 2024, 2024-Q3, 2024-05 or 2024-02-29"


def fits(freq: str, text: str) -> bool:
    """Whether a time period is as long as its frequency says."""
    shortest, longest = _LENGTHS.get(freq, (0, 10**6))
    found = periods.period(text)
    return shortest <= (found.last - found.first).days + 1 <= longest


def _values(con: duckdb.DuckDBPyConnection, flow: Flow, staged: Staged) -> None:
    """Values that are no numbers, that cannot be, or that must not leave their office."""
    for test in value_tests(flow, staged.components):
        _where(con, test.component, test.kind, test.condition, test.why)


@dataclass(frozen=True, slots=True)
class Test:
    """A condition that bad rows meet, and what is wrong with them then."""

    component: str
    kind: str
    condition: str
    why: str


def value_tests(
    flow: Flow, components: Collection[str], number: str = AS_NUMBER
) -> Iterator[Test]:
    """What makes a value bad, as conditions on the texts of a row.

    ``number`` is the value as a number, where it stands somewhere already.
    """
    value = sql.name(VALUE)
    yield Test(
        VALUE,
        NO_NUMBER,
        f"{value} IS NOT NULL AND {value} <> '-' AND ({number} IS NULL OR NOT isfinite({number}))",
        "the value is no number",
    )
    yield from _limits(flow.limits, number, "")
    for dimension, by_code in flow.limits_by.items():
        for code, limits in by_code.items():
            condition = f" AND {sql.name(dimension)} = {sql.text(code)}"
            yield from _limits(limits, number, condition)
    if CONFIDENTIALITY in components:
        yield Test(
            CONFIDENTIALITY,
            "confidential",
            f"{CONFIDENTIALITY} <> 'F' AND {value} IS NOT NULL",
            "the value is marked as not free for publication: protect the table first",
        )


def _limits(limits: Limits, number: str, condition: str) -> Iterator[Test]:
    kind = "out of limits"
    if limits.min is not None:
        why = f"the value is below {limits.min:g}"
        yield Test(VALUE, kind, f"{number} < {limits.min}{condition}", why)
    if limits.max is not None:
        why = f"the value is above {limits.max:g}"
        yield Test(VALUE, kind, f"{number} > {limits.max}{condition}", why)
    if limits.whole:
        test = f"{number} <> floor({number}){condition}"
        yield Test(VALUE, kind, test, "a count has no decimals")
    if limits.among:
        steps = ", ".join(f"{step:g}" for step in limits.among)
        test = f"{number} NOT IN ({steps}){condition}"
        yield Test(VALUE, kind, test, f"the value is none of {steps}")


def _duplicates(con: duckdb.DuckDBPyConnection, flow: Flow, *, once: bool) -> None:
    """Keys that come twice; ``once``: the same value again is no fault."""
    keys = sql.names(flow.key_ids)
    counted = con.execute(sql.ask("count_duplicates", keys=keys)).fetchone()
    if counted and counted[0]:
        same = f"AND {sql.name(VALUE)} IS DISTINCT FROM first_value"
        statement = sql.ask("fault_duplicates", keys=keys, unless=same if once else "")
        con.execute(statement)


def _report(con: duckdb.DuckDBPyConnection) -> Checked:
    counts = con.execute(sql.ask("count_rows")).fetchone()
    rows, bad = counts or (0, 0)
    kinds = con.execute(sql.ask("count_kinds")).fetchall()
    first = con.execute(sql.ask("first_faults"), {"most": SHOWN}).fetchall()
    return Checked(
        rows=rows,
        bad=bad,
        kinds=dict(kinds),
        faults=tuple(Fault(*row) for row in first),
    )
