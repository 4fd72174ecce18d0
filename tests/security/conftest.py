"""A round with reports, and somebody of every role with a browser of their own."""

import time

import pytest
from django.test import Client

from scenarios import people, portal_round
from stocktake.accounts.rules import Role


@pytest.fixture
def world(db, tmp_path, settings):
    """What addresses name: documents of a small round."""
    settings.STOCKTAKE_HOME = tmp_path
    settings.STATIC_ROOT = tmp_path / "static"
    settings.STATIC_ROOT.mkdir()
    first, _second, _expert = portal_round.small_round()
    return {"sha256": first.sha256}


@pytest.fixture
def clients(world):
    """A signed-in client for each role, and one of a visitor; an administrator exists."""
    found = {Role.VISITOR: Client()}
    for role in people.ROLES:
        found[role] = Client()
        person = people.person(role)
        found[role].force_login(person)
        _typed_the_password(found[role], person)
    return found


def _typed_the_password(client, person):
    """Just now: pages that ask for it again let them pass."""
    session = client.session
    session["account_authentication_methods_user"] = str(person.pk)
    session["account_authentication_methods"] = [
        {"method": "password", "at": time.time(), "reauthenticated": True}
    ]
    session.save()
