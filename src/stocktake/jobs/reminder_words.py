"""What reminders say in the page's or letter's language, made from their codes and facts."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from stocktake.actors import queries as actors
from stocktake.design import words
from stocktake.reporting.reminding import Event, Parameters
from stocktake.reporting.rules import Strand


@dataclass(frozen=True, slots=True)
class Said:
    """A reminder in words: what it is about, how it stands, what to do."""

    report: str
    headline: str
    detail: str
    urgent: bool


def said(event: Event, facts: Parameters, *, on: date) -> Said:
    """A reminder in the active language, as it reads on a day. One query at most."""
    headline, detail = _SAYS[event]
    return Said(
        report=_report(facts),
        headline=headline(facts),
        detail=" ".join(filter(None, (detail(facts, on), _protected(event, facts)))),
        urgent=event in {Event.DUE_7, Event.OVERDUE, Event.CORRECTION_REQUESTED},
    )


def _protected(event: Event, facts: Parameters) -> str:
    """Said to every expert alike: who reports under protection is not known here.

    Leaving the reminder out for those who do would tell who they are.
    """
    if facts.get("strand") != Strand.EXPERT or event not in _OWED:
        return ""
    return _(
        "If you report under protection instead, nothing more is due; reminders do not know of it."
    )


def _report(facts: Parameters) -> str:
    if "state" in facts:
        return _("What experts say, round %(round)s: %(state)s") % {
            "round": facts["round"],
            "state": actors.actor_name(str(facts["state"]), get_language() or "en"),
        }
    named = {
        "sender": actors.actor_name(str(facts["sender"]), get_language() or "en"),
        "round": facts["round"],
    }
    if facts["strand"] == Strand.STATE:
        return _("State report, round %(round)s: %(sender)s") % named
    return _("Expert report, round %(round)s: %(sender)s") % named


def _day(facts: Parameters, name: str) -> str:
    return words.day(date.fromisoformat(str(facts[name])))


def _due(facts: Parameters) -> str:
    return _("Due %(day)s") % {"day": _day(facts, "due")}


def _time_left(facts: Parameters, on: date) -> str:
    left = max(0, (date.fromisoformat(str(facts["due"])) - on).days)
    if "excepted_until" in facts:
        return _("Days left: %(days)s. An exception lasts until %(day)s.") % {
            "days": left,
            "day": _day(facts, "excepted_until"),
        }
    return _(
        "Days left: %(days)s. What comes by %(grace)s is still in time; later, only with an exception."
    ) % {"days": left, "grace": _day(facts, "grace_until")}


def _was_due(facts: Parameters) -> str:
    return _("Was due %(day)s") % {"day": _day(facts, "due")}


def _too_late(facts: Parameters, on: date) -> str:
    if on <= date.fromisoformat(str(facts["grace_until"])):
        return _(
            "It is still taken until %(grace)s. After that the secretariat must grant an exception."
        ) % {"grace": _day(facts, "grace_until")}
    if "excepted_until" in facts:
        return _(
            "The exception ended %(day)s. Ask the secretariat for another one if you need it, and say why."
        ) % {"day": _day(facts, "excepted_until")}
    return _("It is taken only with an exception: ask the secretariat and say why.")


def _corrected(_facts: Parameters) -> str:
    return _("A correction is requested")


def _see_why(_facts: Parameters, _on: date) -> str:
    return _(
        "The secretariat says with the report what should change. Change it there and submit it again."
    )


def _accepted(_facts: Parameters) -> str:
    return _("Accepted")


def _published_next(_facts: Parameters, _on: date) -> str:
    return _("The secretariat publishes it next. Nothing need be done.")


def _reply_until(facts: Parameters) -> str:
    return _("You may reply until %(day)s") % {"day": _day(facts, "until")}


def _read_and_reply(_facts: Parameters, _on: date) -> str:
    return _(
        "Your State's reply is published beside it. What is said, and your reply, stay on the desk until then."
    )


_OWED: Final = frozenset({Event.DUE_60, Event.DUE_30, Event.DUE_7, Event.OVERDUE})
_SAYS: Final[
    Mapping[
        Event, tuple[Callable[[Parameters], str], Callable[[Parameters, date], str]]
    ]
] = {
    Event.DUE_60: (_due, _time_left),
    Event.DUE_30: (_due, _time_left),
    Event.DUE_7: (_due, _time_left),
    Event.OVERDUE: (_was_due, _too_late),
    Event.CORRECTION_REQUESTED: (_corrected, _see_why),
    Event.ACCEPTED: (_accepted, _published_next),
    Event.REPLY_OPENED: (_reply_until, _read_and_reply),
}
