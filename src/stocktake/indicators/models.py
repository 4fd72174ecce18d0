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


class Protection(models.Model):
    """What came of a release under a rule: the file that left, or why none did."""

    release = models.OneToOneField(
        Release, on_delete=models.PROTECT, related_name="protection"
    )
    policy = models.TextField(help_text="the rule as it was written")
    digest = models.CharField(
        max_length=64, blank=True, help_text="SHA-256 of the public Parquet file"
    )
    reason = models.TextField(blank=True, help_text="why it did not leave")
    facts = models.JSONField(help_text="cells, withheld, methods, what was attacked")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(digest="") ^ Q(reason=""),
                name="release_leaves_protected_or_for_a_reason_not",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.release_id} {self.digest[:12] or 'held back'}"


class ResearchTable(models.Model):
    """A finer table offered to researchers: protected, and attacked with what is public."""

    code = models.CharField(max_length=40)
    version = models.PositiveIntegerField()
    title = models.CharField(max_length=200)
    about = models.TextField(blank=True)
    subject = models.CharField(max_length=60, help_text="tables that share cells")
    dimensions = models.JSONField(help_text="names, in order")
    policy = models.TextField(help_text="the disclosure policy as it was read")
    flow = models.CharField(max_length=200, blank=True)
    release = models.CharField(
        max_length=64, blank=True, help_text="the public release it was attacked with"
    )
    against = models.JSONField(default=list, help_text="name and SHA-256 of each table")
    digest = models.CharField(max_length=64, help_text="SHA-256 of the protected file")
    cells = models.PositiveIntegerField()
    withheld = models.PositiveIntegerField()
    attack = models.JSONField(help_text="what was attacked, how, and what gave way")
    offered_at = models.DateTimeField()
    offered_by = models.CharField(max_length=120)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["code", "version"]
        constraints = [
            models.UniqueConstraint(
                fields=["code", "version"], name="research_table_is_versioned_once"
            ),
            models.UniqueConstraint(
                fields=["code"],
                condition=Q(withdrawn_at__isnull=True),
                name="research_table_is_offered_in_one_version",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.version}"


class AccessRequest(models.Model):
    """A researcher asks for tables, for a purpose, under terms that were accepted."""

    number = models.PositiveIntegerField(unique=True)
    person = models.CharField(max_length=120, help_text="their URN")
    name = models.CharField(max_length=120)
    organisation = models.CharField(max_length=200)
    purpose = models.TextField()
    tables = models.JSONField(help_text="codes of the tables asked for")
    terms = models.CharField(max_length=20, help_text="version that was accepted")
    terms_digest = models.CharField(max_length=64)
    requested_at = models.DateTimeField()
    standing = models.CharField(max_length=12, default="requested")
    until = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(standing="granted") | Q(until__isnull=False),
                name="access_that_is_granted_ends_on_a_day",
            ),
            models.CheckConstraint(
                condition=~Q(terms_digest=""), name="access_is_under_accepted_terms"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.standing}"


class AccessDecision(models.Model):
    """What was decided on a request, when, by whom, why."""

    request = models.ForeignKey(
        AccessRequest, on_delete=models.PROTECT, related_name="decisions"
    )
    standing = models.CharField(max_length=12)
    reason = models.TextField()
    by = models.CharField(max_length=120)
    at = models.DateTimeField()
    until = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["request_id", "id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(reason=""), name="access_decision_has_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return self.standing


class AccessQuery(models.Model):
    """One slice of a finer table that was taken: by whom, of what, when."""

    request = models.ForeignKey(
        AccessRequest, on_delete=models.PROTECT, related_name="queries"
    )
    table = models.ForeignKey(
        ResearchTable, on_delete=models.PROTECT, related_name="queries"
    )
    slice = models.JSONField(help_text="dimension: codes asked for; empty: all")
    cells = models.PositiveIntegerField()
    withheld = models.PositiveIntegerField()
    at = models.DateTimeField()

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.request_id} {self.table_id}"
