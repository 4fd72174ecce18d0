"""Releases: which file of observations a dataflow has published, when, from what."""

from django.db import models
from django.db.models import Q


class Release(models.Model):
    """One release of a dataflow. The newest number is the one in force."""

    flow = models.CharField(max_length=200, help_text="AGENCY:ID(VERSION)")
    number = models.PositiveIntegerField()
    digest = models.CharField(max_length=64, help_text="SHA-256 of its Parquet file")
    published_at = models.DateTimeField()
    observations = models.PositiveBigIntegerField()
    added = models.PositiveBigIntegerField()
    changed = models.PositiveBigIntegerField()
    removed = models.PositiveBigIntegerField()
    files = models.JSONField(default=list, help_text="name, sha256, publisher, ...")

    class Meta:
        ordering = ["flow", "number"]
        constraints = [
            # Two loads built on the same release cannot both follow it.
            models.UniqueConstraint(
                fields=["flow", "number"], name="release_follows_one_other"
            ),
            models.CheckConstraint(
                condition=Q(number__gte=1), name="release_is_numbered_from_one"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.flow} {self.number}"

    @property
    def urn(self) -> str:
        """``stocktake:release:<flow>/<number>``."""
        return f"stocktake:release:{self.flow}/{self.number}"
