"""Identities of protected sources, sealed; no key leads from what they said to here."""

from django.db import models


class ProtectedSource(models.Model):
    """Who stands behind a pseudonym: readable only with a key that is not in the database.

    No foreign key, no time and no name: a copy of the database tells only that there is
    a source.
    """

    pseudonym = models.CharField(max_length=40, primary_key=True)
    owner = models.CharField(
        max_length=64, unique=True, help_text="keyed hash of organisation and round"
    )
    key = models.CharField(max_length=16, help_text="name of the key that sealed it")
    sealed = models.BinaryField()

    def __str__(self) -> str:
        return self.pseudonym
