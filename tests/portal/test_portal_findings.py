"""Pages of findings and methods: both sides, the arithmetic, the sources, the reply."""

import csv
import io

import pytest
from test_portal_pages import text_of

from scenarios import portal_round
from scenarios.findings import verdict
from stocktake.accounts.rules import LOCAL_ADMINISTRATOR
from stocktake.assessment import actions as assessment
from stocktake.assessment.definitions import definition
from stocktake.assessment.methods.registry import METHODS
from stocktake.assessment.rules.findings import Figure
from stocktake.assessment.verdicts import Label
from stocktake.dossiers import actions as dossiers
from stocktake.portal.pages.rested import named_source
from stocktake.portal.pages.series import series_of
from stocktake.portal.templatetags.portal import coded


pytestmark = [pytest.mark.django_db, pytest.mark.slow]
FINDING = "/en/rounds/2024/findings/XAA/1.2/"


@pytest.fixture
def assessed(sent):
    """The small round with its findings; XAA replied to one."""
    who = {"by": LOCAL_ADMINISTRATOR, "at": portal_round.NOON}
    assessment.assess_round("2024", **who)
    assessment.reply(
        "stocktake:finding:2024/XAA/1.2", "Ce n’est plus le cas.", "fr", **who
    )
    return sent


def test_a_finding_shows_both_sides_its_sources_and_the_reply(client, assessed):
    page = client.get(FINDING)

    words = text_of(page)
    assert "How this was found: 1.2" in words
    assert "State beside experts:" in words
    assert "Ce n’est plus le cas." in words
    assert f"/en/documents/{assessed[0].sha256}/?page=" in page.content.decode()
    assert "findings@1" in words


def test_the_numbers_of_a_finding_are_a_file(client, assessed):
    response = client.get(f"{FINDING}numbers.csv")

    text = response.content.decode().removeprefix("\ufeff")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert response.headers["Content-Disposition"].endswith('finding-2024-XAA-1.2.csv"')
    assert {row["finding"] for row in rows} == {"stocktake:finding:2024/XAA/1.2"}


@pytest.mark.parametrize("language", ["ar", "zh", "en", "fr", "ru", "es"])
def test_findings_and_methods_answer_in_every_language(client, assessed, language):
    for path in ("rounds/2024/findings/XAA/1.2/", "methods/"):
        assert client.get(f"/{language}/{path}").status_code == 200


@pytest.mark.parametrize("which", ["SVN/1.2", "XAA/9.9", "QQQ/1.2"])
def test_a_finding_that_is_none_is_not_found(client, assessed, which):
    assert client.get(f"/en/rounds/2024/findings/{which}/").status_code == 404


def test_pages_of_states_commitments_and_the_round_show_what_was_found(
    client, assessed
):
    pages = [
        client.get(f"/en/rounds/2024/{path}").content.decode()
        for path in ("states/XAA/", "commitments/1.2/", "")
    ]

    state, commitment, round_ = pages
    assert f'href="{FINDING}"' in state
    assert f'href="{FINDING}"' in commitment
    assert "State replied" in state
    assert all("The rule of the compact" in page for page in (state, round_))


def test_a_theme_shows_its_findings_with_coverage_and_why_there_is_no_mean(
    client, assessed
):
    page = text_of(client.get("/en/rounds/2024/themes/1/"))
    data = client.get("/en/rounds/2024/themes/1/?format=json").json()

    assert "Coverage: 0 of" in page
    assert "No theme mean is given" in page
    assert "State did not report" in page
    counted = [row for row in data["records"] if row.get("kind") == "label"]
    assert counted
    assert sum(row["count"] for row in counted) == counted[0]["of"]


@pytest.mark.parametrize(
    ("urn", "text"),
    [
        (
            "stocktake:release:STOCKTAKE:SDG(1.0)/2",
            "SDG indicators on migration, release 2",
        ),
        ("stocktake:treaty-table:paris", "Treaty actions, as lists of them say"),
        (
            "stocktake:submission:2024/XAA/state/2",
            "Answers to the questionnaire, 2024/XAA/state/2",
        ),
        (
            "stocktake:release:ELSEWHERE:NONE(1.0)/2",
            "stocktake:release:ELSEWHERE:NONE(1.0)/2",
        ),
    ],
)
def test_what_a_finding_rests_on_has_a_name(urn, text):
    assert named_source(urn).text == text


def test_a_finding_draws_its_series_with_the_target_and_the_source():
    target = definition("sdg-10.c.1", "icmpd-2017")
    figure = Figure(
        indicator=target.code,
        verdict=verdict(Label.ON_TRACK),
        release="",
        vintage="",
        series=((2018, 7.5), (2020, 6.1), (2021, 5.0)),
        source="Invented",
    )

    shown = series_of([figure], "icmpd-2017")[target.code]

    assert "ts-goal" in shown.svg
    assert shown.goal == "Common target: 3 by 2030"
    assert shown.rows == ((2021, "5"), (2020, "6.1"), (2018, "7.5"))
    assert shown.source == "Invented"


def test_without_findings_pages_show_no_empty_table(client, sent):
    for path in ("states/XAA/", "commitments/1.2/", ""):
        page = client.get(f"/en/rounds/2024/{path}").content.decode()

        assert 'id="found"' not in page
        assert 'id="rule"' not in page


def test_every_method_has_its_card_on_the_page(client, db):
    page = client.get("/en/methods/").content.decode()

    assert all(f'id="m-{one.name}"' in page for one in METHODS)


def test_the_files_of_a_dossier_s_data_package_can_be_fetched(client, assessed):
    row = dossiers.build(
        "2024",
        formats=("html", "data"),
        by=LOCAL_ADMINISTRATOR,
        at=portal_round.NOON,
    )

    page = client.get("/en/rounds/2024/dossiers/").content.decode()

    address = f"/dossiers/2024/{row.name}/data/findings.csv"
    assert f'href="{address}"' in page
    assert b"".join(client.get(address).streaming_content).startswith(b"urn,version")


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("plain", "plain"),
        ("`value` is alpha", "<code>value</code> is alpha"),
        ("as `a<b` and `c`.", "as <code>a&lt;b</code> and <code>c</code>."),
    ],
)
def test_words_between_backticks_are_shown_as_code(written, shown):
    assert coded(written) == shown
