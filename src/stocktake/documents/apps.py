"""The room as a Django application."""

from django.apps import AppConfig


class Documents(AppConfig):
    """Checked bytes, and how they become pages and numbered passages."""

    name = "stocktake.documents"
    label = "documents"
