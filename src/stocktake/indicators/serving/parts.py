"""The parts of an answer: a release, what changed between two, or all that there were."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

import duckdb

from stocktake.indicators import sql
from stocktake.indicators.releases import asking
from stocktake.indicators.releases.rules import Release
from stocktake.indicators.serving.asked import Asked, When
from stocktake.indicators.serving.conditions import condition
from stocktake.indicators.structures.rules import TIME, VALUE, Flow
from stocktake.kernel.errors import WrongUsage


Kind = Literal["all", "changed", "gone"]


@dataclass(frozen=True, slots=True)
class Part:
    """Rows of one release: all, those that another does not have so, or not at all.

    It becomes one data set; ``since`` and ``until`` are when it was in force. ``skip`` and
    ``take``: the rows of it that are on the page asked for; 0 takes all that follow.
    """

    release: Release
    kind: Kind = "all"
    other: Release | None = None
    since: datetime | None = None
    until: datetime | None = None
    skip: int = 0
    take: int = 0

    @property
    def action(self) -> str:
        """What a copy elsewhere has to do with the rows."""
        if self.kind == "gone":
            return "Delete"
        return "Replace"

    def cursor(self) -> duckdb.DuckDBPyConnection:
        """Where its statement runs, the other release at hand."""
        found = asking.connection(self.release.path).cursor()
        if self.other is not None:
            found.execute(
                sql.ask(
                    "attach",
                    path=sql.text(str(self.other.path)),
                    name=sql.name(_alias(self.other)),
                )
            )
        return found


@dataclass(frozen=True, slots=True)
class Selection:
    """What of one dataflow is given: the question, and the parts that answer it."""

    asked: Asked
    parts: tuple[Part, ...]


def parts(held: Sequence[Release], when: When) -> tuple[Part, ...]:
    """The parts of an answer from the releases of a dataflow, the oldest first.

    Nothing in force then, or nothing changed since: no parts.
    """
    if when.as_of and when.after and when.after > when.as_of:
        msg = "updatedAfter is later than asOf: nothing can have changed in between."
        raise WrongUsage(msg)
    known = [
        each for each in held if when.as_of is None or each.published_at <= when.as_of
    ]
    if not known:
        return ()
    before = [each for each in known if when.after and each.published_at <= when.after]
    if when.history:
        return tuple(_history(known, len(before)))
    if before:
        return tuple(_changes(before[-1], known[-1]))
    return (Part(known[-1], since=known[-1].published_at),)


def _history(known: Sequence[Release], seen: int) -> Iterator[Part]:
    """Each release's changes against the one before; the first one whole."""
    for place in range(seen, len(known)):
        new = known[place]
        until = known[place + 1].published_at if place + 1 < len(known) else None
        if place == 0:
            yield Part(new, since=new.published_at, until=until)
        else:
            yield from _changes(known[place - 1], new, until=until)


def _changes(
    old: Release, new: Release, *, until: datetime | None = None
) -> Iterator[Part]:
    if old.number != new.number:
        yield Part(new, "changed", old, since=new.published_at, until=until)
        yield Part(old, "gone", new, until=new.published_at)


def _alias(release: Release) -> str:
    return f"release {release.digest[:16]}"


def relation(asked: Asked, part: Part) -> str:
    """The statement for a part's rows, a series in one piece and in the asked order."""
    columns = sql.names((*asked.flow.key_ids, VALUE, *asked.flow.attribute_ids))
    return sql.ask(
        "part",
        columns=columns,
        where=where(asked, part),
        ends=_ends(asked),
        order=_order(asked, part),
        most="" if asked.keys_only and asked.group else most(part),
    )


def where(asked: Asked, part: Part) -> str:
    """The condition for a part's rows."""
    return f"{condition(asked, part.release)}{_without(asked.flow, part)}"


def most(part: Part) -> str:
    """How many, and from where on."""
    limit = f"LIMIT {part.take:d}" if part.take else ""
    return f"{limit} OFFSET {part.skip:d}" if part.skip else limit


def _without(flow: Flow, part: Part) -> str:
    """Rows that the other release does not have: so, or at all."""
    if part.other is None:
        return ""
    names = list(flow.key_ids)
    same = [f"{_text(name, 'o')} = {_text(name, 'observations')}" for name in names]
    if part.kind == "changed":
        same.append(f"o.{VALUE} IS NOT DISTINCT FROM observations.{VALUE}")
        same += [
            f"{_text(name, 'o')} IS NOT DISTINCT FROM {_text(name, 'observations')}"
            for name in flow.attribute_ids
        ]
    return " AND " + sql.ask(
        "not_in_other", other=sql.name(_alias(part.other)), same=" AND ".join(same)
    )


def _text(name: str, table: str) -> str:
    return f"CAST({table}.{sql.name(name)} AS VARCHAR)"


def _ends(asked: Asked) -> str:
    """Only the first and last observations of each series in time."""
    wanted = asked.wanted
    if not (wanted.first or wanted.last) or not asked.flow.timed:
        return ""
    series = sql.names(asked.flow.dimension_ids)
    tests = [
        f"row_number() OVER (PARTITION BY {series} ORDER BY {TIME} {way}) <= {count:d}"
        for count, way in ((wanted.first, "ASC"), (wanted.last, "DESC"))
        if count
    ]
    return f"QUALIFY {' OR '.join(tests)}"


def _order(asked: Asked, part: Part) -> str:
    """The order of rows; none where they lie in it already."""
    if asked.sort:
        return f"ORDER BY {', '.join(_sorted(asked))}"
    in_order = asked.at_observation in ("AllDimensions", asked.flow.sort_ids[-1])
    if in_order and part.other is None and not _ends(asked):
        return ""
    at = asked.at_observation
    names = [name for name in asked.flow.sort_ids if name != at]
    if at in asked.flow.key_ids:
        names.append(at)
    return f"ORDER BY {sql.names(names)}"


def _sorted(asked: Asked) -> Iterator[str]:
    """The asked order, series by series: each stays in one piece."""
    told = dict(asked.sort)
    group = asked.group
    rest = [name for name in asked.flow.sort_ids if name not in told]
    names = [
        *(name for name in told if name in group),
        *(name for name in rest if name in group),
        *(name for name in told if name not in group),
        *(name for name in rest if name not in group),
    ]
    for name in names:
        cell = sql.name(name)
        if name in told and name not in (TIME, VALUE):
            cell = (
                f"CAST({cell} AS VARCHAR)"  # by its text, not by its place in the list
            )
        yield f"{cell} {'DESC' if told.get(name) else 'ASC'} NULLS LAST"
