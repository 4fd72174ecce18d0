"""Tables of policy scores: the average of each commitment, and every score."""

from collections.abc import Iterator

from stocktake.dossiers.assessed import Finding, Policies
from stocktake.dossiers.evidence import Evidence
from stocktake.dossiers.render.data.found import FINDING, OF_FINDING, findings_of
from stocktake.dossiers.render.data.shapes import Field, Rows, Sheet, listed, whole
from stocktake.dossiers.rules import Dossier


def _told(evidence: Evidence) -> Iterator[tuple[Finding, Policies]]:
    for one in findings_of(evidence):
        if one.policies is not None:
            yield one, one.policies


def _averages(evidence: Evidence, _dossier: Dossier) -> Rows:
    return (
        (
            one.urn,
            told.average,
            told.lowest,
            told.highest,
            told.asked - len(told.missing),
            told.asked,
            told.alpha or None,
            told.twice,
            told.units,
            listed(told.methods),
            told.release,
            told.vintage,
        )
        for one, told in _told(evidence)
    )


def _scores(evidence: Evidence, _dossier: Dossier) -> Rows:
    return (
        (one.urn, each.indicator, each.coder, each.year, each.score)
        for one, told in _told(evidence)
        for each in told.scores
    )


SHEETS = (
    Sheet(
        name="policy-averages",
        about="Policy scores of a commitment averaged, what is missing, how coders agree.",
        key=("finding",),
        refers=OF_FINDING,
        rows=_averages,
        fields=(
            FINDING,
            Field("average", "0 to 100", "number"),
            Field("lowest", "if every missing score were 0", "number"),
            Field("highest", "if every missing score were 100", "number"),
            whole("answered", "indicators with a score"),
            whole("asked", "indicators defined"),
            Field("alpha", "Krippendorff's, of the theme; blank: none", "number"),
            whole("twice", "units of the theme with two coders or more"),
            whole("units", "units of the theme with a coder"),
            Field("methods", "with versions"),
            Field("release", "URN of the release; coders' reasons stand there"),
            Field("vintage", "day the release was published"),
        ),
    ),
    Sheet(
        name="policy-scores",
        about="What each coder gave each policy indicator.",
        key=("finding", "indicator", "coder"),
        refers=(*OF_FINDING, ("indicator", "indicators", "code")),
        rows=_scores,
        fields=(
            FINDING,
            Field("indicator", "code in the edition"),
            Field("coder", "who coded it"),
            whole("year", "that was coded"),
            Field("score", "0, 50 or 100", "number"),
        ),
    ),
)
