"""Organisations, and treaty actions by the table they came from, as records."""

from django.db import models
from django.db.models import Q

from stocktake.actors.accreditation import Standing
from stocktake.actors.rules import ActionKind, OrganisationType


class Organisation(models.Model):
    """An organisation, body or process that takes part in the review."""

    code = models.CharField(max_length=40, unique=True)
    names = models.JSONField(default=dict, help_text="language -> name")
    type = models.CharField(
        max_length=20,
        choices=[(kind.value, kind.value) for kind in OrganisationType],
        default=OrganisationType.NOT_STATED,
    )
    registered_at = models.DateTimeField()
    illustrative = models.BooleanField(default=False)

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return self.code

    @property
    def urn(self) -> str:
        """``stocktake:organisation:<code>``."""
        return f"stocktake:organisation:{self.code}"


class Accreditation(models.Model):
    """One application to report in the expert strand; what was decided stands below it."""

    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="accreditations"
    )
    number = models.PositiveIntegerField(help_text="1, 2 ... of the organisation")
    type = models.CharField(
        max_length=20, choices=[(kind.value, kind.value) for kind in OrganisationType]
    )
    mandate = models.TextField()
    letter = models.CharField(max_length=64, blank=True, help_text="SHA-256")
    letter_kind = models.CharField(max_length=8, blank=True)
    applied_by = models.CharField(max_length=200)
    applied_at = models.DateTimeField()
    standing = models.CharField(
        max_length=12,
        choices=[(each.value, each.value) for each in Standing],
        default=Standing.APPLIED.value,
    )

    class Meta:
        ordering = ["organisation__code", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "number"],
                name="accreditation_is_numbered_once",
            ),
            models.UniqueConstraint(
                fields=["organisation"],
                condition=Q(standing__in=["applied", "accepted"]),
                name="accreditation_stands_once_for_an_organisation",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation.code}/{self.number} {self.standing}"


class AccreditationDecision(models.Model):
    """What was decided on an application, when, by whom, why."""

    accreditation = models.ForeignKey(
        Accreditation, on_delete=models.PROTECT, related_name="decisions"
    )
    standing = models.CharField(
        max_length=12, choices=[(each.value, each.value) for each in Standing]
    )
    reason = models.TextField()
    by = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        ordering = ["accreditation_id", "id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(reason=""), name="accreditation_decision_has_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return self.standing


class TreatyTable(models.Model):
    """One loaded table of treaty actions; loading a newer one of the same source replaces it."""

    source = models.CharField(max_length=40, unique=True)
    title = models.CharField(max_length=200)
    as_of = models.DateField(help_text="until when it is known to hold")
    sha256 = models.CharField(max_length=64)
    instruments = models.JSONField(
        default=list, help_text="codes it covers; none for texts"
    )
    states = models.JSONField(
        default=list, help_text="who it lists; empty: every State"
    )
    loaded_at = models.DateTimeField()

    class Meta:
        ordering = ["source"]

    def __str__(self) -> str:
        return self.source

    @property
    def urn(self) -> str:
        """``stocktake:treaty-table:<source>``."""
        return f"stocktake:treaty-table:{self.source}"


class TreatyAction(models.Model):
    """One act of one State towards one instrument; the status is derived, never stored."""

    table = models.ForeignKey(
        TreatyTable, on_delete=models.CASCADE, related_name="actions"
    )
    instrument = models.CharField(max_length=20)
    state = models.CharField(
        max_length=3, help_text="alpha-3; EUU for the European Union"
    )
    kind = models.CharField(
        max_length=32, choices=[(kind.value, kind.value) for kind in ActionKind]
    )
    dated = models.CharField(max_length=10, help_text="1991-10-04, 1991 or unknown")
    text = models.TextField(blank=True)

    class Meta:
        ordering = ["instrument", "state", "dated", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["table", "instrument", "state", "kind", "dated"],
                name="treaty_action_stands_once_in_its_table",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "instrument"], name="treaty_action_of_state")
        ]

    def __str__(self) -> str:
        return f"{self.state} {self.instrument} {self.kind} {self.dated}"
