"""The room as a Django application."""

from django.apps import AppConfig


class Dossiers(AppConfig):
    """What a dossier says, how it looks, how it is frozen and verified."""

    name = "stocktake.dossiers"
    label = "dossiers"
