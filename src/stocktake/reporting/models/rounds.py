"""Rounds and submissions as records."""

from django.db import models

from stocktake.reporting.rules import Stage, Strand


class Round(models.Model):
    """One reporting round, opened from the calendar of a charter edition."""

    code = models.CharField(max_length=12, unique=True)
    edition = models.CharField(max_length=40)
    first = models.DateField()
    last = models.DateField()
    state_due = models.DateField()
    expert_due = models.JSONField(default=list, help_text="ISO dates")
    illustrative = models.BooleanField(default=False)
    closed_at = models.DateTimeField(null=True, help_text="nothing is submitted since")

    class Meta:
        ordering = ["first"]

    def __str__(self) -> str:
        return self.code


class Submission(models.Model):
    """What one sender reported in one strand of one round; a correction is a new version."""

    round = models.ForeignKey(
        Round, on_delete=models.PROTECT, related_name="submissions"
    )
    sender = models.CharField(
        max_length=40, help_text="State code (alpha-3) or organisation code"
    )
    strand = models.CharField(
        max_length=8, choices=[(strand.value, strand.value) for strand in Strand]
    )
    about = models.JSONField(default=list, help_text="State codes it speaks about")
    version = models.PositiveIntegerField(default=1)
    stage = models.CharField(
        max_length=24, choices=[(stage.value, stage.value) for stage in Stage]
    )
    submitted_at = models.DateTimeField()
    questionnaire = models.ForeignKey(
        "reporting.PinnedQuestionnaire",
        on_delete=models.PROTECT,
        related_name="submissions",
        null=True,
        help_text="the version it answers; none where only documents were sent",
    )

    class Meta:
        ordering = ["round_id", "sender", "strand", "version"]
        constraints = [
            models.UniqueConstraint(
                fields=["round", "sender", "strand", "version"],
                name="submission_version_is_unique_for_sender",
            ),
        ]

    def __str__(self) -> str:
        return self.urn

    @property
    def urn(self) -> str:
        """``stocktake:submission:2024/KEN/state/1``."""
        return f"stocktake:submission:{self.round.code}/{self.sender}/{self.strand}/{self.version}"


class Enclosure(models.Model):
    """A document within a submission, under the name its sender gave it."""

    submission = models.ForeignKey(
        Submission, on_delete=models.CASCADE, related_name="enclosures"
    )
    document = models.ForeignKey(
        "documents.Document", on_delete=models.PROTECT, related_name="enclosures"
    )
    name = models.CharField(max_length=255)
    about = models.JSONField(
        default=list, help_text="State codes, where fewer than the submission's"
    )
    added_at = models.DateTimeField()

    class Meta:
        ordering = ["submission_id", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["submission", "document"], name="document_is_enclosed_once"
            ),
        ]

    def __str__(self) -> str:
        return self.name
