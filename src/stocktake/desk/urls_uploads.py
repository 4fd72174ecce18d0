"""URLs of the desk: what people are told, and the files that they attach to records."""

from django.urls import URLPattern, URLResolver, path

from stocktake.desk.urls_answering import RECORD
from stocktake.desk.views import reminders, uploads


FILES = f"{RECORD}files/"

PATTERNS: list[URLPattern | URLResolver] = [
    path("reminders/", reminders.reminders, name="reminders"),
    path("reminders/read/", reminders.read, name="read_reminders"),
    path(FILES, uploads.attach, name="attach_file"),
    path(f"{FILES}<int:number>/", uploads.one, name="file"),
    path(f"{FILES}<int:number>/remove/", uploads.detach, name="detach_file"),
]
