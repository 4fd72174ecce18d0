"""Tags of the desk: its navigation, shown by what somebody may do."""

from dataclasses import dataclass

from django import template
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from stocktake.accounts.rules import Acting, Permission


register = template.Library()


@dataclass(frozen=True, slots=True)
class DeskLink:
    """One link of the desk's navigation; ``current`` as in ``aria-current``."""

    text: str
    href: str
    current: str


@register.simple_tag(takes_context=True)
def desk_links(context: template.Context) -> list[DeskLink]:
    """Where somebody may go on the desk; what this copy lacks is left out."""
    request: HttpRequest = context["request"]
    acting: Acting = request.acting  # type: ignore[attr-defined]
    found = []
    for name, text, permissions in _places():
        if permissions and not any(acting.may_somewhere(p) for p in permissions):
            continue
        try:
            href = reverse(name)
        except NoReverseMatch:
            continue
        found.append(DeskLink(text, href, _current(request.path, href, name)))
    return found


def _places() -> tuple[tuple[str, str, tuple[Permission, ...]], ...]:
    return (
        ("desk:home", _("What is due"), ()),
        ("desk:tasks", _("Tasks"), (Permission.REPORT_CHECK, Permission.CLAIM_CHECK)),
        ("desk:experts", _("Experts"), (Permission.CLAIM_EDIT, Permission.CLAIM_READ)),
        ("desk:rounds", _("Rounds"), (Permission.ROUND_OPEN,)),
        (
            "desk:people",
            _("People"),
            (Permission.COLLEAGUE_INVITE, Permission.PERSON_LIST),
        ),
    )


def _current(path: str, href: str, name: str) -> str:
    """Whether this is the page, or lies below it."""
    if path == href:
        return "page"
    return "true" if name != "desk:home" and path.startswith(href) else ""
