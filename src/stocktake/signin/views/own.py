"""Somebody's own account and sessions."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from stocktake.accounts import actions, queries
from stocktake.kernel.languages import LANGUAGES
from stocktake.signin.views.answers import acting, signed_in


@require_http_methods(["GET", "POST"])
@signed_in
def account(request: HttpRequest) -> HttpResponse:
    """Who somebody is here, and what they can change."""
    if request.method == "POST":
        actions.set_language(request.user, request.POST.get("language", ""))
        messages.success(request, _("Saved."))
        return redirect("signin:account")
    context = {
        "acting": acting(request),
        "languages": LANGUAGES.values(),
        "secured": queries.has_second_factor(request.user),
        "sees_people": queries.sees_people(acting(request)),
    }
    return render(request, "signin/account.html", context)


@require_http_methods(["GET", "POST"])
@signed_in
def sessions(request: HttpRequest) -> HttpResponse:
    """Where somebody is signed in; end one of them, or all others."""
    here = request.session.session_key or ""
    if request.method == "POST":
        key = request.POST.get("session", "")
        actions.end_sessions(request.user, key, but=here)
        messages.success(request, _("Signed out there."))
        return redirect("signin:sessions")
    rows = queries.sessions(request.user, here)
    return render(request, "signin/sessions.html", {"rows": rows})
