"""URLs of the desk: what people are told."""

from django.urls import URLPattern, URLResolver, path

from stocktake.desk.views import reminders


PATTERNS: list[URLPattern | URLResolver] = [
    path("reminders/", reminders.reminders, name="reminders"),
    path("reminders/read/", reminders.read, name="read_reminders"),
]
