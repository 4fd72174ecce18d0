"""URLs of the way in, under their language.

allauth's own addresses are named one by one: an address that is not listed here does
not exist, whatever a later version of allauth adds.
"""

from allauth.account import views as account
from allauth.mfa.base import views as factors
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as keys
from allauth.socialaccount import views as social
from allauth.socialaccount.providers.openid_connect import views as oidc
from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path, re_path

from stocktake.signin.views import entering, own, people


OWN: list[URLPattern | URLResolver] = [
    path("", own.account, name="account"),
    path("sessions/", own.sessions, name="sessions"),
    path("invitation/<str:key>/", entering.invitation, name="invitation"),
    path("people/", people.people, name="people"),
    path("people/revoke/", people.revoke, name="revoke"),
    path("try-out/", entering.try_out, name="try_out"),
]

ALLAUTH: list[URLPattern | URLResolver] = [
    path("login/", account.login, name="account_login"),
    path("logout/", account.logout, name="account_logout"),
    path("signup/", account.signup, name="account_signup"),  # says that it is closed
    path("inactive/", account.account_inactive, name="account_inactive"),
    path("reauthenticate/", account.reauthenticate, name="account_reauthenticate"),
    path("password/change/", account.password_change, name="account_change_password"),
    path("password/reset/", account.password_reset, name="account_reset_password"),
    path(
        "password/reset/done/",
        account.password_reset_done,
        name="account_reset_password_done",
    ),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(
        "password/reset/key/done/",
        account.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    path("factors/", factors.index, name="mfa_index"),
    path("factors/code/", factors.authenticate, name="mfa_authenticate"),
    path("factors/again/", factors.reauthenticate, name="mfa_reauthenticate"),
    path("factors/app/", totp.activate_totp, name="mfa_activate_totp"),
    path("factors/app/remove/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path(
        "factors/codes/", recovery.view_recovery_codes, name="mfa_view_recovery_codes"
    ),
    path(
        "factors/codes/new/",
        recovery.generate_recovery_codes,
        name="mfa_generate_recovery_codes",
    ),
    path(
        "factors/codes/file/",
        recovery.download_recovery_codes,
        name="mfa_download_recovery_codes",
    ),
    path("factors/keys/", keys.list_webauthn, name="mfa_list_webauthn"),
    path("factors/keys/add/", keys.add_webauthn, name="mfa_add_webauthn"),
    path("factors/keys/login/", keys.login_webauthn, name="mfa_login_webauthn"),
    path(
        "factors/keys/again/",
        keys.reauthenticate_webauthn,
        name="mfa_reauthenticate_webauthn",
    ),
    path(
        "factors/keys/<int:pk>/remove/",
        keys.remove_webauthn,
        name="mfa_remove_webauthn",
    ),
    path("factors/keys/<int:pk>/edit/", keys.edit_webauthn, name="mfa_edit_webauthn"),
]

SINGLE_SIGN_ON: list[URLPattern | URLResolver] = [
    path(
        "sso/cancelled/", social.login_cancelled, name="socialaccount_login_cancelled"
    ),
    path("sso/error/", social.login_error, name="socialaccount_login_error"),
    path("sso/signup/", social.signup, name="socialaccount_signup"),  # closed as well
    path("sso/", social.connections, name="socialaccount_connections"),
    path("sso/<str:provider_id>/login/", oidc.login, name="openid_connect_login"),
]

# Without a language, so that one address is registered at the provider.
CALLBACK: list[URLPattern | URLResolver] = [
    path(
        "sso/<str:provider_id>/callback/", oidc.callback, name="openid_connect_callback"
    ),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include((OWN, "signin"))),
    *ALLAUTH,
    *(SINGLE_SIGN_ON if settings.SOCIALACCOUNT_PROVIDERS else []),
]
plain: list[URLPattern | URLResolver] = (
    CALLBACK if settings.SOCIALACCOUNT_PROVIDERS else []
)
