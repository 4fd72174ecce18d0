"""What views of the desk share: who acts, what is refused."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache

from stocktake.accounts.rules import Acting, Permission
from stocktake.design.refusing import refused_page
from stocktake.kernel.errors import Refused
from stocktake.reporting import queries


View = Callable[..., HttpResponse]


def acting(request: HttpRequest) -> Acting:
    """Who acts in this request; an expert for their own protected reports as well."""
    if not hasattr(request, "acting_at_work"):
        found = queries.with_pseudonyms(request.acting)  # type: ignore[attr-defined]
        request.acting_at_work = found  # type: ignore[attr-defined]
    known: Acting = request.acting_at_work  # type: ignore[attr-defined]
    return known


def at_work(view: View) -> View:
    """A page of the desk: visitors sign in first, and what is refused is said."""

    @never_cache
    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not acting(request).may(Permission.DESK_ENTER):
            return to_sign_in(request)
        try:
            return view(request, *args, **kwargs)
        except Refused as refusal:
            return refused_page(request, refusal)

    return answer


def to_sign_in(request: HttpRequest) -> HttpResponse:
    """The way in, and back to where somebody wanted to go."""
    back = request.get_full_path() if request.method == "GET" else reverse("desk:home")
    return redirect(f"{reverse(settings.LOGIN_URL)}?{urlencode({'next': back})}")
