"""Claims: the secretariat's queue, weighing, publishing; the State's reply."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from stocktake.design.refusing import NONE, Refusal, attempt
from stocktake.desk.pages.expert_claims import claim_page, claims_page, replies_page
from stocktake.desk.views.answers import acting
from stocktake.desk.views.expert_answers import of_experts
from stocktake.kernel.errors import NotFound, Refused
from stocktake.kernel.urns import urn
from stocktake.reporting import actions
from stocktake.reporting.claims import ClaimStatus
from stocktake.reporting.rules import Step


STEPS = frozenset({Step.TAKE_UP, Step.OPEN_REPLY, Step.DECLINE})


@require_GET
@of_experts
def queue(request: HttpRequest) -> HttpResponse:
    """Reports and claims of a round."""
    return _queue(request, request.GET.get("round", ""))


@require_POST
@of_experts
def step(request: HttpRequest) -> HttpResponse:
    """Take a report up, let the State reply, or decline it with a reason."""
    given = request.POST
    if given.get("step") not in STEPS:
        msg = "There is no such step here."
        raise NotFound(msg)
    with attempt() as tried:
        actions.move(
            given.get("submission", ""),
            Step(given["step"]),
            by=acting(request),
            at=timezone.now(),
            message=given.get("message", ""),
        )
    if tried.refused:
        return _queue(request, given.get("round", ""), refused=tried.refused)
    messages.success(request, _("Done."))
    return _back(given.get("round", ""))


@require_POST
@of_experts
def publish(request: HttpRequest) -> HttpResponse:
    """Publish every report whose day has come."""
    code = request.POST.get("round", "")
    done = len(actions.publish_due(code, by=acting(request), at=timezone.now()))
    said = ngettext(
        "%(count)s report is published.", "%(count)s reports are published.", done
    )
    messages.success(request, said % {"count": done})
    return _back(code)


@require_GET
@of_experts
def claim(
    request: HttpRequest, round_code: str, area: str, record: str
) -> HttpResponse:
    """One claim."""
    return _claim(request, urn("claim", round_code, area, record))


@require_POST
@of_experts
def weigh(
    request: HttpRequest, round_code: str, area: str, record: str
) -> HttpResponse:
    """Give a claim a status, with the reason."""
    name = urn("claim", round_code, area, record)
    given = request.POST.get("status", "")
    with attempt() as tried:
        if given not in list(ClaimStatus):
            msg = "Choose a status."
            raise Refused(msg)
        actions.weigh(
            name,
            ClaimStatus(given),
            reason=request.POST.get("reason", ""),
            by=acting(request),
            at=timezone.now(),
        )
    if tried.refused:
        return _claim(request, name, refused=tried.refused)
    messages.success(request, _("Saved."))
    return redirect("desk:claim", round_code, area, record)


@require_POST
@of_experts
def reply(
    request: HttpRequest, round_code: str, area: str, record: str
) -> HttpResponse:
    """Reply on behalf of the State concerned."""
    name = urn("claim", round_code, area, record)
    # In which language somebody wrote is theirs to say: it need not be the page's.
    language = request.POST.get("language") or get_language() or "en"
    with attempt() as tried:
        actions.reply(
            name,
            {language: request.POST.get("reply", "")},
            by=acting(request),
            at=timezone.now(),
        )
    if tried.refused:
        return _claim(request, name, refused=tried.refused)
    messages.success(request, _("Your reply stands beside the claim."))
    return redirect("desk:replies", area)


@require_GET
@of_experts
def replies(request: HttpRequest, area: str) -> HttpResponse:
    """What experts say about a State, for its reply."""
    page = replies_page(area, by=acting(request), language=get_language() or "en")
    return render(request, "desk/experts/replies.html", {"page": page})


def _queue(request: HttpRequest, code: str, *, refused: Refusal = NONE) -> HttpResponse:
    page = claims_page(
        code,
        by=acting(request),
        language=get_language() or "en",
        today=timezone.now().date(),
    )
    return render(
        request,
        "desk/experts/claims.html",
        {"page": page, "refused": refused},
        status=422 if refused else 200,
    )


def _claim(request: HttpRequest, name: str, *, refused: Refusal = NONE) -> HttpResponse:
    page = claim_page(name, by=acting(request), language=get_language() or "en")
    context = {"page": page, "refused": refused, "statuses": list(ClaimStatus)}
    status = 422 if refused else 200
    return render(request, "desk/experts/claim.html", context, status=status)


def _back(code: str) -> HttpResponse:
    response = redirect("desk:claims")
    response["Location"] += f"?round={code}" if code.replace("-", "").isalnum() else ""
    return response
