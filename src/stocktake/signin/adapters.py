"""What we change of allauth: nobody signs up by themselves, and secrets are encrypted."""

import base64
import hashlib
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils import translation

from stocktake.accounts import queries


class Accounts(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """Accounts come from invitations only; mail is written in its reader's language."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never: see ``accounts.actions.invite``."""
        return False

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """The desk; the account where there is no desk."""
        try:
            return reverse("desk:home")
        except NoReverseMatch:
            return reverse("signin:account")

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """The account."""
        return reverse("signin:account")

    def send_mail(
        self, template_prefix: str, email: str, context: dict[str, Any]
    ) -> None:
        """In the language of the person, not of the page that caused it."""
        language = getattr(context.get("user"), "language", translation.get_language())
        with translation.override(language):
            super().send_mail(template_prefix, email, context)


class Factors(DefaultMFAAdapter):  # type: ignore[misc]
    """Second factors: their secrets are encrypted, and the last needed one stays."""

    def encrypt(self, text: str) -> str:
        """With a key that is not in the database."""
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """The secret; one that nothing matches where the key was changed."""
        try:
            return _cipher().decrypt(encrypted_text.encode()).decode()
        except InvalidToken:
            return ""

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Not the last one of somebody whose roles ask for one."""
        if authenticator.type == Authenticator.Type.RECOVERY_CODES:
            return True
        return not queries.is_last_needed_factor(authenticator.user, authenticator.pk)


class SingleSignOn(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """The provider says who somebody is; only an invitation lets them in."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        """Never: an address that was not invited is turned away."""
        return False


def _cipher() -> Fernet:
    key = hashlib.sha256(b"second factors:" + settings.SECRET_KEY.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(key))
