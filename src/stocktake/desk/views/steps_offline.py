"""Take a report away as a workbook; bring the answers back; choose where both changed."""

import re

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from stocktake.accounts.rules import Permission
from stocktake.design.refusing import attempt
from stocktake.desk.pages import steps_offline
from stocktake.desk.pages.steps_names import Named
from stocktake.desk.views.answers import acting
from stocktake.desk.views.steps_files import download, of_report
from stocktake.kernel.errors import NotPermitted
from stocktake.reporting import actions
from stocktake.reporting.actions import offline
from stocktake.reporting.actions.offline_memory import ORIGIN
from stocktake.reporting.workbook.package import MAX_BYTES


_CHOSEN = re.compile(r"choice:(?P<revision>\d+):(?P<address>.+)")


@require_http_methods(["GET", "POST"])
@of_report
def workbook(request: HttpRequest, one: Named) -> HttpResponse:
    """The buttons; a file that came back is taken in and told about."""
    if request.method == "POST":
        return _came_back(request, one)
    page = steps_offline.offline_page(one, by=acting(request))
    return render(request, "desk/steps/offline.html", {"page": page})


@require_POST
@of_report
def workbook_file(request: HttpRequest, one: Named) -> HttpResponse:
    """The report as a workbook, or its texts for Word, in one of the six languages."""
    tongue = request.POST.get("language", "")
    kind = ".docx" if request.POST.get("kind") == ".docx" else ".xlsx"
    data = offline.export(
        one.urn, kind=kind, language=tongue, by=acting(request), at=timezone.now()
    )
    name = f"stocktake-{one.round}-{one.sender}-{one.version}-{tongue}{kind}"
    return download(data, name)


@require_POST
@of_report
def workbook_choice(request: HttpRequest, one: Named) -> HttpResponse:
    """Save the file's words where somebody chose them; the others stay as they are."""
    by = acting(request)
    by.require(Permission.REPORT_EDIT, area=one.sender)
    tongue = request.POST.get("language", "")
    chosen = {
        match["address"]: (int(match["revision"]), value)
        for name, value in request.POST.items()
        if (match := _CHOSEN.fullmatch(name)) and value == "mine"
    }
    changes = steps_offline.changes(one, chosen, tongue=tongue)
    saved = actions.save_answers(
        one.urn, changes, by=by, at=timezone.now(), origin=ORIGIN
    )
    if saved.clashes:
        told = steps_offline.clashed_again(one, saved.clashes, tongue=tongue, by=by)
        page = steps_offline.offline_page(one, by=by, outcome=told)
        return render(request, "desk/steps/offline.html", {"page": page}, status=409)
    number = len(saved.taken)
    messages.success(
        request,
        ngettext(
            "%(number)s answer of your file stands now.",
            "%(number)s answers of your file stand now.",
            number,
        )
        % {"number": number},
    )
    return redirect(one.link("workbook"))


def _came_back(request: HttpRequest, one: Named) -> HttpResponse:
    by = acting(request)
    file = request.FILES.get("file")
    page = steps_offline.offline_page(one, by=by, no_file=file is None)
    if file is None:
        return render(request, "desk/steps/offline.html", {"page": page}, status=422)
    with attempt(elsewhere=NotPermitted) as tried:
        too_large = (file.size or 0) > MAX_BYTES
        data = file.read(MAX_BYTES + 1) if too_large else file.read()
        told = offline.import_(data, file.name or "file", by=by, at=timezone.now())
    if tried.refused:
        page = steps_offline.offline_page(one, by=by, refused=tried.refused)
        return render(request, "desk/steps/offline.html", {"page": page}, status=422)
    outcome = steps_offline.outcome(told, one, by=by)
    page = steps_offline.offline_page(one, by=by, outcome=outcome)
    return render(request, "desk/steps/offline.html", {"page": page})
