"""What views of the way in share."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from stocktake.accounts.rules import Acting
from stocktake.design.refusing import refused_page
from stocktake.kernel.errors import Refused


View = Callable[..., HttpResponse]


def careful(view: View) -> View:
    """Never kept by browsers; what is refused is said on a page of its own."""

    @never_cache
    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except Refused as refusal:
            return refused_page(request, refusal)

    return answer


def signed_in(view: View) -> View:
    """A page of somebody's own account."""
    return login_required(careful(view))


def acting(request: HttpRequest) -> Acting:
    """Who acts in this request."""
    found: Acting = request.acting  # type: ignore[attr-defined]
    return found


def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The page for a form whose token is not of this browser."""
    return render(request, "signin/stale_form.html", status=403)
