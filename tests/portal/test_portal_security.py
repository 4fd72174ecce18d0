"""Who may open which URL, and what no answer may do. A URL without a row fails here."""

import re
from html.parser import HTMLParser

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth import get_user_model
from django.urls import URLPattern, URLResolver, get_resolver

from scenarios import portal_round
from stocktake.accounts.rules import Role


pytestmark = [pytest.mark.django_db, pytest.mark.slow]

OPEN = (200, 200)  # what a visitor gets, what an administrator gets
MOVED = (302, 302)
ABSENT = (404, 404)  # nothing of the kind is in the small round

# URL name -> (address with {pdf} and {txt} for the two documents, expected answers)
TABLE = {
    "health": ("/health", OPEN),
    "document_file": ("/documents/{pdf}/file", OPEN),
    "page_image": ("/documents/{pdf}/pages/1.png", OPEN),
    "dossier_file": ("/dossiers/2024/abc/dossier.pdf", ABSENT),
    "portal:home": ("/en/", OPEN),
    "portal:current": ("/en/now/round/", MOVED),
    "portal:round": ("/en/rounds/2024/", OPEN),
    "portal:theme": ("/en/rounds/2024/themes/1/", OPEN),
    "portal:commitments": ("/en/rounds/2024/commitments/", OPEN),
    "portal:commitment": ("/en/rounds/2024/commitments/1.2/", OPEN),
    "portal:delivery": ("/en/rounds/2024/delivery/", OPEN),
    "portal:states": ("/en/rounds/2024/states/", OPEN),
    "portal:state": ("/en/rounds/2024/states/XAA/", OPEN),
    "portal:documents": ("/en/rounds/2024/documents/", OPEN),
    "portal:dossiers": ("/en/rounds/2024/dossiers/", OPEN),
    "portal:dossier": ("/en/rounds/2024/dossiers/abc/", ABSENT),
    "portal:document": ("/en/documents/{pdf}/", OPEN),
    "portal:search": ("/en/search/?q=child", OPEN),
    "portal:about": ("/en/about/", OPEN),
    "portal:gallery": ("/en/gallery/", OPEN),
    "evidence_file": ("/evidence/2024/XAA/1.2/measures/none/1", ABSENT),
    "portal:methods": ("/en/methods/", OPEN),
    "portal:finding": ("/en/rounds/2024/findings/XAA/1.2/", ABSENT),
    "portal:finding_csv": ("/en/rounds/2024/findings/XAA/1.2/numbers.csv", ABSENT),
    "portal:statistics": ("/en/statistics/", OPEN),
    "portal:statistics_gaps": ("/en/statistics/gaps/?state=SVN", OPEN),
    "portal:statistics_state": ("/en/statistics/states/SVN/", OPEN),
    "portal:statistics_flow": ("/en/statistics/flows/MIGRANT_STOCK/", OPEN),
    "statistics_file": ("/statistics/MIGRANT_STOCK.csv", ABSENT),
}


def names(resolver: URLResolver, space: str = "") -> list[str]:
    """All URL names of the configuration, with their namespaces."""
    found = []
    for entry in resolver.url_patterns:
        own = str(entry.pattern) in {"account/", "desk/"}
        if own or getattr(entry, "namespace", None) == "api":
            continue  # signing in, the desk and the interface have tables of their own
        if isinstance(entry, URLPattern):
            found.append(f"{space}{entry.name}")
        else:
            inner = f"{space}{entry.namespace}:" if entry.namespace else space
            found += names(entry, inner)
    return found


def address(name: str, sent) -> str:
    return TABLE[name][0].format(pdf=sent[0].sha256, txt=sent[1].sha256)


@pytest.fixture
def administrator(db):
    person = get_user_model()(email="a@example.org", name="A")
    person.roles = [Role.ADMINISTRATOR]
    person.set_unusable_password()
    person.save()
    Authenticator.objects.create(
        user=person, type=Authenticator.Type.TOTP, data={"secret": "-"}
    )
    return person


