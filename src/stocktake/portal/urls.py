"""URLs of the public pages, under their language."""

from django.urls import URLPattern, URLResolver, path

from stocktake.portal import urls_findings, urls_statistics, views


app_name = "portal"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.home_, name="home"),
    path("now/<slug:section>/", views.current, name="current"),
    path("rounds/<slug:round_code>/", views.round_, name="round"),
    path("rounds/<slug:round_code>/themes/<str:code>/", views.theme, name="theme"),
    path(
        "rounds/<slug:round_code>/commitments/", views.commitments_, name="commitments"
    ),
    path(
        "rounds/<slug:round_code>/commitments/<str:code>/",
        views.commitment,
        name="commitment",
    ),
    path("rounds/<slug:round_code>/states/", views.states_, name="states"),
    path("rounds/<slug:round_code>/states/<slug:code>/", views.state, name="state"),
    path("rounds/<slug:round_code>/delivery/", views.delivery_, name="delivery"),
    path("rounds/<slug:round_code>/documents/", views.documents_, name="documents"),
    path("rounds/<slug:round_code>/dossiers/", views.dossiers_, name="dossiers"),
    path(
        "rounds/<slug:round_code>/dossiers/<slug:name>/", views.dossier, name="dossier"
    ),
    path("documents/<slug:sha256>/", views.document, name="document"),
    path("search/", views.search_, name="search"),
    path("about/", views.about_, name="about"),
    path("gallery/", views.gallery_, name="gallery"),
    *urls_statistics.PATTERNS,
    *urls_findings.PATTERNS,
]
