"""Who owes a report when, how submissions moved, and what exactly was submitted."""

from django.db import models
from django.db.models import F, Q

from stocktake.reporting.models.rounds import Round, Submission
from stocktake.reporting.rules import Stage, Step, Strand


class Obligation(models.Model):
    """A report that a sender owes in a round, with its days."""

    round = models.ForeignKey(
        Round, on_delete=models.CASCADE, related_name="obligations"
    )
    sender = models.CharField(max_length=40)
    strand = models.CharField(
        max_length=8, choices=[(strand.value, strand.value) for strand in Strand]
    )
    opens = models.DateField()
    due = models.DateField()
    grace_until = models.DateField()
    closes = models.DateField()
    planned_at = models.DateTimeField()

    class Meta:
        ordering = ["round_id", "strand", "sender", "due"]
        constraints = [
            models.UniqueConstraint(
                fields=["round", "sender", "strand", "due"],
                name="report_is_owed_once_for_a_day",
            ),
            models.CheckConstraint(
                condition=Q(opens__lte=F("due"))
                & Q(due__lte=F("grace_until"))
                & Q(grace_until__lte=F("closes")),
                name="obligation_days_are_in_order",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sender} {self.strand} {self.due}"


class LateException(models.Model):
    """That one sender may deliver late: until when, granted by whom, why."""

    round = models.ForeignKey(
        Round, on_delete=models.PROTECT, related_name="late_exceptions"
    )
    sender = models.CharField(max_length=40)
    strand = models.CharField(
        max_length=8, choices=[(strand.value, strand.value) for strand in Strand]
    )
    until = models.DateField()
    reason = models.TextField()
    by = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        ordering = ["round_id", "sender", "strand", "id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(reason="") & ~Q(by=""),
                name="late_exception_is_named_and_reasoned",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sender} {self.strand} until {self.until}"


class OptIn(models.Model):
    """That an organisation reports every year, from when."""

    organisation = models.CharField(max_length=40, unique=True)
    since = models.DateField()
    until = models.DateField(null=True, help_text="the day it opted out")

    class Meta:
        ordering = ["organisation"]

    def __str__(self) -> str:
        return self.organisation


class Clearing(models.Model):
    """Whether a State clears its answers nationally before they are submitted."""

    area = models.CharField(max_length=40, unique=True)
    on = models.BooleanField()
    by = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        ordering = ["area"]

    def __str__(self) -> str:
        return f"{self.area} {'on' if self.on else 'off'}"


class Move(models.Model):
    """One step of a submission: from which stage to which, by whom, with what message."""

    submission = models.ForeignKey(
        Submission, on_delete=models.PROTECT, related_name="moves"
    )
    step = models.CharField(
        max_length=24, choices=[(step.value, step.value) for step in Step]
    )
    before = models.CharField(
        max_length=24, choices=[(stage.value, stage.value) for stage in Stage]
    )
    after = models.CharField(
        max_length=24, choices=[(stage.value, stage.value) for stage in Stage]
    )
    message = models.TextField(blank=True)
    by = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        ordering = ["submission_id", "id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(message="")
                | ~Q(step__in=["request-correction", "decline", "withdraw"]),
                name="move_against_the_sender_has_a_message",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.before} {self.step} {self.after}"


class Snapshot(models.Model):
    """What was submitted, in canonical JSON, under its SHA-256; never changed or deleted.

    The tables refuse it (migration 0002), whichever program asks.
    """

    submission = models.ForeignKey(
        Submission, on_delete=models.PROTECT, related_name="snapshots"
    )
    number = models.PositiveIntegerField(help_text="1, 2 ... with each correction")
    content = models.TextField()
    sha256 = models.CharField(max_length=64, unique=True)
    signer = models.CharField(max_length=200)
    at = models.DateTimeField()
    answers = models.PositiveIntegerField()
    measures = models.PositiveIntegerField()
    documents = models.PositiveIntegerField()

    class Meta:
        ordering = ["submission_id", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["submission", "number"], name="snapshot_number_is_unique"
            ),
            models.CheckConstraint(
                condition=~Q(content="") & Q(sha256__regex="^[0-9a-f]{64}$"),
                name="snapshot_has_content_and_hash",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.submission_id}#{self.number} {self.sha256[:12]}"
