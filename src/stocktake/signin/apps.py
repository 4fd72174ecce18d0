"""The room as a Django application."""

from django.apps import AppConfig


class SignIn(AppConfig):
    """Pages of the way in, and the hooks of allauth."""

    name = "stocktake.signin"
    label = "signin"
