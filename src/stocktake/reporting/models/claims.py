"""What experts say about one State and one commitment, how it is weighed and replied to."""

from django.db import models
from django.db.models import Q

from stocktake.reporting.claims import ClaimKind, ClaimStatus
from stocktake.reporting.models.rounds import Round, Submission
from stocktake.reporting.sources.rules import Publication


class Claim(models.Model):
    """One record of an expert's answers, about one State or region; made when submitted.

    Its words stay in the answers. The number of the record is random, so that a claim's
    URN tells nothing of when it came.
    """

    submission = models.ForeignKey(
        Submission, on_delete=models.PROTECT, related_name="claims"
    )
    area = models.CharField(max_length=40, help_text="State (alpha-3) or region (M49)")
    item = models.CharField(max_length=40)
    address = models.CharField(max_length=160)
    record = models.CharField(max_length=40)
    kind = models.CharField(
        max_length=12, choices=[(kind.value, kind.value) for kind in ClaimKind]
    )
    publication = models.CharField(
        max_length=12, choices=[(each.value, each.value) for each in Publication]
    )
    words = models.CharField(max_length=64, help_text="SHA-256 of what it says")
    status = models.CharField(
        max_length=12,
        choices=[(status.value, status.value) for status in ClaimStatus],
        default=ClaimStatus.UNVERIFIED.value,
    )
    document = models.CharField(max_length=64, blank=True, help_text="SHA-256")
    passages = models.JSONField(default=list, help_text="their order in the document")

    class Meta:
        ordering = ["area", "item", "record"]
        constraints = [
            models.UniqueConstraint(
                fields=["submission", "address", "area"],
                name="record_is_one_claim_for_an_area",
            ),
            models.CheckConstraint(
                condition=~Q(publication="confidential") | Q(document=""),
                name="confidential_claim_is_in_no_document",
            ),
        ]
        indexes = [
            models.Index(fields=["area", "item"], name="claims_about_a_state"),
            models.Index(fields=["document"], name="claims_of_a_document"),
        ]

    def __str__(self) -> str:
        return f"{self.area} {self.item} {self.record}"


class Weighing(models.Model):
    """That the secretariat gave a claim a status, and why; the newest stands."""

    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="weighings")
    status = models.CharField(
        max_length=12, choices=[(status.value, status.value) for status in ClaimStatus]
    )
    reason = models.TextField()
    by = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        ordering = ["claim_id", "id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(reason=""), name="weighing_has_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return self.status


class Reply(models.Model):
    """What a State answers to a claim; it outlives every version of the claim."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="replies")
    area = models.CharField(max_length=40)
    record = models.CharField(max_length=40)
    words = models.CharField(max_length=64, help_text="SHA-256 of what it replies to")
    text = models.JSONField(help_text="language -> words")
    by = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        ordering = ["round_id", "area", "record", "id"]
        indexes = [
            models.Index(fields=["round", "area", "record"], name="replies_to_a_claim")
        ]

    def __str__(self) -> str:
        return f"{self.area} {self.record}"


class Evidence(models.Model):
    """A file that supports a record: stripped of what it says of its maker, sealed on disk.

    ``public``: whoever attached it wants it published with the report. Never of a
    protected source.
    """

    submission = models.ForeignKey(
        Submission, on_delete=models.PROTECT, related_name="evidence"
    )
    address = models.CharField(max_length=160, help_text="of the record")
    number = models.PositiveIntegerField(help_text="1, 2 ... within the record")
    kind = models.CharField(max_length=8)
    size = models.PositiveBigIntegerField(help_text="bytes")
    sha256 = models.CharField(max_length=64, help_text="of the stripped file")
    place = models.CharField(max_length=40, unique=True, help_text="file in the home")
    key = models.CharField(max_length=16, help_text="name of the key that sealed it")
    public = models.BooleanField(default=False)

    class Meta:
        ordering = ["submission_id", "address", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["submission", "address", "number"],
                name="evidence_is_numbered_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.address} {self.number}"
