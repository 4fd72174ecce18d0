"""URLs of official statistics: pages under their language, files without."""

from django.urls import URLPattern, URLResolver, path

from stocktake.portal import views_statistics


PATTERNS: list[URLPattern | URLResolver] = [
    path("statistics/", views_statistics.statistics_, name="statistics"),
    path("statistics/gaps/", views_statistics.gaps, name="statistics_gaps"),
    path(
        "statistics/states/<slug:code>/",
        views_statistics.state,
        name="statistics_state",
    ),
    path(
        "statistics/flows/<slug:flow_id>/",
        views_statistics.flow,
        name="statistics_flow",
    ),
]
PLAIN: list[URLPattern | URLResolver] = [
    path(
        "statistics/<slug:flow_id>.<slug:kind>",
        views_statistics.file,
        name="statistics_file",
    ),
]
