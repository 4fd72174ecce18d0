"""Building blocks of composite indicators: scaling, weighted means, means up a tree."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass


Values = Sequence[float | None]  # None is a gap, and stays one


def _held(values: Values) -> list[float]:
    return [value for value in values if value is not None]


def _each(values: Values, low: float, span: float) -> list[float | None]:
    """Each value less ``low``, in parts of ``span``; gaps where there is no span."""
    if not span:
        return [None] * len(values)
    return [None if value is None else (value - low) / span for value in values]


def min_max(
    values: Values, low: float = 0.0, high: float = 100.0, *, direction: int = 1
) -> list[float | None]:
    """The smallest value becomes ``low``, the largest ``high``; reversed where less is better."""
    held = [direction * value for value in _held(values)]
    if not held:
        return [None] * len(values)
    begin, span = min(held), max(held) - min(held)
    turned = [None if value is None else direction * value for value in values]
    return [
        None if share is None else low + (high - low) * share
        for share in _each(turned, begin, span)
    ]


def z_scores(values: Values, mean: float = 0.0, sd: float = 1.0) -> list[float | None]:
    """Distance from the mean in standard deviations (of a sample), moved to ``mean`` and ``sd``."""
    held = _held(values)
    if len(held) < 2:
        return [None] * len(values)
    middle = math.fsum(held) / len(held)
    spread = math.sqrt(
        math.fsum((value - middle) ** 2 for value in held) / (len(held) - 1)
    )
    return [
        None if share is None else mean + sd * share
        for share in _each(values, middle, spread)
    ]


def borda(values: Values) -> list[float | None]:
    """How many others a value is above, ties by their mean place; the smallest has 0."""
    held = _held(values)
    return [
        None
        if value is None
        else sum(other < value for other in held)
        + (sum(other == value for other in held) - 1) / 2
        for value in values
    ]


def percentile_ranks(values: Values) -> list[float | None]:
    """Borda places in parts of the last place."""
    last = len(_held(values)) - 1
    return [
        None if place is None or not last else place / last for place in borda(values)
    ]


def to_maximum(values: Values) -> list[float | None]:
    """1 less the distance to the largest value, in parts of the whole span."""
    return min_max(values, 0.0, 1.0)


def to_reference(values: Values, reference: int) -> list[float | None]:
    """As ``to_maximum``, with the value in place ``reference`` (from 0) as 1."""
    held, mark = _held(values), values[reference]
    if mark is None or not held:
        return [None] * len(values)
    return _each(values, min(held), mark - min(held))


def of_maximum(values: Values) -> list[float | None]:
    """Each value in parts of the largest."""
    held = _held(values)
    return _each(values, 0.0, max(held)) if held else [None] * len(values)


def goalposts(
    values: Values, low: float, high: float, *, scale: float = 1.0
) -> list[float | None]:
    """0 at or below ``low``, ``scale`` at or above ``high``, straight between."""
    return [
        None if share is None else scale * min(max(0.0, share), 1.0)
        for share in _each(values, low, high - low)
    ]


def to_target(values: Values, target: float, *, direction: int) -> list[float | None]:
    """1 where the target is met, 0 for the value furthest from it, straight between."""
    held = _held(values)
    if not held:
        return [None] * len(values)
    far = min(held) if direction > 0 else max(held)
    return goalposts(values, far, target)


def arithmetic(values: Values, weights: Sequence[float]) -> float | None:
    """The weighted mean of what is there; weights of gaps are shared out."""
    pairs = _weighed(values, weights)
    total = math.fsum(weight for _, weight in pairs)
    if not total:
        return None
    return math.fsum(value * weight for value, weight in pairs) / total


def geometric(values: Values, weights: Sequence[float]) -> float | None:
    """The weighted geometric mean of what is there; needs values above zero."""
    pairs = _weighed(values, weights)
    if any(value <= 0 for value, _ in pairs):
        return None
    mean = arithmetic(
        [math.log(value) for value, _ in pairs], [weight for _, weight in pairs]
    )
    return None if mean is None else math.exp(mean)


def harmonic(values: Values, weights: Sequence[float]) -> float | None:
    """The weighted harmonic mean of what is there; needs values other than zero."""
    pairs = _weighed(values, weights)
    if any(value == 0 for value, _ in pairs):
        return None
    mean = arithmetic(
        [1 / value for value, _ in pairs], [weight for _, weight in pairs]
    )
    return 1 / mean if mean else None


def _weighed(values: Values, weights: Sequence[float]) -> list[tuple[float, float]]:
    return [
        (value, weight)
        for value, weight in zip(values, weights, strict=True)
        if value is not None
    ]


@dataclass(frozen=True, slots=True)
class Branch:
    """One node of an index: its code, whom it belongs to, its weight there."""

    code: str
    parent: str  # "" for the top
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Node:
    """The mean of a node, how much of it is there, and what its gaps could make of it."""

    value: float | None
    coverage: float  # share of children with a value
    lowest: float | None  # gaps read as 0
    highest: float | None  # gaps read as 100


def up_the_tree(
    leaves: Mapping[str, float | None],
    branches: Sequence[Branch],
    *,
    threshold: float = 0.0,
) -> dict[str, Node]:
    """Weighted arithmetic means from the leaves to the top, by code.

    ``leaves`` are 0..100 by code. A node with less than ``threshold`` of its children
    stays without a value; its bounds are given all the same.
    """
    children: dict[str, list[Branch]] = {}
    for branch in branches:
        children.setdefault(branch.parent, []).append(branch)
    made: dict[str, Node] = {}

    def make(code: str) -> Node:
        if code in children:
            below = [(make(each.code), each.weight) for each in children[code]]
            made[code] = _node(below, threshold)
        else:
            value = leaves.get(code)
            gap = value is None
            made[code] = Node(
                value, float(not gap), 0.0 if gap else value, 100.0 if gap else value
            )
        return made[code]

    for top in children.get("", []):
        make(top.code)
    return made


def _node(below: Sequence[tuple[Node, float]], threshold: float) -> Node:
    weights = [weight for _, weight in below]
    values = [node.value for node, _ in below]
    coverage = len(_held(values)) / len(values)
    return Node(
        value=arithmetic(values, weights) if coverage >= threshold else None,
        coverage=coverage,
        lowest=arithmetic([node.lowest for node, _ in below], weights),
        highest=arithmetic([node.highest for node, _ in below], weights),
    )
