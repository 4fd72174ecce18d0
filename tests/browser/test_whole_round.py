"""A whole round of the State strand, as people walk it in their browsers, with axe on each page."""

import re
import shutil

import pytest
from django.test import Client

from scenarios import people, state_report
from stocktake.accounts.rules import Role
from stocktake.reporting import actions, queries
from stocktake.reporting.actions import Change
from stocktake.reporting.rules import Stage


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


class Walk:
    """One person's browser, signed in; it notes what is not open to all."""

    def __init__(self, browser, site: str, language: str, role: Role, faults) -> None:
        client = Client()
        client.force_login(people.person(role))
        context = browser.new_context(
            viewport={"width": 360 if language == "ar" else 1440, "height": 900}
        )
        session = {"name": "sessionid", "value": client.cookies["sessionid"].value}
        context.add_cookies([{**session, "url": site}])
        self.page, self.faults = context.new_page(), faults
        self.root = f"{site}/{language}/desk/"

    def go(self, path: str) -> None:
        """Open a page of the desk and look at it."""
        self.page.goto(self.root + path)
        self.look()

    def look(self) -> None:
        """Check what is shown: axe, and no side scroll."""
        found = axe_playwright.Axe().run(self.page).response["violations"]
        self.faults += [
            f"{self.page.url}: {one['id']} {one['nodes'][0]['html'][:120]}"
            for one in found
        ]
        if self.page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            self.faults.append(f"{self.page.url}: scrolls sideways")

    def confirm(self, path: str, message: str = "") -> None:
        """Open the page of a step, look, and confirm it."""
        self.go(path)
        if message:
            self.page.fill("#message", message)
        self.page.click("main form.form button[type=submit]")
        self.page.wait_for_load_state()


@pytest.mark.parametrize("language", ["en", "ar"])
def test_from_opening_a_round_to_publishing_a_report(browser, live_server, language):
    faults: list[str] = []
    walks = [
        Walk(browser, live_server.url, language, role, faults)
        for role in (Role.SECRETARIAT, Role.FOCAL_POINT)
    ]
    office, focal = walks
    report = "submissions/2026/XAA/state/1/"

    office.go("rounds/")
    office.confirm("rounds/2026/open/")
    urn = state_report.started("XAA")
    focal.go("")
    focal.go("reports/2026/XAA/state/1/")
    focal.go("reports/2026/XAA/state/1/blocks/1.2/")
    focal.go(f"{report}offline/")
    with focal.page.expect_download() as taken:
        focal.page.click("button[value='.xlsx']")
    changed = Change("1.2/status", "partly-in-force", 1)
    actions.save_answers(
        urn, [changed], by=state_report.focal_point("XAA"), at=state_report.NOON
    )
    focal.page.set_input_files("#file", taken.value.path())
    focal.page.click("section[aria-labelledby=bring] button")
    focal.page.wait_for_selector("#outcome")
    focal.look()
    focal.confirm("people/XAA/clearing/")
    focal.confirm(f"{report}steps/clear/")
    focal.confirm(f"{report}steps/submit/")
    focal.look()
    office.go("tasks/")
    office.confirm(f"{report}steps/take-up/")
    office.confirm(f"{report}steps/request-correction/", message="1.2: which act?")
    focal.go(report)
    focal.confirm(f"{report}steps/clear/")
    focal.confirm(f"{report}steps/submit/")
    office.go(f"{report}comparison/")
    office.confirm(f"{report}steps/take-up/")
    office.go(f"{report}answers/?theme=1")
    office.confirm(f"{report}steps/accept/")
    office.confirm(f"{report}steps/publish/")
    office.go("rounds/2026/?standing=delivered")
    office.go("people/XAA/")
    office.go("tasks/record/?verify=1")

    assert queries.draft(urn).stage is Stage.PUBLISHED
    assert len(queries.snapshots(urn)) == 2
    assert re.search(r"\d", office.page.inner_text("main [role=status] strong"))
    assert faults == []
