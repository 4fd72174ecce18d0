"""Bring the tables of a home up to date before they are used."""

from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor


def tables_up_to_date() -> None:
    """Apply what migrations are missing; cheap when there are none."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA journal_mode")
            (mode,) = cursor.fetchone()
            if mode != "wal":
                cursor.execute("PRAGMA journal_mode=WAL")
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        call_command("migrate", verbosity=0, interactive=False)
        call_command("createcachetable", verbosity=0)
