"""Tables that explain the others: indicators, methods, and every code in six languages."""

from collections.abc import Iterator

from stocktake.charter import queries as charter
from stocktake.dossiers.assessed import AGREEMENTS, LABELS, NON_REPORTER, SENSES
from stocktake.dossiers.evidence import Evidence
from stocktake.dossiers.frames import frame
from stocktake.dossiers.render.data.shapes import (
    Cell,
    Field,
    Rows,
    Sheet,
    listed,
)
from stocktake.dossiers.rules import Dossier
from stocktake.geography import queries as geography
from stocktake.kernel.languages import LANGUAGES, in_language


# Lists of codes whose words are the frame's: list, beginning of the key, codes.
_LISTS = (
    ("label", "label_", (*LABELS, NON_REPORTER)),
    ("agreement", "agreement_", AGREEMENTS),
    ("sense", "sense_", SENSES),
    ("strand", "strand_", ("state", "expert")),
    ("stance", "", ("achievement", "challenge", "neither")),
    (
        "status",
        "status_",
        ("no-measure", "under-development", "partly-in-force", "in-force"),
    ),
    (
        "rating",
        "rating_",
        ("no-evidence", "not-started", "limited", "substantial", "complete"),
    ),
    (
        "confidence",
        "confidence_",
        ("high", "moderate", "low", "very-low", "none"),
    ),
    (
        "triangulation",
        "triangulation_",
        ("corroborated", "contested", "single-source", "no-source"),
    ),
    (
        "grade",
        "grade_",
        ("official-statistics", "modelled", "self-reported", "expert-coded"),
    ),
    ("trend", "trend_", ("rose", "fell", "same")),
)


def _indicators(evidence: Evidence, _dossier: Dossier) -> Rows:
    told = evidence.assessment
    return (
        (
            one.code,
            one.title,
            listed(one.commitments),
            one.kind,
            one.unit,
            one.direction,
            one.target,
            one.set_by,
            one.source,
            one.custodian,
            one.caveats,
        )
        for one in (told.indicators if told else ())
    )


def _methods(evidence: Evidence, _dossier: Dossier) -> Rows:
    told = evidence.assessment
    return (
        (one.name, one.what, one.formula, one.source, one.limits)
        for one in (told.methods if told else ())
    )


def _codes(evidence: Evidence, _dossier: Dossier) -> Iterator[tuple[Cell, ...]]:
    for name, begins, codes in _LISTS:
        for code in codes:
            yield name, code, *(frame(one)(f"{begins}{code}") for one in LANGUAGES)
    for item in charter.edition(evidence.edition).items:
        titles = (in_language(item.title, one) for one in LANGUAGES)
        yield "commitment", item.code, *titles
    for state in sorted(evidence.names):
        yield "state", state, *(geography.name(state, one) for one in LANGUAGES)
    regions = {geography.region_of(state) for state in evidence.names} - {""}
    for region in sorted(regions):
        names = (geography.region_name(region, one) for one in LANGUAGES)
        yield "region", region, *names


def _places(evidence: Evidence, _dossier: Dossier) -> Rows:
    return (
        (state, geography.region_of(state), state in evidence.illustrative_states)
        for state in sorted(evidence.names)
    )


SHEETS = (
    Sheet(
        name="indicators",
        about="The indicators of the edition, named as its own.",
        key=("code",),
        rows=_indicators,
        fields=(
            Field("code", "of the indicator"),
            Field("title", "in the dossier's language"),
            Field("commitments", "codes in the edition"),
            Field("kind", "quantitative or qualitative"),
            Field("unit", "in words"),
            Field("direction", "up, down or none: which way is better"),
            Field("target", "common target; blank: none"),
            Field("set_by", "who set it"),
            Field("source", "where figures come from"),
            Field("custodian", "who keeps it"),
            Field("caveats", "what to mind"),
        ),
    ),
    Sheet(
        name="methods",
        about="The cards of the methods that verdicts rest on.",
        key=("name",),
        rows=_methods,
        fields=(
            Field("name", "with version"),
            Field("what", "it does"),
            Field("formula", "in full"),
            Field("source", "where it comes from"),
            Field("limits", "of it"),
        ),
    ),
    Sheet(
        name="states",
        about="The States of this package and their M49 region.",
        key=("state",),
        rows=_places,
        fields=(
            Field("state", "ISO 3166 alpha-3"),
            Field("region", "M49 code; blank: none"),
            Field("illustrative", "invented", "boolean"),
        ),
    ),
    Sheet(
        name="codes",
        about="Every code of the other tables in words, in six languages.",
        key=("list", "code"),
        rows=_codes,
        fields=(
            Field("list", "which list the code belongs to"),
            Field("code", "as the other tables write it"),
            *(Field(one, f"in the language {one}") for one in LANGUAGES),
        ),
    ),
)
