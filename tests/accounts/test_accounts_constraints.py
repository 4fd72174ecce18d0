"""What the database refuses, and who wins when two use one link at once."""

import threading
from datetime import timedelta

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from scenarios import people
from scenarios.people import NOON, PASSWORD
from stocktake.accounts import actions
from stocktake.accounts.models import Invitation, Person
from stocktake.accounts.rules import Role
from stocktake.kernel.errors import StocktakeError


def invitation(**more) -> Invitation:
    """An open invitation, changed as named."""
    return Invitation(
        **{
            "email": "a@example.org",
            "key_hash": "0" * 64,
            "by": "Ana",
            "made_at": NOON,
            "expires_at": NOON + timedelta(days=14),
            **more,
        }
    )


BROKEN = [
    ("invitation_accepted_iff_by_somebody", {"accepted_at": NOON}),
    (
        "invitation_accepted_or_withdrawn_not_both",
        {"accepted_at": NOON, "withdrawn_at": NOON, "person": True},
    ),
    ("key_hash", {"key_hash": "1" * 64, "email": "b@example.org"}),
    ("one_open_invitation_per_address|email", {"key_hash": "2" * 64}),
]


@pytest.mark.django_db
@pytest.mark.parametrize(("name", "changed"), BROKEN, ids=lambda each: str(each)[:30])
def test_the_database_refuses_an_impossible_invitation(name, changed):
    invitation(key_hash="1" * 64).save()
    if changed.get("person"):
        changed = {**changed, "person": people.person(Role.EXPERT)}

    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        invitation(**changed).save()


@pytest.mark.django_db
def test_the_database_refuses_two_people_of_one_name():
    Person(email="a@example.org", name="Ana Lima").save()

    with pytest.raises(IntegrityError), transaction.atomic():
        Person(email="b@example.org", name="ANA LIMA").save()


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_of_two_who_use_one_link_at_once_one_gets_in():
    key = people.invite(Role.SECRETARIAT)
    ready, outcomes = threading.Barrier(2), []

    def accept(name: str) -> None:
        ready.wait()
        try:
            actions.accept(key, name=name, password=PASSWORD, language="en", at=NOON)
            outcomes.append("in")
        except (StocktakeError, DatabaseError):
            outcomes.append("out")
        finally:
            connection.close()

    both = [threading.Thread(target=accept, args=(name,)) for name in ("Ana", "Eve")]
    for each in both:
        each.start()
    for each in both:
        each.join()

    assert sorted(outcomes) == ["in", "out"]
    assert Person.objects.count() == 1
