"""A data query of SDMX REST as a frozen value, and how its filters are written."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, Literal

from stocktake.indicators import periods
from stocktake.indicators.keys import Slice
from stocktake.indicators.structures import artefacts
from stocktake.indicators.structures.rules import TIME, VALUE, Flow
from stocktake.kernel.errors import WrongUsage


ALL: Final = "AllDimensions"
OPERATORS: Final = ("eq", "ne", "lt", "le", "gt", "ge", "co", "nc", "sw", "ew")
_PREFIX = re.compile(r"([a-z]{2}):(.*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Comparison:
    """One comparison: ``ge`` ``2020-01``."""

    operator: str
    value: str


Against = Literal["dataflow", "datastructure"]
Filter = tuple[tuple[Comparison, ...], ...]  # any of these; of each, all


@dataclass(frozen=True, slots=True)
class Asked:
    """What of a dataflow is asked for, and how it is to be laid out.

    ``at_observation``: the dimension that observations are told apart by within their
    group, or ``AllDimensions`` for a flat table. ``keys_only``: series, no observations.
    ``sort``: components, each with whether the highest comes first. ``against``: what the
    message names, the dataflow or its structure.
    """

    flow: Flow
    against: Against = "dataflow"
    wanted: Slice = field(default_factory=Slice)
    filters: Mapping[str, Filter] = field(default_factory=dict)
    at_observation: str = TIME
    attributes: tuple[str, ...] = ()
    values: bool = True
    keys_only: bool = False
    offset: int = 0
    limit: int = 0
    sort: tuple[tuple[str, bool], ...] = ()

    @property
    def group(self) -> tuple[str, ...]:
        """The dimensions that a series (or section) has in common; none in a flat table."""
        if self.at_observation == ALL:
            return ()
        return tuple(each for each in self.flow.key_ids if each != self.at_observation)

    @property
    def reference(self) -> str:
        """What the message names, as ``AGENCY:ID(VERSION)``."""
        return self.urn.partition("=")[2]

    @property
    def urn(self) -> str:
        """What the message names, as SDMX does."""
        if self.against == "datastructure":
            return artefacts.structure_urn(self.flow)
        return artefacts.flow_urn(self.flow)

    @property
    def at(self) -> tuple[str, ...]:
        """The dimensions that stand at each observation."""
        if self.at_observation == ALL:
            return self.flow.key_ids
        return (self.at_observation,)


@dataclass(frozen=True, slots=True)
class When:
    """Which releases: as of a moment, what changed after one, all that there were."""

    as_of: datetime | None = None
    after: datetime | None = None
    history: bool = False


def read_filter(component: str, text: str) -> Filter:
    """``ge:2020+le:2024,2010``: commas between alternatives, plus for all of several.

    >>> read_filter("SEX", "ne:F+ne:M,_T")[0]
    (Comparison(operator='ne', value='F'), Comparison(operator='ne', value='M'))
    """
    found = tuple(
        tuple(_test(component, each) for each in alternative.split("+"))
        for alternative in text.split(",")
    )
    if any(not test.value for alternative in found for test in alternative):
        msg = f"c[{component}]={text} has a blank value. Write for instance c[{component}]=A,B."
        raise WrongUsage(msg)
    return found


def _test(component: str, text: str) -> Comparison:
    found = _PREFIX.fullmatch(text)
    if found is None:
        return Comparison("eq", text)
    if found[1] not in OPERATORS:
        known = ", ".join(OPERATORS)
        msg = f"c[{component}] has the operator {found[1]!r}; there are {known}."
        raise WrongUsage(msg)
    test = Comparison(found[1], found[2])
    if component == TIME and test.operator in _TIMES:
        periods.period(test.value)
    return test


def passes(component: str, wanted: Filter, text: str) -> bool:
    """Whether a text of a component passes a filter; time periods by their days."""
    return any(
        all(_holds(component, test, text) for test in alternative)
        for alternative in wanted
    )


def passes_blank(wanted: Filter) -> bool:
    """Whether an observation without the attribute passes: only what it is not is asked."""
    return any(
        all(test.operator in {"ne", "nc"} for test in alternative)
        for alternative in wanted
    )


def _holds(component: str, test: Comparison, text: str) -> bool:
    if component == TIME and test.operator in _TIMES:
        return _TIMES[test.operator](test.value, text)
    return _TEXTS[test.operator](test.value, text)


def _number_or_text(text: str) -> tuple[int, float, str]:
    """What texts are compared by: numbers as numbers, before other texts."""
    try:
        return (0, float(text), "")
    except ValueError:
        return (1, 0.0, text)


_TEXTS: Final[Mapping[str, Callable[[str, str], bool]]] = {
    "eq": lambda asked, text: text == asked,
    "ne": lambda asked, text: text != asked,
    "lt": lambda asked, text: _number_or_text(text) < _number_or_text(asked),
    "le": lambda asked, text: _number_or_text(text) <= _number_or_text(asked),
    "gt": lambda asked, text: _number_or_text(text) > _number_or_text(asked),
    "ge": lambda asked, text: _number_or_text(text) >= _number_or_text(asked),
    "co": lambda asked, text: asked in text,
    "nc": lambda asked, text: asked not in text,
    "sw": lambda asked, text: text.startswith(asked),
    "ew": lambda asked, text: text.endswith(asked),
}
_TIMES: Final[Mapping[str, Callable[[str, str], bool]]] = {
    "lt": lambda asked, text: periods.period(text).last < periods.period(asked).first,
    "le": lambda asked, text: periods.within(text, end=asked),
    "gt": lambda asked, text: periods.period(text).first > periods.period(asked).last,
    "ge": lambda asked, text: periods.within(text, start=asked),
}


def known_component(flow: Flow, name: str) -> str:
    """The name of a dimension, attribute or the value; WrongUsage names those there are."""
    known = (*flow.key_ids, VALUE, *flow.attribute_ids)
    if name not in known:
        msg = f"{flow.id} has no component {name!r}. There are: {', '.join(known)}."
        raise WrongUsage(msg)
    return name
