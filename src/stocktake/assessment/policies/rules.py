"""Policy scores in a finding: the average, what is missing, how far the coders agree. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from stocktake.assessment.methods import krippendorff, policy_average
from stocktake.assessment.methods.krippendorff import Level


METHODS: Final = (policy_average.METHOD.code, krippendorff.METHOD.code)
_DIGITS: Final = 9


@dataclass(frozen=True, slots=True)
class Score:
    """What one coder gave one policy indicator, for which year."""

    indicator: str
    year: int
    coder: str
    score: float  # 0, 50 or 100


@dataclass(frozen=True, slots=True)
class CoderAgreement:
    """Krippendorff's alpha on steps in an order, over one theme and all States.

    A unit is one indicator of one State in its newest year. ``alpha`` is None, and
    ``reason`` says why, where nothing was coded twice or the scores do not vary.
    """

    alpha: float | None
    units: int
    twice: int  # units with two coders or more
    reason: str = ""


@dataclass(frozen=True, slots=True)
class PolicySeen:
    """The scores on one State and commitment, and the release that they stand in."""

    asked: tuple[str, ...]  # the policy indicators of the commitment and its parts
    scores: tuple[Score, ...]  # of each indicator those of its newest year
    coders: CoderAgreement
    release: str  # URN
    released: str  # ISO day


@dataclass(frozen=True, slots=True)
class Policies:
    """What policy scores say in a finding: beside claims and ratings, never averaged with them.

    ``lowest`` and ``highest`` are the average if all missing scores were 0, or 100.
    """

    average: float | None
    lowest: float | None
    highest: float | None
    asked: tuple[str, ...]
    missing: tuple[str, ...]  # indicators without a score
    once: tuple[str, ...]  # indicators that a single coder scored
    scores: tuple[Score, ...]
    coders: CoderAgreement
    methods: tuple[str, ...]
    release: str
    vintage: str


def averaged(seen: PolicySeen) -> Policies:
    """The mean of the indicators, each the mean of its coders; gaps are named, never 0.

    >>> from stocktake.assessment.policies.rules import *
    >>> nobody = CoderAgreement(None, 1, 0, "not computable: no unit has two codes")
    >>> seen = PolicySeen(("a", "b"), (Score("a", 2026, "X1", 50.0),), nobody, "", "")
    >>> found = averaged(seen)
    >>> found.average, found.lowest, found.highest, found.missing, found.once
    (50.0, 25.0, 75.0, ('b',), ('a',))
    """
    coders: dict[str, int] = dict.fromkeys(seen.asked, 0)
    answers: dict[str, float | None] = {}
    for one in seen.scores:
        coders[one.indicator] += 1
        place = f"{one.indicator}{policy_average.BETWEEN}{coders[one.indicator]}"
        answers[place] = one.score
    missing = tuple(code for code, held in coders.items() if not held)
    answers |= dict.fromkeys(missing)
    found = policy_average.averaged(answers)
    return Policies(
        average=_rounded(found.value),
        lowest=_rounded(found.lowest),
        highest=_rounded(found.highest),
        asked=seen.asked,
        missing=missing,
        once=tuple(code for code, held in coders.items() if held == 1),
        scores=seen.scores,
        coders=seen.coders,
        methods=METHODS,
        release=seen.release,
        vintage=seen.released,
    )


def newest(scores: Iterable[Score]) -> tuple[Score, ...]:
    """Of each indicator the scores of the newest year it was coded for, by coder."""
    held = sorted(scores, key=lambda one: (one.indicator, one.coder, one.year))
    year: dict[str, int] = defaultdict(int)
    for one in held:
        year[one.indicator] = max(year[one.indicator], one.year)
    return tuple(one for one in held if one.year == year[one.indicator])


def coder_agreement(
    scores: Mapping[str, Sequence[Score]], wanted: Iterable[str]
) -> CoderAgreement:
    """How far coders agree on some indicators; ``scores`` are the newest, by State."""
    indicators = frozenset(wanted)
    units: dict[tuple[str, str], list[float | str]] = defaultdict(list)
    for state, held in sorted(scores.items()):
        for one in held:
            if one.indicator in indicators:
                units[state, one.indicator].append(one.score)
    found = krippendorff.reliability(list(units.values()))
    alpha = found.alphas[Level.ORDINAL]
    return CoderAgreement(_rounded(alpha), found.units, found.twice, found.reason)


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, _DIGITS)
