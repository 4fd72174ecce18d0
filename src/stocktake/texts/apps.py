"""The room as a Django application."""

from django.apps import AppConfig


class Texts(AppConfig):
    """Languages, labels, stances and summaries of passages."""

    name = "stocktake.texts"
    label = "texts"
