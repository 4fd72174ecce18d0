"""Ask what is there of what is expected."""

from collections.abc import Iterable, Iterator

from stocktake.geography import queries as geography
from stocktake.indicators import queries, sql
from stocktake.indicators.gaps import rules
from stocktake.indicators.gaps.rules import Expected, Gaps, Held
from stocktake.indicators.releases import asking
from stocktake.indicators.releases.rules import Release
from stocktake.indicators.structures import reading as structures
from stocktake.indicators.structures.rules import TIME, TOTAL, VALUE, Flow


def expected(text: str = "") -> tuple[Expected, ...]:
    """What the data structures let expect: of one dataflow, or of all that are shipped."""
    flows = (queries.flow(text),) if text else structures.own_flows()
    return tuple(
        each
        for flow in flows
        for each in rules.of_structure(flow, structures.lists(flow))
    )


def gaps(asked: Iterable[Expected]) -> tuple[Gaps, ...]:
    """Each series asked for against the release in force, by State. One query of the records.

    A dataflow without a release is one that no State has. Each release is asked once for
    each dataflow and set of breakdowns, in milliseconds.
    """
    held = queries.current()
    states = tuple(each.alpha3 for each in geography.states())
    told: dict[tuple[object, ...], dict[str, tuple[Held, ...]]] = {}
    found = []
    for each in asked:
        flow = queries.flow(each.flow)
        release = held.get(flow.reference)
        place = (each.flow, each.area, each.breakdowns, tuple(each.subject))
        if release is not None and place not in told:
            told[place] = _delivered(flow, release, each)
        mine = told.get(place, {}).get(each.about, ())
        found.append(rules.gaps(each, mine, states))
    return tuple(found)


def _delivered(
    flow: Flow, release: Release, like: Expected
) -> dict[str, tuple[Held, ...]]:
    """What each area has, by the code of the subject."""
    by_subject: dict[str, list[Held]] = {}
    for subject, held in _rows(flow, release, like):
        by_subject.setdefault(subject, []).append(held)
    return {subject: tuple(rows) for subject, rows in by_subject.items()}


def _rows(flow: Flow, release: Release, like: Expected) -> Iterator[tuple[str, Held]]:
    subject = ", ".join(map(_text, like.subject))
    breakdowns = tuple(d for d in like.breakdowns if d in flow.dimension_ids)
    has_source = "SOURCE" in flow.dimension_ids
    statement = sql.ask(
        "delivered",
        subject=f"concat_ws('+', {subject})" if subject else "''",
        area=_text(like.area),
        time=_text(TIME),
        sources=_text("SOURCE") if has_source else "NULL",
        breakdowns="".join(f", {_last(each)}" for each in breakdowns),
        value=sql.name(VALUE),
    )
    cursor = asking.connection(release.path).cursor().execute(statement)
    for row in cursor.fetchall():
        code, area, first, last, count, sources, *broken = row
        yield (
            code,
            Held(
                area,
                first,
                last,
                count,
                tuple(sorted(filter(None, sources or ()))),
                dict(zip(breakdowns, (each or "" for each in broken), strict=True)),
            ),
        )


def _text(name: str) -> str:
    return f"CAST({sql.name(name)} AS VARCHAR)"


def _last(dimension: str) -> str:
    """The last period in which a dimension has another code than its total."""
    return f"max({_text(TIME)}) FILTER (WHERE {_text(dimension)} <> {sql.text(TOTAL)})"
