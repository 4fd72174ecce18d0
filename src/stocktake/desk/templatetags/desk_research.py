"""Words of research in templates."""

from collections.abc import Mapping, Sequence

from django import template

from stocktake.desk.pages import research


register = template.Library()

register.filter("access_name", research.standing_name)
register.filter("blank_words", research.blank_words)
register.filter("slice_words", research.slice_words)


@register.filter
def chosen_of(held: Mapping[str, Sequence[str]], name: str) -> Sequence[str]:
    """What was chosen in a dimension."""
    return held.get(name, ())
