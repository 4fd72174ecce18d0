"""A home of its own for the pages that a browser is shown."""

import pytest
from django.conf import settings


@pytest.fixture(scope="session", autouse=True)
def browsers_home(tmp_path_factory):
    """Set before the live server starts, which lives as long as the session."""
    before = settings.STOCKTAKE_HOME, settings.STATIC_ROOT
    settings.STOCKTAKE_HOME = tmp_path_factory.mktemp("home")
    settings.STATIC_ROOT = settings.STOCKTAKE_HOME / "static"
    settings.STATIC_ROOT.mkdir()
    yield
    settings.STOCKTAKE_HOME, settings.STATIC_ROOT = before
