"""The room as a Django application."""

from django.apps import AppConfig


class Assessment(AppConfig):
    """Methods, indicator definitions, findings and the mission's rule."""

    name = "stocktake.assessment"
    label = "assessment"
