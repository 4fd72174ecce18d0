"""Frozen dossiers as records; the files lie in a folder of their own."""

from django.db import models


class Frozen(models.Model):
    """One dossier as it was frozen: what of, in which language, and the hash of its manifest."""

    round = models.ForeignKey(
        "reporting.Round", on_delete=models.PROTECT, related_name="dossiers"
    )
    scope = models.CharField(max_length=8, help_text="round, state or theme")
    code = models.CharField(
        max_length=16, blank=True, help_text="of the State or theme; empty for a round"
    )
    language = models.CharField(max_length=2)
    tier = models.CharField(max_length=8, blank=True)
    title = models.CharField(max_length=300)
    manifest = models.CharField(max_length=64, help_text="SHA-256 of manifest.json")
    files = models.JSONField(default=list, help_text="[{name, size, sha256}, ...]")
    folder = models.CharField(
        max_length=500, help_text="below the home, or absolute where it was asked for"
    )
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["folder"], name="folder_holds_one_dossier"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def urn(self) -> str:
        """``stocktake:dossier:<round>/<manifest>``."""
        return f"stocktake:dossier:{self.round.code}/{self.manifest[:12]}"
