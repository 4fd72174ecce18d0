"""Tags of the desk: its navigation, shown by what somebody may do."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django import template
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from stocktake.accounts.rules import Acting, Permission
from stocktake.design import words
from stocktake.design.templatetags import components
from stocktake.desk.pages import frames
from stocktake.desk.pages.reports import Report
from stocktake.reporting import words as said
from stocktake.reporting.questionnaires import BlockView, Progress, SectionView
from stocktake.reporting.questionnaires.views import BlockLine


register = template.Library()
BLANK: Final = SafeString('<span class="i" aria-hidden="true"></span>')


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
        ("desk:findings", _("Findings"), (Permission.FINDING_REPLY,)),
        ("desk:rounds", _("Rounds"), (Permission.ROUND_OPEN,)),
        ("desk:statistics", _("Statistics"), (Permission.STATISTICS_LOAD,)),
        (
            "desk:research",
            _("Research"),
            (Permission.RESEARCH_REQUEST, Permission.RESEARCH_DECIDE),
        ),
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


@register.filter
def moment(at: datetime) -> str:
    """An hour of today, or a day with its hour; in UTC, as browsers without script see it."""
    hour = f"{at:%H:%M} UTC"
    return hour if at.date() == timezone.now().date() else f"{words.day(at)}, {hour}"


@register.filter
def stage_name(stage: str) -> str:
    """Where a submission stands, in words."""
    return said.stage_name(stage)


@register.filter
def standing_name(standing: str) -> str:
    """How things stand with a report that is owed, in words."""
    return said.standing_name(standing)


@register.filter
def report_name(report: Report) -> str:
    """Whose report it is, and of which round."""
    return frames.report_name(report)


@register.filter
def block_name(view: BlockView | BlockLine) -> str:
    """A block by its number and title."""
    return frames.numbered(view.item, view.title)


@register.filter
def line_name(line: BlockLine) -> str:
    """A block in a few words: its number, where it has one."""
    return line.item if line.item[0].isdigit() else line.title


@register.filter
def section_name(section: SectionView) -> str:
    """A section by its number and title."""
    return frames.numbered(section.code, section.title)


@register.filter
def severity_name(severity: str) -> str:
    """How much faults weigh, in words."""
    names = {
        "blocker": _("These stop the submission"),
        "error": _("To put right"),
        "warning": _("Worth a look"),
        "info": _("Good to know"),
    }
    return names[severity]


@register.simple_tag
def progress_mark(state: str) -> SafeString:
    """How far a block is: a mark, and the words for those who listen."""
    mark, words_ = {
        "done": ("ok", _("Complete:")),
        "begun": ("open", _("Begun:")),
        "open": ("none", _("Not begun:")),
    }[state]
    drawn = components.mark(mark) if mark != "none" else BLANK
    return format_html('{}<span class="vh">{} </span>', drawn, words_)


@register.simple_tag
def place(report: Report, name: str, address: str = "") -> str:
    """The address of a page of a report, of a record of it where one is named."""
    if not address:
        return report.url(name)
    item, group, record = address.split("/")
    return report.url(name, item=item, group=group, record=record)


@register.simple_tag
def percent(progress: Progress) -> int:
    """How much of what is needed is there, in hundredths; 100 only when nothing is missing."""
    if progress.complete:
        return 100
    return progress.done * 100 // progress.asked
