"""A small round, ready to be looked at."""

import pytest

from scenarios import portal_round


@pytest.fixture(autouse=True)
def home(tmp_path, settings):
    """A home of its own for each test; the folder of collected static files is there."""
    settings.STOCKTAKE_HOME = tmp_path
    settings.STATIC_ROOT = tmp_path / "static"
    settings.STATIC_ROOT.mkdir()


@pytest.fixture
def sent(db):
    """Three reports: of XAA (PDF), of XAB (TXT), of XNGO about XAA (PDF)."""
    return portal_round.small_round()


@pytest.fixture
def addresses(sent):
    """Every page of the portal, in English, with all that it needs in its address."""
    first, second, _expert = sent
    round_ = "/en/rounds/2024"
    return (
        "/en/",
        f"{round_}/",
        f"{round_}/themes/1/",
        f"{round_}/commitments/",
        f"{round_}/commitments/1.2/",
        f"{round_}/commitments/2.1/",
        f"{round_}/states/",
        f"{round_}/states/XAA/",
        f"{round_}/states/XAC/",
        f"{round_}/documents/",
        f"{round_}/dossiers/",
        f"/en/documents/{first.sha256}/?passage=3&from=0&to=20",
        f"/en/documents/{second.sha256}/",
        "/en/search/?q=child",
        "/en/search/",
        "/en/about/",
        "/en/gallery/",
    )
