"""Tables of a round as a whole: States against the rule, what changed since the round before."""

from stocktake.dossiers.assessed import SENSES, Assessment, Standing
from stocktake.dossiers.evidence import Evidence
from stocktake.dossiers.render.data.shapes import (
    Cell,
    Field,
    Rows,
    Sheet,
    listed,
    truth,
    whole,
)
from stocktake.dossiers.rules import Dossier


def _standings(evidence: Evidence, _dossier: Dossier) -> Rows:
    told: tuple[Standing, ...] = (
        evidence.assessment.standings if evidence.assessment else ()
    )
    return (_in_sense(one, sense) for one in told for sense in SENSES)


def _in_sense(one: Standing, sense: str) -> tuple[Cell, ...]:
    return (
        one.state,
        sense,
        len(one.counts[sense]),
        listed(one.counts[sense]),
        listed(one.themes[sense]),
        one.counted,
        one.relevant,
        one.all_themes[sense],
        one.majority[sense],
        one.meets[sense],
        one.missing_more,
        listed(one.missing_themes),
        one.trend,
    )


def _changes(evidence: Evidence, _dossier: Dossier) -> Rows:
    told: Assessment | None = evidence.assessment
    return (
        (one.state, one.code, told.before, *one.label, *one.agreement)
        for one in (told.changes if told else ())
        if told
    )


SHEETS = (
    Sheet(
        name="standings",
        about="Each State against the rule of the compact, in three senses.",
        key=("state", "sense"),
        rows=_standings,
        fields=(
            Field("state", "ISO 3166 alpha-3"),
            Field("sense", "claimed, corroborated or contested"),
            whole("commitments", "that count in this sense"),
            Field("codes", "of them"),
            Field("themes", "codes of the themes they touch"),
            whole("counted", "commitments there are"),
            whole("relevant", "of them relevant to the State"),
            truth("all_themes", "whether all themes are touched"),
            truth("majority", "whether it is a majority"),
            truth("meets", "both, and nothing fell since the round before"),
            whole("missing_more", "claimed commitments more to a majority"),
            Field("missing_themes", "themes without a claimed commitment"),
            Field("trend", "rose, fell, same; blank without a round before"),
        ),
    ),
    Sheet(
        name="changes",
        about="Findings whose label or class is another than in the round before.",
        key=("state", "commitment"),
        rows=_changes,
        fields=(
            Field("state", "ISO 3166 alpha-3"),
            Field("commitment", "code in the edition"),
            Field("round_before", "code of the round compared with"),
            Field("label_before", "label then"),
            Field("label", "label now"),
            Field("agreement_before", "class then"),
            Field("agreement", "class now"),
        ),
    ),
)
