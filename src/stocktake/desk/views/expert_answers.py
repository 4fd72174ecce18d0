"""What views of the expert strand share: nothing is kept, nothing is told to other sites."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse

from stocktake.desk.pages.reports import Report, report
from stocktake.desk.views.answers import acting, at_work
from stocktake.kernel.errors import NotFound
from stocktake.reporting.rules import Strand


View = Callable[..., HttpResponse]


def of_experts(view: View) -> View:
    """A page of the expert strand: as all of the desk never kept by browsers or on the way.

    A page that only shows sends no referrer at all. One with a form must, to our own
    site alone: without it browsers hide where a form comes from, and it is refused.
    """

    @at_work
    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        posts = b'method="post"' in getattr(response, "content", b"")
        response.headers["Referrer-Policy"] = "same-origin" if posts else "no-referrer"
        return response

    return answer


def of_report(view: View) -> View:
    """A page about one expert's report, for its author."""

    @of_experts
    @wraps(view)
    def answer(request: HttpRequest, **names: Any) -> HttpResponse:
        if names["strand"] != Strand.EXPERT:
            msg = "These pages are about reports of experts."
            raise NotFound(msg)
        return view(request, report(names, by=acting(request)))

    return answer


def address(given: str, found: Report) -> str:
    """The address of a record that a form names, if this questionnaire has such a one."""
    if (
        given.count("/") != 2
        or given.split("/", maxsplit=1)[0] not in found.draft.questionnaire.blocks
    ):
        msg = "There is no such record."
        raise NotFound(msg)
    return given
