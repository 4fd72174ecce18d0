"""A whole round of both strands, as people walk it in their browsers, with axe on each page."""

import re
import shutil
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.core import mail
from django.test import Client

from scenarios import people, state_report
from stocktake.accounts.rules import LOCAL_ADMINISTRATOR, Role
from stocktake.actors import actions as actors
from stocktake.reporting import queries
from stocktake.reporting.models import Move
from stocktake.reporting.rules import Stage, Step


axe_playwright = pytest.importorskip("axe_playwright_python.sync_playwright")
playwright = pytest.importorskip("playwright.sync_api")
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not on this machine"),
]


# Only what is wrong comes back: the rest of axe's report is most of its time.
AXE = axe_playwright.Axe()
WRONG = {"resultTypes": ["violations"]}
SAID = "Families are held in the airport hotel for weeks."
REPLIED = "L'hôtel est fermé depuis mai."


@pytest.fixture(scope="module")
def browser():
    with playwright.sync_playwright() as running:
        opened = running.chromium.launch(
            executable_path=CHROMIUM,
            args=["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"],
        )
        yield opened
        opened.close()


class Walk:
    """One person's browser, signed in where they have a role; it notes what is not open to all."""

    def __init__(
        self, browser, site: str, language: str, faults, role: Role | None = None
    ) -> None:
        context = browser.new_context(
            viewport={"width": 360 if language == "ar" else 1440, "height": 900}
        )
        if role:
            client = Client()
            client.force_login(people.person(role))
            session = {"name": "sessionid", "value": client.cookies["sessionid"].value}
            context.add_cookies([{**session, "url": site}])
        context.set_default_timeout(60_000)
        self.page, self.faults = context.new_page(), faults
        self.site = f"{site}/{language}/"
        self.root = f"{self.site}desk/"

    def go(self, path: str) -> None:
        """Open a page of the desk and look at it."""
        self.page.goto(self.root + path)
        self.look()

    def visit(self, path: str) -> None:
        """Open a page beside the desk and look at it."""
        self.page.goto(self.site + path)
        self.look()

    def fill(self, **fields: str) -> None:
        """Fill in fields of the form that is shown, by their names."""
        for name, value in fields.items():
            self.page.fill(f"main [name='{name}']:not([type=hidden])", value)

    def press(self, selector: str) -> None:
        """Press a button and look at what comes."""
        self.page.click(selector)
        self.page.wait_for_load_state()
        self.look()

    def look(self) -> None:
        """Check what is shown: axe, and no side scroll."""
        found = AXE.run(self.page, options=WRONG).response["violations"]
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


@pytest.mark.parametrize(
    "language", ["en", pytest.param("ar", marks=pytest.mark.looks)]
)
def test_from_opening_a_round_to_publishing_a_report(browser, live_server, language):
    faults: list[str] = []
    office, focal = (
        Walk(browser, live_server.url, language, faults, role)
        for role in (Role.SECRETARIAT, Role.FOCAL_POINT)
    )
    report = "submissions/2026/XAA/state/1/"
    block = "reports/2026/XAA/state/1/blocks/1.2/"

    office.go("rounds/")
    office.confirm("rounds/2026/open/")
    urn = state_report.started("XAA")
    focal.go("")
    focal.go("reports/2026/XAA/state/1/")
    focal.go(f"{report}offline/")
    with focal.page.expect_download() as taken:
        focal.page.click("button[value='.xlsx']")
    focal.go(block)
    focal.page.check("[name='1.2/status:as'][value='partly-in-force']")
    focal.press("button[value='stay']")
    focal.page.goto(f"{focal.root}{report}offline/")
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


@pytest.mark.parametrize(
    "language", ["en", pytest.param("ar", marks=pytest.mark.looks)]
)
def test_from_an_invitation_to_a_claim_with_its_reply(browser, live_server, language):
    faults: list[str] = []
    actors.register_organisation(
        "XNGO", illustrative=True, by=LOCAL_ADMINISTRATOR, at=state_report.NOON
    )
    state_report.started("XAA")
    office, focal, expert = (
        Walk(browser, live_server.url, language, faults, role)
        for role in (Role.SECRETARIAT, Role.FOCAL_POINT, None)
    )
    report = "experts/reports/2026/XNGO/expert/1/"
    block = "reports/2026/XNGO/expert/1/blocks/"

    office.visit("account/people/")
    office.page.select_option("[name=role]", "expert")
    office.page.select_option("[name=language]", language)
    office.fill(email="nadia@example.org", areas="XNGO")
    office.press("main form.form button[type=submit]")
    expert.page.goto(live_server.url + urlsplit(invited()).path)
    expert.fill(name="Nadia", password=people.PASSWORD)
    expert.press("main form.form button[type=submit]")
    expert.go("experts/")
    expert.press(".choice:first-of-type form button")
    expert.go(f"{block}about/")
    expert.fill(**{"about/from:value": "2025", "about/to:value": "2026-05"})
    expert.fill(**{f"about/method:text-{language}": "Visits."})
    expert.press("button[value='stay']")
    expert.page.goto(f"{expert.root}{block}1.2/challenges/new/")
    where = "main [data-address$='{}'] textarea"
    expert.page.fill(where.format("/areas"), "XAA")
    expert.page.fill(where.format("/text"), SAID)
    expert.page.check("main [data-address$='/sources'] [type=checkbox]")
    expert.press("button[value='back']")
    expert.go(report)
    expert.page.set_input_files("[type=file]", FILE)
    expert.page.check("[name=public]")
    expert.press("form.attach button")
    expert.press("form:has([value='submit']) button")
    office.go("experts/claims/")
    for _step in ("take-up", "open-reply"):
        office.press("main td form button.btn--small:not(details *)")
    focal.go("experts/replies/XAA/")
    focal.press("article.claim-box .btn")
    focal.page.select_option("main [name=language]", "fr")
    focal.fill(reply=REPLIED)
    focal.press("form:has([name=reply]) button")
    days_pass()
    office.go("experts/claims/")
    office.press("form[action$='/publish/'] button")
    visitor = Walk(browser, live_server.url, language, faults)
    visitor.visit("rounds/2026/states/XAA/")
    said = visitor.page.inner_text(".claims--expert")
    visitor.visit("rounds/2026/commitments/1.2/")

    assert SAID in said
    assert REPLIED in said
    assert SAID in visitor.page.inner_text(".claims--expert")
    assert visitor.page.locator(".claims--expert .evidence a").count() == 1
    assert faults == []


FILE = {"name": "nadia.txt", "mimeType": "text/plain", "buffer": b"Minutes.\n"}


def invited() -> str:
    """The link in the letter that was sent last."""
    (link,) = re.findall(r"https?://\S+/invitation/\S+", mail.outbox[-1].body)
    return link


def days_pass() -> None:
    """The State's days to reply are over."""
    for move in Move.objects.filter(step=Step.OPEN_REPLY):
        Move.objects.filter(pk=move.pk).update(at=move.at - timedelta(days=60))
