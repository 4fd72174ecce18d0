"""Extractive summaries: which sentences stand for what many reports say.

Facility location with a bonus for States, regions and languages not yet heard, under
quotas: each cell of strand and stance that anyone speaks in has a sentence, and no State
has two before every region has one. Near-duplicates are merged first and cited together.
The function is monotone submodular, so the greedy choice reaches 63 % of the best at
least; ties go to the earlier key, so that the same pool gives the same summary.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray


Similarities = NDArray[np.float32]
SAME: Final = 0.85  # cosine from which on two sentences say the same
BONUS: Final = 0.3
LONGEST: Final = 12
CONTRAST: Final = 0.2  # least similarity of two sentences set against each other
METHOD: Final = "facility-location@2026.1"


@dataclass(frozen=True, slots=True)
class Candidate:
    """One sentence that may be shown."""

    key: str  # of its passage: document's SHA-256 and the passage's order, zeros before
    sentence: int
    start: int
    end: int
    state: str  # whom it speaks about; "" if several
    region: str
    language: str
    strand: str
    stance: str
    weight: float  # probability of the label

    @property
    def cell(self) -> tuple[str, str]:
        """Strand and stance."""
        return self.strand, self.stance

    @property
    def place(self) -> tuple[str, int]:
        """What ties are broken by."""
        return self.key, self.sentence


@dataclass(frozen=True, slots=True)
class Chosen:
    """A sentence shown, and the passages that say nearly the same."""

    candidate: Candidate
    also: tuple[Candidate, ...] = ()


@dataclass(frozen=True, slots=True)
class Choice:
    """A summary: what is shown, in order, and pairs that contradict each other."""

    shown: tuple[Chosen, ...]
    contrasts: tuple[tuple[int, int], ...] = ()  # places in ``shown``, counted from 0
    pool: int = 0
    clusters: int = 0


@dataclass(slots=True)
class _State:
    """What has been chosen so far."""

    near: Similarities  # of each cluster to the nearest chosen one
    groups: dict[tuple[str, str], int] = field(default_factory=dict)
    chosen: list[int] = field(default_factory=list)


def length(pool: int) -> int:
    """How many sentences a summary of so many shows.

    >>> [length(n) for n in (0, 1, 9, 50, 1000)]
    [0, 1, 7, 12, 12]
    """
    return min(pool, LONGEST, math.ceil(math.sqrt(pool)) + 4) if pool else 0


def choose(
    pool: Sequence[Candidate], vectors: NDArray[np.float32], *, most: int | None = None
) -> Choice:
    """Choose sentences from a pool; ``vectors`` are its rows of length one, (pool, dimensions)."""
    order = sorted(range(len(pool)), key=lambda row: pool[row].place)
    ordered = [pool[row] for row in order]
    if not ordered:
        return Choice(())
    rows = vectors[order]
    near = np.clip(np.round(rows @ rows.T, 4), 0, 1).astype(np.float32)
    clusters = _clusters(ordered, near)
    heads = [cluster[0] for cluster in clusters]
    chosen = _greedy(
        [ordered[row] for row in heads], near[np.ix_(heads, heads)], clusters, most
    )
    shown = tuple(
        Chosen(ordered[heads[one]], tuple(ordered[row] for row in clusters[one][1:]))
        for one in chosen
    )
    return (
        Choice(_in_reading_order(shown), (), len(ordered), len(clusters))
        if len(shown) < 2
        else _with_contrasts(
            _in_reading_order(shown), ordered, near, clusters=len(clusters)
        )
    )


def _clusters(pool: Sequence[Candidate], near: Similarities) -> list[list[int]]:
    """Near-duplicates of the same stance together, the most probable first."""
    by_weight = sorted(
        range(len(pool)), key=lambda row: (-pool[row].weight, pool[row].place)
    )
    same = near > SAME
    taken = np.zeros(len(pool), bool)
    clusters: list[list[int]] = []
    for row in by_weight:
        if taken[row]:
            continue
        alike = [
            other
            for other in np.flatnonzero(same[row] & ~taken).tolist()
            if other != row and pool[other].stance == pool[row].stance
        ]
        taken[[row, *alike]] = True
        clusters.append([row, *alike])
    return sorted(clusters, key=lambda cluster: pool[cluster[0]].place)


def _greedy(
    heads: list[Candidate],
    near: Similarities,
    clusters: list[list[int]],
    most: int | None,
) -> list[int]:
    weights = np.array([one.weight for one in heads], np.float32) * np.sqrt(
        np.array([len(cluster) for cluster in clusters], np.float32)
    )
    state = _State(np.zeros(len(heads), np.float32))
    wanted = min(length(sum(len(cluster) for cluster in clusters)), len(heads))
    if most is not None:
        wanted = min(most, wanted)
    cells = _cells_by_size(heads)
    while len(state.chosen) < wanted:
        open_cells = {
            cell
            for cell in cells
            if all(heads[one].cell != cell for one in state.chosen)
        }
        allowed = _allowed(heads, state, open_cells, wanted - len(state.chosen))
        if not allowed:
            break
        _take(_best(allowed, heads, weights, near, state), heads, near, state)
    return state.chosen


def _cells_by_size(heads: Sequence[Candidate]) -> tuple[tuple[str, str], ...]:
    cells = [one.cell for one in heads if one.stance != "neither"]
    return tuple(sorted(set(cells), key=lambda cell: (-cells.count(cell), cell)))


def _allowed(
    heads: Sequence[Candidate],
    state: _State,
    open_cells: set[tuple[str, str]],
    left: int,
) -> list[int]:
    """Rows that the quotas leave open, with so many sentences left to choose.

    Empty cells first; then States not heard yet, until every region is; regions not heard
    alone when there are as many of them as sentences left.
    """
    said = {heads[row].place for row in state.chosen}
    rows = [row for row in range(len(heads)) if heads[row].place not in said]
    rows = [row for row in rows if heads[row].cell in open_cells] or rows
    heard = {heads[row].region for row in state.chosen}
    unheard = {one.region for one in heads if one.region} - heard
    if not unheard:
        return rows
    states = {heads[row].state for row in state.chosen if heads[row].state}
    rows = [row for row in rows if heads[row].state not in states] or rows
    if len(unheard) >= left - len(open_cells):
        return [row for row in rows if heads[row].region in unheard] or rows
    return rows


def _best(
    allowed: list[int],
    heads: Sequence[Candidate],
    weights: NDArray[np.float32],
    near: Similarities,
    state: _State,
) -> int:
    rows = np.array(allowed)
    gains = (np.maximum(near[rows] - state.near, 0) * weights).sum(axis=1)
    most = max(float(gains.max()), 1e-6)
    bonus = np.array([_bonus(heads[row], state) for row in allowed])
    worth = np.round(gains / most + BONUS * bonus, 6)
    return allowed[
        int(worth.argmax())
    ]  # the first of equals: rows are in the order of keys


def _bonus(one: Candidate, state: _State) -> float:
    """What a sentence adds to the square roots of its groups' sizes."""
    groups = _groups(one)
    added = [
        math.sqrt(state.groups.get(group, 0) + 1)
        - math.sqrt(state.groups.get(group, 0))
        for group in groups
    ]
    return sum(added)


