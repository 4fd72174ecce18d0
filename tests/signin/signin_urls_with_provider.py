"""The site's URLs as they are where a provider of single sign-on is set."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

from stocktake.signin.urls import CALLBACK, SINGLE_SIGN_ON
from stocktake.site.urls import urlpatterns as ordinary


urlpatterns = [
    path("", include(CALLBACK)),
    *i18n_patterns(path("account/", include(SINGLE_SIGN_ON))),
    *ordinary,
]
