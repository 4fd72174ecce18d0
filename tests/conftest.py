"""What all tests share: the development data, and the choice of database tests."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def _nothing_remembered() -> None:
    """Each test has a database of its own: what was weighed in another's is forgotten."""
    progress = sys.modules.get("stocktake.reporting.queries.progress")
    if progress is not None:
        progress.forget()


@pytest.fixture(autouse=True)
def _no_language_left_over() -> Iterator[None]:
    """A page leaves its language active in its thread: the next test begins in the default one."""
    yield
    from django.utils import translation  # settings are read only now

    translation.deactivate()


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of development data, or a skip that says so."""
    named = os.environ.get("STOCKTAKE_SHARED")
    if not named or not Path(named).is_dir():
        pytest.skip(
            "STOCKTAKE_SHARED is not set: development data is not on this machine"
        )
    return Path(named)


@pytest.fixture(autouse=True)
def snapshots_may_be_flushed(request: pytest.FixtureRequest) -> Iterator[None]:
    """SQLite's triggers forbid what emptying the tables after a transactional test does."""
    marker = request.node.get_closest_marker("django_db")
    marked = marker is not None and marker.kwargs.get("transaction", False)
    if not (marked or {"transactional_db", "live_server"} & set(request.fixturenames)):
        yield
        return
    request.getfixturevalue("db")  # so that it ends after this fixture
    yield
    from django.db import connection  # settings are read only now

    from stocktake.assessment import unchangeable as findings
    from stocktake.reporting import unchangeable as snapshots

    kept = (*findings.TABLES.values(), "reporting_snapshot")
    with connection.cursor() as cursor:
        for room in (findings, snapshots):
            for statement in room.REMOVE[connection.vendor]:
                cursor.execute(statement)
        for table in kept:
            cursor.execute(f"DELETE FROM {table}")
        for room in (findings, snapshots):
            for statement in room.MAKE[connection.vendor]:
                cursor.execute(statement)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--database-only",
        action="store_true",
        help="run only tests that touch the database, each walk of pages in one language",
    )


# Files that take longest begin first, so that no worker is left alone with one at the end.
LONGEST = ("tests/real/", "tests/browser/", "tests/jobs/", "tests/security/")


def pytest_collection_modifyitems(
    config: pytest.Config, items: list[pytest.Item]
) -> None:
    items.sort(key=lambda item: not item.nodeid.startswith(LONGEST))
    if not config.getoption("--database-only"):
        return
    kept = [
        item
        for item in items
        if item.get_closest_marker("django_db") and not item.get_closest_marker("looks")
    ]
    config.hook.pytest_deselected(items=[item for item in items if item not in kept])
    items[:] = kept
