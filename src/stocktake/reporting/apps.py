"""The room as a Django application."""

from django.apps import AppConfig


class Reporting(AppConfig):
    """Rounds, submissions, and who reported what in which strand."""

    name = "stocktake.reporting"
    label = "reporting"
