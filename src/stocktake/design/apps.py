"""The room as a Django application."""

from django.apps import AppConfig


class Design(AppConfig):
    """Page components, tokens, fonts, charts and maps as SVG."""

    name = "stocktake.design"
    label = "design"
