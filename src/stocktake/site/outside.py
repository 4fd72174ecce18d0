"""What a copy reaches outside itself: a mail server, a provider of single sign-on."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit


def mail(smtp: str, home: Path) -> dict[str, Any]:
    """Django's settings of e-mail: files in the home, or the SMTP server of a URL.

    ``smtp://user:password@host:587`` (STARTTLS) or ``smtps://host:465`` (TLS);
    ``?tls=0`` leaves a server on the same machine unencrypted.
    """
    if not smtp:
        return {
            "EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend",
            "EMAIL_FILE_PATH": home / "mail",
        }
    parts = urlsplit(smtp)
    wrapped = parts.scheme == "smtps"
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname or "localhost",
        "EMAIL_PORT": parts.port or (465 if wrapped else 587),
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": wrapped,
        "EMAIL_USE_TLS": not wrapped and parse_qs(parts.query).get("tls") != ["0"],
        "EMAIL_TIMEOUT": 20,
    }


def single_sign_on(environment: Mapping[str, str]) -> dict[str, Any]:
    """allauth's settings of the one OpenID Connect provider; none unless it is named."""
    issuer = environment.get("STOCKTAKE_OIDC_ISSUER", "").rstrip("/")
    if not issuer:
        return {}
    return {
        "openid_connect": {
            "OAUTH_PKCE_ENABLED": True,
            "APPS": [
                {
                    "provider_id": "oidc",
                    "name": environment.get("STOCKTAKE_OIDC_NAME", "OpenID Connect"),
                    "client_id": environment.get("STOCKTAKE_OIDC_CLIENT", ""),
                    "secret": environment.get("STOCKTAKE_OIDC_SECRET", ""),
                    "settings": {"server_url": issuer},
                }
            ],
        }
    }


def form_targets(environment: Mapping[str, str]) -> str:
    """Where forms may lead besides here: the provider, or its redirect is stopped."""
    parts = urlsplit(environment.get("STOCKTAKE_OIDC_ISSUER", ""))
    return f"{parts.scheme}://{parts.netloc}" if parts.netloc else ""
