"""A folder for static files, and rate limits that start at nought."""

import pytest
from django.core.cache import cache


@pytest.fixture(autouse=True)
def a_site(settings, tmp_path):
    settings.STATIC_ROOT = tmp_path / "static"
    settings.STATIC_ROOT.mkdir()


@pytest.fixture(autouse=True)
def no_counts(db):
    cache.clear()
