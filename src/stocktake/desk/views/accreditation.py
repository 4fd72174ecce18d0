"""Accreditation: apply, see what waits, decide with a reason."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from stocktake.accounts.rules import Permission
from stocktake.actors import actions, queries
from stocktake.actors.accreditation import Standing
from stocktake.actors.rules import OrganisationType
from stocktake.design.refusing import attempt
from stocktake.desk.pages.expert_words import decision_name, type_name
from stocktake.desk.pages.frames import Frame, Link
from stocktake.desk.views.answers import acting
from stocktake.desk.views.expert_answers import of_experts
from stocktake.desk.views.expert_files import download


class Applying(forms.Form):
    """What an applicant states."""

    kind = forms.ChoiceField(label=gettext_lazy("Type"))
    mandate = forms.CharField(
        label=gettext_lazy("Mandate"),
        help_text=gettext_lazy(
            "In a few sentences: what you do, for whom, and who gave you the mandate."
        ),
        widget=forms.Textarea(attrs={"rows": 6, "dir": "auto"}),
        max_length=4000,
    )
    letter = forms.FileField(
        label=gettext_lazy("Letter"),
        help_text=gettext_lazy(
            "The letter of mandate, registration or appointment: PDF, DOCX, ODT, HTML or TXT."
        ),
        required=False,
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        known = [one for one in OrganisationType if one != OrganisationType.NOT_STATED]
        choices = [("", "–"), *((one.value, type_name(one)) for one in known)]
        self.fields["kind"].choices = choices  # type: ignore[attr-defined]


class Deciding(forms.Form):
    """A decision with its reason."""

    standing = forms.ChoiceField(
        label=gettext_lazy("Decision"), widget=forms.RadioSelect
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        help_text=gettext_lazy("The applicant reads it."),
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
        max_length=2000,
    )

    def __init__(
        self, *args: object, options: tuple[Standing, ...], **kwargs: object
    ) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        choices = [(one.value, decision_name(one)) for one in options]
        self.fields["standing"].choices = choices  # type: ignore[attr-defined]


@require_GET
@of_experts
def queue(request: HttpRequest) -> HttpResponse:
    """All applications, those that wait first."""
    acting(request).require(Permission.ACCREDITATION_DECIDE)
    rows = queries.applications()
    waiting = [one for one in rows if one.standing is Standing.APPLIED]
    decided = [one for one in rows if one.standing is not Standing.APPLIED]
    context = {
        "page": {"frame": _frame(_("Accreditation"))},
        "waiting": waiting,
        "decided": decided,
    }
    return render(request, "desk/experts/accreditations.html", context)


@require_http_methods(["GET", "POST"])
@of_experts
def apply(request: HttpRequest, organisation: str) -> HttpResponse:
    """Apply on behalf of an organisation."""
    acting(request).require(Permission.ACCREDITATION_APPLY, area=organisation)
    form = Applying(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        sent = given["letter"]
        with attempt() as tried:
            actions.apply_for_accreditation(
                organisation,
                kind=given["kind"],
                mandate=given["mandate"],
                letter=actions.Letter(sent.name, sent.read()) if sent else None,
                by=acting(request),
                at=timezone.now(),
            )
        if not tried.on(form):
            messages.success(request, _("Your application waits for a decision."))
            return redirect("desk:experts")
    context = {
        "page": {"frame": _frame(_("Apply for accreditation"))},
        "form": form,
        "organisation": organisation,
    }
    return render(request, "desk/experts/apply.html", context)


@require_http_methods(["GET", "POST"])
@of_experts
def one(request: HttpRequest, organisation: str, number: int) -> HttpResponse:
    """One application; the secretariat decides, its applicant may withdraw it."""
    by = acting(request)
    own = by.may(Permission.ACCREDITATION_APPLY, area=organisation)
    decides = by.may(Permission.ACCREDITATION_DECIDE)
    if not own:
        by.require(Permission.ACCREDITATION_DECIDE)
    found = queries.application(f"{organisation}/{number}")
    options = tuple(
        each for each in found.open if decides or each is Standing.WITHDRAWN
    )
    form = Deciding(request.POST or None, options=options)
    if request.method == "POST" and form.is_valid():
        actions.decide_accreditation(
            found.urn,
            form.cleaned_data["standing"],
            reason=form.cleaned_data["reason"],
            by=by,
            at=timezone.now(),
        )
        messages.success(request, _("Decided."))
        return redirect("desk:accreditation", organisation, number)
    context = {
        "page": {"frame": _frame(f"{_('Accreditation')}: {organisation}")},
        "found": found,
        "form": form if options else None,
    }
    return render(request, "desk/experts/accreditation.html", context)


@require_GET
@of_experts
def letter(request: HttpRequest, organisation: str, number: int) -> HttpResponse:
    """The letter, as a download."""
    name, data = actions.letter_of(f"{organisation}/{number}", by=acting(request))
    return download(data, name)


def _frame(title: str) -> Frame:
    first = (
        Link(_("Desk"), reverse("desk:home")),
        Link(_("Experts"), reverse("desk:experts")),
    )
    return Frame(title, trail=(*first, Link(title)))
