"""The indicators of an edition: ``indicators/`` read into frozen definitions."""

from stocktake.assessment.definitions.reading import (
    custodians,
    definition,
    definitions,
    of,
    without_quantitative,
)
from stocktake.assessment.definitions.rules import (
    Anchor,
    Combine,
    Definition,
    Kind,
    SetBy,
    Target,
    Words,
)
from stocktake.assessment.verdicts import Grade, Scale


__all__ = [
    "Anchor",
    "Combine",
    "Definition",
    "Grade",
    "Kind",
    "Scale",
    "SetBy",
    "Target",
    "Words",
    "custodians",
    "definition",
    "definitions",
    "of",
    "without_quantitative",
]
