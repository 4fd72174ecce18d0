"""Read a report theme by theme; compare two versions of it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from stocktake.desk.pages import steps_compare, steps_reading
from stocktake.desk.pages.steps_names import Named
from stocktake.desk.views.answers import acting
from stocktake.desk.views.steps_files import of_report


@require_GET
@of_report
def reading(request: HttpRequest, one: Named) -> HttpResponse:
    """All answers of one theme."""
    page = steps_reading.reading_page(
        one,
        request.GET.get("theme", ""),
        by=acting(request),
    )
    return render(request, "desk/steps/reading.html", {"page": page})


@require_GET
@of_report
def compare(request: HttpRequest, one: Named) -> HttpResponse:
    """Two versions, answer by answer."""
    page = steps_compare.compare_page(
        one,
        before=request.GET.get("before", ""),
        after=request.GET.get("after", ""),
        by=acting(request),
    )
    return render(request, "desk/steps/compare.html", {"page": page})
