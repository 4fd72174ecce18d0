"""Policy scores on the page of a finding: who coded what, why, by which rule."""

from dataclasses import dataclass

from stocktake.assessment import rules as found
from stocktake.assessment.policies import queries as policies
from stocktake.dossiers.told import FindingTold


@dataclass(frozen=True, slots=True)
class ScoreRow:
    """One score with the words of its coder, in the language they were written in."""

    indicator: str
    title: str
    coder: str
    year: int
    score: str
    reason: str
    legal_reference: str
    text: str


@dataclass(frozen=True, slots=True)
class PolicyScores:
    """What policy scores say of a commitment, and each score."""

    said: tuple[str, ...]
    rows: tuple[ScoreRow, ...]


def policy_scores(
    finding: found.Finding, told: FindingTold, edition: str
) -> PolicyScores | None:
    """The scores of a finding; None where nobody scored it.

    One query, and one question to the statistics for each indicator.
    """
    held, words = finding.policies, told.finding.policies
    if not isinstance(held, found.Policies) or words is None:
        return None
    coded = policies.coded(held, finding.state, edition=edition)
    rows = tuple(
        ScoreRow(
            indicator=named.indicator,
            title=named.title,
            coder=named.coder,
            year=named.year,
            score=score,
            reason=own.reason,
            legal_reference=own.legal_reference,
            text=own.text,
        )
        for named, score, own in zip(words.scores, told.scores, coded, strict=True)
    )
    return PolicyScores(told.policies, rows)
