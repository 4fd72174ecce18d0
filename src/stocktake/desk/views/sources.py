"""Who a source is: for the protection officer, with the reason recorded."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods

from stocktake.accounts.rules import Permission
from stocktake.design.refusing import attempt
from stocktake.desk.pages.frames import Frame, Link
from stocktake.desk.views.answers import acting
from stocktake.desk.views.expert_answers import of_experts
from stocktake.kernel.errors import NotPermitted, Refused
from stocktake.reporting import actions, queries
from stocktake.reporting.sources.rules import is_protected


class Identifying(forms.Form):
    """Which source, and why."""

    claim = forms.CharField(
        label=gettext_lazy("Claim"),
        help_text=gettext_lazy(
            "Its name as on its page, such as stocktake:claim:2026/XAA/0123456789ab."
        ),
        max_length=200,
        widget=forms.TextInput(attrs={"dir": "ltr", "autocomplete": "off"}),
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        help_text=gettext_lazy(
            "It is recorded for good and read by others. Say why, not who."
        ),
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto", "autocomplete": "off"}),
        max_length=1000,
    )


@sensitive_variables("identity")
@require_http_methods(["GET", "POST"])
@of_experts
def identify(request: HttpRequest) -> HttpResponse:
    """The form, and once the reason is recorded the identity: shown once, kept nowhere."""
    by = acting(request)
    by.require(Permission.SOURCE_IDENTIFY)
    form = Identifying(request.POST or None)
    identity = None
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        with attempt(elsewhere=NotPermitted) as tried:
            identity = actions.identify(
                _sender(given["claim"].strip(), request),
                reason=given["reason"],
                by=by,
                at=timezone.now(),
            )
        tried.on(form)
    title = _("Identify a source")
    trail = (
        Link(_("Desk"), reverse("desk:home")),
        Link(_("Experts"), reverse("desk:experts")),
        Link(title),
    )
    context = {
        "page": {"frame": Frame(title, trail=trail)},
        "form": form,
        "identity": identity,
        "kept": queries.sources_kept(),
    }
    return render(request, "desk/experts/sources.html", context)


def _sender(name: str, request: HttpRequest) -> str:
    """The pseudonym behind a claim."""
    row = queries.claim(name, by=acting(request))
    if not is_protected(row.sender):
        msg = "This claim is not of a protected source."
        raise Refused(msg)
    return row.sender
