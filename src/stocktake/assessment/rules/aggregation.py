"""Findings taken together: counts per label, coverage, the worst; never a ranking.

Means of scores are for one theme of one State only, and only where enough of its
commitments are assessed; across States the middle value is given, every State alike.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from statistics import fmean, median
from typing import Final, TypeVar

from stocktake.assessment.rules.agreement import Agreement
from stocktake.assessment.rules.findings import Finding
from stocktake.assessment.verdicts import Label
from stocktake.charter.rules import Edition


N = TypeVar("N", int, float)
ENOUGH: Final = Fraction(60, 100)  # of a theme's commitments assessed, for a mean
NON_REPORTER: Final = "non-reporter"
DIGITS: Final = 6  # scores are rounded before they decide anything
# From worst to best; what says nothing of progress stands apart and never decides.
ORDER: Final = (
    Label.MOVING_AWAY,
    Label.NOT_MET,
    Label.LITTLE_MOVEMENT,
    Label.TOO_SLOW,
    Label.MET_MOVING_AWAY,
    Label.ON_TRACK,
    Label.MET,
)


_NAMES: Final = (
    *(label.value for label in (*ORDER, Label.CONTEXT, Label.CANNOT_ASSESS)),
    NON_REPORTER,
)


@dataclass(frozen=True, slots=True)
class Overview:
    """One commitment or theme across States."""

    round: str
    code: str
    states: int
    labels: Mapping[str, int]  # per label, of States that report; and "non-reporter"
    labels_of_non_reporters: Mapping[str, int]  # what figures show of those
    agreements: Mapping[str, int]
    statuses: Mapping[str, int]  # what States answer; absences; "" where they did not
    assessed: int  # findings with a verdict
    applicable: int  # findings on which an indicator is defined
    worst: Label | None
    mean: float | None  # of a theme: middle of the States' means; None: too little
    means: int  # States of which enough is assessed for one

    @property
    def coverage(self) -> Fraction | None:
        """Assessed of applicable."""
        return Fraction(self.assessed, self.applicable) if self.applicable else None


@dataclass(frozen=True, slots=True)
class ThemeProfile:
    """One theme of one State."""

    theme: str
    labels: Mapping[str, int]
    agreements: Mapping[str, int]
    assessed: int
    commitments: int
    worst: Label | None
    mean: float | None  # None: insufficient evidence


@dataclass(frozen=True, slots=True)
class Weighted:
    """The second view of an overview: States count by the migrants who live in them."""

    round: str
    code: str
    shares: Mapping[str, float]  # per label and "non-reporter", of all that are weighed
    states: int  # of which the weight is known
    unknown: int  # States left out because it is not


def worst(labels: Iterable[Label]) -> Label | None:
    """The worst label that says anything of progress.

    >>> worst([Label.MET, Label.TOO_SLOW, Label.CONTEXT])
    <Label.TOO_SLOW: 'too-slow'>
    """
    found = set(labels)
    return next((label for label in ORDER if label in found), None)


def label_of(labels: Sequence[Label]) -> Label:
    """The label of a finding: the worst of its figures', else what they say instead."""
    decided = worst(labels)
    if decided is not None:
        return decided
    return Label.CONTEXT if Label.CONTEXT in labels else Label.CANNOT_ASSESS


def score(finding: Finding) -> float | None:
    """The mean score of a finding's figures, for ordering inside and theme means only."""
    return mean(one.verdict.score for one in finding.figures)


def mean(scores: Iterable[float | None]) -> float | None:
    """The mean of the scores there are; a blank is left out and never zero."""
    known = [one for one in scores if one is not None]
    return round(fmean(known), DIGITS) if known else None


def mean_of_enough(scores: Sequence[float | None], commitments: int) -> float | None:
    """The mean of a State's scores on a theme; None under 60 % of its commitments.

    >>> mean_of_enough([5.0, 1.0, None], 3), mean_of_enough([5.0, None, None], 3)
    (3.0, None)
    """
    known = sum(one is not None for one in scores)
    return mean(scores) if Fraction(known, commitments) >= ENOUGH else None


def theme_mean(findings: Sequence[Finding], commitments: int) -> float | None:
    """The mean of a State's findings on a theme; None under 60 % of its commitments."""
    return mean_of_enough([score(one) for one in findings], commitments)


