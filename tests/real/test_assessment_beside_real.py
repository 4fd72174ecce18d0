"""Published and worked rows of the methods beside measures of change, met to the digit."""

import csv
import os
from functools import cache
from pathlib import Path

import pytest

from stocktake.assessment.methods import composite, reading, registry


SHARED = os.environ.get("STOCKTAKE_SHARED")
if not SHARED:
    pytest.skip("STOCKTAKE_SHARED is not set", allow_module_level=True)
FOLDER = Path(SHARED) / "fixtures/methods"


def both(method, name):
    """Each row of a table with what the method makes of it."""
    path = FOLDER / name
    return list(
        zip(rows(name), reading.run(registry.method(method), path), strict=True)
    )


@cache
def rows(name):
    lines = (FOLDER / name).read_text(encoding="utf-8").splitlines()
    return list(csv.DictReader(line for line in lines if not line.startswith("#")))


def number(cell):
    return None if cell in ("", "NA", "nan") else float(cell)


def close(cell, tolerance=1e-9):
    wanted = number(cell)
    return None if wanted is None else pytest.approx(wanted, abs=tolerance)


def test_the_index_of_2023_is_the_mean_of_its_goals():
    whole = [(a, b) for a, b in both("sdg-index", "sdr2023_goal_scores.csv")]
    complete = [(a, b) for a, b in whole if b["status"] == "complete"]

    assert len(complete) > 50
    assert all(b["value"] == close(a["overall_score"], 1e-6) for a, b in complete)
    assert all(b["filled"] for _, b in whole if b["status"] == "gaps-filled")


def datasets():
    return sorted({row["dataset"] for row in rows("krippendorff_alpha.csv")})


@pytest.mark.parametrize("dataset", datasets())
def test_alpha_of_published_codes(dataset):
    told = {
        row["level"]: row["alpha"]
        for row in rows("krippendorff_alpha.csv")
        if row["dataset"] == dataset
    }
    path = next(FOLDER.glob(f"krippendorff_{dataset}.csv"))

    for found in reading.run(registry.method("krippendorff"), path):
        for level, value in told.items():
            assert found[f"alpha_{level}"] == close(value)


def test_the_worked_rows_of_10_7_2():
    for told, found in both("sdg-10.7.2", "sdg1072_worked.csv"):
        assert found["overall"] == close(told["overall"], 5e-5)
        for n in range(1, 7):
            assert found[f"cat{n}"] == int(told[f"cat{n}"])
        assert found["score"] == int(told["cat_overall"])


def test_categories_published_for_canada_give_the_category_of_the_whole():
    for told, found in both("sdg-10.7.2", "sdg1072_canada_published.csv"):
        assert (found["value"], found["score"]) == (3, int(told["overall"]))
        assert 96 < found["overall_low"] < 97


def test_the_index_of_upr_info_and_the_gap():
    for told, found in both("upr-iri", "upr_iri_worked.csv"):
        assert found["value"] == close(told["IRI(mean of all)"], 5e-7)
        assert found["gap"] == close(told["gap_state_minus_others"])


def test_belief_after_evidence():
    for told, found in both("contribution-tracing", "contribution_tracing_worked.csv"):
        assert found["likelihood_ratio"] == close(told["likelihood_ratio"], 5e-11)
        assert found["value"] == close(told["posterior"], 5e-11)


def test_treaties_are_counted_and_bad_keys_told():
    found = {
        told["iso2"]: result
        for told, result in both("treaties", "treaty_status_2022.csv")
    }
    parties = {"US": 5, "MX": 16, "DE": 16, "PH": 14, "CH": 14, "MA": 15}

    assert {code: found[code]["value"] for code in parties} == parties
    assert {code for code, each in found.items() if each["value"] is None} == {
        "S",
        "MS",
    }
    assert {code for code, each in found.items() if each["unknown"]} == {
        "GA",
        "MS",
        "S",
        "SS",
    }


@pytest.mark.parametrize(
    ("method", "name"),
    [("normalise", "coinr_normalisers.csv"), ("aggregate", "coinr_aggregators.csv")],
)
def test_unit_vectors_of_composite_indicators(method, name):
    for told, found in both(method, name):
        assert found["value"] == close(told["y"])


# The whole example of 51 countries and 49 indicators.


def column(table, name):
    return [number(row[name]) for row in table]


def framework(kind):
    return [row for row in rows("coinr_asem_framework.csv") if row["Type"] == kind]


def test_treated_indicators_are_scaled_as_published():
    treated, wanted = rows("coinr_asem_Treated.csv"), rows("coinr_asem_Normalised.csv")

    for indicator in framework("Indicator"):
        code = indicator["iCode"]
        made = composite.min_max(
            column(treated, code), direction=int(indicator["Direction"])
        )
        assert made == [close(row[code]) for row in wanted]


def aggregated():
    tree = [
        composite.Branch(
            row["iCode"],
            "" if row["Parent"] == "NA" else row["Parent"],
            float(row["Weight"]),
        )
        for row in (*framework("Indicator"), *framework("Aggregate"))
    ]
    leaves = [row["iCode"] for row in framework("Indicator")]
    return {
        row["uCode"]: composite.up_the_tree(
            {code: number(row[code]) for code in leaves}, tree
        )
        for row in rows("coinr_asem_Normalised.csv")
    }


def test_means_up_the_tree_are_as_published():
    made = aggregated()

    for row in rows("coinr_asem_Aggregated.csv"):
        for node in framework("Aggregate"):
            code = node["iCode"]
            assert made[row["uCode"]][code].value == close(row[code])


def test_places_are_as_published_and_stay_where_chance_leaves_them():
    scores = {code: nodes["Index"].value for code, nodes in aggregated().items()}
    place = {
        code: 1 + sum(other > score for other in scores.values())
        for code, score in scores.items()
    }
    inside = [
        float(row["Q5"]) <= place[row["uCode"]] <= float(row["Q95"])
        for row in rows("coinr_asem_UA_rankstats.csv")
    ]

    assert place == {
        row["uCode"]: int(row["Rank"]) for row in rows("coinr_asem_results.csv")
    }
    assert sum(inside) >= 0.9 * len(inside)
