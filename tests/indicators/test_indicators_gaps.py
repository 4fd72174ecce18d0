"""What is expected and what is there: by breakdown, age and State; no marks."""

from datetime import date

import pytest

from scenarios import statistics
from stocktake.indicators import queries as flows
from stocktake.indicators.gaps import queries, rules
from stocktake.indicators.structures import reading


@pytest.mark.parametrize(
    ("flow", "series", "breakdowns"),
    [
        ("MIGRANT_STOCK", 1, ("ORIGIN", "SEX", "AGE")),
        ("DISPLACEMENT", 17, ("ORIGIN", "SEX", "AGE")),
        ("REMITTANCES", 3, ("COUNTERPART_AREA",)),
        ("TRANSIT_DEATHS", 1, ("ROUTE", "OUTCOME", "SEX", "AGE")),
    ],
)
def test_what_can_be_expected_follows_from_the_structure(flow, series, breakdowns):
    found = rules.of_structure(flows.flow(flow), reading.lists(flows.flow(flow)))

    assert len(found) == series
    assert {each.breakdowns for each in found} == {breakdowns}


@pytest.mark.parametrize(
    ("period", "years"), [("2020", 5), ("2026", 0), ("2025", 0), ("2020-Q3", 6)]
)
def test_age_is_counted_from_the_end_of_the_period(period, years):
    assert rules.years_since(period, date(2026, 11, 24)) == years


@pytest.mark.django_db
@pytest.mark.slow
def test_each_state_has_what_it_has_and_a_blank_is_no_figure(tmp_path, monkeypatch):
    monkeypatch.setenv("STOCKTAKE_HOME", str(tmp_path))
    blank = "A,KEN,_T,_T,_T,UNDESA_2020,2020,,PS,0,O"
    only_total = "A,UGA,_T,_T,_T,UNDESA_2020,2010,5,PS,0,E"
    statistics.migrant_stock(tmp_path, more=f"{blank}\n{only_total}")

    (found,) = queries.gaps(queries.expected("MIGRANT_STOCK"))

    assert [each.area for each in found.held] == ["DNK", "GBR", "SVN", "UGA"]
    assert "KEN" in found.missing
    assert found.latest == "2020"
    assert (found.broken_down("SEX"), found.broken_down("AGE")) == (3, 0)
    uganda = found.of("UGA")
    assert uganda is not None
    assert (uganda.last, uganda.breakdowns["SEX"]) == ("2010", "")
    assert found.of("SVN").breakdowns["SEX"] == "2020"


@pytest.mark.django_db
def test_a_dataflow_without_a_release_is_one_that_no_state_has():
    (found,) = queries.gaps(queries.expected("MIGRANT_STOCK"))

    assert found.held == ()
    assert len(found.missing) == 193
