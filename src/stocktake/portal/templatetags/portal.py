"""Tags that know the portal's own addresses and words."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django import template
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from stocktake.design.templatetags.components import who_name
from stocktake.kernel.languages import LANGUAGES
from stocktake.portal.pages import quotes
from stocktake.portal.pages.frame import Frame


register = template.Library()


@dataclass(frozen=True, slots=True)
class MainLink:
    """One link of the main navigation."""

    text: str
    href: str
    current: bool


def _addresses(context: template.Context) -> list[tuple[str, str]]:
    """This page's address in each language, also where there is no such page."""
    request: HttpRequest | None = context.get("request")
    path = request.get_full_path() if request else "/"
    first, _slash, rest = path.removeprefix("/").partition("/")
    kept = rest if first in LANGUAGES else ""
    return [(code, f"/{code}/{kept}") for code in LANGUAGES]


@register.filter
def coded(text: str) -> SafeString:
    """Words between backticks as code, as the cards of methods write them."""
    plain, *rest = text.split("`")
    pairs = zip(rest[::2], [*rest[1::2], ""], strict=False)
    told = ((format_html("<code>{}</code>", code), after) for code, after in pairs)
    return format_html("{}{}", plain, format_html_join("", "{}{}", told))


@register.simple_tag(takes_context=True)
def language_links(context: template.Context, css: str) -> SafeString:
    """The six languages, each under its own name, keeping the page."""
    here = get_language()
    links = format_html_join(
        "",
        '<li><a lang="{0}" hreflang="{0}" dir="{1}" href="{2}"{3}>{4}</a></li>',
        (
            (
                code,
                LANGUAGES[code].direction,
                href,
                SafeString(' aria-current="true"' if code == here else ""),
                LANGUAGES[code].own_name,
            )
            for code, href in _addresses(context)
        ),
    )
    return format_html('<ul class="{}">{}</ul>', css, links)


@register.simple_tag(takes_context=True)
def language_alternates(context: template.Context) -> SafeString:
    """The other languages of the page, for machines."""
    return format_html_join(
        "\n",
        '<link rel="alternate" hreflang="{}" href="{}">',
        _addresses(context),
    )


@register.simple_tag
def main_links(frame: Frame | str) -> list[MainLink]:
    """The main navigation: of the page's round, or of the latest one."""
    round_ = frame.round if isinstance(frame, Frame) else None
    section = frame.section if isinstance(frame, Frame) else ""
    names = {
        "round": _("Round"),
        "commitments": _("Commitments"),
        "states": _("States"),
        "documents": _("Documents"),
        "dossiers": _("Dossiers"),
    }
    of_rounds = [
        MainLink(
            text,
            reverse(f"portal:{name}", args=[round_.code])
            if round_
            else reverse("portal:current", args=[name]),
            name == section,
        )
        for name, text in names.items()
    ]
    statistics = MainLink(
        _("Statistics"), reverse("portal:statistics"), section == "statistics"
    )
    return [*of_rounds, statistics]


@register.simple_tag
def matrix_cells(marks: Iterable[str], firsts: Iterable[int]) -> SafeString:
    """The cells of one State in the matrix: a mark each, named for those who listen."""
    language = get_language() or "en"
    begins = set(firsts)
    return mark_safe(  # noqa: S308  # made of constants and escaped names
        "".join(_cell(mark, at in begins, language) for at, mark in enumerate(marks))
    )


@lru_cache(maxsize=64)
def _cell(mark: str, first: bool, language: str) -> str:  # noqa: FBT001
    css = ' class="first"' if first else ""
    return (
        f'<td{css}><span><svg class="who-speaks" role="img" aria-label="{who_name(mark)}">'
        f'<use href="#w-{mark}"/></svg></span></td>'
    )


@register.simple_tag
def swatch_map(kind: str) -> SafeString:
    """The swatch of a kind of State on the map."""
    return format_html(
        '<svg class="sw map" aria-hidden="true" focusable="false" viewBox="0 0 20 14"><path class="w-{}" d="M0 0h20v14H0z"/></svg>',
        kind,
    )


@register.simple_tag
def source_words(parts: Iterable[str]) -> str:
    """Where a promise stands in its text, in words."""
    words = {
        "document": "%(n)s",
        "section": _("section %(n)s"),
        "theme": _("theme %(n)s"),
        "bullet": _("point %(n)s"),
        "sub_bullet": _("sub-point %(n)s"),
        "paragraph": _("para. %(n)s"),
        "letter": "(%(n)s)",
    }
    said = []
    for part in parts:
        name, _colon, value = part.partition(":")
        said.append(words[name] % {"n": value})
    return _(", ").join(said)


@register.simple_tag
def report_title(title: str, sender: str) -> str:
    """A report's title; "Report of" its sender where the file carries none."""
    return quotes.report_title(title, sender)


@register.simple_tag
def taxonomy_name(code: str) -> str:
    """What the promise is compared with."""
    names: dict[str, Any] = {
        "gcm-2018": _("In the adopted Compact"),
        "sdg": _("In the 2030 Agenda"),
        "gcr": _("In the Compact on Refugees"),
    }
    return str(names.get(code, code))
