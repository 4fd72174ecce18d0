"""What each page says and hands out."""

import json
import re

import pytest

from scenarios import portal_round
from stocktake.reporting.rules import Strand


pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def text_of(response) -> str:
    """The words of a page, spaces folded."""
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def test_every_page_answers_in_every_language(client, addresses):
    for address in addresses:
        for language in ("ar", "zh", "en", "fr", "ru", "es"):
            response = client.get(address.replace("/en/", f"/{language}/", 1))

            assert response.status_code == 200, (address, language)
            direction = "rtl" if language == "ar" else "ltr"
            head = f'<html lang="{language}" dir="{direction}">'
            assert head in response.content.decode(), (address, language)


def test_the_language_switch_keeps_the_page_and_what_was_asked_for(client, sent):
    page = client.get("/en/search/?q=child").content.decode()

    assert '/fr/search/?q=child"' in page


def test_the_language_switch_works_where_there_is_no_page(client, db):
    assert '"/ru/nothing/here/"' in client.get("/en/nothing/here/").content.decode()
    assert '"/ru/"' in client.get("/documents/abc/file").content.decode()


def test_a_round_says_who_reported_and_marks_itself_illustrative(client, sent):
    page = text_of(client.get("/en/rounds/2024/"))

    assert "2 States have reported. 1 expert organisation has reported" in page
    assert "Illustrative. These States" in page


def test_a_round_without_invented_states_carries_no_strip(client, sent):
    from django.apps import apps

    apps.get_model("reporting.Round").objects.update(illustrative=False)

    assert "Illustrative." not in text_of(client.get("/en/rounds/2024/"))


def test_a_commitment_shows_each_sentence_with_its_source(client, sent):
    page = client.get("/en/rounds/2024/commitments/1.2/").content.decode()

    assert portal_round.SENTENCE in page
    link = rf"/en/documents/{sent[0].sha256}/\?page=1&amp;passage=2&amp;from=0&amp;to=\d+#p2"
    assert re.search(link, page)


def test_a_state_has_its_commitments_and_its_experts_beside_it(client, sent):
    page = text_of(client.get("/en/rounds/2024/states/XAA/"))

    assert "The State reports on 2 of 30 commitments." in page
    assert "No data is not a no" in page


def test_other_codes_of_a_state_lead_to_its_page(client, sent):
    response = client.get("/en/rounds/2024/states/SI/")

    assert response.headers["Location"] == "/en/rounds/2024/states/SVN/"


def test_the_reader_opens_the_cited_page_and_marks_the_words(client, sent):
    address = f"/en/documents/{sent[0].sha256}/?passage=3&from=0&to=18"

    page = client.get(address).content.decode()

    assert "Page 2 of 2" in page
    assert "<mark>Since 1 March 2023</mark>" in page
    assert 'class="hit"' in page
    assert f"/documents/{sent[0].sha256}/pages/2.png" in page


@pytest.mark.parametrize(
    "query",
    ["page=99", "page=-1", "page=x", "passage=99&from=5&to=2", "passage=1&to=99999"],
)
def test_the_reader_takes_any_address_without_falling_over(client, sent, query):
    response = client.get(f"/en/documents/{sent[0].sha256}/?{query}")

    assert response.status_code == 200
    assert "<mark>" not in response.content.decode()


def test_search_finds_words_of_reports_and_names(client, sent):
    page = text_of(client.get("/en/search/?q=FACILITY"))
    named = text_of(client.get("/en/search/?q=detention"))

    assert "12 passages hold all the words" in page
    assert "1.2 Detention" in named


def test_search_finds_words_with_accents_and_without(client, sent):
    from django.apps import apps

    from stocktake.kernel.folding import fold

    text = "La détention à la frontière de la Côte"
    apps.get_model("documents.Passage").objects.filter(order=1).update(
        text=text, folded=fold(text)
    )

    bare = client.get("/fr/search/?q=detention+cote").content.decode()
    marked = client.get("/fr/search/?q=DÉTENTION+côte").content.decode()
    named = text_of(client.get("/fr/search/?q=emirats+arabes"))
    nothing = client.get("/en/search/?q=%CC%81").content.decode()

    for page in (bare, marked):
        assert "<mark>détention</mark>" in page
        assert "<mark>Côte</mark>" in page
    assert "Émirats arabes unis" in named
    assert "0 passages" in nothing


