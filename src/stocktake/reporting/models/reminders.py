"""What each person was told, once."""

from django.db import models
from django.db.models import Q

from stocktake.reporting.reminding import Event


class Reminder(models.Model):
    """That one person is told one thing: an event's code and what it says, in no language."""

    person = models.ForeignKey(
        "accounts.Person", on_delete=models.CASCADE, related_name="reminders"
    )
    about = models.CharField(max_length=200, help_text="URN of what is due or moved")
    event = models.CharField(
        max_length=24, choices=[(event.value, event.value) for event in Event]
    )
    parameters = models.JSONField(default=dict)
    day = models.DateField()
    mailed_at = models.DateTimeField(null=True)
    read_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-day", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "about", "event"],
                name="person_is_told_each_thing_once",
            ),
            models.CheckConstraint(
                condition=~Q(about=""), name="reminder_says_about_what"
            ),
        ]
        indexes = [
            models.Index(
                fields=["mailed_at"],
                condition=Q(mailed_at=None),
                name="reminders_not_mailed_yet",
            )
        ]

    def __str__(self) -> str:
        return f"{self.event} {self.about}"
