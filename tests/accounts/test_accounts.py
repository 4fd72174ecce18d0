"""Roles grant permissions by one table; an action refuses what is not granted."""

from datetime import UTC, datetime

import pytest

from stocktake.accounts import actions, queries
from stocktake.accounts.models import Person
from stocktake.accounts.rules import (
    GRANTS,
    LOCAL_ADMINISTRATOR,
    VISITOR,
    Acting,
    Permission,
    Role,
)
from stocktake.kernel.errors import NotPermitted, Refused


NOON = datetime(2024, 6, 1, 12, tzinfo=UTC)
LONG = "five-bars-of-a-tally"


def test_every_role_has_its_row_and_every_permission_is_granted_to_somebody():
    assert set(GRANTS) == set(Role)
    assert set().union(*GRANTS.values()) == set(Permission)


def test_a_visitor_may_only_read():
    assert [p for p in Permission if VISITOR.may(p)] == [Permission.READ_PUBLIC]


def test_what_is_not_granted_is_refused_by_name():
    nobody = Acting("nobody", frozenset())

    with pytest.raises(NotPermitted, match=r"nobody may not do this.*round\.open"):
        nobody.require(Permission.ROUND_OPEN)


@pytest.mark.django_db
def test_an_administrator_exists_once_one_is_made():
    before = queries.administrator_exists()

    actions.make_administrator(
        "Ana@Example.org", LONG, name="Ana", by=LOCAL_ADMINISTRATOR, at=NOON
    )

    person = Person.objects.get(email="ana@example.org")
    assert (before, queries.administrator_exists()) == (False, True)
    assert person.is_administrator
    assert person.check_password(LONG)


@pytest.mark.django_db
@pytest.mark.parametrize("password", ["short", "password1234"])
def test_a_weak_password_is_refused_and_nobody_is_made(password):
    with pytest.raises(Refused):
        actions.make_administrator(
            "ana@example.org", password, name="Ana", by=LOCAL_ADMINISTRATOR, at=NOON
        )

    assert not Person.objects.exists()


@pytest.mark.django_db
def test_a_visitor_cannot_make_administrators():
    with pytest.raises(NotPermitted):
        actions.make_administrator(
            "ana@example.org", LONG, name="Ana", by=VISITOR, at=NOON
        )
