"""How far the State, those who watch it and the statistics agree: positions, classes, gap.

Two scales are compared. What a State answers (four steps) and how experts rate it (the
five completion codes of the Open Government Partnership's independent mechanism) stand on
one ladder of five. Where a side gave no code, both sides are read by what they lean to:
achievements, challenges, or a mixture.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations, product
from statistics import median
from types import MappingProxyType
from typing import Final


class Agreement(StrEnum):
    """How what the State says stands beside what experts say."""

    AGREE = "agree"
    STATE_MORE_POSITIVE = "state-more-positive"
    EXPERTS_MORE_POSITIVE = "experts-more-positive"
    ONE_SIDE_ONLY = "one-side-only"
    CONTESTED = "contested"
    SILENCE = "silence"


class Triangulation(StrEnum):
    """What independent kinds of sources together make of a State's claim."""

    # two kinds within one step, the State's own word one of them where it spoke
    CORROBORATED = "corroborated"
    CONTESTED = "contested"  # any two sources two steps or more apart
    SINGLE_SOURCE = "single-source"
    NO_SOURCE = "no-source"


class Scale(StrEnum):
    """On which scale the two sides were compared."""

    FIVE_STEPS = "five-steps"
    LEANING = "leaning"
    NONE = "none"  # there was nothing to compare


class Lean(StrEnum):
    """What a side tells of: mostly achievements, mostly challenges, or a mixture."""

    ACHIEVEMENTS = "achievements"
    MIXED = "mixed"
    CHALLENGES = "challenges"


class SourceClass(StrEnum):
    """Kinds of sources that count as independent of each other; copies count once."""

    STATE = "state"
    INTERGOVERNMENTAL = "intergovernmental"
    MANDATE_HOLDER = "mandate-holder"
    NHRI = "nhri"
    NGO = "ngo"
    ACADEMIA = "academia"
    LOCAL = "local-authorities"
    PROTECTED = "protected-sources"
    NOT_STATED = "not-stated"
    STATISTICS = "statistics"


# The ladder of five, and where the State's four steps stand on it. Declared, not derived.
RUNGS: Final[Mapping[str, int]] = MappingProxyType(
    {
        "no-evidence": 0,
        "not-started": 1,
        "limited": 2,
        "substantial": 3,
        "complete": 4,
    }
)
STATE_RUNGS: Final[Mapping[str, int]] = MappingProxyType(
    {
        "no-measure": RUNGS["not-started"],
        "under-development": RUNGS["limited"],
        "partly-in-force": RUNGS["substantial"],
        "in-force": RUNGS["complete"],
    }
)
_STEPS: Final = {Lean.CHALLENGES: -1, Lean.MIXED: 0, Lean.ACHIEVEMENTS: 1}
_MOSTLY: Final = (2, 3)  # two thirds of what is told
FAR: Final = 2  # steps from which on two sources contradict each other


@dataclass(frozen=True, slots=True)
class Position:
    """Where one source stands: on the ladder (1 to 4), by its leaning, or nowhere."""

    source: SourceClass
    sender: str  # code; "" of statistics
    level: int | None = None
    lean: Lean | None = None


@dataclass(frozen=True, slots=True)
class Comparison:
    """The class, the signed gap (State less experts) and what they rest on."""

    agreement: Agreement
    gap: int | None
    scale: Scale
    triangulation: Triangulation
    positions: tuple[Position, ...]


def rung(code: str) -> int | None:
    """The place of a rating on the ladder; none where there is no evidence.

    >>> rung("limited"), rung("no-evidence"), rung("")
    (2, None, None)
    """
    return RUNGS.get(code) or None


def state_rung(code: str) -> int | None:
    """The place of a State's answer on the ladder.

    >>> state_rung("partly-in-force"), state_rung("")
    (3, None)
    """
    return STATE_RUNGS.get(code)


def lean_of(achievements: int, challenges: int) -> Lean | None:
    """What so many statements lean to: two thirds of them decide; nothing said, nothing.

    >>> lean_of(2, 1), lean_of(1, 1), lean_of(0, 1), lean_of(0, 0)
    (<Lean.ACHIEVEMENTS: 'achievements'>, <Lean.MIXED: 'mixed'>, <Lean.CHALLENGES: 'challenges'>, None)
    """
    total = achievements + challenges
    if not total:
        return None
    part, whole = _MOSTLY
    if achievements * whole >= total * part:
        return Lean.ACHIEVEMENTS
    if challenges * whole >= total * part:
        return Lean.CHALLENGES
    return Lean.MIXED


