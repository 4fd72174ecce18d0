"""The one settings module. Each setting a person may set is in docs/settings.md."""

import os
from pathlib import Path
from urllib.parse import unquote, urlsplit

from stocktake.kernel.languages import LANGUAGES as SIX
from stocktake.site import outside
from stocktake.site.catalogues import chinese_catalogues
from stocktake.site.home import home, secret_key


STOCKTAKE_HOME = home()
PACKAGE = Path(__file__).resolve().parents[1]

SECRET_KEY = secret_key(STOCKTAKE_HOME)
DEBUG = os.environ.get("STOCKTAKE_DEBUG") == "1"
ALLOWED_HOSTS = os.environ.get(
    "STOCKTAKE_HOSTS", "localhost,127.0.0.1,[::1],testserver"
).split(",")
CSRF_TRUSTED_ORIGINS = [
    origin for origin in os.environ.get("STOCKTAKE_ORIGINS", "").split(",") if origin
]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "stocktake.design",
    "stocktake.audit",
    "stocktake.documents",
    "stocktake.accounts",
    "stocktake.actors",
    "stocktake.indicators",
    "stocktake.reporting",
    "stocktake.texts",
    "stocktake.assessment",
    "stocktake.dossiers",
    "stocktake.jobs",  # wires what happens after events
    "stocktake.portal",
    "stocktake.desk",
    "stocktake.signin",  # before allauth, whose templates it replaces
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "stocktake.portal.headers.security_headers",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "stocktake.signin.middleware.acting",
    "django_htmx.middleware.HtmxMiddleware",
]

ROOT_URLCONF = "stocktake.site.urls"
WSGI_APPLICATION = "stocktake.site.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    }
]


def _database(url: str) -> dict[str, object]:
    """SQLite in the home, or the PostgreSQL that a URL names."""
    if not url:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": STOCKTAKE_HOME / "stocktake.sqlite3",
            "CONN_MAX_AGE": 600,
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": "PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
            },
        }
    parts = urlsplit(url)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
    }


DATABASES = {"default": _database(os.environ.get("STOCKTAKE_DATABASE_URL", ""))}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CACHES = {
    # Counts of failed sign-ins are shared by all processes.
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "stocktake_cache",
    }
}

AUTH_USER_MODEL = "accounts.Person"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}", "OPTIONS": options}
    for name, options in (
        ("MinimumLengthValidator", {"min_length": 12}),
        ("CommonPasswordValidator", {}),
        ("NumericPasswordValidator", {}),
        ("UserAttributeSimilarityValidator", {"user_attributes": ("email", "name")}),
    )
]
LOGIN_URL = "account_login"
CSRF_FAILURE_VIEW = "stocktake.signin.views.answers.stale_form"
ALLAUTH_TRUSTED_PROXY_COUNT = int(os.environ.get("STOCKTAKE_PROXIES", "0"))
ACCOUNT_ADAPTER = "stocktake.signin.adapters.Accounts"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]  # unused: sign-up is by invitation
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_EMAIL_VERIFICATION = "none"  # whoever is invited held the link that was sent
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = "Stocktake: "
ACCOUNT_EMAIL_NOTIFICATIONS = True
MFA_ADAPTER = "stocktake.signin.adapters.Factors"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Stocktake"
MFA_TOTP_TOLERANCE = 1  # a clock half a minute off
SOCIALACCOUNT_ADAPTER = "stocktake.signin.adapters.SingleSignOn"
SOCIALACCOUNT_EMAIL_AUTHENTICATION = True  # it finds people and makes none
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
SOCIALACCOUNT_PROVIDERS = outside.single_sign_on(os.environ)
FORM_TARGETS = outside.form_targets(os.environ)

# How many observations one answer of the read API gives, and how often one address asks.
API_MOST_OBSERVATIONS = int(os.environ.get("STOCKTAKE_API_OBSERVATIONS", "5000000"))
API_PER_MINUTE = int(os.environ.get("STOCKTAKE_API_PER_MINUTE", "600"))

STOCKTAKE_URL = os.environ.get("STOCKTAKE_URL", "http://localhost:8000").rstrip("/")
# Acting without an account is for one's own machine: any setting of a server ends it.
TRY_OUT = not {
    "STOCKTAKE_HOSTS",
    "STOCKTAKE_HTTPS",
    "STOCKTAKE_ORIGINS",
    "STOCKTAKE_PROXIES",
} & set(os.environ)

DEFAULT_FROM_EMAIL = os.environ.get("STOCKTAKE_MAIL_FROM", "stocktake@localhost")
vars().update(outside.mail(os.environ.get("STOCKTAKE_SMTP", ""), STOCKTAKE_HOME))

LANGUAGE_CODE = os.environ.get("STOCKTAKE_LANGUAGE", "en")
LANGUAGES = [(language.code, language.own_name) for language in SIX.values()]
LOCALE_PATHS = [
    PACKAGE / "locale",
    # The desk's sentences, by part: each part has a catalogue of its own.
    *(
        PACKAGE / "desk" / f"locale_{part}"
        for part in (
            "steps",
            "experts",
            "uploads",
            "indicators",
            "research",
            "findings",
        )
    ),
    PACKAGE / "portal" / "locale_statistics",
    PACKAGE / "portal" / "locale_claims",
    PACKAGE / "portal" / "locale_findings",
    PACKAGE / "indicators" / "locale",
    *chinese_catalogues(STOCKTAKE_HOME),
]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

STATIC_URL = "static/"
STATIC_ROOT = STOCKTAKE_HOME / "static"
STATIC_ROOT.mkdir(exist_ok=True)
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG

SESSION_COOKIE_AGE = 12 * 60 * 60  # a working day
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = os.environ.get("STOCKTAKE_HTTPS") == "1"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}
    },
    "handlers": {"error": {"class": "logging.StreamHandler", "formatter": "line"}},
    "loggers": {
        "django": {"handlers": ["error"], "level": "WARNING"},
        "stocktake": {"handlers": ["error"], "level": "INFO"},
    },
}
