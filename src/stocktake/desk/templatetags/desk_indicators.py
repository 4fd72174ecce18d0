"""Words of the pages about statistics."""

from django import template
from django.utils.translation import gettext as _


register = template.Library()


@register.filter
def source_field(name: str) -> str:
    """What is asked about the source of a table."""
    words = {
        "publisher": _("Publisher"),
        "title": _("Title"),
        "edition": _("Edition"),
        "as_of": _("As of"),
        "licence": _("Licence"),
        "url": _("Address"),
    }
    return words[name]
