"""Who acts in a request, and the gate before those who must set up a second factor."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import SimpleLazyObject

from stocktake.accounts import queries
from stocktake.accounts.rules import VISITOR, Acting
from stocktake.signin import tryout


# Until a second factor is set up, these pages and no others.
SET_UP = frozenset(
    {
        "mfa_index",
        "mfa_activate_totp",
        "mfa_list_webauthn",
        "mfa_add_webauthn",
        "mfa_generate_recovery_codes",
        "mfa_view_recovery_codes",
        "mfa_download_recovery_codes",
        "mfa_reauthenticate",
        "account_reauthenticate",
        "account_logout",
        "health",
    }
)


class acting:  # noqa: N801  # named as Django names middleware that is a function
    """Sets ``request.acting``, worked out when it is first read."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer as the person, the local administrator or a visitor."""
        request.acting = SimpleLazyObject(lambda: who(request))  # type: ignore[attr-defined]
        return self._get_response(request)

    def process_view(
        self, request: HttpRequest, _view: Any, _args: Any, _kwargs: Any
    ) -> HttpResponse | None:
        """Lead to the set-up pages whoever has to set up a second factor first."""
        name = request.resolver_match.view_name if request.resolver_match else ""
        if name in SET_UP or not _unsecured(request):
            return None
        return redirect("mfa_index")


def who(request: HttpRequest) -> Acting:
    """Who acts: signed in, trying out, or a visitor. One query at most after the session's."""
    if request.user.is_authenticated:
        if _unsecured(request):
            return VISITOR
        return queries.acting(request.user)
    return tryout.acting(request) if tryout.possible(request) else VISITOR


def _unsecured(request: HttpRequest) -> bool:
    """Whether a second factor is missing; asked once a request."""
    if not hasattr(request, "unsecured"):
        request.unsecured = queries.needs_second_factor(request.user)  # type: ignore[attr-defined]
    found: bool = request.unsecured  # type: ignore[attr-defined]
    return found
