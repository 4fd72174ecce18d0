"""Findings about a State, for those who may reply on its behalf."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from stocktake.assessment import actions
from stocktake.assessment.rules import name
from stocktake.design.refusing import NONE, Refusal, attempt
from stocktake.desk.pages.findings import finding_page, findings_page
from stocktake.desk.views.answers import acting, at_work


@require_GET
@at_work
def all_(request: HttpRequest) -> HttpResponse:
    """Every finding about one State in a round."""
    page = findings_page(
        request.GET.get("area", "").strip().upper(),
        request.GET.get("round", ""),
        by=acting(request),
        language=get_language() or "en",
    )
    return render(request, "desk/findings/all.html", {"page": page})


@require_GET
@at_work
def one(request: HttpRequest, round_code: str, area: str, code: str) -> HttpResponse:
    """One finding, and the place for the State's reply."""
    return _one(request, name(round_code, area, code))


@require_POST
@at_work
def reply(request: HttpRequest, round_code: str, area: str, code: str) -> HttpResponse:
    """Attach a reply."""
    urn = name(round_code, area, code)
    # In which language somebody wrote is theirs to say: it need not be the page's.
    language = request.POST.get("language") or get_language() or "en"
    with attempt() as tried:
        actions.reply(
            urn,
            request.POST.get("reply", ""),
            language,
            by=acting(request),
            at=timezone.now(),
        )
    if tried.refused:
        return _one(request, urn, refused=tried.refused)
    messages.success(request, _("Your reply stands beside the finding."))
    return redirect("desk:finding", round_code, area, code)


def _one(request: HttpRequest, urn: str, *, refused: Refusal = NONE) -> HttpResponse:
    page = finding_page(urn, by=acting(request), language=get_language() or "en")
    written = request.POST.get("reply", "")
    context = {"page": page, "refused": refused, "written": written}
    status = 422 if refused else 200
    return render(request, "desk/findings/one.html", context, status=status)