def middle(means: Iterable[float]) -> float | None:
    """The middle of States' means, every State alike; None where there is none."""
    known = list(means)
    return round(median(known), DIGITS) if known else None


def profile(findings: Iterable[Finding], edition: Edition) -> tuple[ThemeProfile, ...]:
    """One State's findings on the counted commitments, theme by theme."""
    known = {one.code: one for one in findings}
    profiles = []
    for theme in edition.themes:
        codes = commitments_of(edition, theme.code)
        held = [known[code] for code in codes if code in known]
        labels = [one.label for one in held]
        profiles.append(
            ThemeProfile(
                theme=theme.code,
                labels=_counted(labels),
                agreements=_counted(one.agreement for one in held),
                assessed=sum(label in ORDER for label in labels),
                commitments=len(codes),
                worst=worst(labels),
                mean=theme_mean(held, len(codes)),
            )
        )
    return tuple(profiles)


def overview(
    round_code: str, code: str, findings: Iterable[Finding], edition: Edition
) -> Overview:
    """One commitment (or theme: its counted commitments) over the findings of all States."""
    codes = commitments_of(edition, code)
    by_state: dict[str, list[Finding]] = defaultdict(list)
    for one in findings:
        if one.code in codes:
            by_state[one.state].append(one)
    held = [one for _, rows in sorted(by_state.items()) for one in rows]
    labels: Counter[str] = Counter()
    others: Counter[str] = Counter()
    for rows in by_state.values():
        category = _category(rows)
        labels[category] += 1
        if category == NON_REPORTER:
            others[label_of([one.label for one in rows]).value] += 1
    means = [
        found
        for rows in by_state.values()
        if len(codes) > 1 and (found := theme_mean(rows, len(codes))) is not None
    ]
    return Overview(
        round=round_code,
        code=code,
        states=len(by_state),
        labels=_in_order(labels),
        labels_of_non_reporters=_in_order(others),
        agreements=_counted(one.agreement for one in held),
        statuses=dict(
            sorted(
                Counter(
                    one.claimed.status or one.claimed.absence for one in held
                ).items()
            )
        ),
        assessed=sum(one.label in ORDER for one in held),
        applicable=sum(one.coverage.applicable > 0 for one in held),
        worst=worst(one.label for one in held),
        mean=middle(means),
        means=len(means),
    )


def weighted(
    round_code: str,
    code: str,
    findings: Iterable[Finding],
    edition: Edition,
    *,
    weights: Mapping[str, float],
) -> Weighted:
    """Shares per label by the weight of States; who has none known is left out and counted."""
    codes = commitments_of(edition, code)
    by_state: dict[str, list[Finding]] = defaultdict(list)
    for one in findings:
        if one.code in codes:
            by_state[one.state].append(one)
    sums: dict[str, float] = defaultdict(float)
    known = [state for state in sorted(by_state) if weights.get(state)]
    for state in known:
        sums[_category(by_state[state])] += weights[state]
    total = sum(weights[state] for state in known)
    return Weighted(
        round=round_code,
        code=code,
        shares={
            name: round(value / total, DIGITS) if total else 0.0
            for name, value in _in_order(sums).items()
        },
        states=len(known),
        unknown=len(by_state) - len(known),
    )


def _category(rows: Sequence[Finding]) -> str:
    """The label of a State's findings; who did not report is a category of its own."""
    if not any(one.coverage.state_reported for one in rows):
        return NON_REPORTER
    return label_of([one.label for one in rows]).value


def commitments_of(edition: Edition, code: str) -> tuple[str, ...]:
    """The counted commitments of a theme; of anything else itself."""
    item = edition.item(code)
    if item.parent is not None:
        return (item.code,)
    return tuple(
        one.code for one in edition.commitments if edition.theme_of(one.code) == item
    )


def _counted(words: Iterable[Agreement | Label]) -> Mapping[str, int]:
    return dict(sorted(Counter(word.value for word in words).items()))


def _in_order(counts: Mapping[str, N]) -> Mapping[str, N | int]:
    """Counts in the order of the labels, every label named, non-reporters last."""
    return {name: counts.get(name, 0) for name in _NAMES}
