"""The room as a Django application."""

from django.apps import AppConfig


class Desk(AppConfig):
    """Pages of people at work on reports."""

    name = "stocktake.desk"
    label = "desk"
