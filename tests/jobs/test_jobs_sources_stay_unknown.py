"""A source that must not be known is planted, and looked for everywhere a copy writes."""

import logging
import re
from pathlib import Path

import pytest
from django.apps import apps
from django.core import mail
from django.db import connection, transaction
from django.test import Client, TestCase, override_settings

from scenarios import people
from scenarios.expert_report import (
    CHALLENGE,
    NOON,
    OFFICER,
    ROUND,
    WORDS,
    accredited,
    in_reply_window,
    protected,
)
from stocktake.accounts import queries as accounts
from stocktake.accounts.rules import LOCAL_ADMINISTRATOR, Role
from stocktake.documents import queries as documents
from stocktake.dossiers import actions as dossiers
from stocktake.jobs import reminders
from stocktake.reporting import actions, queries
from stocktake.reporting.models import ProtectedSource
from stocktake.reporting.sources.rules import publish_day
from stocktake.texts import actions as texts


pytestmark = [pytest.mark.django_db, pytest.mark.slow]

# Told to the vault alone: they must be nowhere.
SEALED = ("CANARYSOURCE", "CANARYCONTACT", "CANARYRISK", "CANARYFILE")
# The organisation and the person have accounts: their names must never meet the words.
KNOWN = ("CANARYORG", "CANARYPERSON")
ACCOUNTS = re.compile(
    r"accounts_|account_|actors_|mfa_|usersessions_|django_|reporting_reminder"
)
SECOND = "Guards sell places on the list for legal aid."
ROLES = (
    Role.VISITOR,
    Role.SECRETARIAT,
    Role.ADMINISTRATOR,
    Role.PROTECTION_OFFICER,
    Role.REVIEW_OFFICE,
    Role.FOCAL_POINT,
    Role.CONTRIBUTOR,
    Role.VALIDATING_AUTHORITY,
    Role.RESEARCHER,
    Role.EXPERT,
)


