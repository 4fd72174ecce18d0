"""URLs of findings and methods, under their language."""

from django.urls import URLPattern, URLResolver, path

from stocktake.portal import views_findings


PATTERNS: list[URLPattern | URLResolver] = [
    path("methods/", views_findings.methods_, name="methods"),
    path(
        "rounds/<slug:round_code>/findings/<slug:state>/<str:code>/",
        views_findings.finding,
        name="finding",
    ),
    path(
        "rounds/<slug:round_code>/findings/<slug:state>/<str:code>/numbers.csv",
        views_findings.finding_csv,
        name="finding_csv",
    ),
]
