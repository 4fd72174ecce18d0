"""The room as a Django application."""

from django.apps import AppConfig


class Actors(AppConfig):
    """States, organisations, and the treaties States act on."""

    name = "stocktake.actors"
    label = "actors"
