"""``stocktake indicators map``, ``aggregate``, ``gaps``: what they print, what they refuse."""

import json

import pytest
import yaml
from click.testing import CliRunner

from scenarios import statistics
from stocktake.cli.main import stocktake
from stocktake.kernel.errors import NotFound


pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture(autouse=True)
def stock(tmp_path, monkeypatch):
    monkeypatch.setenv("STOCKTAKE_HOME", str(tmp_path))
    statistics.migrant_stock(tmp_path)


def call(*words):
    result = CliRunner().invoke(stocktake, ["indicators", *map(str, words)])
    if result.exception:
        raise result.exception
    return result.stdout


def test_a_mapping_is_written_to_a_file_or_told_as_json(tmp_path):
    table = tmp_path / "table.csv"
    table.write_text("Pays,Sexe,Année,Effectif\nSVN,Femmes,2019,10\n", "utf-8")
    out = tmp_path / "made.yaml"

    told = json.loads(call("map", table, "--out", out, "--json"))

    assert told["columns"]["Sexe"]["concept"] == "SEX"
    assert yaml.safe_load(out.read_text("utf-8"))["codes"] == {"SEX": {"Femmes": "F"}}


def test_groups_are_told_with_what_they_cover_and_that_they_are_computed():
    rows = json.loads(
        call(
            "aggregate",
            "MIGRANT_STOCK",
            "A.._T._T._T.",
            "--by",
            "EU",
            "--need",
            0,
            "--json",
        )
    )

    assert [(r["period"], r["value"], r["members"]) for r in rows] == [
        ("2015", 9_244_000, 28),
        ("2020", 996_000, 27),
    ]
    assert all(row["computed"] for row in rows)
    assert "GBR" not in rows[1]["missing"]


def test_gaps_are_told_by_series_and_for_one_state():
    (series,) = json.loads(call("gaps", "MIGRANT_STOCK", "--json"))
    (state,) = json.loads(
        call("gaps", "MIGRANT_STOCK", "--state", "Slovenia", "--json")
    )

    assert (series["states"], series["breakdowns"]["SEX"]) == (3, 3)
    assert (state["last"], state["has"]) == ("2020", "SEX")
    with pytest.raises(NotFound):
        call("gaps", "MIGRANT_STOCK", "--state", "Atlantis")
