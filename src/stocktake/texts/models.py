"""Labels, stances and summaries as records."""

from django.db import models

from stocktake.texts.rules import StanceKind, Tier


class Labelling(models.Model):
    """That a document was labelled against an edition: by which model, in which tier."""

    document = models.ForeignKey(
        "documents.Document", on_delete=models.CASCADE, related_name="labellings"
    )
    edition = models.CharField(max_length=40)
    tier = models.CharField(
        max_length=8, choices=[(tier.value, tier.value) for tier in Tier]
    )
    model = models.CharField(max_length=80)
    at = models.DateTimeField()
    digests = models.JSONField(
        default=dict,
        help_text="{code: hash of the labels and stances that summaries read}",
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["document", "edition"],
                name="document_is_labelled_once_per_edition",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.document_id} {self.edition} {self.model}"


class Label(models.Model):
    """A passage is about a commitment: proposed by a model, or decided by a person."""

    passage = models.ForeignKey(
        "documents.Passage", on_delete=models.CASCADE, related_name="labels"
    )
    edition = models.CharField(max_length=40)
    code = models.CharField(max_length=16)
    score = models.FloatField()
    because = models.JSONField(default=list)
    model = models.CharField(max_length=80)
    by = models.CharField(
        max_length=12, default="proposed", help_text="proposed, confirmed or rejected"
    )
    quotes = models.JSONField(
        null=True,
        help_text="[[sentence, start, end, stance], ...] that summaries may show; null: not chosen yet",
    )

    class Meta:
        indexes = [models.Index(fields=["edition", "code"], name="label_by_code")]
        constraints = [
            models.UniqueConstraint(
                fields=["passage", "edition", "code"], name="label_is_unique_on_passage"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.score}"


class Stance(models.Model):
    """The stance of one sentence of a labelled passage."""

    passage = models.ForeignKey(
        "documents.Passage", on_delete=models.CASCADE, related_name="stances"
    )
    sentence = models.PositiveIntegerField()
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    stance = models.CharField(
        max_length=12, choices=[(kind.value, kind.value) for kind in StanceKind]
    )
    score = models.FloatField()
    model = models.CharField(max_length=80)

    class Meta:
        ordering = ["passage_id", "sentence"]
        constraints = [
            models.UniqueConstraint(
                fields=["passage", "sentence"], name="sentence_has_one_stance"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sentence}: {self.stance}"


class Summary(models.Model):
    """An extractive summary: of one State and strand on a commitment, or across States."""

    round = models.ForeignKey(
        "reporting.Round", on_delete=models.CASCADE, related_name="summaries"
    )
    edition = models.CharField(max_length=40)
    code = models.CharField(max_length=16)
    state = models.CharField(max_length=3, blank=True, help_text="empty: across States")
    strand = models.CharField(max_length=8, blank=True, help_text="empty: both strands")
    sentences = models.JSONField(
        default=list,
        help_text="[{passage, sentence, start, end, stance, state, also: [{passage, start, end}]}, ...]",
    )
    pool = models.JSONField(
        default=dict, help_text="size, states, reporting, confirmed, unused, method"
    )
    inputs = models.CharField(max_length=64, help_text="hash of what it was made from")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["round", "edition", "code", "state", "strand"],
                name="summary_is_unique_for_its_question",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.state or 'all'} {self.strand or 'both'}"
