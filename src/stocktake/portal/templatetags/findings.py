"""Parts of pages that show findings taken together."""

from typing import Any

from django import template

from stocktake.dossiers import told
from stocktake.portal.pages.found_theme import ThemeFound
from stocktake.portal.pages.frame import language


register = template.Library()
_HEADS = {
    "label": "col_label",
    "agreement": "col_agreement",
    "share": "col_bar",
    "states": "col_of_states",
    "findings": "col_findings",
    "label_note": "chart_label_note",
    "agreement_note": "chart_agreement_note",
}


@register.inclusion_tag("portal/parts/found_theme.html")
def found_theme(found: ThemeFound) -> dict[str, Any]:
    """The findings of a theme: sentences and two charts that are tables. No query."""
    heads = {name: told.word(key, language()) for name, key in _HEADS.items()}
    return {"found": found, "heads": heads}