def test_only_published_reports_are_shown(client, sent):
    from django.apps import apps

    apps.get_model("reporting.Submission").objects.filter(sender="XNGO").update(
        stage="withdrawn"
    )
    expert = sent[2].sha256

    assert client.get(f"/en/documents/{expert}/").status_code == 404
    assert client.get(f"/documents/{expert}/file").status_code == 404
    assert client.get(f"/documents/{expert}/pages/1.png").status_code == 404
    assert expert not in client.get("/en/rounds/2024/documents/").content.decode()
    assert expert not in client.get("/en/search/?q=facility").content.decode()


def test_every_page_gives_its_data(client, addresses):
    for address in addresses:
        sign = "&" if "?" in address else "?"
        data = json.loads(client.get(f"{address}{sign}format=json").content)
        table = client.get(f"{address}{sign}format=csv")

        assert data["count"] == len(data["records"]), address
        assert table.headers["Content-Type"] == "text/csv; charset=utf-8"
        lines = table.content.decode("utf-8-sig").split("\r\n")
        assert len(lines) - 2 >= data["count"] or data["count"] == 0


def test_a_cell_of_a_table_cannot_become_a_formula(client, sent):
    from django.apps import apps

    apps.get_model("documents.Document").objects.update(title="=HYPERLINK(1)")

    table = client.get("/en/rounds/2024/documents/?format=csv").content.decode()

    assert "'=HYPERLINK(1)" in table


def test_what_does_not_exist_is_said_in_the_language_of_the_page(client, sent):
    for address in (
        "/fr/rounds/1999/",
        "/fr/rounds/2024/commitments/9.9/",
        "/fr/rounds/2024/states/QQQ/",
        "/fr/documents/abcdef/",
        "/fr/nothing/",
    ):
        response = client.get(address)

        assert response.status_code == 404, address
        assert "Cette page n’existe pas" in text_of(response)


def test_the_first_page_says_that_no_round_is_open_yet(client, db):
    assert "No round is open yet" in text_of(client.get("/en/"))
    assert client.get("/en/now/round/").status_code == 404


def test_words_from_reports_cannot_become_markup(client, sent):
    from django.apps import apps

    bad = "<script>alert(1)</script> is what the report says about children and more."
    apps.get_model("documents.Passage").objects.update(text=bad)
    apps.get_model("documents.Document").objects.update(title="<b>bold</b>")

    for address in (
        "/en/rounds/2024/",
        "/en/rounds/2024/commitments/1.2/",
        f"/en/documents/{sent[0].sha256}/?passage=1&from=0&to=20",
        "/en/search/?q=<script>",
    ):
        page = client.get(address).content.decode()
        assert "<script>alert" not in page, address
        assert "<b>bold" not in page


def test_health_answers_without_a_language(client, db):
    assert client.get("/health").json()["status"] == "ok"


def test_cost_does_not_grow_with_states(client, sent, django_assert_max_num_queries):
    for number in range(12):
        code = (
            "ALB",
            "AND",
            "ARE",
            "ARG",
            "ARM",
            "AUS",
            "AUT",
            "AZE",
            "BDI",
            "BEL",
            "BEN",
            "BFA",
        )[number]
        portal_round.send("2024", code)
        portal_round.send("2024", f"XN{number}", about=(code,), strand=Strand.EXPERT)
    limits = {
        "/en/rounds/2024/": 8,
        "/en/rounds/2024/themes/1/": 8,
        "/en/rounds/2024/states/": 8,
        "/en/rounds/2024/commitments/": 8,
        "/en/rounds/2024/commitments/1.2/": 16,
        "/en/rounds/2024/states/XAA/": 21,
        "/en/rounds/2024/documents/": 6,
        f"/en/documents/{sent[0].sha256}/": 24,
        "/en/search/?q=child": 6,
    }
    for address, most in limits.items():
        with django_assert_max_num_queries(most):
            assert client.get(address).status_code == 200
