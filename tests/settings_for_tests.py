"""The settings, in a home of its own that is gone when the tests are."""

import os
import tempfile


_home = tempfile.TemporaryDirectory(prefix="stocktake-tests-")
os.environ["STOCKTAKE_HOME"] = _home.name
os.environ.setdefault("STOCKTAKE_SECRET_KEY", "only-for-tests")
os.environ.setdefault(
    "DJANGO_ALLOW_ASYNC_UNSAFE", "1"
)  # Playwright runs a loop beside the ORM

from stocktake.site.settings import *  # noqa: E402, F403


# Passwords are slow to hash on purpose; hundreds of invented people would pay for it.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
