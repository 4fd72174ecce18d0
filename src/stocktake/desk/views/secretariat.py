"""The secretariat's queue, the people of States, the record of what was done."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from stocktake.accounts.rules import Permission
from stocktake.desk.pages import steps_audit, steps_people, steps_tasks
from stocktake.desk.pages.frames import Link
from stocktake.desk.views.answers import acting, at_work
from stocktake.geography import queries as geography
from stocktake.kernel.errors import Refused
from stocktake.reporting import actions, queries


@require_GET
@at_work
def tasks(request: HttpRequest) -> HttpResponse:
    """What waits for the secretariat."""
    page = steps_tasks.tasks_page(
        request.GET.get("round", ""), by=acting(request), at=timezone.now()
    )
    return render(request, "desk/steps/tasks.html", {"page": page})


@require_GET
@at_work
def audit(request: HttpRequest) -> HttpResponse:
    """The record of what was done; with ``verify`` it is checked."""
    asked = {name: request.GET.get(name, "") for name in ("kind", "about", "page")}
    page = steps_audit.audit_page(
        asked, by=acting(request), verify=bool(request.GET.get("verify"))
    )
    return render(request, "desk/steps/audit.html", {"page": page})


@require_GET
@at_work
def people(request: HttpRequest) -> HttpResponse:
    """The States whose people somebody sees; a name leads to its State."""
    asked, wrong = request.GET.get("state", "").strip(), False
    if asked:
        try:
            return redirect("desk:area", geography.find(asked).alpha3)
        except Refused:
            wrong = True
    page = steps_people.people_page(
        asked, wrong=wrong, by=acting(request), at=timezone.now()
    )
    return render(request, "desk/steps/people.html", {"page": page})


@require_GET
@at_work
def area(request: HttpRequest, area: str) -> HttpResponse:
    """One State: people, clearing, reports."""
    page = steps_people.area_page(area, by=acting(request), at=timezone.now())
    return render(request, "desk/steps/area.html", {"page": page})


@require_http_methods(["GET", "POST"])
@at_work
def clearing(request: HttpRequest, area: str) -> HttpResponse:
    """Switch a State's national clearing on or off."""
    by = acting(request)
    by.require(Permission.CLEARING_SET, area=area)
    if request.method == "POST":
        on = request.POST.get("clearing") == "on"
        actions.set_clearing(area, on=on, by=by, at=timezone.now())
        said = (
            _("Reports are cleared before they are submitted from now on.")
            if on
            else _("Reports are submitted without being cleared from now on.")
        )
        messages.success(request, said)
        return redirect("desk:area", area)
    title = _("National clearing")
    context = {
        "frame": steps_people.area_frame(area, Link(title)),
        "code": area,
        "on": queries.clearing_on(area),
    }
    return render(request, "desk/steps/clearing.html", {"page": context})
