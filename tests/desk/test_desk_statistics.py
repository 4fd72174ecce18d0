"""Statistics on the desk: gaps, and a mapping made from a table that was sent."""

import pytest
import yaml
from django.core.files.uploadedfile import SimpleUploadedFile

from scenarios import statistics
from stocktake.accounts.rules import Role
from stocktake.indicators import mapping


pytestmark = [pytest.mark.django_db, pytest.mark.slow]

TABLE = b"Country,Sex,Year,People\nSlovenia,Female,2020,112000\nAtlantis,Male,2020,5\n"
ADDRESS = "/en/desk/statistics/mapping/"


@pytest.fixture(autouse=True)
def own_home(tmp_path, monkeypatch):
    """Tables and releases go below the folder of the test."""
    monkeypatch.setenv("STOCKTAKE_HOME", str(tmp_path))


@pytest.fixture
def officer(signed_in):
    """The browser of somebody of the secretariat."""
    return signed_in(Role.SECRETARIAT)


def send(browser, data=TABLE, name="stock.csv", **more):
    return browser.post(ADDRESS, {"file": SimpleUploadedFile(name, data), **more})


def filled_in(page) -> dict[str, str]:
    """What a browser would send back if nothing were changed."""
    form = {f"constant-{row.id}": row.value for row in page.constants}
    form |= {f"heading-{row.number}": row.heading for row in page.columns}
    for row in page.columns:
        form[f"column-{row.number}"] = next(o.value for o in row.options if o.chosen)
    return form | {"unit": next(o.value for o in page.units if o.chosen)}


def test_a_table_becomes_a_mapping_that_a_person_corrected(officer):
    there = send(officer).headers["Location"]
    page = officer.get(there).context["page"]

    form = filled_in(page) | {"code-0": "_O", "source-publisher": "The office"}
    shown = officer.post(there, {**form, "do": "show"})
    taken = officer.post(there, {**form, "do": "take"})

    assert shown.status_code == 200
    made = mapping.parse(taken.content, name="made.yaml")
    assert made.columns["People"] == "OBS_VALUE"
    assert made.codes["REF_AREA"] == {"Atlantis": "_O"}
    assert made.source.publisher == "The office"
    assert yaml.safe_load(taken.content)["flow"] == "MIGRANT_STOCK"


def test_a_mapping_that_leaves_something_out_is_not_handed_out(officer):
    there = send(officer).headers["Location"]
    form = filled_in(officer.get(there).context["page"])

    refused = officer.post(there, {**form, "column-3": "", "do": "take"})

    assert refused.status_code == 422
    assert "OBS_VALUE" in refused.content.decode()


@pytest.mark.parametrize(
    ("data", "name"),
    [(b"%PDF-1.7", "a.pdf"), (b"PK\x03\x04", "a.xlsx"), (b"\x00\x01", "a.csv")],
)
def test_what_is_no_table_is_said_on_the_form(officer, data, name):
    response = send(officer, data, name)

    assert response.status_code == 422
    assert "error" in response.content.decode()


def test_the_secretariat_sees_what_each_state_lacks(officer, tmp_path):
    statistics.migrant_stock(tmp_path)

    page = officer.get("/en/desk/statistics/").context["page"]

    rows = {row.code: row for row in page.rows}
    assert (page.series, rows["SVN"].has, rows["KEN"].has) == (1, 1, 0)
    assert rows["SVN"].latest == "2020"
    assert len(rows["KEN"].lacks) == 1


@pytest.mark.parametrize("language", ["ar", "zh", "fr"])
def test_the_pages_speak_each_language(officer, language):
    there = send(officer).headers["Location"].replace("/en/", f"/{language}/")

    for address in (f"/{language}/desk/statistics/", there):
        assert officer.get(address).status_code == 200


@pytest.mark.parametrize("role", [Role.FOCAL_POINT, Role.EXPERT, Role.RESEARCHER])
def test_others_make_no_mapping(signed_in, role):
    assert send(signed_in(role)).status_code == 403
