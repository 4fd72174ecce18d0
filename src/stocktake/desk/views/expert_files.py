"""Evidence: attached, taken away, opened by its author and by the secretariat."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from stocktake.design.refusing import attempt
from stocktake.desk.pages.experts import expert_report_page
from stocktake.desk.pages.reports import Report
from stocktake.desk.views.answers import acting
from stocktake.desk.views.expert_answers import address, of_experts, of_report
from stocktake.kernel.errors import NotFound, Refused
from stocktake.kernel.urns import urn
from stocktake.reporting import actions, queries


@require_POST
@of_report
def attach(request: HttpRequest, found: Report) -> HttpResponse:
    """Attach a file to a record, stripped of what it says of its maker."""
    given = request.FILES.get("file")
    where = address(request.POST.get("record", ""), found)
    with attempt() as tried:
        if given is None:
            msg = "Choose a file first."
            raise Refused(msg)
        actions.attach(
            found.draft.key,
            where,
            given.read(),
            given.name or "",
            public=bool(request.POST.get("public")),
            by=acting(request),
            at=timezone.now(),
        )
    if tried.refused:
        page = expert_report_page(
            found, language=get_language() or "en", at=timezone.now()
        )
        context = {"page": page, "refused": tried.refused}
        return render(request, "desk/experts/report.html", context, status=422)
    messages.success(
        request, _("Attached. What the file said of its maker was taken out.")
    )
    return redirect(found.url("expert_report"))


@require_POST
@of_report
def detach(request: HttpRequest, found: Report) -> HttpResponse:
    """Take a file away."""
    actions.detach(
        found.draft.key,
        address(request.POST.get("record", ""), found),
        _number(request.POST.get("number", "")),
        by=acting(request),
        at=timezone.now(),
    )
    messages.success(request, _("The file is gone."))
    return redirect(found.url("expert_report"))


@require_GET
@of_report
def own(request: HttpRequest, found: Report) -> HttpResponse:
    """A file as the secretariat will see it, for its author."""
    name, data = actions.opened(
        found.draft.key,
        address(request.GET.get("record", ""), found),
        _number(request.GET.get("number", "")),
        by=acting(request),
    )
    return download(data, name)


@require_GET
@of_experts
def of_claim(
    request: HttpRequest, round_code: str, area: str, record: str, number: int
) -> HttpResponse:
    """A file of a claim, for the secretariat."""
    row = queries.claim(urn("claim", round_code, area, record), by=acting(request))
    if not row.submission:
        msg = "There is no such file."
        raise NotFound(msg)
    name, data = actions.opened(row.submission, row.address, number, by=acting(request))
    return download(data, name)


def download(data: bytes, name: str) -> HttpResponse:
    """Bytes under a neutral name and type, never shown inside our own pages."""
    response = HttpResponse(data, content_type="application/octet-stream")
    attached = content_disposition_header(as_attachment=True, filename=name)
    response.headers["Content-Disposition"] = attached or "attachment"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


def _number(given: str) -> int:
    if not given.isdecimal():
        msg = "There is no such file."
        raise NotFound(msg)
    return int(given)
