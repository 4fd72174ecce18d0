"""What experts do: see where they stand, start a report, say who stands behind it, submit."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_POST

from stocktake.design.refusing import NONE, Refusal, attempt
from stocktake.desk.pages.experts import expert_report_page, experts_page
from stocktake.desk.pages.reports import Report, report
from stocktake.desk.views.answers import acting
from stocktake.desk.views.expert_answers import of_experts, of_report
from stocktake.kernel.errors import NotFound, Refused
from stocktake.reporting import actions, queries
from stocktake.reporting.claims import WHOLE
from stocktake.reporting.rules import Step, Strand
from stocktake.reporting.sources.rules import Publication


@require_GET
@of_experts
def home(request: HttpRequest) -> HttpResponse:
    """Accreditation and reports of one's organisation; the queues of those who run it."""
    page = experts_page(acting(request))
    return render(request, "desk/experts/home.html", {"page": page})


@require_POST
@of_experts
def start(request: HttpRequest) -> HttpResponse:
    """Start a report under the organisation's name, or a protected one."""
    by, now = acting(request), timezone.now()
    round_code = request.POST.get("round", "")
    organisation = request.POST.get("organisation", "")
    if request.POST.get("protected"):
        draft = actions.start_protected(round_code, organisation, by=by, at=now)
        by = queries.with_pseudonyms(by)
    else:
        draft = actions.start_draft(
            round_code, sender=organisation, strand=Strand.EXPERT, by=by, at=now
        )
        _choose(draft.urn, Publication.ATTRIBUTED, request)
    names = {
        "round_code": draft.round,
        "sender": draft.sender,
        "strand": draft.strand,
        "version": draft.version,
    }
    return redirect(report(names, by=by).url("expert_report"))


@require_GET
@of_report
def overview(request: HttpRequest, found: Report) -> HttpResponse:
    """One report: where it stands, its files, its steps."""
    return _shown(request, found)


@require_POST
@of_report
def publication(request: HttpRequest, found: Report) -> HttpResponse:
    """Choose how a protected report may be published."""
    _choose(found.draft.urn, request.POST.get("publication", ""), request)
    messages.success(request, _("Saved."))
    return redirect(found.url("expert_report"))


@sensitive_post_parameters()
@require_POST
@of_report
def source(request: HttpRequest, found: Report) -> HttpResponse:
    """Seal who stands behind a protected report."""
    by = acting(request)
    for organisation in sorted(by.areas):
        if queries.own_pseudonym(organisation, found.draft.round) == found.draft.sender:
            actions.describe_source(
                found.draft.round, organisation, request.POST.dict(), by=by
            )
            messages.success(
                request, _("Sealed. Only the protection officer can read it.")
            )
    return redirect(found.url("expert_report"))


@require_POST
@of_report
def step(request: HttpRequest, found: Report) -> HttpResponse:
    """Submit or withdraw."""
    name = request.POST.get("step", "")
    if name not in {Step.SUBMIT, Step.WITHDRAW}:
        msg = f"There is no step {name!r} here."
        raise NotFound(msg)
    with attempt() as tried:
        actions.move(
            found.draft.urn,
            Step(name),
            by=acting(request),
            at=timezone.now(),
            message=request.POST.get("message", ""),
        )
    if tried.refused:
        return _shown(request, found, refused=tried.refused)
    done = {
        Step.SUBMIT: _("Submitted. The secretariat checks it now."),
        Step.WITHDRAW: _("Withdrawn."),
    }
    messages.success(request, done[Step(name)])
    return redirect(found.url("expert_report"))


def _shown(
    request: HttpRequest, found: Report, *, refused: Refusal = NONE
) -> HttpResponse:
    page = expert_report_page(found, language=get_language() or "en", at=timezone.now())
    return render(
        request,
        "desk/experts/report.html",
        {"page": page, "refused": refused},
        status=422 if refused else 200,
    )


def _choose(urn: str, choice: str, request: HttpRequest) -> None:
    """Set the choice of publication, if it is one."""
    if choice not in list(Publication):
        msg = "Choose how the report may be published."
        raise Refused(msg)
    key = queries.draft(urn).key
    seen = queries.revisions(key, items=["about"]).get(WHOLE, 0)
    by = queries.with_pseudonyms(acting(request))
    actions.save_answer(
        key, WHOLE, choice, expected_revision=seen, by=by, at=timezone.now()
    )