def test_every_url_has_a_row_and_every_row_a_url():
    assert sorted(names(get_resolver())) == sorted(TABLE)


def test_who_may_open_it(client, sent, administrator):
    as_visitor = {name: client.get(address(name, sent)).status_code for name in TABLE}
    client.force_login(administrator)
    as_administrator = {
        name: client.get(address(name, sent)).status_code for name in TABLE
    }

    assert {name: (as_visitor[name], as_administrator[name]) for name in TABLE} == {
        name: expected for name, (_, expected) in TABLE.items()
    }


def test_nothing_can_be_written_through_it(client, sent):
    methods = (client.post, client.put, client.patch, client.delete)

    found = {
        name: {method(address(name, sent)).status_code for method in methods}
        for name in TABLE
    }

    assert found == {name: {405} for name in TABLE}


def test_every_answer_forbids_what_we_never_need(client, sent):
    for name in TABLE:
        response = client.get(address(name, sent))

        policy = response.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy, name
        assert "unsafe" not in policy, name
        assert response.headers["X-Content-Type-Options"] == "nosniff", name
        assert "sandbox" in policy or "frame-ancestors 'none'" in policy, name
        assert not response.cookies, name


class Resources(HTMLParser):
    """What a page loads, and what it runs or styles in place."""

    def __init__(self) -> None:
        super().__init__()
        self.loaded: list[str] = []
        self.in_place: list[str] = []

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if tag in {"script", "img", "link", "image", "source", "iframe", "use", "form"}:
            for name in ("src", "href", "action"):
                if given.get(name):
                    self.loaded.append(given[name])
        if tag == "script" and not given.get("src"):
            self.in_place.append(tag)
        if tag == "style" or "style" in given:
            self.in_place.append(f"style on {tag}")
        self.in_place += [name for name in given if name.startswith("on")]


def test_no_page_loads_anything_from_elsewhere_or_runs_anything_in_place(
    client, addresses
):
    for page in addresses:
        read = Resources()
        read.feed(client.get(page).content.decode())

        elsewhere = [one for one in read.loaded if re.match(r"(?:[a-z]+:)?//", one)]
        assert (page, elsewhere, read.in_place) == (page, [], [])


def test_a_document_is_a_download_whatever_it_is(client, sent):
    for one in sent:
        response = client.get(f"/documents/{one.sha256}/file")

        assert response.headers["Content-Disposition"].startswith("attachment;")
        assert response.headers["Content-Type"] == "application/octet-stream"
        assert "sandbox" in response.headers["Content-Security-Policy"]


def test_a_name_of_a_file_cannot_break_the_header(client, sent):
    from django.apps import apps

    apps.get_model("reporting.Enclosure").objects.update(name='a"; x="b.html')

    disposition = client.get(f"/documents/{sent[0].sha256}/file").headers[
        "Content-Disposition"
    ]

    assert disposition.startswith("attachment; filename=")
    assert 'filename="a"; x' not in disposition


@pytest.mark.parametrize(
    "path",
    [
        "/dossiers/2024/abc/..%2f..%2fsecret-key",
        "/dossiers/2024/../../secret-key",
        "/documents/..%2f..%2fetc/file",
        "/documents/%00/file",
    ],
)
def test_no_address_leads_out_of_its_folder(client, sent, path):
    assert client.get(path).status_code == 404


def test_an_error_of_ours_shows_no_inside(client, sent, monkeypatch):
    client.raise_request_exception = False
    from stocktake.portal.pages import rounds

    def broken(_code):
        raise RuntimeError("secret " + portal_round.SENTENCE)

    monkeypatch.setattr(rounds, "round_page", broken)

    response = client.get("/fr/rounds/2024/")

    assert response.status_code == 500
    page = response.content.decode()
    assert "secret" not in page
    assert "Une erreur s’est produite de notre côté" in page
