"""Finer tables: ask for them under terms, decide, take a slice, read what was taken."""

import csv

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from stocktake.accounts.rules import Permission
from stocktake.design.refusing import attempt
from stocktake.desk.pages import research as pages
from stocktake.desk.pages.research_forms import Asking, Deciding
from stocktake.desk.views.answers import acting, at_work
from stocktake.indicators.access import actions, queries
from stocktake.indicators.access.rules import Standing
from stocktake.kernel.errors import NotPermitted


SHOWN = 500  # rows on a page; the file has all


@require_GET
@at_work
def home(request: HttpRequest) -> HttpResponse:
    """What is offered, one's own requests or those that wait, and the terms."""
    by = acting(request)
    page = pages.home_page(by, language=get_language(), at=timezone.now())
    return render(request, "desk/research/home.html", {"page": page})


@require_http_methods(["GET", "POST"])
@at_work
def ask(request: HttpRequest) -> HttpResponse:
    """Ask for tables: the institution, the purpose, the terms."""
    by = acting(request)
    by.require(Permission.RESEARCH_REQUEST)
    form = Asking(request.POST or None, tables=queries.tables())
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        with attempt() as tried:
            done = actions.request(
                given["tables"],
                organisation=given["organisation"],
                purpose=given["purpose"],
                accepted=form.accepted,
                by=by,
                at=timezone.now(),
            )
        if not tried.on(form):
            messages.success(request, _("Your request waits for a decision."))
            return redirect("desk:research_request", done.number)
    page = pages.ask_page(get_language())
    return render(request, "desk/research/ask.html", {"page": page, "form": form})


@require_http_methods(["GET", "POST"])
@at_work
def one(request: HttpRequest, number: int) -> HttpResponse:
    """One request with its decisions; who may decides, its author may withdraw it."""
    by = acting(request)
    found = queries.request(number, by=by)
    mine = found.person == queries.owner(by)
    options = tuple(
        each for each in found.open if (each is Standing.WITHDRAWN) or (not mine)
    )
    form = Deciding(request.POST or None, options=options, mine=mine)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        with attempt(elsewhere=NotPermitted) as tried:
            actions.decide(
                number,
                given["standing"],
                reason=given["reason"],
                until=given.get("until"),
                by=by,
                at=timezone.now(),
            )
        if not tried.on(form):
            messages.success(request, _("Decided."))
            return redirect("desk:research_request", number)
    context = {
        "page": pages.request_page(found, by=by, at=timezone.now()),
        "form": form if options else None,
    }
    return render(request, "desk/research/request.html", context)


@require_http_methods(["GET", "POST"])
@at_work
def table(request: HttpRequest, code: str) -> HttpResponse:
    """A table: what it is and how it was attacked; who has access takes a slice of it."""
    by = acting(request)
    if not by.may(Permission.RESEARCH_OFFER):
        by.require(Permission.RESEARCH_REQUEST)
    page = pages.table_page(code, by=by, at=timezone.now())
    if request.method == "GET":
        return render(request, "desk/research/table.html", {"page": page})
    wanted = {name: request.POST.getlist(f"code {name}") for name in page.codes}
    wanted = {name: chosen for name, chosen in wanted.items() if chosen}
    taken = actions.take(code, wanted, by=by, at=timezone.now())
    if request.POST.get("go") == "csv":
        return _file(f"{page.table.code}-{page.table.version}.csv", taken)
    context = {
        "page": pages.with_chosen(page, wanted),
        "taken": taken,
        "rows": pages.rows(page, taken, most=SHOWN),
        "more": max(len(taken.rows) - SHOWN, 0),
    }
    return render(request, "desk/research/table.html", context)


@require_GET
@at_work
def log(request: HttpRequest) -> HttpResponse:
    """Every slice that was taken: by whom, of what, when."""
    by = acting(request)
    page = pages.log_page(by)
    return render(request, "desk/research/log.html", {"page": page})


def _file(name: str, taken: actions.Slice) -> HttpResponse:
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    lines = csv.writer(response, lineterminator="\n")
    lines.writerow(taken.header)
    lines.writerows(taken.rows)
    return response
