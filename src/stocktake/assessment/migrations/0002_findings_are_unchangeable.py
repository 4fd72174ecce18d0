"""Triggers: the database refuses to change or delete findings, material and replies."""

from typing import Any

from django.db import migrations

from stocktake.assessment.unchangeable import MAKE, REMOVE


def make(_apps: Any, editor: Any) -> None:
    """Make the triggers of this kind of database."""
    for statement in MAKE[editor.connection.vendor]:
        editor.execute(statement)


def remove(_apps: Any, editor: Any) -> None:
    """Remove them again."""
    for statement in REMOVE[editor.connection.vendor]:
        editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("assessment", "0001_initial")]
    operations = [migrations.RunPython(make, remove)]
