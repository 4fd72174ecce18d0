"""What a finding rests on beside passages and claims, by name: releases, treaty tables, answers."""

from collections.abc import Callable, Mapping
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext as _

from stocktake.indicators import queries as statistics
from stocktake.kernel.errors import NotFound
from stocktake.kernel.languages import in_language
from stocktake.portal.pages.frame import Link, language


def named_source(urn: str) -> Link:
    """A source by its name, with its page where it has one; its URN where it has no name."""
    kind, _colon, name = urn.removeprefix("stocktake:").partition(":")
    try:
        return _KINDS[kind](name)
    except (KeyError, NotFound):
        return Link(urn)


def _release(name: str) -> Link:
    reference, _slash, number = name.rpartition("/")
    flow = statistics.flow(reference)
    said = _("release %(number)s") % {"number": number}
    title = f"{in_language(flow.names, language())}{_(', ')}{said}"
    return Link(title, reverse("portal:statistics_flow", args=[flow.id]))


def _treaties(_name: str) -> Link:
    return Link(_("Treaty actions, as lists of them say"))


def _answers(name: str) -> Link:
    return Link(f"{_('Answers to the questionnaire')}{_(', ')}{name}")


_KINDS: Final[Mapping[str, Callable[[str], Link]]] = {
    "release": _release,
    "treaty-table": _treaties,
    "submission": _answers,
}
