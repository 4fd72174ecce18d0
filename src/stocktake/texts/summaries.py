"""Extractive summaries: which sentences stand for what many reports say.

Facility location with a bonus for States, regions and languages not yet heard, under
quotas: each cell of strand and stance that anyone speaks in has a sentence, and no State
has two before every region has one. Near-duplicates are merged first and cited together.
The function is monotone submodular, so the greedy choice reaches 63 % of the best at
least; ties go to the earlier key, so that the same pool gives the same summary.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray


Similarities = NDArray[np.float32]
Flags = NDArray[np.bool_]
SAME: Final = 0.85  # cosine from which on two sentences say the same
BONUS: Final = 0.3
LONGEST: Final = 12
CONTRAST: Final = 0.2  # least similarity of two sentences set against each other
METHOD: Final = "facility-location@2026.2"


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
    near = (rows @ rows.T).astype(np.float32, copy=False)
    np.clip(np.round(near, 4, out=near), 0, 1, out=near)
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
    wanted = min(length(sum(len(cluster) for cluster in clusters)), len(heads))
    if most is not None:
        wanted = min(most, wanted)
    sizes = np.sqrt(np.array([len(cluster) for cluster in clusters], np.float32))
    weights = np.array([one.weight for one in heads], np.float32) * sizes
    quotas = _Quotas(heads)
    nearest = np.zeros(len(heads), np.float32)  # of each head to the nearest chosen one
    chosen: list[int] = []
    while len(chosen) < wanted:
        rows = np.flatnonzero(quotas.allowed(wanted - len(chosen)))
        if not len(rows):
            break
        gained = near[rows] - nearest
        np.maximum(gained, 0, out=gained)
        gained *= weights
        gains = gained.sum(axis=1)
        share = gains / max(float(gains.max()), 1e-6)
        worth = np.round(share + BONUS * quotas.bonus()[rows], 6)
        best = int(rows[worth.argmax()])  # the first of equals: heads stand by place
        quotas.take(best)
        nearest = np.maximum(nearest, near[best])
        chosen.append(best)
    return chosen


class _Quotas:
    """Who is heard already, and which heads the quotas leave open."""

    def __init__(self, heads: Sequence[Candidate]) -> None:
        self._places = _numbered([one.place for one in heads])
        self._cells = _numbered([one.cell for one in heads])
        self._open = np.array([one.stance != "neither" for one in heads])
        self._told = np.array([(bool(one.state), bool(one.region)) for one in heads])
        self._groups = np.stack(
            [_numbered([getattr(one, group) for one in heads]) for group in _GROUPS]
        )
        self._heard = np.zeros((len(_GROUPS), len(heads)), np.int64)
        self._said = np.zeros(len(heads), bool)

    def allowed(self, left: int) -> Flags:
        """Heads that may be chosen, with so many sentences left to choose.

        Empty cells first; then States not heard yet, until every region is; regions not
        heard alone when there are as many of them as sentences left.
        """
        rows = _rather(~self._said, self._open)
        states, regions = self._heard[:2]
        unheard = self._told[:, 1] & (regions == 0)
        if not unheard.any():
            return rows
        rows = _rather(rows, ~self._told[:, 0] | (states == 0))
        silent = len(set(self._groups[1][unheard].tolist()))
        if silent >= left - len(set(self._cells[self._open].tolist())):
            return _rather(rows, unheard)
        return rows

    def bonus(self) -> NDArray[np.float64]:
        """What each head would add to the square roots of its groups' sizes."""
        added = np.sqrt(self._heard + 1) - np.sqrt(self._heard)
        total: NDArray[np.float64] = added[0] + added[1] + added[2] + added[3]
        return total

    def take(self, row: int) -> None:
        """Choose a head: its sentence is said, its cell filled, its groups heard."""
        self._said |= self._places == self._places[row]
        self._open &= self._cells != self._cells[row]
        self._heard += self._groups == self._groups[:, [row]]


_GROUPS: Final = ("state", "region", "language", "strand")


def _rather(rows: Flags, some: Flags) -> Flags:
    """Those of the rows that are among some, or all rows if none is."""
    both: Flags = rows & some
    return both if both.any() else rows


def _numbered(names: Sequence[object]) -> NDArray[np.int64]:
    """Equal names as equal numbers."""
    numbers: dict[object, int] = {}
    return np.array([numbers.setdefault(one, len(numbers)) for one in names], np.int64)


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
