"""Letters to people who are invited, in their language."""

from django.conf import settings
from django.core.mail import send_mail
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from stocktake.accounts.actions.invitations import Sent
from stocktake.accounts.rules import INVITATION_DAYS


def link(sent: Sent) -> str:
    """The address of an invitation, in its reader's language."""
    with translation.override(sent.language):
        path = reverse("signin:invitation", args=[sent.key])
    return f"{settings.STOCKTAKE_URL}{path}"


def invite(sent: Sent, *, by: str) -> None:
    """Send the link of an invitation; to somebody known, that they may do more."""
    with translation.override(sent.language):
        if sent.key:
            subject = _("Stocktake: you are invited")
            lines = [
                _("%(name)s invites you to work in Stocktake.") % {"name": by},
                _("Open this link to choose a password:"),
                link(sent),
                _("It can be used once, within %(days)s days. Do not pass it on.")
                % {"days": INVITATION_DAYS},
            ]
        else:
            subject = _("Stocktake: your roles have changed")
            lines = [
                _("%(name)s has given you another role in Stocktake.") % {"name": by},
                settings.STOCKTAKE_URL + reverse("signin:account"),
            ]
        send_mail(subject, "\n\n".join(lines) + "\n", None, [sent.email])


def delivered() -> bool:
    """Whether mail leaves this copy; otherwise the inviter hands the link over."""
    return "smtp" in settings.EMAIL_BACKEND
