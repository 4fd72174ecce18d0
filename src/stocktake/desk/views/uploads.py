"""Evidence of a State: files attached to a record, taken away, opened."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from stocktake.design.refusing import Refusal, attempt
from stocktake.desk.pages.reports import Report, report
from stocktake.desk.views import records
from stocktake.desk.views.answers import acting, at_work
from stocktake.desk.views.expert_files import download
from stocktake.desk.views.forms import view_of
from stocktake.kernel.errors import NotFound
from stocktake.reporting import actions
from stocktake.reporting.rules import Strand


@require_POST
@at_work
def attach(
    request: HttpRequest, item: str, group: str, record: str, **names: Any
) -> HttpResponse:
    """Attach a file to a record, stripped of what it says of its maker."""
    found = _report(request, names)
    address = f"{item}/{group}/{record}"
    given = request.FILES.get("file")
    if given is None:
        return _shown(request, found, address, Refusal(_("Choose a file first.")))
    with attempt() as tried:
        actions.attach(
            found.draft.key,
            address,
            given.read(),
            given.name or "",
            by=acting(request),
            at=timezone.now(),
        )
    if tried.refused:
        return _shown(request, found, address, tried.refused)
    messages.success(
        request, _("Attached. What the file said of its maker was taken out.")
    )
    return redirect(f"{found.place(address)}#files")


@require_GET
@at_work
def one(
    request: HttpRequest, item: str, group: str, record: str, number: int, **names: Any
) -> HttpResponse:
    """A file of a record, for those who may read the report."""
    found = _report(request, names)
    address = f"{item}/{group}/{record}"
    name, data = actions.opened(found.draft.key, address, number, by=acting(request))
    return download(data, name)


@require_POST
@at_work
def detach(
    request: HttpRequest, item: str, group: str, record: str, number: int, **names: Any
) -> HttpResponse:
    """Take a file away from a record."""
    found = _report(request, names)
    address = f"{item}/{group}/{record}"
    actions.detach(
        found.draft.key, address, number, by=acting(request), at=timezone.now()
    )
    messages.success(request, _("The file is gone."))
    return redirect(f"{found.place(address)}#files")


def _report(request: HttpRequest, names: dict[str, Any]) -> Report:
    """A State's report; experts attach files on pages of their own."""
    if names["strand"] != Strand.STATE:
        msg = "Files of experts are attached on the page of their report."
        raise NotFound(msg)
    return report(names, by=acting(request))


def _shown(
    request: HttpRequest, found: Report, address: str, refused: Refusal
) -> HttpResponse:
    """The record again, with why its file was not taken."""
    item, *at = address.split("/")
    view = view_of(found, item, address)
    return records.shown(request, found, view, (at[0], at[1]), file_refused=refused)
