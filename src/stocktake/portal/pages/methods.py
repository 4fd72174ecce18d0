"""The page of methods: the card of each, as the program has it."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from stocktake.assessment.methods.registry import METHODS
from stocktake.assessment.methods.rules import Method
from stocktake.dossiers import told
from stocktake.portal.pages.frame import Frame, Record, language


@dataclass(frozen=True, slots=True)
class MethodsPage:
    """Every method with its card, and what the words for agreement and labels mean."""

    frame: Frame
    methods: tuple[Method, ...]
    terms: tuple[tuple[str, str], ...]

    def records(self) -> list[Record]:
        """One record a method."""
        return [
            {
                "name": one.code,
                "what": one.card.what,
                "formula": one.card.formula,
                "source": one.card.source,
                "edge_cases": " ".join(one.card.edge_cases),
                "limits": " ".join(one.card.limits),
                "columns": "|".join(one.card.columns),
            }
            for one in self.methods
        ]


def methods_page() -> MethodsPage:
    """How verdicts are reached. No query."""
    terms = tuple(
        (
            told.word(f"term_{term}", language()),
            told.word(f"meaning_{term}", language()),
        )
        for term in told.TERMS
    )
    return MethodsPage(Frame(_("Methods"), "methods"), METHODS, terms)
