"""Tags of a report's steps and of the secretariat's pages."""

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from stocktake.design import words
from stocktake.desk.pages.steps_names import Named
from stocktake.reporting import words as said


register = template.Library()
_MARKED: Final = {"gone": "del", "new": "ins"}


@register.filter
def exact(at: datetime) -> SafeString:
    """A day and the minute, in UTC."""
    return format_html(
        '<time datetime="{}">{}{}<bdi dir="ltr">{} UTC</bdi></time>',
        f"{at:%Y-%m-%dT%H:%M:%SZ}",
        words.day(at),
        _(", "),
        f"{at:%H:%M}",
    )


@register.filter
def step_name(step: str) -> str:
    """A step in words."""
    return said.step_name(step)


@register.simple_tag
def report_link(one: Named, page: str, number: int = 0) -> str:
    """The address of a page of a report; of a receipt or snapshot by its number."""
    return one.link(page, number=number) if number else one.link(page)


@register.simple_tag
def runs(parts: Iterable[tuple[str, str]]) -> SafeString:
    """Words that stayed, went and came; said as well as drawn."""
    names = {"gone": _("removed:"), "new": _("added:")}
    return format_html_join(
        "",
        "{}",
        (
            (
                format_html(
                    '<{0}><span class="vh">{1} </span>{2}</{0}>',
                    _MARKED[kind],
                    names[kind],
                    text,
                )
                if kind in _MARKED
                else text,
            )
            for kind, text in parts
        ),
    )
