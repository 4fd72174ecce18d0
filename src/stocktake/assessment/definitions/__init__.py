"""The indicators of an edition: ``indicators/`` read into frozen definitions."""

from stocktake.assessment.definitions.reading import (
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
    Scale,
    SetBy,
    Target,
    Words,
)


__all__ = [
    "Anchor",
    "Combine",
    "Definition",
    "Kind",
    "Scale",
    "SetBy",
    "Target",
    "Words",
    "definition",
    "definitions",
    "of",
    "without_quantitative",
]
