"""The room as a Django application."""

from django.apps import AppConfig


class Indicators(AppConfig):
    """Official statistics: in and out, in releases, without exposing anyone."""

    name = "stocktake.indicators"
    label = "indicators"
