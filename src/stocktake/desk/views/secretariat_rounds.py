"""Rounds: open, close, who owes what, late exceptions."""

from datetime import date

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from stocktake.accounts.rules import Permission
from stocktake.design.refusing import attempt
from stocktake.desk.pages import steps_rounds
from stocktake.desk.pages.frames import Link
from stocktake.desk.pages.steps_turns import turn_page
from stocktake.desk.views.answers import acting, at_work
from stocktake.desk.views.steps_csv import as_csv
from stocktake.geography import queries as geography
from stocktake.kernel.errors import NotPermitted, Refused
from stocktake.reporting import actions, queries
from stocktake.reporting.rules import Strand


ASKED = ("state", "standing", "strand", "stage", "region", "sort")


@require_GET
@at_work
def rounds(request: HttpRequest) -> HttpResponse:
    """The calendar, and which rounds are open here."""
    page = steps_rounds.rounds_page(by=acting(request))
    return render(request, "desk/steps/rounds.html", {"page": page})


@require_GET
@at_work
def round_(request: HttpRequest, round_code: str) -> HttpResponse:
    """Who owes what in a round, and when."""
    asked = {name: request.GET.get(name, "") for name in ASKED}
    today = timezone.now().date()
    page = steps_rounds.round_page(round_code, asked, by=acting(request), today=today)
    if request.GET.get("format") == "csv":
        return as_csv(page.records(), f"stocktake-{round_code}-{today}.csv")
    return render(request, "desk/steps/round.html", {"page": page})


@require_http_methods(["GET", "POST"])
@at_work
def round_open(request: HttpRequest, round_code: str) -> HttpResponse:
    """Open a round, or a closed one again."""
    by, now = acting(request), timezone.now()
    by.require(Permission.ROUND_OPEN)
    if request.method == "POST":
        actions.open_round(round_code, by=by, at=now)
        actions.reopen_round(round_code, by=by, at=now)
        messages.success(request, _("Round %(code)s is open.") % {"code": round_code})
        return redirect("desk:round", round_code)
    page = turn_page(round_code, opens=True, today=now.date())
    return render(request, "desk/steps/round_turn.html", {"page": page})


@require_http_methods(["GET", "POST"])
@at_work
def round_close(request: HttpRequest, round_code: str) -> HttpResponse:
    """Close a round."""
    by, now = acting(request), timezone.now()
    by.require(Permission.ROUND_CLOSE)
    if request.method == "POST":
        actions.close_round(round_code, by=by, at=now)
        messages.success(request, _("Round %(code)s is closed.") % {"code": round_code})
        return redirect("desk:round", round_code)
    page = turn_page(round_code, opens=False, today=now.date())
    return render(request, "desk/steps/round_turn.html", {"page": page})


class Late(forms.Form):
    """Who may deliver late, until when, and why."""

    sender = forms.CharField(
        label=gettext_lazy("State or organisation"),
        max_length=60,
        help_text=gettext_lazy("Its code or name, such as KEN."),
    )
    strand = forms.ChoiceField(label=gettext_lazy("Report"))
    until = forms.DateField(
        label=gettext_lazy("Until"),
        help_text=gettext_lazy("The last day on which the report is taken."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=2000,
        help_text=gettext_lazy("It is kept with your name, and shown to the office."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, *args: object, experts: bool, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        choices = [(Strand.STATE.value, _("Of a State"))]
        if experts:
            choices.append((Strand.EXPERT.value, _("Of experts")))
        self.fields["strand"].choices = choices  # type: ignore[attr-defined]

    def clean_until(self) -> date:
        """Refuse a day that has passed."""
        until: date = self.cleaned_data["until"]
        if until < timezone.now().date():
            raise forms.ValidationError(_("This day has passed."))
        return until

    def clean(self) -> dict[str, object]:
        """Read the State's name or code."""
        found = super().clean() or {}
        if found.get("strand") == Strand.STATE and found.get("sender"):
            try:
                found["sender"] = geography.find(str(found["sender"])).alpha3
            except Refused:
                self.add_error("sender", _("There is no State of this code or name."))
        return found


@require_http_methods(["GET", "POST"])
@at_work
def round_late(request: HttpRequest, round_code: str) -> HttpResponse:
    """Let one sender deliver late."""
    by = acting(request)
    by.require(Permission.LATE_EXCEPT)
    row = queries.round_(round_code)
    form = Late(
        request.POST or None,
        experts=by.may(Permission.CLAIM_READ),
        initial={name: request.GET.get(name, "") for name in ("sender", "strand")},
    )
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        with attempt(elsewhere=NotPermitted) as tried:
            actions.except_late(
                round_code,
                given["sender"],
                Strand(given["strand"]),
                until=given["until"],
                reason=given["reason"],
                by=by,
                at=timezone.now(),
            )
        if not tried.on(form):
            messages.success(request, _("The exception is made."))
            return redirect("desk:round", round_code)
    frame = steps_rounds.round_frame(row, Link(_("Exception for a late report")))
    context = {"page": {"frame": frame, "round": row}, "form": form}
    status = 422 if form.errors else 200
    return render(request, "desk/steps/late.html", context, status=status)
