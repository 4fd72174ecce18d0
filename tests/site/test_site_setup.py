"""Tables are brought up to date, and looked at cheaply where they are."""

import pytest
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from stocktake.site import setup


def test_the_files_of_migrations_are_those_that_django_reads():
    read = MigrationLoader(None, ignore_no_migrations=True).disk_migrations

    assert set(setup._shipped()) == set(read)


@pytest.mark.django_db
def test_up_to_date_tables_cost_a_few_queries(django_assert_max_num_queries):
    with django_assert_max_num_queries(3):
        setup.tables_up_to_date()


@pytest.mark.django_db
def test_a_migration_that_is_not_recorded_is_seen():
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'dossiers'")

    assert set(setup._shipped()) - setup._applied() == {("dossiers", "0001_initial")}
