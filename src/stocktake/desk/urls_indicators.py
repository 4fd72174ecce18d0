"""URLs of the desk: official statistics, and the mapping of somebody's table."""

from django.urls import URLPattern, URLResolver, path

from stocktake.desk.views import indicators


PATTERNS: list[URLPattern | URLResolver] = [
    path("statistics/", indicators.statistics, name="statistics"),
    path("statistics/mapping/", indicators.table, name="mapping"),
    path(
        "statistics/mapping/<slug:digest>/",
        indicators.columns,
        name="mapping_columns",
    ),
]
