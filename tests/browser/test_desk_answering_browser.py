"""Answering in Chromium: saved while typing, kept without a connection, open to all."""

import re
import shutil

import pytest

from scenarios import state_report
from stocktake.reporting import actions, queries
from stocktake.reporting.actions import Change


axe_playwright = pytest.importorskip("axe_playwright_python.sync_playwright")
playwright = pytest.importorskip("playwright.sync_api")
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not on this machine"),
]

REPORT = "desk/reports/2026/XAA/state/1/"
NOTE = "1.2/status_note"


@pytest.fixture
def browser():
    with playwright.sync_playwright() as running:
        opened = running.chromium.launch(
            executable_path=CHROMIUM,
            args=["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"],
        )
        yield opened
        opened.close()


@pytest.fixture
def urn(transactional_db):
    """The draft of XAA in round 2026."""
    return state_report.started("XAA")


class Desk:
    """A browser on one's own machine, acting for XAA: it notes what no page may do."""

    def __init__(self, browser, site: str, language: str, width: int, **more) -> None:
        self.site, self.language, self.width = site, language, width
        self.context = browser.new_context(
            viewport={"width": width, "height": 900}, **more
        )
        self.faults: list[str] = []
        self.page = self._open()
        self.go("desk/")
        self.page.select_option("#role", "focal-point")
        self.page.fill("#area", "XAA")
        self.page.click(".trying button")

    def _open(self):
        page = self.context.new_page()
        page.on("pageerror", lambda error: self.faults.append(str(error)))
        page.on("request", self._request)
        return page

    def another_page(self) -> None:
        """Close the page that is shown, for good, and open another."""
        self.page.close()
        self.page = self._open()

    def _request(self, request) -> None:
        if not request.url.startswith((self.site, "data:")):
            self.faults.append(f"asked elsewhere: {request.url}")

    def go(self, path: str) -> None:
        self.page.goto(f"{self.site}/{self.language}/{path}")

    def look(self) -> None:
        """Check the page that is shown: axe, and no side scroll."""
        found = axe_playwright.Axe().run(self.page).response["violations"]
        self.faults += [
            f"{self.page.url}: {one['id']} {[n['html'][:120] for n in one['nodes'][:2]]}"
            for one in found
        ]
        wide = self.page.evaluate("document.documentElement.scrollWidth")
        if wide > self.width:
            self.faults.append(f"{self.page.url}: {wide - self.width} px too wide")

    def named(self, name: str):
        """The control of a name."""
        return self.page.locator(f'[name="{name}"]')

    def says(self, text: str) -> None:
        """Wait until the bar says how things stand with what was typed."""
        bar = self.page.locator("[data-state-words]")
        playwright.expect(bar).to_have_text(re.compile(text), timeout=10_000)


@pytest.fixture
def desk(browser, live_server, urn):
    return Desk(browser, live_server.url, "en", 1440)


@pytest.mark.looks
@pytest.mark.parametrize(
    ("language", "width", "scheme"), [("en", 1440, "light"), ("ar", 360, "dark")]
)
def test_every_page_is_open_to_all(browser, live_server, urn, language, width, scheme):
    desk = Desk(browser, live_server.url, language, width, color_scheme=scheme)
    desk.look()

    for path in (
        "",
        "checks/",
        "blocks/1.2/",
        "blocks/1.2/measures/aaaaaaaaaaaa/",
        "blocks/1.2/reported_elsewhere/cccccccccccc/",
    ):
        desk.go(REPORT + path)
        desk.look()

    assert desk.faults == []


def test_by_keyboard_an_answer_opens_questions_and_is_saved_while_writing(desk, urn):
    desk.go(f"{REPORT}blocks/1.3/")
    note = desk.named("1.3/status_note:text-en")
    assert not note.is_visible()

    desk.named("1.3/status:as").first.focus()
    for _step in range(3):
        desk.page.keyboard.press("ArrowDown")
    note.focus()
    desk.page.keyboard.type("Families live in the open.")
    desk.says("^Saved ")

    kept = queries.answers(urn)
    assert kept["1.3/status"].value == "in-force"
    assert kept["1.3/status_note"].value == {"en": "Families live in the open."}
    assert "5 of 200 words" in desk.page.locator(".words").first.inner_text()
    assert desk.faults == []


def test_without_a_connection_words_stay_in_the_browser_and_come_back(desk, urn):
    desk.go(f"{REPORT}blocks/1.2/")
    desk.context.set_offline(True)
    desk.named(f"{NOTE}:text-en").fill("Written on a train.")
    desk.says("Kept in this browser")

    desk.another_page()  # a page one only leaves sends its words when it is online again
    desk.context.set_offline(False)
    desk.go(f"{REPORT}blocks/1.2/")
    desk.page.click("[data-put-back]")
    desk.says("^Saved ")

    assert queries.answers(urn)[NOTE].value["en"] == "Written on a train."
    desk.page.reload()
    assert not desk.page.locator("[data-kept]").is_visible()
    assert desk.faults == []


def test_who_meets_newer_words_sees_both_and_chooses(desk, urn):
    desk.go(f"{REPORT}blocks/1.2/")
    row = queries.answers(urn)[NOTE]
    theirs = {**row.value, "en": "Theirs."}
    actions.save_answers(
        urn,
        [Change(NOTE, theirs, row.revision)],
        by=state_report.focal_point("XAA"),
        at=row.at,
    )

    desk.named(f"{NOTE}:text-en").fill("Mine.")
    desk.page.click("[data-compare]")
    desk.look()
    both = desk.page.locator(".clash").inner_text()
    desk.page.check(f'[name="{NOTE}:choose"][value="mine"]')
    desk.page.click('[name="go"][value="stay"]')

    assert "Theirs." in both
    assert queries.answers(urn)[NOTE].value["en"] == "Mine."
    assert desk.faults == []


def test_without_scripts_a_report_is_answered_too(browser, live_server, urn):
    desk = Desk(browser, live_server.url, "en", 1440, java_script_enabled=False)
    desk.go(f"{REPORT}blocks/1.3/")

    desk.page.check('[name="1.3/status:as"][value="in-force"]')
    desk.page.click('[name="go"][value="next"]')
    desk.named("1.3/status_note:text-en").fill("Since 2024.")
    desk.page.click('[name="go"][value="next"]')

    assert desk.page.url.endswith("/blocks/2/")
    assert queries.answers(urn)["1.3/status_note"].value == {"en": "Since 2024."}
