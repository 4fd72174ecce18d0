"""The room as a Django application."""

from django.apps import AppConfig


class Accounts(AppConfig):
    """People, their roles, and what these may do."""

    name = "stocktake.accounts"
    label = "accounts"
