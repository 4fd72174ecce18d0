"""Accepting an invitation; trying out without an account."""

from allauth.account.internal.flows.login import record_authentication
from allauth.account.utils import perform_login
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from stocktake.accounts import actions, queries
from stocktake.design.refusing import attempt
from stocktake.kernel.errors import NotFound
from stocktake.signin import tryout
from stocktake.signin.forms import Joining, Trying
from stocktake.signin.views.answers import acting, careful


@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
@careful
def invitation(request: HttpRequest, key: str) -> HttpResponse:
    """What is offered, and the form that accepts it."""
    offered = queries.invited(key, at=timezone.now())
    form = Joining(request.POST or None, initial={"name": offered.name})
    if request.method == "POST" and form.is_valid():
        with attempt(elsewhere=NotFound) as tried:
            return _join(request, key, form)
        tried.on(form)
    return render(request, "signin/invitation.html", {"offered": offered, "form": form})


def _join(request: HttpRequest, key: str, form: Joining) -> HttpResponse:
    person = actions.accept(
        key,
        name=form.cleaned_data["name"],
        password=form.cleaned_data["password"],
        language=get_language() or "en",
        at=timezone.now(),
    )
    person.backend = "allauth.account.auth_backends.AuthenticationBackend"  # type: ignore[attr-defined]
    # They typed the password this minute: setting up a second factor need not ask again.
    record_authentication(request, person, method="password", reauthenticated=True)
    messages.success(request, _("You have an account now."))
    response: HttpResponse = perform_login(request, person)
    return response


@require_http_methods(["GET", "POST"])
@careful
def try_out(request: HttpRequest) -> HttpResponse:
    """Act in another role on one's own machine, while there are no accounts."""
    if not tryout.possible(request) or request.user.is_authenticated:
        msg = "Roles can be tried out on one's own machine only, and only without accounts."
        raise NotFound(msg)
    form = Trying(request.POST or None, roles=tryout.ROLES)
    if request.method == "POST" and form.is_valid():
        with attempt(elsewhere=()) as tried:
            tryout.switch(request, **form.cleaned_data)
        if not tried.on(form, "area"):
            return redirect("desk:home")
    return render(
        request, "signin/try_out.html", {"form": form, "acting": acting(request)}
    )
