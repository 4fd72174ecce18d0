"""The page components. Each is shown with its name and states on the gallery page."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from stocktake.design import charts, marks, words


register = template.Library()


def _safe(svg: str) -> SafeString:
    return mark_safe(svg)  # noqa: S308  # made by our own functions, which escape


@register.simple_tag
def sprite() -> SafeString:
    """All marks once a page; the other tags draw from it."""
    return _safe(marks.sprite())


@register.simple_tag
def sign() -> SafeString:
    """The five-bar tally."""
    return _safe(marks.use("sign", css="sign"))


@register.simple_tag
def mark(name: str) -> SafeString:
    """One mark: state, expert, figure, treaty, ok, error, open."""
    return _safe(marks.use(f"m-{name}", css=f"i i--{name}"))


@register.simple_tag
def theme_mark(number: object) -> SafeString:
    """A theme's mark: as many strokes as its number."""
    return _safe(marks.theme(int(str(number))) if str(number).isdigit() else "")


@register.simple_tag
def strand(kind: str, text: str = "") -> SafeString:
    """Who speaks: a purple square for a State, a rust disc for experts."""
    said = text or strand_name(kind)
    return format_html(
        '<span class="strand strand--{}">{}{}</span>', kind, mark(kind), said
    )


@register.simple_tag
def who_speaks(kind: str, *, said: bool = False) -> SafeString:
    """Whether a State, experts, both or none report: a mark; ``said`` writes it out."""
    drawn = _safe(marks.use(f"w-{kind}", css="who-speaks"))
    css = "" if said else "vh"
    return format_html('{}<span class="{}">{}</span>', drawn, css, who_name(kind))


@register.simple_tag
def bar(
    total: float,
    both: float = 0,
    state: float = 0,
    expert: float = 0,
    achievement: float = 0,
    challenge: float = 0,
) -> SafeString:
    """A coverage bar; the figures stand beside it."""
    values = {
        "both": both,
        "state": state,
        "expert": expert,
        "achievement": achievement,
        "challenge": challenge,
    }
    parts = [charts.Part(kind, value) for kind, value in values.items() if value]
    return _safe(charts.bar(parts, total))


@register.simple_tag
def swatch(kind: str) -> SafeString:
    """The swatch of a kind of part, for a legend."""
    return _safe(charts.key(kind))


@register.simple_tag
def meter(score: float) -> SafeString:
    """A score from 0 to 1 with its figure."""
    return format_html(
        '<span class="meter">{}<span class="num">{}</span></span>',
        _safe(charts.meter(score)),
        f"{score:.2f}",
    )


@register.simple_tag
def stance(kind: str) -> SafeString:
    """What a sentence speaks of: an achievement, a challenge, or neither."""
    css = {"achievement": "tag tag--agree", "challenge": "tag tag--gap"}.get(
        kind, "tag"
    )
    return format_html('<span class="{}">{}</span>', css, stance_name(kind))


@register.simple_tag
def original(code: str) -> SafeString:
    """The language in which quoted words were written; nothing where it is the page's."""
    if code == get_language():
        return SafeString("")
    text = _("%(language)s, original") % {"language": words.language_name(code)}
    return format_html('<span class="lang">{}</span>', text)


@register.simple_tag
def quoted(
    text: str, language: str, marked: Sequence[tuple[int, int]] = ()
) -> SafeString:
    """Other people's words, in serif, in their language, some of them marked."""
    return format_html(
        '<blockquote class="quote" lang="{}" dir="{}">{}</blockquote>',
        language,
        words.direction(language),
        with_marks(text, marked),
    )


def with_marks(text: str, marked: Sequence[tuple[int, int]]) -> SafeString:
    """The text with the spans marked; a span outside it is left out."""
    pieces: list[tuple[str, str, str]] = []
    at = 0
    for start, end in sorted(marked):
        if at <= start < end <= len(text):
            pieces.append((text[at:start], "", ""))
            pieces.append(("", text[start:end], ""))
            at = end
    pieces.append((text[at:], "", ""))
    return format_html_join(
        "",
        "{}{}",
        (
            (plain, format_html("<mark>{}</mark>", hit) if hit else "")
            for plain, hit, _rest in pieces
        ),
    )


@register.simple_block_tag
def section(content: str, *, title: str, name: str, note: str = "") -> SafeString:
    """A part of a page under a rule, with its heading and what it counts."""
    aside = format_html("<p>{}</p>", note) if note else ""
    return format_html(
        '<section class="section" aria-labelledby="{0}"><header><h2 id="{0}">{1}</h2>{2}</header>{3}</section>',
        name,
        title,
        aside,
        content,
    )


@register.simple_block_tag
def scroll(content: str, *, label: str, tall: bool = False) -> SafeString:
    """A wide table in a box of its own: it can be scrolled by keyboard and has a name."""
    css = "scroll scroll--tall" if tall else "scroll"
    return format_html(
        '<div class="{}" role="region" aria-label="{}" tabindex="0">{}</div>',
        css,
        _("Table: %(title)s") % {"title": label},
        content,
    )


@register.simple_block_tag
def note(content: str) -> SafeString:
    """A remark set apart."""
    return format_html('<div class="note">{}</div>', content)


@register.filter
def drawn(svg: str) -> SafeString:
    """An SVG that ``design.charts``, ``maps`` or ``sheets`` made, as it is."""
    return _safe(svg)


@register.filter
def day(value: date) -> str:
    """A day in the page's language."""
    return words.day(value)


@register.filter
def figure(value: float) -> str:
    """A whole number in the page's language."""
    return words.number(value)


@register.filter
def language_name(code: str) -> str:
    """A language's name in the page's language."""
    return words.language_name(code)


@register.filter
def direction(code: str) -> str:
    """``rtl``, ``ltr``, or ``auto`` for languages we do not know."""
    return words.direction(code)


@register.filter
def strand_name(kind: str) -> str:
    """Who speaks, in words."""
    return {"state": _("State"), "expert": _("Experts"), "figure": _("Figures")}.get(
        str(kind), str(kind)
    )


@register.filter
def stance_name(kind: str) -> str:
    """A stance in words."""
    names = {
        "achievement": _("Achievement"),
        "challenge": _("Challenge"),
        "neither": _("Neither"),
    }
    return names.get(str(kind), str(kind))


@register.filter
def who_name(kind: str) -> str:
    """Who reports, in words."""
    names = {
        "both": _("State and experts report"),
        "state": _("Only the State reports"),
        "expert": _("Only experts report"),
        "none": _("No information"),
    }
    return names[kind]


@register.inclusion_tag("design/pages.html")
def pages(paging: Any) -> dict[str, Any]:
    """Links to the pages of a long list; nothing when there is one page only."""
    return {"paging": paging}


@register.inclusion_tag("design/get.html")
def get(path: str) -> dict[str, Any]:
    """The page's data: JSON and CSV."""
    return {"path": path}