def _groups(one: Candidate) -> tuple[tuple[str, str], ...]:
    return (
        ("state", one.state),
        ("region", one.region),
        ("language", one.language),
        ("strand", one.strand),
    )


def _take(
    row: int, heads: Sequence[Candidate], near: Similarities, state: _State
) -> None:
    state.chosen.append(row)
    state.near = np.maximum(state.near, near[row])
    for group in _groups(heads[row]):
        state.groups[group] = state.groups.get(group, 0) + 1


_STANCES: Final = {"achievement": 0, "challenge": 1, "neither": 2}


def _in_reading_order(shown: Iterable[Chosen]) -> tuple[Chosen, ...]:
    """Achievements, then challenges; within these the State strand first, then by State."""
    return tuple(
        sorted(
            shown,
            key=lambda one: (
                _STANCES.get(one.candidate.stance, 3),
                one.candidate.strand != "state",
                one.candidate.state,
                one.candidate.place,
            ),
        )
    )


def _with_contrasts(
    shown: tuple[Chosen, ...],
    pool: Sequence[Candidate],
    near: Similarities,
    *,
    clusters: int,
) -> Choice:
    """Pairs about the same State with opposite stances, the nearest first, each once."""
    places = {one.place: row for row, one in enumerate(pool)}
    rows = [places[one.candidate.place] for one in shown]
    pairs = [
        (-float(near[rows[one], rows[two]]), one, two)
        for one in range(len(shown))
        for two in range(one + 1, len(shown))
        if _opposed(shown[one].candidate, shown[two].candidate)
        and near[rows[one], rows[two]] >= CONTRAST
    ]
    used: set[int] = set()
    kept: list[tuple[int, int]] = []
    for _, one, two in sorted(pairs):
        if not used & {one, two}:
            kept.append((one, two))
            used |= {one, two}
    return Choice(shown, tuple(sorted(kept)), len(pool), clusters)


def _opposed(one: Candidate, two: Candidate) -> bool:
    return (
        bool(one.state)
        and one.state == two.state
        and {one.stance, two.stance} == {"achievement", "challenge"}
    )
