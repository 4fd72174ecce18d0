"""URLs of the desk: the first page, and answering a questionnaire."""

from django.urls import URLPattern, URLResolver, path

from stocktake.desk.views import home


PATTERNS: list[URLPattern | URLResolver] = [
    path("", home.home, name="home"),
]
