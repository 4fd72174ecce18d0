"""Refusals on pages: in the reader's language, on the form where they were met or on a page."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language

from stocktake.kernel import refusals
from stocktake.kernel.errors import NotFound, NotPermitted, Refused


Kinds = type[Refused] | tuple[type[Refused], ...]
_ELSEWHERE: Final = (NotFound, NotPermitted)  # these have pages of their own
_PAGES: Final = {NotFound: (404, "404.html"), NotPermitted: (403, "403.html")}
_REFUSED: Final = (400, "refused.html")


@dataclass(frozen=True, slots=True)
class Refusal:
    """A refusal on a page; ``language`` is set where its words are not the page's."""

    words: str
    language: str = ""

    def __bool__(self) -> bool:
        return bool(self.words)

    def __str__(self) -> str:
        return self.words


NONE = Refusal("")


def refusal(refused: Refused) -> Refusal:
    """A refusal in the page's language; in English, and marked so, where it has no other."""
    language = get_language() or "en"
    return _shown(refusals.said(refused, language), str(refused), language)


def sentence(text: str) -> Refusal:
    """An English sentence about what is wrong, likewise."""
    language = get_language() or "en"
    return _shown(refusals.sentences().said(text, language), text, language)


def _shown(told: str | None, english: str, language: str) -> Refusal:
    if told is None:
        return Refusal(english, "" if language == "en" else "en")
    return Refusal(told)


@dataclass(slots=True)
class Attempt:
    """What somebody tried from a page, and why it was refused, if it was."""

    refused: Refusal = NONE

    def on(self, form: forms.BaseForm, field: str | None = None) -> bool:
        """Mark the form (or one field) with the refusal; whether there is one."""
        if self.refused:
            form.add_error(field, self.refused.words)
        return bool(self.refused)


@contextmanager
def attempt(*, elsewhere: Kinds = _ELSEWHERE) -> Iterator[Attempt]:
    """Try something; what a rule refuses is told where the person is, with what they wrote.

    What does not exist or is not permitted goes on to a page of its own: ``elsewhere``
    names the kinds of refusals that do.
    """
    tried = Attempt()
    try:
        yield tried
    except Refused as refused:
        if isinstance(refused, elsewhere):
            raise
        tried.refused = refusal(refused)


def refused_page(request: HttpRequest, refused: Refused) -> HttpResponse:
    """The page that says what was refused, why, and where to go on."""
    status, template = _PAGES.get(type(refused), _REFUSED)
    return render(request, template, {"reason": refusal(refused)}, status=status)
