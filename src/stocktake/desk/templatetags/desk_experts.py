"""Words of the expert strand in templates."""

from django import template

from stocktake.desk.pages import expert_words
from stocktake.desk.pages.reports import Report


register = template.Library()

for name in (
    "publication_name",
    "claim_status_name",
    "claim_kind_name",
    "accreditation_name",
    "decision_name",
    "type_name",
    "source_name",
):
    register.filter(name, getattr(expert_words, name))


@register.filter
def at(report: Report, name: str) -> str:
    """The address of a page of a report."""
    return report.url(name)
