"""People who sign in."""

from typing import ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models

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
    is_active = models.BooleanField(default=True)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]
    objects = People()

    @property
    def is_administrator(self) -> bool:
        """Whether they may set up this copy."""
        return Role.ADMINISTRATOR in self.roles

    def __str__(self) -> str:
        return self.name
