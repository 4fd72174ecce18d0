"""Public pages of official statistics, and their downloads."""

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone

from stocktake.indicators import exporting
from stocktake.indicators import queries as official
from stocktake.kernel.errors import NotFound, Refused, WrongUsage
from stocktake.portal.answers import answer, public
from stocktake.portal.downloads import content_disposition
from stocktake.portal.pages import (
    statistics,
    statistics_flow,
    statistics_gaps,
    statistics_state,
)


@public
def statistics_(request: HttpRequest) -> HttpResponse:
    """A series on the map, and the dataflows."""
    state = request.GET.get("state", "")
    if state:
        return redirect("portal:statistics_state", state)
    page = statistics.statistics_page(
        request.GET.get("series", ""), request.GET.get("period", "")
    )
    return answer(request, "portal/statistics.html", page)


@public
def state(request: HttpRequest, code: str) -> HttpResponse:
    """The official figures of one State; other codes of it lead to its alpha-3 code."""
    page = statistics_state.state_statistics_page(code, today=timezone.now().date())
    if page.code != code:
        return redirect("portal:statistics_state", page.code)
    return answer(request, "portal/statistics_state.html", page)


@public
def gaps(request: HttpRequest) -> HttpResponse:
    """What is expected and what is there."""
    page = statistics_gaps.gaps_page(
        request.GET.get("state", ""), today=timezone.now().date()
    )
    return answer(request, "portal/statistics_gaps.html", page)


@public
def flow(request: HttpRequest, flow_id: str) -> HttpResponse:
    """One dataflow."""
    page = statistics_flow.flow_page(
        flow_id,
        by=request.GET.get("by", ""),
        series=request.GET.get("series", ""),
        today=timezone.now().date(),
    )
    return answer(request, "portal/statistics_flow.html", page)


@public
def file(request: HttpRequest, flow_id: str, kind: str) -> HttpResponseBase:
    """The observations of a dataflow, or those of a key, as a file."""
    if kind not in exporting.TYPES:
        msg = f"There is no form {kind!r}. There are: {', '.join(exporting.TYPES)}."
        raise NotFound(msg)
    asked = request.GET
    try:
        found = official.observations(
            flow_id,
            asked.get("key", "all"),
            start=asked.get("start", ""),
            end=asked.get("end", ""),
        )
    except WrongUsage as error:
        raise Refused(str(error)) from error
    response = StreamingHttpResponse(
        exporting.pieces(found, kind=kind), content_type=exporting.TYPES[kind]
    )
    name = f"{found.flow.id}-{found.release.number}.{kind}"
    response.headers["Content-Disposition"] = content_disposition(name)
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
