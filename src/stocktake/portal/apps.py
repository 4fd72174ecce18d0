"""The room as a Django application."""

from django.apps import AppConfig


class Portal(AppConfig):
    """Public pages."""

    name = "stocktake.portal"
    label = "portal"
