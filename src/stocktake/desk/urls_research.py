"""URLs of the desk: finer tables for researchers."""

from django.urls import URLPattern, URLResolver, path

from stocktake.desk.views import research


PATTERNS: list[URLPattern | URLResolver] = [
    path("research/", research.home, name="research"),
    path("research/ask/", research.ask, name="research_ask"),
    path("research/log/", research.log, name="research_log"),
    path("research/requests/<int:number>/", research.one, name="research_request"),
    path("research/tables/<str:code>/", research.table, name="research_table"),
]
