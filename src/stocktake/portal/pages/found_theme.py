"""The findings of a theme taken together: counts, coverage, the worst, the mean; no ranking."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from stocktake.assessment import queries as assessment
from stocktake.assessment.rules import Overview
from stocktake.assessment.rules.aggregation import commitments_of
from stocktake.charter import queries as charter
from stocktake.dossiers import told
from stocktake.portal.pages.frame import Record, language
from stocktake.reporting.queries import RoundRow


@dataclass(frozen=True, slots=True)
class Share:
    """One label or class: its code, its words, how many of how many."""

    code: str
    name: str
    count: int
    total: int


@dataclass(frozen=True, slots=True)
class ThemeFound:
    """What is found of a theme; empty where the round was not assessed."""

    lines: tuple[str, ...] = ()  # coverage, the worst, the mean
    labels: tuple[Share, ...] = ()  # States, each by the worst of its findings
    agreements: tuple[Share, ...] = ()  # findings

    def records(self, round_code: str, theme: str) -> list[Record]:
        """One record a label or class."""
        kinds = (
            ("label", "States", self.labels),
            ("agreement", "findings", self.agreements),
        )
        return [
            {
                "round": round_code,
                "theme": theme,
                "kind": kind,
                "code": one.code,
                "counts": what,
                "count": one.count,
                "of": one.total,
            }
            for kind, what, shares in kinds
            for one in shares
        ]


def of_theme(round_: RoundRow, theme: str) -> ThemeFound:
    """The findings of a theme. Two queries; more after findings changed.

    A round that was not assessed costs one.
    """
    if not assessment.has_findings(round_.code):
        return ThemeFound()
    found = _overviews(round_.code, assessment.fingerprint(round_.edition))[theme]
    commitments = len(commitments_of(charter.edition(round_.edition), theme))
    return ThemeFound(
        lines=told.of_theme(found, commitments, language()),
        labels=_shares("label", found.labels),
        agreements=_shares("agreement", found.agreements),
    )


@lru_cache(maxsize=16)
def _overviews(round_code: str, _fingerprint: str) -> Mapping[str, Overview]:
    """Counted anew only when there is another version of a finding: it takes a second."""
    return assessment.overviews(round_code)


def _shares(kind: str, counts: Mapping[str, int]) -> tuple[Share, ...]:
    """Those that there are any of, and who did not report, in the order of the words."""
    total = sum(counts.values())
    order = told.LABELS if kind == "label" else told.AGREEMENTS
    return tuple(
        Share(code, told.word(f"{kind}_{code}", language()), counts[code], total)
        for code in order
        if counts.get(code) or code == told.NON_REPORTER
    )
