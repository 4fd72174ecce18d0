"""Documents and their passages as records; the bytes lie in files named by SHA-256."""

from django.db import models

from stocktake.documents.rules import Kind


class Document(models.Model):
    """One file, once, whoever sent it and however often."""

    sha256 = models.CharField(max_length=64, unique=True)
    kind = models.CharField(
        max_length=8, choices=[(kind.value, kind.value) for kind in Kind]
    )
    name = models.CharField(max_length=255, help_text="file name when it first came")
    size = models.PositiveBigIntegerField(help_text="bytes")
    title = models.CharField(max_length=500, blank=True)
    language = models.CharField(max_length=3)
    page_count = models.PositiveIntegerField(
        help_text="0 where the format has no pages"
    )
    page_sizes = models.JSONField(
        default=list, help_text="[[width, height], ...] in points"
    )
    asides = models.JSONField(default=list, help_text="[[kind, page, text], ...]")
    engine = models.CharField(max_length=80)
    known_words = models.FloatField(null=True)
    read_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.title or self.name

    @property
    def urn(self) -> str:
        """``stocktake:document:<sha256>``."""
        return f"stocktake:document:{self.sha256}"


class Passage(models.Model):
    """One numbered (or counted) paragraph of a document."""

    document = models.ForeignKey(
        Document, on_delete=models.CASCADE, related_name="passages"
    )
    order = models.PositiveIntegerField()
    number = models.CharField(max_length=32, blank=True)
    page = models.PositiveIntegerField(null=True)
    boxes = models.JSONField(
        default=list, help_text="[[page, left, top, right, bottom], ...] in points"
    )
    heading = models.JSONField(default=list)
    text = models.TextField()
    folded = models.TextField(
        default="",
        editable=False,
        help_text="the text as it is searched: without case and accents",
    )
    language = models.CharField(max_length=3)

    class Meta:
        ordering = ["document_id", "order"]
        constraints = [
            models.UniqueConstraint(
                fields=["document", "order"], name="passage_order_is_unique_in_document"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number or self.order}: {self.text[:60]}"

    @property
    def urn(self) -> str:
        """``stocktake:passage:<sha256>/<order>``."""
        return f"stocktake:passage:{self.document.sha256}/{self.order}"
