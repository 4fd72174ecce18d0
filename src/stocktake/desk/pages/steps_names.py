"""What a report is called and where its pages are."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from stocktake.actors import queries as actors
from stocktake.desk.pages.frames import Frame, Link, Marked
from stocktake.geography.queries import is_illustrative
from stocktake.kernel.urns import parse, urn
from stocktake.reporting.rules import Strand


@dataclass(frozen=True, slots=True)
class Named:
    """A State's report by the parts of its address."""

    round: str
    sender: str
    version: int

    @property
    def urn(self) -> str:
        """``stocktake:submission:2026/KEN/state/1``."""
        return urn("submission", self.round, self.sender, Strand.STATE, self.version)

    @property
    def arguments(self) -> dict[str, Any]:
        """What names it in addresses."""
        return {
            "round_code": self.round,
            "sender": self.sender,
            "strand": Strand.STATE.value,
            "version": self.version,
        }

    @property
    def name(self) -> str:
        """The State's name in the page's language."""
        return actors.actor_name(self.sender, language())

    @property
    def title(self) -> str:
        """ "Report of Kenya, round 2026"; a later version says which."""
        names = {"state": self.name, "round": self.round, "version": self.version}
        if self.version == 1:
            return _("Report of %(state)s, round %(round)s") % names
        return _("Report of %(state)s, round %(round)s, version %(version)s") % names

    def link(self, page: str = "submission", **more: Any) -> str:
        """The address of one of its pages."""
        return reverse(f"desk:{page}", kwargs=self.arguments | more)

    def frame(self, title: str = "") -> Frame:
        """The frame of a page about it; "" is the page that says where it stands."""
        here = _("Where it stands")
        between = (Link(here, self.link()), Link(title)) if title else (Link(here),)
        trail = (
            Link(_("Desk"), reverse("desk:home")),
            Link(self.title, self.link("report")),
            *between,
        )
        return Frame(
            title or self.title, "desk", trail, Marked(is_illustrative(self.sender))
        )


def named(submission: str) -> Named:
    """The parts of the URN of a State's report."""
    round_, sender, _strand, version = parse(submission).name.split("/")
    return Named(round_, sender, int(version))


def number_of(address: str) -> str:
    """The number of the item that an answer is about; "" for opening and closing pages."""
    item = address.partition("/")[0]
    return item if item[:1].isdigit() else ""


def language() -> str:
    """The page's language."""
    return get_language() or "en"
