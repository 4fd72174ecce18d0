"""Records: all of a group, and one that is added, changed, removed or brought back."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_GET,
    require_http_methods,
    require_POST,
)

from stocktake.design.refusing import NONE, Refusal
from stocktake.desk.pages import records
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
from stocktake.reporting import actions
from stocktake.reporting.actions import Change
from stocktake.reporting.questionnaires import BlockView


@require_GET
@at_work
def group(request: HttpRequest, item: str, group: str, **names: Any) -> HttpResponse:
    """All records of a group, a page at a time."""
    found = report(names, by=acting(request))
    asked = request.GET.get("page", "")
    page = records.records_page(found, view_of(found, item), group, asked=asked)
    return render(request, "desk/records.html", {"page": page})


@require_GET
@at_work
def new(request: HttpRequest, item: str, group: str, **names: Any) -> HttpResponse:
    """The form of a record to be added; nothing is stored until something is written."""
    found = report(names, by=acting(request))
    records.group_of(view_of(found, item, NO_RECORD), group)
    fresh = records.new_id()
    return redirect(found.url("record", item=item, group=group, record=fresh))


@require_http_methods(["GET", "POST"])
@at_work
def record(
    request: HttpRequest, item: str, group: str, record: str, **names: Any
) -> HttpResponse:
    """One record."""
    found = report(names, by=acting(request))
    view = view_of(found, item, f"{item}/{group}/{record}")
    if request.method == "POST":
        return _save(request, found, view, (group, record))
    return shown(request, found, view, (group, record))


@require_POST
@at_work
def remove(
    request: HttpRequest, item: str, group: str, record: str, **names: Any
) -> HttpResponse:
    """Remove a record; its answers are kept, so that it can be brought back."""
    found = report(names, by=acting(request))
    address = f"{item}/{group}/{record}"
    actions.remove_record(
        found.draft.key, address, by=acting(request), at=timezone.now()
    )
    return redirect(f"{found.url('block', item=item)}?removed={group}/{record}")


@require_POST
@at_work
def restore(
    request: HttpRequest, item: str, group: str, record: str, **names: Any
) -> HttpResponse:
    """Bring a removed record back with all that it held."""
    found = report(names, by=acting(request))
    address = f"{item}/{group}/{record}"
    actions.restore_record(
        found.draft.key, address, by=acting(request), at=timezone.now()
    )
    messages.success(request, _("It is back with all that it held."))
    return redirect(found.place(address))


def shown(
    request: HttpRequest,
    found: Report,
    view: BlockView,
    at: tuple[str, str],
    typed: Typed = NOTHING,
    *,
    file_refused: Refusal = NONE,
) -> HttpResponse:
    """A record with what was typed, and why its answers or its file were not taken."""
    group, record = at
    page = records.record_page(
        found,
        view,
        records.group_of(view, group),
        record,
        language=language(),
        at=timezone.now(),
        typed=typed,
    )
    status = NOT_SAVED if typed.errors or file_refused else 200
    context = {"page": page, "file_refused": file_refused}
    return render(request, "desk/record.html", context, status=status)


def _save(
    request: HttpRequest, found: Report, view: BlockView, at: tuple[str, str]
) -> HttpResponse:
    group, record = at
    of = records.group_of(view, group)
    one = records.record_of(found, view, of, record, language=language())
    is_new = not of.records
    before = (Change(one.address, {}),) if is_new else ()
    outcome = save_form(request, found, one.fields, before)
    if asks_json(request):
        return as_json(found, outcome)
    if outcome.typed.errors:
        now = view_of(found, view.item, one.address)
        return shown(request, found, now, at, outcome.typed)
    if is_new and not outcome.saved:
        messages.info(request, _("Nothing was written, so nothing was added."))
    return redirect(_way_on(request, found, one.address))


def _way_on(request: HttpRequest, found: Report, address: str) -> str:
    """Where somebody goes after saving: another record, this one, or back to the block."""
    item, group, _record = address.split("/")
    go = request.POST.get("go", "")
    if go == "another":
        return found.url("new_record", item=item, group=group)
    if go == "stay" or request.POST.get("confirm"):
        return request.path
    return found.place(f"{item}/{group}")
