"""A data query as conditions on one release, made of the release's own codes only.

No text of a query gets into a statement: it is compared with the codes that the
release has, and those are written.
"""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path

from stocktake.indicators import periods, sql
from stocktake.indicators.releases import asking
from stocktake.indicators.releases.rules import Release
from stocktake.indicators.serving.asked import Asked, Filter, passes, passes_blank
from stocktake.indicators.structures.rules import TIME, VALUE, Flow
from stocktake.kernel.errors import WrongUsage


_NUMBERS = {"eq": "=", "ne": "<>", "lt": "<", "le": "<=", "gt": ">", "ge": ">="}


def condition(asked: Asked, release: Release) -> str:
    """The SQL condition for the rows of a release; ``true`` where everything is asked."""
    parts = [
        *_keys(asked, release),
        *_times(asked, release),
        *(
            _filter(asked.flow, release, name, asked.filters[name])
            for name in sorted(asked.filters)
        ),
    ]
    return " AND ".join(parts) or "true"


def typed(release: Release, component: str) -> bool:
    """Whether a release keeps a component as a list of its codes."""
    return component in _coded(release.path)


@lru_cache(maxsize=256)
def _coded(path: Path) -> frozenset[str]:
    rows = asking.connection(path).cursor().execute(sql.ask("described")).fetchall()
    return frozenset(name for name, kind, *_rest in rows if kind.startswith("ENUM"))


def texts(release: Release, component: str) -> tuple[str, ...]:
    """The texts of a component in a release: in its order where it is coded."""
    if typed(release, component):
        return asking.codes(release.path, component)
    return _plain_texts(release.path, component)


@lru_cache(maxsize=64)
def _plain_texts(path: Path, component: str) -> tuple[str, ...]:
    statement = sql.ask("texts", component=sql.name(component))
    found = asking.connection(path).cursor().execute(statement).fetchall()
    return tuple(text for (text,) in found)


def _one_of(component: str, held: Sequence[str], wanted: Sequence[str]) -> str:
    """The component is one of some texts; held are those that there are."""
    if not wanted:
        return "false"
    if len(wanted) == len(held):
        return "true"
    if len(wanted) == 1:
        return f"{sql.name(component)} = {sql.text(wanted[0])}"
    return f"{sql.name(component)} IN ({sql.texts(wanted)})"


def _keys(asked: Asked, release: Release) -> Iterator[str]:
    alternatives = []
    for key in asked.wanted.keys:
        parts = []
        for name, codes in key.items():
            held = asking.codes(release.path, name)
            parts.append(_one_of(name, held, [c for c in held if c in codes]))
        alternatives.append(" AND ".join(parts) or "true")
    if alternatives:
        yield f"({' OR '.join(f'({each})' for each in alternatives)})"


def _times(asked: Asked, release: Release) -> Iterator[str]:
    start, end = asked.wanted.start, asked.wanted.end
    if asked.flow.timed and (start or end):
        held = asking.codes(release.path, TIME)
        wanted = [each for each in held if periods.within(each, start=start, end=end)]
        yield _one_of(TIME, held, wanted)


def _filter(flow: Flow, release: Release, component: str, wanted: Filter) -> str:
    if component == VALUE:
        return _number(wanted)
    held = texts(release, component)
    passing = [each for each in held if each and passes(component, wanted, each)]
    found = _one_of(component, held, passing)
    if component in flow.key_ids:
        return found
    blank = f"{sql.name(component)} IS NULL"
    if passes_blank(wanted):
        return f"({found} OR {blank})"
    return f"({found} AND NOT {blank})"


def _number(wanted: Filter) -> str:
    """A condition on the value itself, which is a number."""
    alternatives = []
    for alternative in wanted:
        tests = []
        for test in alternative:
            if test.operator not in _NUMBERS:
                msg = f"c[{VALUE}] is a number: {test.operator!r} compares texts. Use one of {', '.join(_NUMBERS)}."
                raise WrongUsage(msg)
            tests.append(
                f"{VALUE} {_NUMBERS[test.operator]} {_as_number(test.value)!r}::DOUBLE"
            )
        alternatives.append(" AND ".join(tests))
    return f"({' OR '.join(f'({each})' for each in alternatives)})"


def _as_number(text: str) -> float:
    try:
        found = float(text)
    except ValueError as error:
        msg = f"c[{VALUE}]={text} is no number."
        raise WrongUsage(msg) from error
    if found - found != 0:  # infinite, or not a number
        msg = f"c[{VALUE}]={text} is no number."
        raise WrongUsage(msg)
    return found
