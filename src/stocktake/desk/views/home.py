"""The first page of the desk."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from stocktake.desk.pages.home import home_page
from stocktake.desk.pages.reminders import reminders_for
from stocktake.desk.views.answers import acting, at_work


@require_GET
@at_work
def home(request: HttpRequest) -> HttpResponse:
    """What is due, from whom, when."""
    by, at = acting(request), timezone.now()
    page = home_page(by, title=_("Desk"), language=get_language() or "en", at=at)
    told = reminders_for(by, today=at.date(), new_only=True)
    return render(request, "desk/home.html", {"page": page, "reminders": told})
