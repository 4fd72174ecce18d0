"""A State's draft, and browsers of those who work on it."""

import pytest
from django.core.cache import cache
from django.test import Client

from scenarios import people, state_report
from stocktake.accounts.rules import Role


@pytest.fixture(autouse=True)
def a_site(settings, tmp_path, db):
    settings.STOCKTAKE_HOME = tmp_path
    settings.STATIC_ROOT = tmp_path / "static"
    settings.STATIC_ROOT.mkdir()
    cache.clear()


@pytest.fixture
def urn():
    """The draft of XAA in round 2026, begun by its focal point."""
    return state_report.started("XAA")


@pytest.fixture
def signed_in():
    """A browser in which somebody with a role is signed in."""

    def browser(role: Role, **more) -> Client:
        client = Client()
        client.force_login(people.person(role, **more))
        return client

    return browser


@pytest.fixture
def focal(signed_in):
    """The browser of XAA's focal point."""
    return signed_in(Role.FOCAL_POINT)


@pytest.fixture
def colleague(signed_in):
    """The browser of a contributor of XAA."""
    return signed_in(Role.CONTRIBUTOR)
