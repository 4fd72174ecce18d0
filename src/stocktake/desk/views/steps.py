"""A State's report: where it stands, its steps, receipts and snapshots."""

from dataclasses import replace

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from stocktake.accounts.rules import Permission
from stocktake.design.refusing import attempt
from stocktake.desk.pages import steps
from stocktake.desk.pages.steps_names import Named, language
from stocktake.desk.views.answers import acting
from stocktake.desk.views.steps_files import download, of_report
from stocktake.kernel.errors import NotFound, NotPermitted
from stocktake.reporting import actions, queries, receipts
from stocktake.reporting.rules import Stage, Step


@require_GET
@of_report
def submission(request: HttpRequest, one: Named) -> HttpResponse:
    """Where a report stands, and what can be done with it."""
    page = steps.report_page(one, by=acting(request))
    return render(request, "desk/steps/submission.html", {"page": page})


@require_http_methods(["GET", "POST"])
@of_report
def step(request: HttpRequest, one: Named, step: str) -> HttpResponse:
    """What a step will do; confirmed, it is done."""
    if request.method == "POST":
        return _confirmed(request, one, step)
    page = steps.step_page(one, step, by=acting(request), at=timezone.now())
    return render(request, "desk/steps/step.html", {"page": page})


def _confirmed(request: HttpRequest, one: Named, name: str) -> HttpResponse:
    """Do the step, unless somebody moved the report or changed it in between."""
    by, now = acting(request), timezone.now()
    by.require(Permission.REPORT_READ, area=one.sender)
    given = request.POST
    seen, stage = given.get("stage", ""), queries.draft(one.urn).stage
    if seen in list(Stage) and seen != stage:
        return overtaken(request, one, given.get("message", ""))
    page = steps.answered(
        steps.step_page(one, name, by=by, at=now),
        message=given.get("message", ""),
        looked_at=given.get("looked_at", ""),
        by=by,
        at=now,
    )
    if page.wrong:
        return _again(request, page)
    try:
        with attempt(elsewhere=(NotFound, NotPermitted, actions.Overtaken)) as tried:
            moved = actions.move(
                one.urn, page.step, by=by, at=now, message=page.message, seen=stage
            )
    except actions.Overtaken:
        return overtaken(request, one, page.message)
    if tried.refused:
        return _again(request, replace(page, refused=tried.refused))
    messages.success(request, _told(page.step))
    return redirect(one.link() + ("#submitted" if moved.snapshot else ""))


def _again(request: HttpRequest, page: steps.StepPage) -> HttpResponse:
    return render(request, "desk/steps/step.html", {"page": page}, status=422)


def overtaken(request: HttpRequest, one: Named, message: str) -> HttpResponse:
    """The page that says who moved the report in between; the message is kept on it."""
    last = queries.moves(one.urn)[-1:]
    page = {
        "frame": one.frame(_("Somebody was faster")),
        "named": one,
        "last": last[0] if last else None,
        "stage": queries.draft(one.urn).stage,
        "message": message.strip(),
    }
    return render(request, "desk/steps/overtaken.html", {"page": page}, status=409)


def _told(step: Step) -> str:
    """That a step was done, in words."""
    return {
        Step.CLEAR: _("The report is cleared."),
        Step.REOPEN: _("The report is open for changes again."),
        Step.SUBMIT: _("The report is submitted. Here is your receipt."),
        Step.TAKE_UP: _("The check has begun."),
        Step.REQUEST_CORRECTION: _("The State is asked for a correction."),
        Step.ACCEPT: _("The report is accepted."),
        Step.PUBLISH: _("The report is published."),
        Step.WITHDRAW: _("The report is withdrawn."),
    }[step]


@require_GET
@of_report
def receipt(request: HttpRequest, one: Named, number: int) -> HttpResponse:
    """The receipt of what was submitted, as a PDF in the page's language."""
    acting(request).require(Permission.REPORT_READ, area=one.sender)
    taken = queries.snapshot(one.urn, number)
    name = f"receipt-{one.round}-{one.sender}-{one.version}-{number}.pdf"
    return download(receipts.pdf(taken, language=language()), name)


@require_GET
@of_report
def snapshot(request: HttpRequest, one: Named, number: int) -> HttpResponse:
    """What was submitted, byte for byte: its SHA-256 is the one on the receipt."""
    acting(request).require(Permission.REPORT_READ, area=one.sender)
    taken = queries.snapshot(one.urn, number)
    name = f"submission-{one.round}-{one.sender}-{one.version}-{number}.json"
    return download(taken.content.encode(), name)
