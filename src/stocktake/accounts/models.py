"""People who sign in, and the invitations by which they come."""

from typing import ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from stocktake.accounts.rules import Role


class People(BaseUserManager["Person"]):
    """Finds people by the address they sign in with."""


class Person(AbstractBaseUser):
    """One person; what they may do follows from their roles and areas."""

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=120)
    language = models.CharField(max_length=2, default="en")
    roles = models.JSONField(default=list)
    areas = models.JSONField(
        default=list, help_text="State or organisation codes the roles are limited to"
    )
    sections = models.JSONField(
        default=list, help_text="Codes of themes or commitments a contributor answers"
    )
    is_active = models.BooleanField(default=True)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]
    objects = People()

    class Meta:
        constraints = [
            # The audit log names people: two of one name could not be told apart.
            models.UniqueConstraint(
                Lower("name"),
                name="person_named_once",
                violation_error_message="Somebody here has this name. Add your office to yours.",
            ),
        ]

    @property
    def is_administrator(self) -> bool:
        """Whether they may set up this copy."""
        return Role.ADMINISTRATOR in self.roles

    def __str__(self) -> str:
        return self.name


class Invitation(models.Model):
    """An offer of roles to an address; used once, by whoever holds its link."""

    email = models.EmailField()
    name = models.CharField(max_length=120, blank=True)
    language = models.CharField(max_length=2, default="en")
    roles = models.JSONField(default=list)
    areas = models.JSONField(default=list)
    sections = models.JSONField(default=list)
    # Only the hash is kept: who reads the records cannot use the link.
    key_hash = models.CharField(max_length=64, unique=True)
    by = models.CharField(max_length=120)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    person = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )

    class Meta:
        ordering = ["-made_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(accepted_at__isnull=True) | Q(withdrawn_at__isnull=True),
                name="invitation_accepted_or_withdrawn_not_both",
            ),
            models.CheckConstraint(
                condition=Q(accepted_at__isnull=True) ^ Q(person__isnull=False),
                name="invitation_accepted_iff_by_somebody",
            ),
            models.UniqueConstraint(
                fields=["email"],
                condition=Q(accepted_at__isnull=True, withdrawn_at__isnull=True),
                name="one_open_invitation_per_address",
            ),
        ]

    def __str__(self) -> str:
        return f"invitation of {self.email}"
