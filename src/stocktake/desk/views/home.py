"""The first page of the desk."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from stocktake.desk.views.answers import at_work


@require_GET
@at_work
def home(request: HttpRequest) -> HttpResponse:
    """What is due, from whom, when."""
    return render(request, "desk/home.html")
