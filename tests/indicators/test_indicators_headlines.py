"""Series that pages show: sources apart, sums and means said, classes that can be read."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scenarios import statistics
from stocktake.indicators.headlines import queries, rules
from stocktake.indicators.headlines.rules import Headline
from stocktake.kernel.errors import NotFound
from stocktake.kernel.languages import LANGUAGES


COST = Headline(
    id="cost",
    flow="REMITTANCES",
    area="REF_AREA",
    fixed={"FREQ": "Q"},
    names={},
    notes={},
    sources=("WORLD_BANK",),
    over="COUNTERPART_AREA",
    combine="mean",
)


def row(value, *, period="2020-Q1", source="WORLD_BANK", to="SRB"):
    return {
        "TIME_PERIOD": period,
        "OBS_VALUE": value,
        "OBS_STATUS": None,
        "SOURCE": source,
        "COUNTERPART_AREA": to,
    }


@pytest.mark.parametrize(
    ("combine", "values", "expected"),
    [
        ("mean", (4.0, 8.0), 6.0),
        ("mean", (4.0, None), 4.0),
        ("sum", (4.0, 8.0), 12.0),
        ("mean", (None, None), None),
    ],
)
def test_a_blank_is_left_out_and_never_counts_as_zero(combine, values, expected):
    headline = msgspec.structs.replace(COST, combine=combine)

    found = rules.cell(headline, [row(value) for value in values])

    assert found.value == expected
    assert found.counted == sum(value is not None for value in values)


def test_figures_of_two_sources_are_never_put_together():
    rows = [row(4.0), row(9.0, source="NSO"), row(None, source="NGO")]

    source, mine, others = rules.by_source(COST, rows)

    assert (source, len(mine), others) == ("WORLD_BANK", 1, ("NSO",))


def test_a_period_without_any_value_is_no_point():
    rows = [row(None, period="2019-Q4"), row(5.0)]

    assert [point.period for point in rules.points(COST, rows)] == ["2020-Q1"]


def test_the_latest_figure_of_each_corridor_stands():
    rows = [row(7.0, period="2019-Q4"), row(5.0), row(6.0, to="TUR", period="2018-Q1")]

    found = rules.corridors(COST, rows)

    assert [(c.code, c.period, c.value) for c in found] == [
        ("SRB", "2020-Q1", 5.0),
        ("TUR", "2018-Q1", 6.0),
    ]


@given(st.lists(st.integers(0, 10**9), max_size=30))
def test_every_value_lies_in_a_class_whose_bound_takes_it_in(values):
    bounds = rules.classes(values)

    assert list(bounds) == sorted(set(bounds))
    assert len(bounds) <= 5
    for value in values:
        assert value <= bounds[rules.class_of(value, bounds)] + 1e-6


@pytest.mark.parametrize("headline", queries.headlines(), ids=lambda each: each.id)
def test_a_headline_series_is_named_in_six_languages_and_fits_its_dataflow(headline):
    from stocktake.indicators import queries as statistics_

    flow = statistics_.flow(headline.flow)

    assert set(headline.names) == set(headline.notes) == set(LANGUAGES)
    named = {headline.area, *headline.fixed, headline.split, headline.over} - {""}
    assert named | {"SOURCE"} == set(flow.dimension_ids)


def test_a_series_that_is_not_there_is_refused_with_those_that_are():
    with pytest.raises(NotFound, match="stock"):
        queries.headline("unheard-of")


@pytest.mark.django_db
@pytest.mark.slow
def test_one_state_over_time_and_all_states_at_one_time(tmp_path, monkeypatch):
    monkeypatch.setenv("STOCKTAKE_HOME", str(tmp_path))
    statistics.migrant_stock(tmp_path)
    statistics.migrant_stock(tmp_path, source="NSO")

    (stock,) = queries.of_state("SVN")
    world = queries.world(stock.headline, "2020")

    assert [point.period for point in stock.points] == ["2015", "2020"]
    assert stock.points[1].cells["F"].value == 112_000
    assert (stock.source, stock.others) == ("UNDESA_2020", ("NSO",))
    assert {code: cell.value for code, cell in world.cells.items()} == {
        "DNK": 718_000,
        "GBR": 9_360_000,
        "SVN": 278_000,
    }
    assert queries.of_state("KEN") == ()
    assert queries.periods(stock.headline) == ("2020", "2015")
