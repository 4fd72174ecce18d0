"""The room as a Django application."""

from django.apps import AppConfig


class Audit(AppConfig):
    """Append-only, hash-chained events, and what reacts to them."""

    name = "stocktake.audit"
    label = "audit"
