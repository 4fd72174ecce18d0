"""Events: appended, chained by hash, never changed."""

from django.db import models


class Event(models.Model):
    """Who did what, about which URN, when; the hash covers the event before it."""

    kind = models.CharField(max_length=60)
    by = models.CharField(max_length=120)
    about = models.CharField(max_length=255)
    at = models.DateTimeField()
    data = models.JSONField(default=dict)
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64, unique=True)

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["about"], name="event_by_urn")]

    def __str__(self) -> str:
        return f"{self.kind} {self.about}"
