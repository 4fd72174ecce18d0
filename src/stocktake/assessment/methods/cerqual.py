"""The strongest confidence that a finding may carry, from concerns about its evidence."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from stocktake.assessment.methods import entries
from stocktake.assessment.methods.rules import (
    Card,
    Method,
    Result,
    Row,
    Unreadable,
    blank,
    each,
)


class Concern(StrEnum):
    """How serious a concern about one component of the evidence is."""

    NONE = "none"
    MINOR = "minor"
    MODERATE = "moderate"
    SERIOUS = "serious"


class Confidence(StrEnum):
    """How sure one may be of a finding."""

    VERY_LOW = "very-low"
    LOW = "low"
    MODERATE = "moderate"
    HIGH = "high"


COMPONENTS: Final = ("methods", "coherence", "adequacy", "relevance")
STEPS: Final = MappingProxyType(
    {confidence: number for number, confidence in enumerate(Confidence, 1)}
)
_SPELLED = {
    "methods": ("methods", "methodological_limitations", "methodological"),
    "coherence": ("coherence",),
    "adequacy": ("adequacy",),
    "relevance": ("relevance",),
}
_OVERALL = "overall"  # column
_YES, _NO = {"yes", "true", "1"}, {"no", "false", "0"}


@dataclass(frozen=True, slots=True)
class Ceiling:
    """The strongest confidence allowed, and each reason that holds it down."""

    confidence: Confidence
    reasons: tuple[str, ...]


def ceiling(concerns: Mapping[str, Concern], *, single_unverified: bool) -> Ceiling:
    """No more than moderate with a serious concern, than low with two or a lone unverified source.

    ``concerns`` by component. This convention is ours; a person may always go lower.
    """
    serious = [name for name, held in concerns.items() if held == Concern.SERIOUS]
    allowed = [Confidence.HIGH]
    reasons = [f"serious concern: {name}" for name in serious]
    if serious:
        allowed.append(Confidence.MODERATE if len(serious) == 1 else Confidence.LOW)
    if single_unverified:
        allowed.append(Confidence.LOW)
        reasons.append("a single source, not verified")
    return Ceiling(min(allowed, key=STEPS.__getitem__), tuple(reasons))


def _concern(row: Row, name: str) -> Concern | None:
    said = entries.text(row, *_SPELLED[name]).casefold()
    if not said:
        return None
    if said not in set(Concern):
        raise Unreadable(name, f"{said!r} is none of {', '.join(Concern)}")
    return Concern(said)


def _yes(row: Row, column: str) -> bool | None:
    said = entries.text(row, column).casefold()
    if not said:
        return None
    if said not in _YES | _NO:
        raise Unreadable(column, f"{said!r} is neither yes nor no")
    return said in _YES


def _proposed(row: Row) -> Confidence | None:
    said = entries.text(row, _OVERALL, "proposed").casefold().replace(" ", "-")
    if not said:
        return None
    if said not in set(Confidence):
        raise Unreadable(_OVERALL, f"{said!r} is none of {', '.join(Confidence)}")
    return Confidence(said)


def _one(row: Row) -> Result:
    concerns = {name: _concern(row, name) for name in COMPONENTS}
    sources, verified = entries.number(row, "sources"), _yes(row, "verified")
    proposed = _proposed(row)
    shown: dict[str, object] = {
        **concerns,
        "sources": sources,
        "verified": verified,
        "overall": proposed,
    }
    rated = {name: held for name, held in concerns.items() if held is not None}
    if len(rated) < len(COMPONENTS):
        missing = ", ".join(name for name in COMPONENTS if name not in rated)
        return blank(f"not rated: {missing}", **shown)
    if sources == 0:
        return blank("no source: there is nothing to be sure of", **shown)
    lone = sources == 1 and verified is not True
    found = ceiling(rated, single_unverified=lone)
    result: dict[str, object] = {
        "value": found.confidence.value,
        "score": STEPS[found.confidence],
        "status": found.confidence.value,
        **shown,
        "held_down_by": list(found.reasons),
    }
    if proposed is not None:
        result["allowed"] = STEPS[proposed] <= STEPS[found.confidence]
    return result


METHOD = Method(
    name="cerqual",
    version="1-own-ceiling",
    card=Card(
        what=(
            "The strongest confidence (high, moderate, low, very low) that a qualitative finding "
            "may carry, from how serious the concerns about its evidence are. A person judges, "
            "with written reasons, and may go lower; the software proposes nothing stronger."
        ),
        formula=(
            "Four components (methods, coherence, adequacy, relevance), each with no, minor, "
            "moderate or serious concerns. Start high. One serious concern: at most moderate. "
            "Two or more: at most low. A single source that nobody verified: at most low."
        ),
        source=(
            "GRADE-CERQual (Lewin and others, 2018) for components, ratings and levels. The "
            "ceiling is OUR convention, not theirs: they leave the overall level to judgement."
        ),
        edge_cases=(
            "A component is not rated: no confidence, with the reason.",
            "`sources` is not given: the rule of the single source is not applied.",
            "One source and nothing said of verification: it counts as not verified.",
        ),
        limits=(
            "Moderate and minor concerns do not lower the ceiling; weighing them is for the person who judges.",
            "Confidence is in one finding, not in a State and not in a source.",
        ),
        columns={
            "methods|methodological_limitations|methodological": "none, minor, moderate or serious",
            "coherence": "the same",
            "adequacy": "the same",
            "relevance": "the same",
            "[sources]": "how many independent sources; copies of one original count once",
            "[verified]": "yes or no",
            "[overall|proposed]": "a level somebody proposes; `allowed` says whether the ceiling bears it",
        },
    ),
    run=each(_one),
)
