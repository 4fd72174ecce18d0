"""Quick passwords, a folder for static files, and rate limits that start at nought."""

import pytest
from django.core.cache import cache


@pytest.fixture(autouse=True)
def a_site(settings, tmp_path):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.STATIC_ROOT = tmp_path / "static"
    settings.STATIC_ROOT.mkdir()


@pytest.fixture(autouse=True)
def no_counts(db):
    cache.clear()