def lean_of_level(level: int) -> Lean:
    """A rung read as a leaning: the upper two, the middle, the lowest.

    >>> [lean_of_level(level).value for level in (1, 2, 3, 4)]
    ['challenges', 'mixed', 'achievements', 'achievements']
    """
    if level >= RUNGS["substantial"]:
        return Lean.ACHIEVEMENTS
    return Lean.MIXED if level == RUNGS["limited"] else Lean.CHALLENGES


def compare(positions: Iterable[Position], *, weighed_contested: int = 0) -> Comparison:
    """Compare the State with experts, and all sources with one another.

    ``weighed_contested`` is how many claims the secretariat gave the status contested.
    """
    held = tuple(
        sorted(
            (one for one in positions if one.level is not None or one.lean is not None),
            key=lambda one: (list(SourceClass).index(one.source), one.sender),
        )
    )
    state = [one for one in held if one.source is SourceClass.STATE]
    experts = [
        one
        for one in held
        if one.source not in (SourceClass.STATE, SourceClass.STATISTICS)
    ]
    scale = _scale(state, experts)
    gap = _gap(state, experts, scale)
    contested = bool(weighed_contested) or _contradict([*state, *experts])
    return Comparison(
        agreement=_class(state, experts, gap, contested=contested),
        gap=gap,
        scale=scale,
        triangulation=_triangulated(held, contested=contested),
        positions=held,
    )


def _scale(state: Sequence[Position], experts: Sequence[Position]) -> Scale:
    if not (state and experts):
        return Scale.NONE
    coded = any(one.level for one in state) and any(one.level for one in experts)
    return Scale.FIVE_STEPS if coded else Scale.LEANING


def _gap(
    state: Sequence[Position], experts: Sequence[Position], scale: Scale
) -> int | None:
    """The State's step less the middle step of the kinds of experts; half a step is none."""
    if scale is Scale.NONE:
        return None
    step = _level if scale is Scale.FIVE_STEPS else _lean_step
    kinds: dict[SourceClass, list[int]] = defaultdict(list)
    for one in experts:
        if (at := step(one)) is not None:
            kinds[one.source].append(at)
    own = [at for one in state if (at := step(one)) is not None]
    middle = median(median(steps) for steps in kinds.values())
    return int(median(own) - middle)  # towards zero


def _class(
    state: Sequence[Position],
    experts: Sequence[Position],
    gap: int | None,
    *,
    contested: bool,
) -> Agreement:
    if contested:
        return Agreement.CONTESTED
    if not state and not experts:
        return Agreement.SILENCE
    if gap is None:
        return Agreement.ONE_SIDE_ONLY
    if gap:
        return (
            Agreement.STATE_MORE_POSITIVE
            if gap > 0
            else Agreement.EXPERTS_MORE_POSITIVE
        )
    return Agreement.AGREE


def _triangulated(held: Sequence[Position], *, contested: bool) -> Triangulation:
    if not held:
        return Triangulation.NO_SOURCE
    if contested or _contradict(held):
        return Triangulation.CONTESTED
    state = [one for one in held if one.source is SourceClass.STATE]
    pairs = combinations(held, 2) if not state else product(state, held)
    if any(a.source is not b.source and _near(a, b) for a, b in pairs):
        return Triangulation.CORROBORATED
    return Triangulation.SINGLE_SOURCE


def _contradict(held: Iterable[Position]) -> bool:
    return any(_apart(a, b) >= FAR for a, b in combinations(tuple(held), 2))


def _near(a: Position, b: Position) -> bool:
    """Within one step of the ladder; of three leanings only the same is near."""
    return _apart(a, b) <= (1 if a.level and b.level else 0)


def _apart(a: Position, b: Position) -> int:
    if a.level and b.level:
        return abs(a.level - b.level)
    return abs(_lean_step(a) - _lean_step(b))


def _level(one: Position) -> int | None:
    return one.level


def _lean_step(one: Position) -> int:
    lean = lean_of_level(one.level) if one.level else one.lean
    assert lean is not None
    return _STEPS[lean]
