"""What somebody was told, and that they have read it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from stocktake.desk.pages.reminders import reminders_page
from stocktake.desk.views.answers import acting, at_work
from stocktake.reporting import actions


@require_GET
@at_work
def reminders(request: HttpRequest) -> HttpResponse:
    """All reminders of whoever asks, in the language of the page."""
    page = reminders_page(
        acting(request), title=_("Reminders"), today=timezone.now().date()
    )
    return render(request, "desk/reminders/reminders.html", {"page": page})


@require_POST
@at_work
def read(request: HttpRequest) -> HttpResponse:
    """Mark all of one's own as read."""
    actions.read_reminders(by=acting(request), at=timezone.now())
    return redirect("desk:reminders")
