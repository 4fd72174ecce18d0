"""One block of a questionnaire: shown, saved, left."""

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from stocktake.desk.pages.blocks import block_page
from stocktake.desk.pages.controls import NOTHING, Typed
from stocktake.desk.pages.reports import Report, report
from stocktake.desk.views.answers import acting, at_work
from stocktake.desk.views.forms import (
    NO_RECORD,
    NOT_SAVED,
    as_json,
    asks_json,
    language,
    save_form,
    view_of,
)
from stocktake.reporting.questionnaires import BlockView, FieldView


@require_http_methods(["GET", "POST"])
@at_work
def block(request: HttpRequest, item: str, **names: Any) -> HttpResponse:
    """One block."""
    found = report(names, by=acting(request))
    if request.method == "POST":
        return _save(request, found, view_of(found, item, NO_RECORD))
    return _shown(request, found, view_of(found, item))


def _shown(
    request: HttpRequest, found: Report, view: BlockView, typed: Typed = NOTHING
) -> HttpResponse:
    page = block_page(
        found,
        view,
        language=language(),
        at=timezone.now(),
        typed=typed,
        removed=request.GET.get("removed", ""),
    )
    status = NOT_SAVED if typed.errors else 200
    return render(request, "desk/block.html", {"page": page}, status=status)


def _save(request: HttpRequest, found: Report, view: BlockView) -> HttpResponse:
    asked = [part for part in view.parts if isinstance(part, FieldView)]
    outcome = save_form(request, found, asked)
    if asks_json(request):
        return as_json(found, outcome)
    if outcome.typed.errors:
        return _shown(request, found, view_of(found, view.item), outcome.typed)
    now = view_of(found, view.item, NO_RECORD)
    if request.POST.get("script") != "1" and _opens(asked, now):
        messages.info(request, _("Saved. Your answer has opened further questions."))
        return redirect(request.path)
    return redirect(_way_on(request, found, view.item))


def _opens(before: Iterable[FieldView], now: BlockView) -> bool:
    """Whether a question without an answer is asked now that was not before."""
    was = {one.address: one.asked for one in before}
    return any(
        isinstance(part, FieldView)
        and part.asked
        and part.value is None
        and not was.get(part.address, True)
        for part in now.parts
    )


def _way_on(request: HttpRequest, found: Report, item: str) -> str:
    """Where somebody goes after saving: the next block, a record, the report, or nowhere."""
    go = request.POST.get("go", "")
    if go == "report":
        return found.url()
    if go.startswith("add-"):
        group = go.removeprefix("add-")
        return found.url("new_record", item=item, group=group)
    items = list(found.draft.questionnaire.blocks)
    following = items.index(item) + 1
    if go == "next" and following < len(items):
        return found.url("block", item=items[following])
    return found.url() if go == "next" else request.path
