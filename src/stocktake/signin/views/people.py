"""Who else is here: see them, invite somebody, end somebody's access."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from stocktake.accounts import actions, queries
from stocktake.accounts.rules import Acting, invitable
from stocktake.design.refusing import attempt
from stocktake.kernel.errors import NotFound
from stocktake.signin import mail
from stocktake.signin.forms import Inviting
from stocktake.signin.views.answers import acting, careful


@require_http_methods(["GET", "POST"])
@careful
def people(request: HttpRequest) -> HttpResponse:
    """People and open invitations that somebody may see, and the form to invite."""
    by = acting(request)
    rows = queries.people(by, at=timezone.now())
    form = Inviting(
        request.POST or None,
        roles=invitable(by),
        initial={"language": get_language(), "areas": ", ".join(sorted(by.areas))},
    )
    if request.method == "POST" and form.is_valid() and _invite(request, form, by):
        return redirect("signin:people")
    shown = [(row, queries.may_revoke(by, row)) for row in rows]
    context = {"rows": shown, "form": form, "may_invite": bool(invitable(by))}
    return render(request, "signin/people.html", context)


@require_POST
@careful
def revoke(request: HttpRequest) -> HttpResponse:
    """End somebody's access."""
    email = request.POST.get("email", "")
    actions.revoke(email, by=acting(request), at=timezone.now())
    messages.success(request, _("%(email)s has no access any more.") % {"email": email})
    return redirect("signin:people")


def _invite(request: HttpRequest, form: Inviting, by: Acting) -> bool:
    """Invite whom the form names and say so; otherwise mark the form."""
    given = form.cleaned_data
    with attempt(elsewhere=NotFound) as tried:
        sent = actions.invite(
            given["email"],
            form.offer(),
            name=given["name"],
            language=given["language"],
            by=by,
            at=timezone.now(),
        )
    if tried.on(form):
        return False
    mail.invite(sent, by=by.name)
    messages.success(request, _("%(email)s is invited.") % {"email": sent.email})
    if sent.key and not mail.delivered():
        messages.info(request, mail.link(sent), extra_tags="link")
    return True
