"""Answers of a submission, what they were before, and the questionnaire they answer."""

from django.db import models
from django.db.models import Q

from stocktake.reporting.models.rounds import Submission


class PinnedQuestionnaire(models.Model):
    """One version of a questionnaire as a submission met it, byte for byte.

    Changing the edition's file later changes no submission that pinned it before.
    """

    edition = models.CharField(max_length=40)
    code = models.CharField(max_length=20)
    version = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    source = models.BinaryField()

    class Meta:
        ordering = ["edition", "code", "version", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "sha256"], name="questionnaire_is_pinned_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.edition}/{self.code}@{self.version}"


class Answer(models.Model):
    """What stands at one address of a submission; a row without value was cleared.

    The address of a record itself holds ``{"position": n}``; cleared, the record is
    removed, and its fields stay as they were, so that it can be brought back.
    """

    submission = models.ForeignKey(
        Submission, on_delete=models.CASCADE, related_name="answers"
    )
    item = models.CharField(max_length=40)
    address = models.CharField(max_length=160)
    value = models.JSONField(null=True)
    revision = models.PositiveIntegerField(default=1)
    languages = models.JSONField(
        default=dict,
        help_text="of a text: the revision that last changed each language",
    )
    by = models.CharField(max_length=200)
    at = models.DateTimeField()
    origin = models.CharField(
        max_length=60, default="person", help_text="person, workbook, prefill:<source>"
    )
    confirmed = models.BooleanField(default=True)

    class Meta:
        ordering = ["submission_id", "address"]
        constraints = [
            models.UniqueConstraint(
                fields=["submission", "address"], name="address_is_answered_once"
            ),
            models.CheckConstraint(
                condition=Q(confirmed=True) | Q(origin__startswith="prefill:"),
                name="only_prefilled_answers_wait_for_confirmation",
            ),
        ]
        indexes = [
            models.Index(fields=["submission", "item"], name="answers_of_a_block")
        ]

    def __str__(self) -> str:
        return f"{self.address} r{self.revision}"


class Edit(models.Model):
    """One change of an answer, or one that was refused: no words are ever lost."""

    submission = models.ForeignKey(
        Submission, on_delete=models.CASCADE, related_name="edits"
    )
    address = models.CharField(max_length=160)
    revision = models.PositiveIntegerField(
        help_text="the revision it made; for a refused one, the one that stood"
    )
    value = models.JSONField(null=True)
    by = models.CharField(max_length=200)
    at = models.DateTimeField()
    origin = models.CharField(max_length=60)
    outcome = models.CharField(
        max_length=8,
        choices=[
            (word, word)
            for word in ("taken", "refused", "removed", "restored", "moved")
        ],
    )

    class Meta:
        ordering = ["submission_id", "id"]
        indexes = [
            models.Index(
                fields=["submission", "address", "id"], name="edits_of_an_answer"
            ),
            models.Index(fields=["submission", "at"], name="edits_in_time"),
        ]

    def __str__(self) -> str:
        return f"{self.address} r{self.revision} {self.outcome}"
