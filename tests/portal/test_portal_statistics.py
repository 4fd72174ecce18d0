"""Pages of official statistics: figures with their sources, gaps, downloads, six languages."""

import json
import re
from datetime import UTC, datetime

import pytest

from scenarios import statistics
from stocktake.accounts.rules import LOCAL_ADMINISTRATOR
from stocktake.indicators import actions


pytestmark = [pytest.mark.django_db, pytest.mark.slow]

PAGES = (
    "/statistics/",
    "/statistics/?series=stock&period=2015",
    "/statistics/gaps/?state=SVN",
    "/statistics/states/SVN/",
    "/statistics/flows/MIGRANT_STOCK/",
    "/statistics/flows/MIGRANT_STOCK/?by=EU",
)


@pytest.fixture
def stock(home, tmp_path, monkeypatch):
    monkeypatch.setenv("STOCKTAKE_HOME", str(tmp_path))
    statistics.migrant_stock(tmp_path)


def words(response) -> str:
    """The words of a page, spaces folded."""
    bare = re.sub(
        r"<svg.*?</svg>|<[^>]+>", " ", response.content.decode(), flags=re.DOTALL
    )
    return " ".join(bare.split())


def test_every_page_speaks_six_languages_and_is_well_formed(client, stock):
    asked = [f"/ar{page}" for page in PAGES]
    asked += [f"/{language}{PAGES[3]}" for language in ("zh", "en", "fr", "ru", "es")]

    for address in asked:
        response = client.get(address)

        assert response.status_code == 200, address
        assert "%(" not in response.content.decode()


def test_a_state_shows_its_figures_as_chart_and_table_with_the_source(client, stock):
    response = client.get("/en/statistics/states/SVN/")

    assert 'role="img"' in response.content.decode()
    said = words(response)
    assert "278,000" in said
    assert "112,000" in said
    assert "stock-UNDESA_2020.csv" in said  # nobody said who published it
    records = json.loads(client.get("/en/statistics/states/SVN/?format=json").content)
    told = {(r["period"], r["part"]): r["value"] for r in records["records"]}
    assert told["2020", "F"] == 112_000


def test_figures_of_a_real_state_stand_on_its_page_of_an_illustrative_round(
    client, stock, sent
):
    real = words(client.get("/en/rounds/2024/states/SVN/"))
    invented = words(client.get("/en/rounds/2024/states/XAA/"))

    assert "278,000" in real
    assert "These figures are real" in real
    assert "278,000" not in invented
    assert "so is every figure on it" in invented


def test_the_map_shows_numbers_as_circles_and_says_why(client, stock):
    page = client.get("/en/statistics/").content.decode()

    assert page.count('circle class="amount"') >= 2
    assert 'class="v-0"' not in page
    assert "each area in proportion to its number" in page
    assert "<title>Slovenia: 278,000</title>" in page
    assert "no figure" in page
    table = words(client.get("/en/statistics/"))
    assert "GBR United Kingdom" in table


def test_a_group_stands_beside_what_it_covers(client, stock):
    page = client.get("/en/statistics/flows/MIGRANT_STOCK/?by=EU&format=json")

    records = {r["period"]: r for r in json.loads(page.content)["records"]}
    assert (records["2015"]["members"], records["2020"]["members"]) == (28, 27)
    assert records["2020"]["value"] is None
    assert records["2020"]["computed"] is True
    assert "2 members have" not in words(
        client.get("/en/statistics/flows/MIGRANT_STOCK/")
    )


def test_under_a_rule_pages_and_downloads_show_only_what_may_leave(client, stock):
    rule = b"dimensions: [SEX]\nrule: {kind: threshold, min: 120000}\n"
    by, at = LOCAL_ADMINISTRATOR, datetime(2026, 11, 24, tzinfo=UTC)
    actions.set_policy("MIGRANT_STOCK", rule, name="rule.yaml", by=by, at=at)

    page = words(client.get("/en/statistics/flows/MIGRANT_STOCK/"))
    state = words(client.get("/en/statistics/states/SVN/"))
    file = client.get("/statistics/MIGRANT_STOCK.csv")

    assert "Withheld are" in page
    assert "112,000" not in state
    assert b",112000," not in b"".join(file.streaming_content)


@pytest.mark.parametrize("kind", ["csv", "json", "xlsx", "parquet"])
def test_a_dataflow_is_a_download_in_four_forms(client, stock, kind):
    response = client.get(f"/statistics/MIGRANT_STOCK.{kind}")

    data = b"".join(response.streaming_content)
    starts = {"csv": b"STRUCTURE,", "json": b"{", "xlsx": b"PK", "parquet": b"PAR1"}
    assert data.startswith(starts[kind])
    assert response.headers["Content-Disposition"].startswith("attachment;")


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/statistics/MIGRANT_STOCK.csv?key=A.SVN", 400),
        ("/statistics/MIGRANT_STOCK.exe", 404),
        ("/statistics/UNHEARD_OF.csv", 404),
        ("/en/statistics/?series=unheard-of", 404),
        ("/en/statistics/?period=1066", 200),
        ("/en/statistics/states/ABW/", 404),
        ("/en/statistics/states/si/", 302),
        ("/en/statistics/flows/UNHEARD_OF/", 404),
        ("/en/statistics/flows/MIGRANT_STOCK/?by=ATLANTIS", 404),
        ("/en/statistics/gaps/?state=nowhere", 404),
    ],
)
def test_what_is_not_there_is_said_and_does_not_break(client, stock, address, status):
    assert client.get(address).status_code == status
