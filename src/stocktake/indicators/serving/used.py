"""Which codes an answer holds, and how many observations and series."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from stocktake.indicators import sql
from stocktake.indicators.serving.asked import Asked
from stocktake.indicators.serving.conditions import texts
from stocktake.indicators.serving.parts import Part, relation, where


@dataclass(frozen=True, slots=True)
class Counted:
    """How many observations and how many series."""

    observations: int
    series: int


def codes(
    asked: Asked, parts: Sequence[Part], components: Sequence[str]
) -> Mapping[str, tuple[str, ...]]:
    """The codes of each component in the rows of all parts, in the order of the release."""
    found: dict[str, dict[str, None]] = {name: {} for name in components}
    for part in parts:
        row = _row(asked, part, [_distinct(name) for name in components])
        for name, held in zip(components, row, strict=True):
            ranks = {text: n for n, text in enumerate(texts(part.release, name))}
            for text in sorted(filter(None, held or ()), key=lambda each: ranks[each]):
                found[name].setdefault(text)
    return {name: tuple(held) for name, held in found.items()}


def count(asked: Asked, parts: Sequence[Part]) -> Counted:
    """Observations and series of all parts."""
    series = sql.names(asked.flow.dimension_ids)
    observations = held = 0
    for part in parts:
        row = _row(asked, part, ["count(*)", f"count(DISTINCT ({series}))"])
        observations += row[0]
        held += row[1]
    return Counted(observations, held)


def observations(asked: Asked, parts: Sequence[Part]) -> int:
    """How many observations all parts have."""
    return sum(int(_row(asked, part, ["count(*)"])[0]) for part in parts)


def lines(asked: Asked, part: Part) -> int:
    """How many observations a part has, or series where only those are asked for."""
    if not (asked.keys_only and asked.group):
        return observations(asked, [part])
    return int(_row(asked, part, [f"count(DISTINCT ({sql.names(asked.group)}))"])[0])


def _distinct(name: str) -> str:
    return f"list(DISTINCT {sql.name(name)})"


def _row(asked: Asked, part: Part, columns: Sequence[str]) -> tuple[Any, ...]:
    # A page holds other rows in another order.
    plain = asked if part.skip or part.take else replace(asked, sort=())
    statement = sql.ask(
        "used", columns=", ".join(columns), relation=relation(plain, part)
    )
    row = part.cursor().execute(statement).fetchone()
    return tuple(row or (0,) * len(columns))


def any_row(asked: Asked, part: Part) -> bool:
    """Whether a part has any row."""
    statement = sql.ask("any_row", where=where(asked, part))
    return part.cursor().execute(statement).fetchone() is not None
