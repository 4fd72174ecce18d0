"""Findings in the dossier's words, for pages: what is said, how it is called, what led to it."""

from collections.abc import Iterable
from dataclasses import dataclass

from stocktake.assessment.rules import Finding as Found
from stocktake.assessment.rules import Overview
from stocktake.dossiers.assessed import (
    AGREEMENTS,
    NON_REPORTER,
    Answer,
    Figure,
    Finding,
)
from stocktake.dossiers.assessed import LABELS as KNOWN_LABELS
from stocktake.dossiers.content import one_finding, policies, telling, themes
from stocktake.dossiers.content.annexes import TERMS
from stocktake.dossiers.frames import Frame, frame
from stocktake.dossiers.gathering_findings import findings
from stocktake.geography import queries as geography


__all__ = [
    "AGREEMENTS",
    "LABELS",
    "NON_REPORTER",
    "TERMS",
    "FigureTold",
    "FindingTold",
    "of_theme",
    "told",
    "why",
    "word",
]
LABELS = (*KNOWN_LABELS, NON_REPORTER)  # in the order in which they are told


@dataclass(frozen=True, slots=True)
class FigureTold:
    """One indicator: its verdict in words, the arithmetic, every intermediate."""

    label: str
    arithmetic: str
    holds: str
    alternative: str  # what most other choices say, where the verdict does not hold
    grade: str
    figure: Figure


@dataclass(frozen=True, slots=True)
class FindingTold:
    """One finding in words; ``finding`` holds the codes and numbers behind them."""

    state_name: str
    state_says: str
    state_in_short: str
    experts_say: str
    experts_in_short: str
    agreement: str
    agreement_line: str
    confidence: str
    label: str
    treaties: str
    policies: tuple[str, ...]  # what policy scores say; empty where there are none
    scores: tuple[str, ...]  # each score in words, in the order of the finding's
    figures: tuple[FigureTold, ...]
    finding: Finding

    @property
    def replies(self) -> tuple[Answer, ...]:
        """What the State replied."""
        return self.finding.replies


def word(key: str, language: str, /, **values: object) -> str:
    """A word of the dossier's frame, as ``agreement_contested``."""
    return frame(language)(key, **values)


def of_theme(found: Overview, commitments: int, language: str) -> tuple[str, ...]:
    """A theme in sentences: how many verdicts, the least of them, coverage, the mean."""
    words = frame(language)
    return (
        words(
            "theme_standing",
            assessed=found.assessed,
            findings=sum(found.agreements.values()),
            worst=words(f"label_{found.worst}" if found.worst else "no_worst"),
        ),
        themes.coverage(words, assessed=found.assessed, applicable=found.applicable),
        themes.theme_mean(
            words,
            found.mean,
            enough=found.means,
            states=found.states,
            commitments=commitments,
        ),
    )


def why(reason: str, language: str) -> str:
    """The reason of a version in words; "" for the first."""
    return telling.why(frame(language), reason) if reason else ""


def told(rows: Iterable[Found], edition: str, language: str) -> tuple[FindingTold, ...]:
    """Findings of an edition in a language. No query."""
    words = frame(language)
    return tuple(_told(one, words) for one in findings(rows, edition, words))


def _told(one: Finding, words: Frame) -> FindingTold:
    name = geography.name(one.state, words.language)
    return FindingTold(
        state_name=name,
        state_says=one_finding.state_says(words, one, name),
        state_in_short=one_finding.state_in_short(words, one),
        experts_in_short=one_finding.experts_in_short(words, one),
        experts_say=one_finding.experts_say(words, one),
        agreement=words(f"agreement_{one.agreement}"),
        agreement_line=one_finding.agreement(words, one),
        confidence=one_finding.confidence(words, one),
        label=words(f"label_{one.label}"),
        treaties=one_finding.treaties(words, one) if one.treaties else "",
        policies=policies.sentences(words, one.policies) if one.policies else (),
        scores=tuple(
            policies.score(words, each.score, each.step)
            for each in (one.policies.scores if one.policies else ())
        ),
        figures=tuple(_figure(each, words) for each in one.figures),
        finding=one,
    )


def _figure(one: Figure, words: Frame) -> FigureTold:
    return FigureTold(
        label=words(f"label_{one.label}"),
        arithmetic=one.arithmetic or one.reason,
        holds=one_finding.holds(words, one),
        alternative=next(iter(one_finding.unsure(words, [one])), ""),
        grade=words(f"grade_{one.grade}") if one.grade else "",
        figure=one,
    )
