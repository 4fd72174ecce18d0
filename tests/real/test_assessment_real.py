"""Published and worked figures, row by row: what the offices printed comes out of our methods."""

import csv
import json
import os
from collections import defaultdict
from pathlib import Path

import pytest
from click.testing import CliRunner

from stocktake.cli.main import stocktake


SHARED = os.environ.get("STOCKTAKE_SHARED")
if not SHARED:
    pytest.skip("STOCKTAKE_SHARED is not set", allow_module_level=True)
FIXTURES = Path(SHARED) / "fixtures/methods"
GROUPED = {"1-4-1", "4-5-1", "4-a-1", "9-c-1", "16-3-1"}  # means of means


def published(name):
    """The rows of a file of figures, without its first line of provenance."""
    lines = (FIXTURES / f"{name}.csv").read_text(encoding="utf-8").splitlines()
    return list(csv.DictReader(line for line in lines if not line.startswith("#")))


def run(method, name):
    """What ``stocktake method run`` prints for a file, as strict JSON."""
    words = ["method", "run", method, "--csv", str(FIXTURES / f"{name}.csv"), "--json"]
    told = CliRunner().invoke(stocktake, words, catch_exceptions=False)
    assert told.exit_code == 0, told.output
    return json.loads(told.output, parse_constant=pytest.fail)


def differs(wanted, found, tolerance=1e-9):
    """Whether a figure is not what was printed; a blank is a blank and no zero."""
    if wanted == "" or found is None:
        return (wanted == "") != (found is None)
    return abs(float(wanted) - found) > tolerance * max(1, abs(float(wanted)))


def mean(scores):
    """The plain mean of the scores there are, None without any."""
    known = [one for one in scores if one is not None]
    return sum(known) / len(known) if known else None


def wrong(rows, results, columns, tolerance=1e-9):
    """The rows of which a figure differs, with the figure."""
    assert len(rows) == len(results)
    return [
        (number, column, row[column], result.get(key))
        for number, (row, result) in enumerate(zip(rows, results, strict=True), 1)
        for column, key in columns.items()
        if differs(row[column], result.get(key), tolerance)
    ]


def test_every_series_of_statistics_canada():
    rows = published("openSDG_statcan_series")

    results = run("statcan", "openSDG_statcan_series")

    assert wrong(rows, results, {"progress_value": "value", "score": "score"}) == []
    assert [one["status"] for one in results] == [row["status"] for row in rows]
    assert all(one["reason"] for one in results if one["score"] is None)


def test_the_indicators_of_statistics_canada_are_means_of_their_series():
    scores = defaultdict(list)
    results = run("statcan", "openSDG_statcan_series")
    for row, one in zip(published("openSDG_statcan_series"), results, strict=True):
        scores[row["indicator"]].append(one["score"])

    whole = {
        row["indicator"]: row["published_score"]
        for row in published("openSDG_statcan_indicators")
        if len(scores[row["indicator"]]) == int(row["n_series"]) > 0
    }

    assert len(whole) > 40
    assert {
        code
        for code, score in whole.items()
        if code not in GROUPED and differs(score, mean(scores[code]))
    } == set()


def test_the_anchors_of_the_score():
    rows = published("statcan_score_anchors")

    results = run("statcan", "statcan_score_anchors")

    assert wrong(rows, results, {"score": "score"}, tolerance=2e-4) == []


def test_every_basque_series_by_eurostat_s_rule():
    rows = published("eurostat_scoring_eustat")

    results = run("eurostat", "eurostat_scoring_eustat")

    assert wrong(rows, results, {"progress_value": "value", "score": "score"}) == []
    assert [one["eustat_status"] for one in results] == [row["status"] for row in rows]


def test_a_threshold_belongs_to_the_band_above_it():
    rows = published("eurostat_thresholds")

    results = run("eurostat", "eurostat_thresholds")

    assert all(
        row["category"].startswith(one["status"])
        for row, one in zip(rows, results, strict=True)
    )


def test_the_progress_chart_of_2023():
    rows = published("unsd2023_worked")

    results = run("unsd-2023", "unsd2023_worked")

    score = next(name for name in rows[0] if name.startswith("score"))
    columns = {name: name for name in ("cagr_a", "expected_2030", "ratio")}
    assert wrong(rows, results, {**columns, score: "score"}) == []


def test_escap_s_current_status():
    rows = published("escap_csi_worked")

    results = run("escap-csi", "escap_csi_worked")

    assert wrong(rows, results, {"CS(0=base,10=target)": "value"}) == []


def test_escap_s_anticipated_progress_with_our_stand_in():
    rows = published("escap_api_worked")

    results = run("escap-api", "escap_api_worked")

    gap = next(name for name in rows[0] if name.startswith("gap_pct"))
    assert (
        wrong(rows, results, {"predicted_2030": "predicted_2030", gap: "value"}) == []
    )
    assert [one["status"] for one in results] == [row["class"] for row in rows]


def test_the_weather_of_destatis():
    rows = published("destatis_worked")

    results = run("destatis", "destatis_worked")

    names = ("mean_annual_change", "projected", "miss_pct_of_remaining")
    assert wrong(rows, results, {name: name for name in names}) == []
    assert [one["symbol"] for one in results] == [row["symbol"] for row in rows]


@pytest.mark.parametrize("method", ["linear-pace", "default"])
def test_a_target_of_zero_hangs_on_no_stand_in(method):
    rows = published("zero_target_sensitivity")

    results = run(method, "zero_target_sensitivity")

    assert wrong(rows, results, {"linear_ratio": "value"}) == []
    if method == "default":
        assert {one["rule"] for one in results} == {"default@1: linear-pace"}


def test_the_default_agrees_with_the_published_class_wherever_it_judges():
    same = {
        "substantial_progress": "on-track",
        "moderate_progress": "too-slow",
        "limited_progress": "little-movement",
        "deterioration": "moving-away",
        "target_achieved": "met",
    }
    rows = published("openSDG_statcan_series")

    results = run("default", "openSDG_statcan_series")

    judged = [
        (same[row["status"]], one["status"])
        for row, one in zip(rows, results, strict=True)
        if one["status"] != "cannot-assess"
    ]
    assert len(judged) > 100
    assert [pair for pair in judged if pair[0] != pair[1]] == []
