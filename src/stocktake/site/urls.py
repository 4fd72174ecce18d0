"""All URLs: each public page under its language, so that a link keeps it."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

from stocktake.signin import urls as signin_urls


urlpatterns = [
    path("", include("stocktake.portal.urls_plain")),
    path("", include("stocktake.api.urls")),
    path("", include(signin_urls.plain)),
    *i18n_patterns(
        path("desk/", include("stocktake.desk.urls")),
        path("account/", include("stocktake.signin.urls")),
        path("", include("stocktake.portal.urls")),
    ),
]
