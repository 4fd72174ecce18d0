"""A report at a glance, what the checks find, and starting a report."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.views.decorators.http import require_GET, require_POST

from stocktake.desk import starting
from stocktake.desk.pages.outlines import checks_page, report_page
from stocktake.desk.pages.reports import report
from stocktake.desk.views.answers import acting, at_work


@require_GET
@at_work
def overview(request: HttpRequest, **names: Any) -> HttpResponse:
    """Sections, blocks, progress."""
    found = report(names, by=acting(request))
    page = report_page(found, language=get_language() or "en", at=timezone.now())
    return render(request, "desk/report.html", {"page": page})


@require_GET
@at_work
def checks(request: HttpRequest, **names: Any) -> HttpResponse:
    """What stands between a report and its submission."""
    found = report(names, by=acting(request))
    page = checks_page(found, language=get_language() or "en")
    return render(request, "desk/checks.html", {"page": page})


@require_POST
@at_work
def start(request: HttpRequest) -> HttpResponse:
    """Start a State's report, filled in from all that is known."""
    found, filled = starting.start(
        request.POST.get("round", ""),
        request.POST.get("sender", ""),
        by=acting(request),
        at=timezone.now(),
    )
    if filled:
        said = ngettext(
            "%(count)s answer was filled in beforehand. Look at it and confirm it.",
            "%(count)s answers were filled in beforehand. Look at them and confirm them.",
            filled,
        )
        messages.info(request, said % {"count": filled})
    return redirect(found.url())
