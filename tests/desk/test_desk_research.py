"""Finer tables on the desk: asked for, decided, a slice taken, the log read; all translated."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from django.test import Client
from django.utils import timezone

from scenarios import people
from stocktake.accounts.rules import LOCAL_ADMINISTRATOR, Role
from stocktake.indicators.access import actions, queries


PACKAGE = Path(__file__).resolve().parents[2] / "src" / "stocktake"
TABLE = "region,sex,value\n_T,_T,60\n_T,f,30\n_T,m,30\nA,_T,30\nA,f,15\nA,m,15\nB,_T,30\nB,f,15\nB,m,15\n"
POLICY = "dimensions: [region, sex]\nrule: {kind: threshold, min: 3}\n"
PURPOSE = "How the age of migrants follows changes of policy; an article in a journal."


@pytest.fixture
def offered(db, tmp_path, monkeypatch):
    """A table that is offered, and a browser each for a researcher and the secretariat."""
    monkeypatch.setenv("STOCKTAKE_HOME", str(tmp_path / "home"))
    table, policy = tmp_path / "t.csv", tmp_path / "p.yaml"
    table.write_text(TABLE)
    policy.write_text(POLICY)
    offer = actions.Offer("stock", "Stock by sex", table, policy)
    actions.offer(offer, by=LOCAL_ADMINISTRATOR, at=people.NOON)
    found = {}
    for role in (Role.RESEARCHER, Role.SECRETARIAT):
        found[role] = Client()
        found[role].force_login(people.person(role))
    return found


@pytest.mark.slow
def test_from_the_request_to_the_slice_and_the_log(offered):
    ada, officer = offered[Role.RESEARCHER], offered[Role.SECRETARIAT]
    told = {
        "organisation": "An institute",
        "purpose": PURPOSE,
        "tables": ["stock"],
        "accept": "on",
        "version": "1",
    }
    asked = ada.post("/en/desk/research/ask/", told)
    assert asked.status_code == 302, asked.context["form"].errors
    closed = ada.post("/en/desk/research/tables/stock/", {"go": "page"})
    until = (timezone.now() + timedelta(days=30)).date().isoformat()
    decided = officer.post(
        asked.url, {"standing": "granted", "reason": "Sound.", "until": until}
    )

    shown = ada.post(
        "/en/desk/research/tables/stock/", {"code sex": ["f"], "go": "page"}
    )
    file = ada.post("/en/desk/research/tables/stock/", {"go": "csv"})

    assert (closed.status_code, decided.status_code) == (403, 302)
    assert "3 cells, 0 withheld" in shown.content.decode()
    assert file.headers["Content-Type"].startswith("text/csv")
    assert len(file.content.decode().splitlines()) == 10
    log = officer.get("/en/desk/research/log/").content.decode()
    assert "sex: f" in log
    assert len(queries.log(by=LOCAL_ADMINISTRATOR)) == 2


@pytest.mark.slow
def test_without_accepting_the_terms_nothing_is_asked(offered):
    told = {"organisation": "I", "purpose": PURPOSE, "tables": ["stock"]}

    answer = offered[Role.RESEARCHER].post("/en/desk/research/ask/", told)

    assert answer.status_code == 200
    assert "accept" in answer.context["form"].errors
    assert not queries.requests(by=LOCAL_ADMINISTRATOR)


@pytest.mark.slow
def test_the_first_page_tells_each_what_is_theirs(offered):
    for role, words in (
        (Role.RESEARCHER, "Your requests that wait"),
        (Role.SECRETARIAT, "To decide"),
    ):
        page = offered[role].get("/en/desk/research/").content.decode()
        assert words in page
        assert "to enforce the law against anybody" in page


FILES = (
    *(PACKAGE / "desk/templates/desk/research").glob("*.html"),
    *(PACKAGE / "desk/pages").glob("research*.py"),
    PACKAGE / "desk/views/research.py",
)


def said() -> set[str]:
    found: set[str] = set()
    for file in FILES:
        text = file.read_text("utf-8")
        found |= set(re.findall(r'{% translate "([^"]+)"', text))
        found |= set(re.findall(r'\b(?:_|gettext_lazy)\(\s*"([^"]+)"', text))
        for body in re.findall(
            r"{% blocktranslate.*?%}(.*?){% (?:plural|endblocktranslate) %}", text
        ):
            found.add(re.sub(r"{{ (\w+) }}", r"%(\1)s", body))
    return found


@pytest.mark.parametrize("language", ["ar", "zh", "en", "fr", "ru", "es"])
def test_every_sentence_is_there_in_each_language(language):
    known = set()
    for file in PACKAGE.rglob(f"{language}/LC_MESSAGES/django.po"):
        with file.open("rb") as source:
            for message in read_po(source, locale=language):
                strings = message.string
                strings = strings if isinstance(strings, tuple) else (strings,)
                if all(strings):
                    one = message.id if isinstance(message.id, str) else message.id[0]
                    known.add(one)

    assert said() <= known
