"""The room as a Django application: it wires the reactions when the program starts."""

from django.apps import AppConfig


class Jobs(AppConfig):
    """Pipelines that cross rooms, and what happens after events."""

    name = "stocktake.jobs"
    label = "jobs"

    def ready(self) -> None:
        """Wire the reactions to the events of the rooms below."""
        from stocktake.jobs import reactions  # noqa: PLC0415  # models are ready only now

        reactions.wire()
