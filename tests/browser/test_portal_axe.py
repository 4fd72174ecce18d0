"""Every page in Chromium: no accessibility fault, no side scroll, nothing from elsewhere."""

import shutil

import pytest

from scenarios import portal_round, statistics
from stocktake.accounts.rules import LOCAL_ADMINISTRATOR
from stocktake.assessment import actions as assessment


axe_playwright = pytest.importorskip("axe_playwright_python.sync_playwright")
playwright = pytest.importorskip("playwright.sync_api")
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not on this machine"),
]


@pytest.fixture
def browser():
    with playwright.sync_playwright() as running:
        opened = running.chromium.launch(
            executable_path=CHROMIUM,
            args=["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"],
        )
        yield opened
        opened.close()


def addresses() -> tuple[str, ...]:
    first, second, _expert = portal_round.small_round()
    assessment.assess_round(
        "2024", states=("XAA",), by=LOCAL_ADMINISTRATOR, at=portal_round.NOON
    )
    return (
        "/",
        "/rounds/2024/",
        "/rounds/2024/themes/1/",
        "/rounds/2024/commitments/",
        "/rounds/2024/commitments/1.2/",
        "/rounds/2024/states/",
        "/rounds/2024/states/XAA/",
        "/rounds/2024/delivery/",
        "/rounds/2024/documents/",
        "/rounds/2024/dossiers/",
        "/rounds/2024/findings/XAA/1.2/",
        "/methods/",
        f"/documents/{first.sha256}/?passage=3&from=0&to=20",
        f"/documents/{second.sha256}/",
        "/search/?q=child",
        "/about/",
        "/gallery/",
        "/statistics/",
        "/statistics/states/SVN/",
        "/nothing/",
    )


@pytest.mark.looks
@pytest.mark.parametrize(
    ("language", "width", "scheme"),
    [("en", 1440, "light"), ("ar", 360, "dark")],
)
def test_every_page_is_open_to_all(
    live_server, browser, language, width, scheme, tmp_path, monkeypatch
):
    monkeypatch.setenv("STOCKTAKE_HOME", str(tmp_path))
    statistics.migrant_stock(tmp_path)
    faults: list[str] = []
    context = browser.new_context(
        viewport={"width": width, "height": 900}, color_scheme=scheme
    )
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on(
        "console",
        lambda said: (
            faults.append(f"{page.url}: {said.text}")
            if "Content Security Policy" in said.text
            else None
        ),
    )

    for address in addresses():
        page.goto(f"{live_server.url}/{language}{address}")
        results = axe_playwright.Axe().run(page)
        faults += [
            f"{address}: {one['id']} {[node['html'][:120] for node in one['nodes'][:2]]}"
            for one in results.response["violations"]
        ]
        beyond = page.evaluate("document.documentElement.scrollWidth") - width
        if beyond > 0:
            faults.append(f"{address}: {beyond} px wider than the window")

    assert faults == []
    assert [
        url for url in asked if not url.startswith((live_server.url, "data:"))
    ] == []


def test_without_scripts_the_filters_and_the_search_work(live_server, browser):
    portal_round.small_round()
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()

    page.goto(f"{live_server.url}/en/rounds/2024/documents/")
    page.select_option("#strand", "expert")
    page.click("form.filters button")

    assert "strand=expert" in page.url
    assert page.locator("#rows tbody tr").count() == 1