class Log(logging.Handler):
    """Everything that is logged while the source is planted."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.records: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.records.append(record)


@pytest.fixture(scope="module")
def planted_once(django_db_setup, django_db_blocker, tmp_path_factory):
    """Two reports of one source, one anonymous and published, one confidential.

    Planted once for all tests here, which only look.
    """
    home = tmp_path_factory.mktemp("home")
    (home / "static").mkdir()
    log, root = Log(), logging.getLogger()
    level = root.level
    with (
        django_db_blocker.unblock(),
        override_settings(
            STOCKTAKE_HOME=home,
            STATIC_ROOT=home / "static",
            EMAIL_BACKEND="django.core.mail.backends.locmem.EmailBackend",
        ),
        transaction.atomic(),
    ):
        mail.outbox = []
        root.addHandler(log)
        root.setLevel(logging.DEBUG)
        clients = {role: client(role) for role in ROLES}
        with TestCase.captureOnCommitCallbacks(execute=True):
            planted()
        root.setLevel(level)
        root.removeHandler(log)
        letters = list(mail.outbox)
        yield {"home": home, "clients": clients, "log": log, "letters": letters}
        transaction.set_rollback(True)


@pytest.fixture
def world(planted_once, settings):
    """The same, at its home."""
    settings.STOCKTAKE_HOME = planted_once["home"]
    settings.STATIC_ROOT = planted_once["home"] / "static"
    return planted_once


def client(role: Role) -> Client:
    """A browser of a role; the expert is of another organisation."""
    found = Client()
    if role is not Role.VISITOR:
        area = {Role.EXPERT: "XUNI"}.get(role, "")
        found.force_login(people.person(role, area=area))
    return found


def planted() -> None:
    """The source writes, attaches a file, says who stands behind it; others do the rest."""
    accredited("CANARYORG", illustrative=True)
    person = people.person(
        Role.EXPERT, area="CANARYORG", email="canaryperson@example.org"
    )
    person.name = "CANARYPERSON Roe"
    person.save()
    by = accounts.acting(person)
    told = {"name": SEALED[0], "contact": SEALED[1], "risk": SEALED[2]}
    for publication, more in (
        (
            "anonymous",
            {
                "1.2/challenges/dddddddddddd": {},
                "1.2/challenges/dddddddddddd/areas": ["KEN"],
                "1.2/challenges/dddddddddddd/text": {"en": SECOND},
                "1.2/challenges/dddddddddddd/sources": ["testimony"],
                "1.2/challenges/dddddddddddd/publication": "confidential",
            },
        ),
    ):
        urn = protected("CANARYORG", publication, by=by, more=more)
        actions.describe_source(ROUND, "CANARYORG", told, by=by)
        actions.attach(
            urn,
            CHALLENGE,
            b"What was seen.\n",
            f"{SEALED[3]}.txt",
            by=queries.with_pseudonyms(by),
            at=NOON,
        )
        in_reply_window(urn, by=by)
    reminders.send(on=NOON.date(), by=LOCAL_ADMINISTRATOR, at=NOON)
    claim = f"stocktake:claim:{ROUND}/KEN/aaaaaaaaaaaa"
    ken = people.person(Role.FOCAL_POINT, area="KEN", email="ken@example.org")
    actions.reply(claim, {"en": "No."}, by=accounts.acting(ken), at=NOON)
    day = publish_day(NOON.date(), reply_days=28, protected=True)
    later = NOON.replace(year=day.year, month=day.month, day=day.day)
    assert actions.publish_due(ROUND, by=OFFICER, at=later)


def test_what_was_sealed_is_in_no_row_of_the_database(world):
    rows = dict(everything())

    assert {t for t, text in rows.items() if any(c in text for c in SEALED)} == set()
    assert "reporting_protectedsource" in rows


def test_the_organisation_and_the_person_are_only_where_accounts_are(world):
    found = {t for t, text in everything() if any(c in text for c in KNOWN)}

    beside = {t for t in found if not ACCOUNTS.match(t)}
    assert beside <= {"audit_event"}
    with connection.cursor() as cursor:
        cursor.execute("SELECT kind, about, data FROM audit_event")
        told = [row for row in cursor.fetchall() if any(c in str(row) for c in KNOWN)]
    assert {kind.split(".")[0] for kind, _, _ in told} <= {
        "organisation",
        "person",
        "invitation",
    }


def test_no_file_and_no_name_of_a_file_in_the_home_tells(world):
    wrong = [
        str(path)
        for path in sorted(Path(world["home"]).rglob("*"))
        if any(
            canary.encode() in (path.read_bytes() if path.is_file() else b"")
            or canary in path.name
            for canary in (*SEALED, *KNOWN)
        )
    ]

    assert wrong == []


def test_no_log_and_no_letter_tells(world):
    logged = "\n".join(
        record.getMessage()
        for record in world["log"].records
        if record.name.startswith(("stocktake", "django.request", "django.security"))
    )
    letters = [m for m in world["letters"] if "canaryperson" not in str(m.to)]
    pseudonym = ProtectedSource.objects.get().pseudonym

    for text in (
        logged,
        *(f"{m.subject}\n{m.body}\n{m.alternatives}" for m in letters),
    ):
        assert not any(c in text for c in (*SEALED, *KNOWN, pseudonym, SECOND))


def test_no_page_tells_anybody(world):
    pseudonym = ProtectedSource.objects.get().pseudonym
    insiders = {Role.SECRETARIAT, Role.PROTECTION_OFFICER}

    for role, browser in world["clients"].items():
        seen = walk(browser)
        assert len(seen) > 10, role
        for address, text in seen.items():
            assert not any(c in text for c in SEALED), (role, address)
            known = any(c in text for c in KNOWN)
            assert not (known and (WORDS in text or SECOND in text)), (role, address)
            if role not in insiders:
                assert SECOND not in text, (role, address)
                assert pseudonym not in text, (role, address)


def test_the_anonymous_claim_is_public_and_the_walk_would_find_it(world):
    seen = walk(world["clients"][Role.VISITOR])

    assert any(WORDS in text for text in seen.values())
    assert any("A source known to the secretariat" in t for t in seen.values())


def test_no_file_of_a_dossier_tells(world, tmp_path):
    labelled()
    texts.summarise_round(ROUND, by=LOCAL_ADMINISTRATOR, at=NOON)
    out = tmp_path / "dossier"
    dossiers.build(
        ROUND, by=LOCAL_ADMINISTRATOR, at=NOON, formats=("html", "json"), out=out
    )
    pseudonym = ProtectedSource.objects.get().pseudonym

    told = {p: p.read_bytes() for p in sorted(out.rglob("*")) if p.is_file()}

    assert any(WORDS.encode() in data for data in told.values())
    for path, data in told.items():
        for canary in (*SEALED, *KNOWN, pseudonym, SECOND):
            assert canary.encode() not in data, path


def labelled() -> None:
    """The published documents, as labelled by a model that proposes nothing further."""
    for sha256 in queries.document_hashes(ROUND):
        apps.get_model("texts.Labelling").objects.create(
            document_id=documents.key(sha256),
            edition=queries.round_(ROUND).edition,
            tier="fast",
            model="none",
            at=NOON,
            digests={"1.2": "-", "1.3": "-"},
        )


def everything():
    """Every table with all that is in it, as text."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            cells = (
                bytes(cell).decode("latin-1")
                if isinstance(cell, bytes | memoryview)
                else str(cell)
                for row in cursor.fetchall()
                for cell in row
            )
            yield table, "\n".join(cells)


def walk(browser: Client, *, most: int = 40) -> dict[str, str]:
    """Pages that a browser reaches by its links, by address, downloads among them."""
    waiting = [
        "/en/",
        "/en/desk/",
        "/en/desk/experts/",
        f"/en/desk/experts/claims/{ROUND}/KEN/aaaaaaaaaaaa/",
        f"/en/desk/experts/claims/{ROUND}/KEN/dddddddddddd/",
        "/en/desk/experts/replies/KEN/",
        f"/en/rounds/{ROUND}/documents/",
        f"/en/rounds/{ROUND}/states/KEN/",
        f"/en/rounds/{ROUND}/commitments/1.2/",
        "/en/search/?q=hotel",
        "/en/search/?q=guards+sell",
    ]
    seen: dict[str, str] = {}
    while waiting and len(seen) < most:
        address = waiting.pop(0)
        if address in seen:
            continue
        response = browser.get(address)
        content = b"".join(response) if response.streaming else response.content
        seen[address] = content.decode("utf-8", "replace")
        if "text/html" in response.get("Content-Type", ""):
            found = re.findall(r'href="(/en/[^"#]*|/documents/[^"#]*)"', seen[address])
            waiting += sorted(
                {f.replace("&amp;", "&") for f in found if worth(f)} - seen.keys()
            )
    return seen


def worth(address: str) -> bool:
    """Whether a page can hold what is looked for: of 193 States one is enough."""
    states = re.search(r"/states/(\w+)/", address)
    items = re.search(r"/commitments/([\d.]+)/", address)
    return (
        (not states or states[1] in {"KEN", "UGA"})
        and (not items or items[1] in {"1.2", "1.3"})
        and "logout" not in address
    )
