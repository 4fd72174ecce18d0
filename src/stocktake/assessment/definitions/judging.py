"""What makes one indicator sound, beyond the types of its keys."""

from collections.abc import Callable, Collection, Iterable, Iterator

from stocktake.assessment.definitions.files import Record, WordsFile
from stocktake.assessment.definitions.reading import commitments
from stocktake.assessment.definitions.rules import Kind, SetBy
from stocktake.assessment.verdicts import Scale
from stocktake.charter.rules import Edition, near
from stocktake.indicators.structures import reading as structures
from stocktake.kernel.errors import NotFound


Said = Iterator[tuple[str, str]]  # key, reason
STEPPED = (Scale.ORDINAL, Scale.BINARY)


def faults(record: Record, words: WordsFile | None, codes: Collection[str]) -> Said:
    """Keys and reasons of what is wrong with a record; ``words`` None: not judged."""
    yield from _commitments(record, codes)
    if words is not None:
        yield from _references(record, words)
    for rule in _RULES:
        yield from rule(record)


def judged(records: Iterable[Record], edition: Edition) -> frozenset[str]:
    """The codes that have a qualitative indicator."""
    return frozenset(
        code
        for record in records
        if record.kind is Kind.QUALITATIVE
        for code in commitments(record, edition)
    )


def _commitments(record: Record, codes: Collection[str]) -> Said:
    if record.commitments == "all":
        return
    if not record.commitments:
        yield "commitments", "names none; an indicator is about at least one"
    for code in record.commitments:
        if code not in codes:
            yield "commitments", _unknown(code, "item of this edition", codes)


def _references(record: Record, words: WordsFile) -> Said:
    named: tuple[tuple[str, tuple[str | None, ...], Collection[str]], ...] = (
        ("unit", (record.unit,), words.units),
        ("disaggregations", record.disaggregations, words.disaggregations),
        ("caveats", record.caveats, words.caveats),
        ("no_direction", (record.no_direction,), words.caveats),
        ("anchors", (record.anchors,), words.scales),
    )
    for key, wanted, known in named:
        for code in wanted:
            if code is not None and code not in known:
                yield key, _unknown(code, "code of words.yaml", known)


def _unknown(code: str, what: str, known: Collection[str]) -> str:
    close = near(code, known)
    hint = f"; did you mean {' or '.join(close)}?" if close else ""
    return f"{code!r} is no {what}{hint}"


def _direction(record: Record) -> Said:
    if record.direction == "none" and not record.no_direction:
        yield (
            "no_direction",
            "is missing; where no direction is given, name the caveat that says why",
        )
    if record.direction != "none" and record.no_direction:
        yield (
            "no_direction",
            "is given although there is a direction; keep one of the two",
        )


def _target(record: Record) -> Said:
    target = record.target
    if target.set_by is SetBy.NOBODY and target.value is not None:
        yield "target.value", "a target that nobody set has no value; say who set it"
    if target.set_by is SetBy.AGREED_TEXT and (target.value is None or not target.text):
        yield (
            "target",
            "an agreed target needs its `value` and the `text` that holds it",
        )
    if target.value is not None and record.direction == "none":
        yield "target.value", "an indicator without a direction can have no target"
    if target.year is not None and target.year <= record.baseline_year:
        yield "target.year", f"is not after the baseline year {record.baseline_year}"


def _range(record: Record) -> Said:
    low, high, value = record.low, record.high, record.target.value
    if low is not None and high is not None and low >= high:
        yield "low", f"{low:g} is not below `high` ({high:g})"
    if record.scale is Scale.BOUNDED and (low is None or high is None):
        yield "scale", "a bounded scale needs both `low` and `high`"
    outside = (low is not None and value is not None and value < low) or (
        high is not None and value is not None and value > high
    )
    if outside:
        yield "target.value", f"{value:g} lies outside the ends of the scale"
    if record.baseline_year >= record.horizon:
        yield "baseline_year", f"is not before the horizon {record.horizon}"


def _anchors(record: Record) -> Said:
    if record.kind is Kind.QUALITATIVE and record.anchors is None:
        yield "anchors", "is missing; a judgement needs a scale of words.yaml"
    if record.kind is Kind.QUALITATIVE and record.scale not in STEPPED:
        yield "scale", "a judgement is ordinal or binary"
    if record.kind is Kind.QUANTITATIVE and record.anchors is not None:
        yield "anchors", "belongs to a qualitative indicator"


def _flow(record: Record) -> Said:
    if record.flow is None:
        return
    try:
        flow = structures.flow(record.flow.dataflow)
    except NotFound as error:
        yield "flow.dataflow", str(error)
        return
    parts, dimensions = record.flow.key.split("."), flow.dimension_ids
    if len(parts) != len(dimensions):
        order = ".".join(dimensions)
        yield (
            "flow.key",
            f"has {len(parts)} parts, {flow.id} has {len(dimensions)}: {order}",
        )
    if "{state}" not in parts:
        yield (
            "flow.key",
            "has no part `{state}`; put it where the State's code belongs",
        )


_RULES: tuple[Callable[[Record], Said], ...] = (
    _direction,
    _target,
    _range,
    _anchors,
    _flow,
)
