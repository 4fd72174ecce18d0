"""Findings with their versions, what they were made from, and what States reply."""

from django.db import models
from django.db.models import Q

from stocktake.assessment.rules import name


class Material(models.Model):
    """What findings were made from, in canonical JSON under its SHA-256; kept once.

    The tables refuse changes (migration 0002), whichever program asks.
    """

    sha256 = models.CharField(max_length=64, unique=True)
    content = models.TextField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(content="") & Q(sha256__regex="^[0-9a-f]{64}$"),
                name="material_has_content_and_hash",
            ),
        ]

    def __str__(self) -> str:
        return self.sha256[:12]


class Finding(models.Model):
    """One version of a finding; a correction is a new one with its reason. Never changed."""

    round = models.ForeignKey(
        "reporting.Round", on_delete=models.PROTECT, related_name="findings"
    )
    state = models.CharField(max_length=3)
    code = models.CharField(max_length=40)
    version = models.PositiveIntegerField()
    reason = models.TextField(blank=True, help_text="why there is a new version")
    as_of = models.DateField()
    made_by = models.CharField(max_length=40)
    inputs = models.CharField(max_length=64, help_text="SHA-256 of the material")
    content = models.TextField(help_text="what was found, in canonical JSON")
    sha256 = models.CharField(max_length=64, help_text="of the content")
    by = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        ordering = ["round_id", "state", "code", "version"]
        constraints = [
            models.UniqueConstraint(
                fields=["round", "state", "code", "version"],
                name="finding_version_is_unique",
            ),
            models.CheckConstraint(
                condition=Q(version=1) ^ ~Q(reason=""),
                name="finding_has_a_reason_from_its_second_version_on",
            ),
            models.CheckConstraint(
                condition=Q(version__gte=1)
                & ~Q(content="")
                & Q(sha256__regex="^[0-9a-f]{64}$")
                & Q(inputs__regex="^[0-9a-f]{64}$"),
                name="finding_has_content_and_hashes",
            ),
        ]
        indexes = [models.Index(fields=["round", "code"], name="findings_on_an_item")]

    def __str__(self) -> str:
        return f"{self.state} {self.code} v{self.version}"

    @property
    def urn(self) -> str:
        """``stocktake:finding:ROUND/STATE/CODE``."""
        return name(self.round.code, self.state, self.code)


class Reply(models.Model):
    """What a State says to a finding about it, in one language; the newest of it stands."""

    round = models.ForeignKey(
        "reporting.Round", on_delete=models.PROTECT, related_name="finding_replies"
    )
    state = models.CharField(max_length=3)
    code = models.CharField(max_length=40)
    version = models.PositiveIntegerField(help_text="of the finding it answers")
    language = models.CharField(max_length=8)
    text = models.TextField()
    by = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        ordering = ["round_id", "state", "code", "id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(text="") & ~Q(language=""),
                name="reply_to_a_finding_says_something",
            ),
        ]
        indexes = [
            models.Index(fields=["round", "state", "code"], name="replies_to_a_finding")
        ]

    def __str__(self) -> str:
        return f"{self.state} {self.code} {self.language}"
