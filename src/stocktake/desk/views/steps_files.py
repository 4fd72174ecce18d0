"""What views of a report share: which report an address means, and downloads."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.http import content_disposition_header

from stocktake.desk.pages.steps_names import Named
from stocktake.desk.views.answers import at_work
from stocktake.kernel.errors import NotFound
from stocktake.reporting.rules import Strand


View = Callable[..., HttpResponse]


def of_report(view: View) -> View:
    """A page about one State's report; those of experts have pages of their own."""

    @at_work
    @wraps(view)
    def answer(
        request: HttpRequest,
        round_code: str,
        sender: str,
        strand: str,
        version: int,
        **more: Any,
    ) -> HttpResponse:
        if strand != Strand.STATE:
            msg = "These pages are about reports of States."
            raise NotFound(msg)
        return view(request, Named(round_code, sender, version), **more)

    return answer


def download(data: bytes, name: str) -> HttpResponse:
    """Bytes under a name, of a neutral type, kept by nobody on the way."""
    response = HttpResponse(data, content_type="application/octet-stream")
    attached = content_disposition_header(as_attachment=True, filename=name)
    response.headers["Content-Disposition"] = attached or "attachment"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
