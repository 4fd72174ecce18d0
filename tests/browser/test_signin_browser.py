"""The way in, as people walk it: invitation, password, second factor, signing in again."""

import re
import shutil
import time
from urllib.parse import urlsplit

import pytest

from scenarios import people
from stocktake.accounts import actions
from stocktake.accounts.rules import LOCAL_ADMINISTRATOR, Offer, Role


axe_playwright = pytest.importorskip("axe_playwright_python.sync_playwright")
playwright = pytest.importorskip("playwright.sync_api")
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not on this machine"),
]


PERIOD = (
    5  # seconds that a code lasts here, so that nobody waits half a minute for the next
)


@pytest.fixture(autouse=True)
def quick_codes(settings):
    settings.MFA_TOTP_PERIOD = PERIOD


class Walk:
    """One person's browser: it notes every accessibility fault and script error."""

    def __init__(self, page, site: str) -> None:
        self.page, self.site, self.faults = page, site, []
        page.on("pageerror", lambda error: self.faults.append(str(error)))
        page.on("console", self._console)

    def _console(self, message) -> None:
        if message.type == "error" and "status of 4" not in message.text:
            self.faults.append(message.text)

    def go(self, path: str) -> None:
        self.page.goto(self.site + path)
        self.look()

    def look(self) -> None:
        """Check the page that is shown: axe, and no side scroll."""
        found = axe_playwright.Axe().run(self.page).response["violations"]
        self.faults += [f"{self.page.url}: {each['id']}" for each in found]
        wide = self.page.evaluate("document.documentElement.scrollWidth > innerWidth")
        if wide:
            self.faults.append(f"{self.page.url}: scrolls sideways")

    def send(self, **fields: str) -> None:
        """Fill a form in and send it."""
        for name, value in fields.items():
            self.page.fill(f"main [name={name}]", value)
        self.page.click("main form.form button[type=submit]")
        self.page.wait_for_load_state()
        self.look()

    @property
    def path(self) -> str:
        return urlsplit(self.page.url).path


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
def site(live_server) -> str:
    """Passkeys are for names; the live server's number is no valid one."""
    return live_server.url.replace("127.0.0.1", "localhost")


@pytest.fixture(autouse=True)
def an_administrator(transactional_db):
    people.person(Role.ADMINISTRATOR)


def invited(language: str) -> str:
    sent = actions.invite(
        "ana@example.org",
        Offer(frozenset({Role.FOCAL_POINT}), frozenset({"XAA"})),
        language=language,
        by=LOCAL_ADMINISTRATOR,
        at=people.timezone_now(),
    )
    return f"/{language}/account/invitation/{sent.key}/"


def code(secret: str) -> str:
    from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value

    return format_hotp_value(hotp_value(secret, int(time.time()) // PERIOD))


def signs_out_and_leaves_no_words(walk: Walk) -> None:
    """Words that were never sent are told of first, then go; another's stay."""
    page = "/desk/reports/2026/XAA/state/1/blocks/1.2/"
    mine = f"stocktake:Ana Lima|stocktake:submission:2026/XAA/state/1|{page}"
    for name in (mine, mine.replace("Ana Lima", "Ben")):
        walk.page.evaluate("name => localStorage.setItem(name, '{}')", name)
    press = "main form[action$='logout/'] button"

    walk.page.click(press)
    walk.look()
    warned = walk.page.locator("[data-unsent] a").get_attribute("href")
    walk.page.click(press)
    walk.page.wait_for_load_state()

    assert warned.endswith(page)
    assert walk.page.locator("main form[action$='logout/']").count() == 0
    left = walk.page.evaluate("Object.keys(localStorage)")
    assert [name for name in left if "Ana" in name or "Ben" in name] == [
        mine.replace("Ana Lima", "Ben")
    ]


@pytest.mark.parametrize(
    ("language", "width"),
    [("en", 1440), pytest.param("ar", 360, marks=pytest.mark.looks)],
)
def test_from_invitation_to_signing_in_with_a_code(browser, site, language, width):
    context = browser.new_context(viewport={"width": width, "height": 900})
    walk = Walk(context.new_page(), site)
    root = f"/{language}/account/"

    walk.go(invited(language))
    walk.send(name="Ana Lima", password="short")
    assert walk.page.locator(".error-summary li").count() == 1
    walk.send(name="Ana Lima", password=people.PASSWORD)
    assert walk.path == f"{root}factors/", "a focal point must set up a second factor"

    walk.go(f"/{language}/")
    assert walk.path == f"{root}factors/"
    walk.page.click(f"a[href='{root}factors/app/']")
    walk.look()
    secret = re.sub(r"\s", "", walk.page.inner_text("code"))
    walk.send(code="000000")
    assert walk.page.locator(".error-summary li").count() == 1
    walk.send(code=code(secret))
    walk.go(root)
    assert walk.path == root
    assert walk.page.inner_text(".who-acts bdi") == "Ana Lima"

    signs_out_and_leaves_no_words(walk)
    walk.go(f"{root}login/")
    walk.send(login="ana@example.org", password=people.PASSWORD)
    assert walk.path == f"{root}factors/code/"
    used = code(secret)
    while code(secret) == used:
        time.sleep(1)  # a code is taken once
    walk.send(code=code(secret))
    walk.go(f"{root}sessions/")
    assert walk.page.locator("tbody tr").count() == 1
    walk.go(f"{root}people/")
    assert walk.page.locator("tbody tr").count() == 1
    assert walk.faults == []


@pytest.mark.parametrize(
    "language", ["en", pytest.param("ar", marks=pytest.mark.looks)]
)
def test_from_invitation_to_signing_in_with_a_passkey(browser, site, language):
    context = browser.new_context(viewport={"width": 360, "height": 800})
    page = context.new_page()
    walk = Walk(page, site)
    authenticator = context.new_cdp_session(page)
    authenticator.send("WebAuthn.enable")
    authenticator.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )
    root = f"/{language}/account/"

    walk.go(invited(language))
    walk.send(name="Ana Lima", password=people.PASSWORD)
    page.click(f"a[href='{root}factors/keys/add/']")
    walk.look()
    page.check("[name=passwordless]")
    page.click("#mfa_webauthn_add")
    page.wait_for_url("**/factors/codes/")
    walk.look()
    walk.go(f"{root}factors/keys/")
    assert page.locator("tbody tr").count() == 1

    walk.go(root)
    page.click("main form[action$='logout/'] button")
    page.wait_for_load_state()
    walk.go(f"{root}login/")
    page.click("#passkey_login")
    page.wait_for_selector(".who-acts:has-text('Ana Lima')")
    assert walk.faults == []


QUIET = ("login/", "signup/", "inactive/", "password/reset/", "password/reset/done/")
OWN = ("", "password/change/", "logout/", "factors/", "reauthenticate/")


@pytest.mark.looks
@pytest.mark.parametrize(
    ("language", "width", "scheme"),
    [("en", 1440, "light"), ("ar", 360, "dark")],
)
def test_the_other_pages_are_open_to_all(browser, site, language, width, scheme):
    people.person(Role.EXPERT)
    context = browser.new_context(
        viewport={"width": width, "height": 900}, color_scheme=scheme
    )
    walk = Walk(context.new_page(), site)
    root = f"/{language}/account/"

    for path in (*QUIET, "password/reset/key/1-wrong/", "invitation/wrong/"):
        walk.go(root + path)
    walk.go(f"{root}login/")
    walk.send(login="expert@example.org", password=people.PASSWORD)
    for path in OWN:
        walk.go(root + path)

    assert walk.faults == []
